"""Clusters held against criteria sets, at the borders of every threshold."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import graphsvc.taxonomy
from graphsvc.answers.programme import Programme
from graphsvc.answers.programme.assessments import checked_answers
from graphsvc.domain import Claim
from graphsvc.errors import InvalidData
from graphsvc.state.graph import CurrentGraph
from graphsvc.taxonomy.criteria import CriteriaSet, criteria_set, criteria_sets, load_criteria
from tests.support.claims import cluster, membership, organization, relation
from tests.unit.answers.conftest import World

ON = "2026-11-29"
ECCP = criteria_set("eccp-profile")
FOLDER = Path(graphsvc.taxonomy.__file__).parent / "data" / "criteria"


def stated(total: int) -> dict[str, Any]:
    return {"what": "members", "value": str(total), "known": "2025"}


def members(
    n: int, kinds: Sequence[str] = ("company",), basis: str = "stated", dataset: str = "alpha"
) -> list[Claim]:
    found: list[Claim] = []
    for number in range(n):
        key = f"m{number:02}"
        found.append(organization(key, organization_kind=kinds[number % len(kinds)]))
        found.append(membership(key, "c", dataset, basis))
    return found


def states(graph: CurrentGraph, asked: CriteriaSet = ECCP, **answers: Any) -> dict[str, dict[str, Any]]:
    given = {name.replace("_", "-"): value for name, value in answers.items()}
    found = Programme(graph).assess("cluster:c", asked, checked_answers(given, asked), ON).as_json()
    return {one["id"]: one for one in found["criteria"]}


@pytest.mark.parametrize(("n", "state"), [(14, "not met"), (15, "met")])
def test_the_number_of_members_that_a_source_states(world: World, n: int, state: str) -> None:
    found = states(world(cluster("c", facts=[stated(n)])))["members"]
    assert (found["state"], found["value"], found["threshold"]) == (state, n, 15)
    assert (found["basis"], found["evidence"], found["unit"]) == ("stated", ["cluster:c"], "members")


@pytest.mark.parametrize(("n", "state"), [(14, "not met"), (15, "met")])
def test_members_named_one_by_one_of_a_stated_number(world: World, n: int, state: str) -> None:
    found = states(world(cluster("c", facts=[stated(n)]), *members(n)))["members"]
    assert (found["state"], found["value"], len(found["evidence"])) == (state, n, n)
    assert found["evidence"][0] == "organization:m00"


def test_named_members_alone_prove_but_never_disprove(world: World) -> None:
    found = states(world(cluster("c"), *members(15)))["members"]
    assert (found["state"], found["value"], len(found["evidence"])) == ("met", 15, 15)


def test_fewer_named_members_of_an_unknown_number_say_nothing(world: World) -> None:
    found = states(world(cluster("c"), *members(14)))["members"]
    assert (found["state"], found["value"], len(found["evidence"])) == ("unknown", 14, 14)


@pytest.mark.parametrize(("n", "state"), [(14, "not met"), (15, "met")])
def test_a_list_of_ones_own_is_complete(world: World, n: int, state: str) -> None:
    graph = world(cluster("c"), *members(n, dataset="person-members-c"))
    assert states(graph)["members"]["state"] == state


def test_inferred_members_only_hint(world: World) -> None:
    found = states(world(cluster("c"), *members(20, ("company", "research"), "inferred")))
    for name in ("members", "member-kinds"):
        assert (found[name]["state"], found[name]["value"]) == ("unknown", None)
        assert (found[name]["basis"], len(found[name]["evidence"])) == ("inferred", 20)


def test_who_runs_the_cluster_is_no_member(world: World) -> None:
    graph = world(cluster("c"), *members(15), relation("organization:m00", "cluster:c", "runs"))
    assert (states(graph)["members"]["value"], states(graph)["members"]["state"]) == (14, "unknown")


@pytest.mark.parametrize(
    ("kinds", "value", "state"),
    [
        (("company",), 1, "not met"),
        (("company", "public"), 2, "met"),
        (("research", "education"), 1, "not met"),
        (("company", "other"), 1, "not met"),
        (("company", "education"), 2, "met"),
    ],
)
def test_kinds_of_members(world: World, kinds: Sequence[str], value: int, state: str) -> None:
    complete = states(world(cluster("c", facts=[stated(4)]), *members(4, kinds)))["member-kinds"]
    assert (complete["state"], complete["value"], len(complete["evidence"])) == (state, value, 4)


def test_one_kind_among_some_of_the_members_says_nothing(world: World) -> None:
    found = states(world(cluster("c", facts=[stated(50)]), *members(4)))
    assert (found["member-kinds"]["state"], found["member-kinds"]["value"]) == ("unknown", 1)
    assert found["members"]["state"] == "met"


@pytest.mark.parametrize(("value", "state"), [(0.49, "not met"), (0.5, "met"), (0, "not met")])
def test_answered_full_time_equivalents(world: World, value: float, state: str) -> None:
    graph = world(cluster("c"))
    found = states(graph, management_fte={"value": value, "document": "staff-plan.pdf"})["management-fte"]
    assert (found["state"], found["value"], found["basis"]) == (state, value, "answered")
    assert found["evidence"] == ["staff-plan.pdf"]
    assert states(graph)["management-fte"]["state"] == "unknown"


@pytest.mark.parametrize(("value", "state"), [(True, "met"), (False, "not met"), (None, "unknown")])
def test_with_and_without_an_english_website(world: World, value: bool | None, state: str) -> None:
    assert states(world(cluster("c")), english_website=value)["english-website"]["state"] == state


def test_an_answer_beats_what_is_computed(world: World) -> None:
    graph = world(cluster("c", facts=[stated(80)]))
    found = states(graph, members=14)["members"]
    assert (found["state"], found["value"], found["basis"]) == ("not met", 14, "answered")


def test_a_waiver_waives_what_can_be_waived(world: World) -> None:
    graph = world(cluster("c", facts=[stated(3)]))
    waived = states(graph, waiver={"value": True, "document": "go-cluster"})
    assert {one["state"] for one in waived.values()} == {"waived"}
    assert waived["members"]["value"] == 3
    assert states(graph, waiver=False)["members"]["state"] == "not met"
    for asked in criteria_sets():
        if not asked.waiver:
            with pytest.raises(InvalidData, match="no such criterion"):
                checked_answers({"waiver": True}, asked)


def test_what_is_open_is_named(world: World) -> None:
    found = Programme(world(cluster("c", facts=[stated(15)]))).assess("cluster:c", ECCP, {}, ON)
    assert found.open == ("management-fte", "member-kinds", "english-website")
    found = Programme(world(cluster("c"))).assess("cluster:c", criteria_set("go-cluster"), {}, ON)
    assert len(found.open) == 4
    assert {one.state for one in found.criteria} == {"no threshold"}


@pytest.mark.parametrize(
    ("companies", "state"),
    [(("company", "research", "company", "company"), "met"), (("research",), "not met")],
)
def test_the_share_of_companies_counts_once_all_members_are_known(
    world: World, companies: Sequence[str], state: str
) -> None:
    asked = criteria_set("bw-database")
    found = states(world(cluster("c", facts=[stated(4)]), *members(4, companies)), asked)
    assert found["company-share"]["state"] == state
    assert found["field"]["state"] == "unknown"


def test_a_share_of_some_members_only_hints(world: World) -> None:
    found = states(world(cluster("c", sectors=("food",)), *members(4)), criteria_set("bw-database"))
    assert (found["company-share"]["state"], found["company-share"]["value"]) == ("unknown", 100)
    assert (found["field"]["state"], found["field"]["value"]) == ("met", 1)


NUMBERS = [
    (made.id, one.id, one.threshold)
    for made in criteria_sets()
    for one in made.criteria
    if one.threshold is not None and one.threshold is not True
]


@pytest.mark.parametrize(("name", "criterion", "number"), NUMBERS)
def test_every_number_counts_and_stands_in_the_file_alone(
    name: str, criterion: str, number: float, world: World, tmp_path: Path
) -> None:
    graph, text = world(cluster("c")), (FOLDER / name / "1.0.yml").read_text(encoding="utf-8")
    head, _, tail = text.partition(f"  - id: {criterion}\n    area: ")
    threshold = tail[tail.index("    threshold: {") :].partition("\n")[0]
    path = tmp_path / "changed.yml"

    def state(instead: str) -> str:
        path.write_text(
            f"{head}  - id: {criterion}\n    area: {tail.replace(threshold, instead, 1)}", "utf-8"
        )
        return str(states(graph, load_criteria(path), **{criterion: number})[criterion]["state"])

    assert state(threshold) == "met"
    assert state(threshold.replace(f"at_least: {number:g}", f"at_least: {number + 0.01:g}")) == "not met"
    assert state("") == "no threshold"


@pytest.mark.parametrize(
    ("answers", "place"),
    [
        ([], ""),
        ({"member": 3}, "member"),
        ({"members": "15"}, "members"),
        ({"members": True}, "members"),
        ({"members": -1}, "members"),
        ({"members": float("nan")}, "members"),
        ({"english-website": 1}, "english-website"),
        ({"members": {"value": 3, "document": 7}}, "members"),
        ({"members": {"value": 3, "document": "x" * 501}}, "members"),
    ],
)
def test_what_is_no_answer_is_refused_by_its_place(answers: object, place: str) -> None:
    with pytest.raises(InvalidData) as refused:
        checked_answers(answers, ECCP, "answers.json")
    assert [(issue.file, issue.column) for issue in refused.value.issues] == [("answers.json", place)]
