"""Two versions of criteria: which clusters a change touches, and unknown kept unknown."""

from dataclasses import replace

import pytest

from graphsvc.answers.programme import CriteriaComparison, Programme
from graphsvc.answers.programme.comparison import two_versions, with_thresholds
from graphsvc.errors import InvalidData
from graphsvc.state.graph import CurrentGraph
from graphsvc.taxonomy.criteria import CriteriaSet, criteria_set
from tests.support.claims import cluster, membership, organization
from tests.unit.answers.conftest import World

DAY = "2026-11-29"


def fact(total: int) -> dict[str, str]:
    return {"what": "members", "value": str(total), "known": "2026", "citation": "https://example.org"}


@pytest.fixture
def graph(world: World) -> CurrentGraph:
    """Small has 16 members by a source, Large 30, Named two of whom nobody says that they are all."""
    return world(
        cluster("small", name="Small", facts=[fact(16)]),
        cluster("large", name="Large", facts=[fact(30)]),
        cluster("named", name="Named"),
        cluster("bare", name="Bare"),
        organization("a", name="A", organization_kind="company"),
        organization("b", name="B", organization_kind="research"),
        membership("a", "named"),
        membership("b", "named"),
    )


def compared(graph: CurrentGraph, *thresholds: str) -> CriteriaComparison:
    return Programme(graph).compare(*two_versions("eccp-profile", None, None, thresholds), DAY)


def states(found: CriteriaComparison) -> dict[str, dict[str, tuple[str | None, str | None]]]:
    return {
        one.ref.id: {change.id: (change.before, change.after) for change in one.criteria}
        for one in found.touched
    }


def test_a_higher_number_touches_who_falls_below_and_leaves_unknown_unknown(graph: CurrentGraph) -> None:
    found = compared(graph, "members=20")
    assert (found.changed, found.n) == (("members",), 4)
    assert states(found) == {"cluster:small": {"members": ("met", "not met")}}
    (small,) = found.touched
    assert (small.before, small.after) == ("unknown", "no")
    (change,) = small.criteria
    assert (change.value, change.threshold_before, change.threshold_after) == (16, 15, 20)
    assert [one.id for one in found.open] == ["cluster:bare", "cluster:named"]


def test_a_lower_number_can_be_met_by_those_who_are_named_alone(graph: CurrentGraph) -> None:
    found = compared(graph, "members=2")
    assert states(found) == {"cluster:named": {"members": ("unknown", "met")}}
    assert [one.id for one in found.open] == ["cluster:bare"]


def test_a_number_taken_away_is_no_verdict(graph: CurrentGraph) -> None:
    found = compared(graph, "members=")
    assert states(found) == {
        "cluster:large": {"members": ("met", "no threshold")},
        "cluster:small": {"members": ("met", "no threshold")},
    }
    assert [one.id for one in found.open] == ["cluster:bare", "cluster:named"]


def test_the_same_version_touches_nobody(graph: CurrentGraph) -> None:
    for found in (compared(graph), compared(graph, "members=15")):
        assert (found.changed, found.touched, found.open) == ((), (), ())


def without(asked: CriteriaSet, name: str) -> CriteriaSet:
    return replace(asked, version="0.9", criteria=tuple(one for one in asked.criteria if one.id != name))


def test_a_criterion_that_is_new_or_gone_touches_those_of_whom_it_is_known(graph: CurrentGraph) -> None:
    now = criteria_set("eccp-profile")
    new = Programme(graph).compare(without(now, "members"), now, DAY)
    assert states(new) == {
        "cluster:large": {"members": (None, "met")},
        "cluster:small": {"members": (None, "met")},
    }
    gone = Programme(graph).compare(now, without(now, "members"), DAY)
    assert states(gone)["cluster:small"] == {"members": ("met", None)}
    assert [one.id for one in gone.open] == ["cluster:bare", "cluster:named"]


def test_other_sets_and_faulty_numbers_are_refused(graph: CurrentGraph) -> None:
    with pytest.raises(InvalidData, match="no versions of one set"):
        Programme(graph).compare(criteria_set("eccp-profile"), criteria_set("go-cluster"), DAY)
    for given in ("members", "members=many", "none=3", "english-website=1", "members=-1", "members=1e9"):
        with pytest.raises(InvalidData, match="members=20"):
            with_thresholds(criteria_set("eccp-profile"), [given])


@pytest.mark.parametrize("number", [1, 15, 16, 17, 30, 31])
def test_every_cluster_is_touched_open_or_neither(graph: CurrentGraph, number: int) -> None:
    found = compared(graph, f"members={number}")
    named = [*(one.ref.id for one in found.touched), *(one.id for one in found.open)]
    assert len(named) == len(set(named))
    fell = {total for total in (16, 30) if total < number}
    assert {"cluster:small" if total == 16 else "cluster:large" for total in fell} == {
        one.ref.id for one in found.touched if one.criteria[0].after == "not met"
    }
