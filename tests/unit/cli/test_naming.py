"""Ids by name, in every command that asks for one, and how to find them."""

import json
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Call


def test_search_prints_ids(call: Call, seeded: Path) -> None:
    said = call("search", "foodregio", "--json", home=seeded)
    assert (said.code, said.err) == (0, "")
    assert json.loads(said.out) == [
        {"id": "cluster:foodregio", "name": "foodRegio e.V.", "kind": "cluster", "place": "Lübeck, DE"}
    ]
    assert "cluster:foodregio  foodRegio e.V.  (Lübeck, DE)" in call("search", "foodregio", home=seeded).out


def test_search_finds_every_kind_with_a_name_as_text(call: Call, seeded: Path) -> None:
    found = json.loads(call("search", "packaging", "--json", home=seeded).out)
    assert {"cluster", "project", "stage"} <= {one["kind"] for one in found}
    assert all(set(one) == {"id", "name", "kind", "place"} for one in found)
    assert all(isinstance(value, str) for one in found for value in one.values())
    clusters = call("search", "packaging", "--kind", "cluster", "--top", "1", "--json", home=seeded)
    assert [one["kind"] for one in json.loads(clusters.out)] == ["cluster"]
    assert "hits shown" in call("search", "food", "--top", "1", home=seeded).err


def test_nothing_found_is_an_answer(call: Call, seeded: Path) -> None:
    said = call("search", "xyzzyx", "--json", home=seeded)
    assert (said.code, json.loads(said.out)) == (0, [])
    assert "Nothing is found for 'xyzzyx'." in call("search", "xyzzyx", home=seeded).err


def test_every_form_gives_the_same_bytes(call: Call, seeded: Path) -> None:
    ids = ("cluster:foodregio", "cluster:nieke", "cluster:fpi")
    said = call("coverage", *(word for one in ids for word in ("--of", one)), "--json", home=seeded)
    assert (said.code, said.err) == (0, "")
    assert call("coverage", *ids, "--json", home=seeded).out == said.out
    names = ("FOODREGIO", "NieKE", "Food-Processing Initiative")
    assert call("coverage", *names, "--json", home=seeded).out == said.out
    assert (
        call("coverage", names[0], "--of", names[1], "--of", names[2], "--json", home=seeded).out == said.out
    )


@pytest.mark.parametrize(
    "words",
    [
        ("partners", "foodregio", "--top", "2", "--json"),
        ("closers", "foodregio", "--json"),
        ("resilience", "foodregio", "--json"),
        ("indicators", "foodregio", "--json"),
        ("alliance", "--must", "foodregio", "--without", "nieke", "--json"),
        ("members", "Aarhus Universitet", "--topic", "protein", "--top", "2", "--json"),
        (
            "implementers",
            "--title",
            "protein",
            "--organization",
            "Aarhus Universitet",
            "--top",
            "2",
            "--json",
        ),
    ],
    ids=lambda words: words[0],
)
def test_a_name_stands_for_its_id(call: Call, seeded: Path, words: tuple[str, ...]) -> None:
    ids = {
        "foodregio": "cluster:foodregio",
        "nieke": "cluster:nieke",
        "Aarhus Universitet": "organization:pic-999997736",
    }
    said = call(*words, home=seeded)
    assert (said.code, said.err) == (0, "")
    assert call(*(ids.get(word, word) for word in words), home=seeded).out == said.out


def test_a_region_of_several_levels_is_its_widest(call: Call, seeded: Path) -> None:
    said = call("indicators", "Schleswig-Holstein", "--json", home=seeded)
    assert json.loads(said.out)["of"] == "region:DEF"


def test_an_unknown_name_is_answered_with_the_nearest(call: Call, seeded: Path) -> None:
    said = call("coverage", "foodregoi", home=seeded)
    assert (said.code, said.out) == (1, "")
    first, second, *lines = said.err.splitlines()
    assert first == "Error: unknown cluster, organization or region: foodregoi"
    assert second == "The nearest:"
    assert lines[0] == "  cluster:foodregio  foodRegio e.V. (Lübeck, DE)"


def test_an_unknown_id_is_answered_with_the_nearest(call: Call, seeded: Path) -> None:
    said = call("partners", "cluster:foodregoi", home=seeded)
    assert said.code == 1
    assert said.err.startswith(
        "Error: unknown cluster: cluster:foodregoi\nThe nearest:\n  cluster:foodregio  "
    )


def test_an_ambiguous_name_is_answered_with_what_it_could_be(call: Call, seeded: Path) -> None:
    said = call("partners", "wageningen", home=seeded)
    assert (said.code, said.out) == (1, "")
    assert "Error: 'wageningen' could be any of " in said.err
    assert "  organization:pic-999981634  Wageningen University (Wageningen, NL)" in said.err


def test_an_empty_store_says_so(call: Call) -> None:
    said = call("partners", "foodregio")
    assert said.code == 1
    assert "The store is empty: `graphsvc load FOLDER` fills it." in said.err


@pytest.mark.parametrize("words", [["coverage"], ["partners"], ["partners", "foodregio", "nieke"]])
def test_none_and_too_many_are_usage_errors(call: Call, words: list[str]) -> None:
    said = call(*words)
    assert (said.code, said.out) == (2, "")
    assert "by id or name" in said.err or "one ID is enough" in said.err
