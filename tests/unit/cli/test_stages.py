"""`graphsvc stages`: who holds what, and how well stages are inferred."""

import json
from pathlib import Path

from tests.unit.cli.conftest import Call


def test_stages_of_a_cluster_are_its_own_words(call: Call, seeded: Path) -> None:
    said = call("stages", "of", "foodRegio", "--chain", "food-processing", "--json", home=seeded)
    found = json.loads(said.out)
    assert (said.code, said.err) == (0, "")
    assert {"packaging", "distribution"} <= {one["stage"] for one in found}
    assert all(set(one) == {"stage", "basis", "confidence", "words", "citation"} for one in found)
    assert {(one["basis"], one["confidence"]) for one in found} == {("stated", None)}
    assert all(one["words"] and one["citation"] for one in found)
    health = call("stages", "of", "foodRegio", "--chain", "health-technology", "--json", home=seeded)
    assert json.loads(health.out) == []


def test_stages_of_an_organization_are_inferred_with_the_words_they_rest_on(call: Call, seeded: Path) -> None:
    found = json.loads(call("stages", "of", "organization:pic-998036008", "--json", home=seeded).out)
    assert {one["basis"] for one in found} == {"inferred"}
    research = next(one for one in found if one["stage"] == "research")
    assert 0.5 <= research["confidence"] <= 1
    assert research["words"]
    assert "research" in call("stages", "of", "organization:pic-998036008", home=seeded).out


def test_stages_of_nobody(call: Call, seeded: Path) -> None:
    assert call("stages", "of", "cluster:nowhere", home=seeded).code == 1
    assert call("stages", "of", "foodRegio", "--chain", "shoes", home=seeded).code == 1
    assert call("stages", "of", "foodRegio", "NieKE", home=seeded).code == 2


def test_evaluate_prints_precision_and_recall_of_the_report_half(call: Call) -> None:
    sections = json.loads(call("stages", "evaluate", "--json").out)
    found, clusters = sections["organizations"], sections["clusters"]
    assert found["split"] == "report"
    assert found["precision"] >= 0.85
    assert found["recall"] >= 0.6
    assert found["precision_interval"][0] < found["precision"] < found["precision_interval"][1]
    assert {"names of second food list", "names and branches of second food list"} < set(sections)
    assert clusters["labelled"] >= 75
    assert clusters["precision"] >= 0.85
    assert clusters["recall"] >= 0.6
    said = call("stages", "evaluate", "--split", "tune").out
    assert "organizations: food-processing" in said
    assert "names and branches of northern food list: food-processing 1.1, tune half, n = 60" in said
    assert " of 60 have a stage and no wrong one" in said
