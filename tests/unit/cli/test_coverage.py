"""Coverage commands on the seeds: shapes that programs rely on, and words for people."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.unit.cli.conftest import Call

FOUR = [word for name in ("foodregio", "nieke", "fpi", "giqs") for word in ("--of", f"cluster:{name}")]


def data(call: Call, home: Path, *words: str) -> Any:
    said = call(*words, "--json", home=home)
    assert (said.code, said.err) == (0, "")
    return json.loads(said.out)


def test_coverage_with_proof(call: Call, seeded: Path) -> None:
    found = data(call, seeded, "coverage", "--chain", "food-processing", *FOUR)
    assert {"chain", "taxonomy_version", "digest", "share", "share_deep", "share_stated", "stages"} <= set(
        found
    )
    assert (found["chain"], found["taxonomy_version"]) == ("food-processing", "1.1")
    assert (found["share"], found["share_stated"]) == (1.0, 1.0)
    assert found["share_deep"] == pytest.approx(4 / 7)
    assert found["digest"] == call("digest", home=seeded).out.strip()
    for stage in found["stages"]:
        assert {"id", "role", "required", "n", "state", "proof"} <= set(stage)
        assert len(stage["proof"]) == stage["n"]
        for proof in stage["proof"]:
            assert {"id", "basis", "citation", "words"} <= set(proof)
            assert proof["words"]
    packaging = next(stage for stage in found["stages"] if stage["id"] == "packaging")
    assert [proof["id"] for proof in packaging["proof"]] == ["cluster:foodregio"]
    assert (packaging["n"], packaging["state"], packaging["required"]) == (1, "thin", True)
    assert [proof["basis"] for proof in packaging["proof"]] == ["stated"]


def test_stated_evidence_alone_and_a_region(call: Call, seeded: Path) -> None:
    all_bases = data(call, seeded, "coverage", "--of", "region:DE9")
    stated = data(call, seeded, "coverage", "--of", "region:DE9", "--basis", "stated")
    assert all_bases["share"] > stated["share"] == all_bases["share_stated"] == 0.0
    inferred = [proof for stage in all_bases["stages"] for proof in stage["proof"]]
    assert {proof["basis"] for proof in inferred} == {"inferred"}
    assert all(0.5 <= proof["confidence"] <= 1 and proof["words"] for proof in inferred)


def test_alliance(call: Call, seeded: Path) -> None:
    found = data(call, seeded, "alliance", "--chain", "food-processing", "--basis", "stated")
    assert [[ref["id"] for ref in one["members"]] for one in found["sets"]] == [["cluster:inov"]]
    assert found["scope"].startswith("Of 124 clusters, 28 name stages of this chain themselves")
    assert (found["proven"], found["gap"], found["impossible"]) == (True, 0.0, [])
    deep = data(call, seeded, "alliance", "--chain", "food-processing", "--basis", "stated", "--k", "2")
    assert [ref["id"] for ref in deep["sets"][0]["members"]] == [
        "cluster:foodregio",
        "cluster:kern",
        "cluster:nieke",
    ]
    must = data(call, seeded, "alliance", "--chain", "food-processing", "--must", "cluster:giqs")
    assert all("cluster:giqs" in [ref["id"] for ref in one["members"]] for one in must["sets"])
    bare = data(call, seeded, "alliance", "--chain", "energy", "--k", "9")
    assert {item["stage"]["id"] for item in bare["impossible"]} >= {"equipment", "use"}


def test_closers_and_resilience(call: Call, seeded: Path) -> None:
    gaps = data(call, seeded, "closers", "--chain", "food-processing", *FOUR)["gaps"]
    assert {"stage", "state", "closers", "none_known"} <= set(gaps[0])
    some = data(call, seeded, "closers", *FOUR, "--kind", "organization", "--limit", "2")["gaps"]
    assert all(len(gap["closers"]) <= 2 for gap in some)
    packaging = next(gap for gap in some if gap["stage"]["id"] == "packaging")
    assert packaging["closers"][0]["reasons"]
    found = data(call, seeded, "resilience", "--chain", "food-processing", *FOUR)
    assert [point["ref"]["id"] for point in found["single_points"]] == ["cluster:foodregio", "cluster:nieke"]
    assert found["curve_targeted"][-1]["share"] == 0.0


def test_words_for_people(call: Call, seeded: Path) -> None:
    assert call("coverage", *FOUR, home=seeded).out.startswith("Together the 4 cover 7 of 7 required stages;")
    assert "InovCluster" in call("alliance", "--basis", "stated", home=seeded).out
    assert "Nobody known" in call("closers", *FOUR, home=seeded).out
    assert "without foodRegio: Packaging" in call("resilience", *FOUR, home=seeded).out


@pytest.mark.parametrize("command", ["coverage", "closers", "resilience"])
def test_two_runs_and_another_order_give_the_same_bytes(call: Call, seeded: Path, command: str) -> None:
    turned = [word for one in range(6, -2, -2) for word in FOUR[one : one + 2]]
    first = call(command, *FOUR, "--json", home=seeded)
    assert call(command, *FOUR, "--json", home=seeded) == first
    assert call(command, *turned, "--json", home=seeded) == first


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["coverage", "--of", "cluster:none"], "unknown cluster: cluster:none"),
        (["coverage", "--of", "region:QQ"], "unknown region: region:QQ"),
        (["coverage", "--of", "cluster:fpi", "--chain", "none"], "unknown value chain: none"),
        (["coverage", "--of", "cluster:fpi", "--as-of", "soon"], "no day: 'soon'"),
        (["alliance", "--chain", "none"], "unknown value chain: none"),
        (["alliance", "--chain", "x" * 101], "chain: String should have at most 100 characters"),
        (["coverage", "cluster:fpi", "--chain", "x" * 101], "chain: String should have at most 100"),
        (["alliance", "--must", "cluster:none"], "unknown cluster: cluster:none"),
        (["alliance", "--country", "Atlantis"], "unknown country: Atlantis"),
        (["closers", "--of", "organization:none"], "unknown organization: organization:none"),
        (["resilience", "--of", "project:none"], "project:none"),
        (["partners", "organization:none"], "unknown organization: organization:none"),
        (["partners", "cluster:foodregio", "--country", "Germany"], "country"),
        (["indicators", "--of", "cluster:none"], "unknown cluster: cluster:none"),
    ],
)
def test_what_is_unknown_is_one_message_and_exit_code_1(
    call: Call, seeded: Path, words: list[str], told: str
) -> None:
    said = call(*words, home=seeded)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("Error: ")
    assert told in said.err
    assert said.err.count("Error: ") == 1
