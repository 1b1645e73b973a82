"""`graphsvc criteria` and `graphsvc assess`."""

import json
from pathlib import Path

import graphsvc.taxonomy
from tests.unit.cli.conftest import Call

ECCP = Path(graphsvc.taxonomy.__file__).parent / "data" / "criteria" / "eccp-profile" / "1.0.yml"


def test_check_says_what_a_file_is_or_everything_that_is_wrong(call: Call, tmp_path: Path) -> None:
    said = call("criteria", "check", str(ECCP))
    assert (said.code, said.out) == (
        0,
        "1.0.yml: eccp-profile 1.0, 4 criteria, 0 of them without a threshold\n",
    )
    broken = tmp_path / "broken.yml"
    broken.write_text(ECCP.read_text("utf-8").replace("known: computed", "known: guessed"), "utf-8")
    said = call("criteria", "check", str(broken))
    assert said.code == 1
    assert "broken.yml:" in said.err
    assert "criteria[1].known: must be one of computed, answered, judged" in said.err
    found = json.loads(call("criteria", "check", str(broken), "--json").out)
    assert [issue["column"] for issue in found["issues"]] == ["criteria[1].known", "criteria[2].known"]
    assert call("criteria", "check", str(tmp_path / "none.yml")).code == 1
    assert "go-cluster 1.0  Admission to the go-cluster programme" in call("criteria", "list").out


def test_assess_in_the_documented_form(call: Call, seeded: Path, tmp_path: Path) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text(
        json.dumps({"management-fte": {"value": 2, "document": "plan"}, "english-website": False})
    )
    asked = (
        "assess",
        "cluster:foodregio",
        "--set",
        "eccp-profile",
        "--on",
        "2026-11-29",
        "--answers",
        str(answers),
    )
    said = call(*asked, "--json", home=seeded)
    assert said.code == 0, said.err
    found = json.loads(said.out)
    assert list(found) == ["cluster", "set", "version", "on", "criteria", "open"]
    assert found["cluster"] == "cluster:foodregio"
    assert [found[key] for key in ("set", "version", "on", "open")] == [
        "eccp-profile",
        "1.0",
        "2026-11-29",
        [],
    ]
    assert all(
        list(one) == ["id", "state", "value", "unit", "threshold", "basis", "evidence"]
        for one in found["criteria"]
    )
    assert {one["id"]: one["state"] for one in found["criteria"]} == {
        "management-fte": "met", "members": "met", "member-kinds": "met", "english-website": "not met",
    }  # fmt: skip
    assert "Clearly committed members: met (80, asked for 15)" in call(*asked, home=seeded).out
    path = call("assess", "foodRegio", "--set", str(ECCP), "--json", "--on", "2026-11-29", home=seeded)
    assert json.loads(path.out)["open"] == ["management-fte", "english-website"]


def test_what_cannot_be_assessed_is_said(call: Call, seeded: Path, tmp_path: Path) -> None:
    answers = tmp_path / "answers.json"
    faults = {"{": "not JSON", '{"members": NaN}': "not JSON", '{"membrs": 3}': "answers.json, membrs"}
    for text, place in faults.items():
        answers.write_text(text)
        said = call("assess", "cluster:fpi", "--set", "eccp-profile", "--answers", str(answers), home=seeded)
        assert said.code == 1
        assert place in said.err
    assert call("assess", "cluster:fpi", "--set", "none", home=seeded).code == 1
    assert call("assess", "cluster:none", "--set", "ecei", home=seeded).code == 1
    said = call("assess", "cluster:fpi", "--set", "ecei", "--version", "9.0", home=seeded)
    assert said.code == 1
    assert "Traceback" not in said.err
