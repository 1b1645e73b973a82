"""What the user asks for beside the question, on a world in which two candidates differ in everything.

`us` works with `hub`, and `hub` with both `fit` and `bad`, so that the two are reached alike.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from graphsvc.answers.matching import Matching
from graphsvc.errors import InvalidData
from graphsvc.state.graph import CurrentGraph
from tests.support.claims import (
    activity,
    cluster,
    info,
    membership,
    organization,
    participation,
    project,
    relation,
)
from tests.unit.answers.conftest import World, worlds
from tests.unit.matching.world import profile

US, FIT, BAD = "organization:us", "organization:fit", "organization:bad"


def graph_of(world: World) -> CurrentGraph:
    return world(
        organization("us", name="Us", country="DE", organization_kind="company"),
        organization("hub", name="Hub", country="DE", organization_kind="research"),
        organization("fit", name="Fit", country="FR", nuts="FR101", organization_kind="research", sme=True),
        organization("bad", name="Bad", country="DE", nuts="DEF03", organization_kind="company", sme=False),
        cluster("ours", name="Ours", country="DE", sectors=("steel",)),
        cluster("theirs", name="Theirs", country="FR", sectors=("food",)),
        cluster("third", name="Third", country="DE", sectors=("food",)),
        membership("us", "ours"),
        membership("bad", "ours"),
        membership("fit", "theirs"),
        activity("organization:us", "food-processing/processing"),
        activity("organization:bad", "food-processing/processing"),
        activity("organization:fit", "food-processing/packaging"),
        project("1", title="Drying of fruit", start="2015-01-01"),
        project("2", title="Drying of fruit", start="2018-01-01"),
        project("3", title="Drying of fruit", start="2014-01-01"),
        *(
            participation(who, what)
            for who, what in (
                ("us", "1"),
                ("hub", "1"),
                ("hub", "2"),
                ("fit", "2"),
                ("hub", "3"),
                ("bad", "3"),
            )
        ),
        about=(info("alpha", retrieved="2019-01-01"),),
    )


@pytest.fixture(name="matching", scope="module")
def _matching(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Matching]:
    """Made once, since every test only asks."""
    with worlds(tmp_path_factory.mktemp("world")) as world:
        graph = graph_of(world)
        yield Matching(graph, graph.home)


def ids(matching: Matching, identifier: str = US, **options: Any) -> list[str]:
    return [match.ref.id for match in matching.partners(identifier, **options).matches]


@pytest.mark.parametrize(
    ("name", "value", "left"),
    [
        ("country", "FR", FIT),
        ("country", "DE", BAD),
        ("region", "FR1", FIT),
        ("region", "DEF03", BAD),
        ("cluster", "cluster:theirs", FIT),
        ("cluster", "cluster:ours", BAD),
        ("kind", "research", FIT),
        ("kind", "company", BAD),
        ("size", "sme", FIT),
        ("size", "large", BAD),
        ("stage", "food-processing/packaging", FIT),
        ("stage", "food-processing/processing", BAD),
        ("sector", "food", FIT),
        ("sector", "steel", BAD),
        ("language", "fr", FIT),
        ("language", "de", BAD),
        ("active_since", 2017, FIT),
        ("other_clusters_only", True, FIT),
    ],
)
def test_a_filter_leaves_those_it_names(matching: Matching, name: str, value: object, left: str) -> None:
    assert ids(matching, filters={name: value}) == [left]


def test_a_filter_says_how_many_it_took_away(matching: Matching) -> None:
    (removed,) = matching.partners(US, filters={"country": "FR"}).removed
    assert removed.values["n"] == 3


@pytest.mark.parametrize(("name", "value"), [("active_since", 2014), ("country", ""), ("kind", None)])
def test_a_filter_that_everybody_meets_or_that_is_empty_leaves_both(
    matching: Matching, name: str, value: object
) -> None:
    assert set(ids(matching, filters={name: value})) == {FIT, BAD}


def test_filters_add_up(matching: Matching) -> None:
    found = matching.partners(US, filters={"country": "FR", "kind": "company"})
    assert found.matches == ()
    assert [one.query for one in found.loosen] == [{"country": None}, {"kind": None}]


@pytest.mark.parametrize(
    ("sliders", "order"),
    [
        ({"gap": 2}, [FIT, BAD]),
        ({"gap": 0, "new": 0}, [BAD, FIT]),
        ({"gap": 0, "new": 2}, [FIT, BAD]),
    ],
)
def test_preferences_turn_the_order(matching: Matching, sliders: dict[str, int], order: list[str]) -> None:
    """`fit` performs a stage that we lack and is in another country and cluster; all else is alike."""
    alike = profile("partners", ("nearness.walk", "root", 1.0), ("fit.words", "root", 1.0))
    assert ids(matching, sliders=sliders, profile_of=alike) == order


def contribution(matching: Matching, feature: str, **sliders: int) -> float:
    found = matching.partners(US, sliders=sliders).matches
    (match,) = [match for match in found if match.ref.id == BAD]
    return sum(part.contribution for part in match.parts if part.feature == feature)


@pytest.mark.parametrize("feature", ["nearness", "place"])
def test_near_halves_and_enlarges_what_was_learned_about_nearness(matching: Matching, feature: str) -> None:
    as_learned = contribution(matching, feature, near=1)
    assert as_learned
    assert contribution(matching, feature, near=0) == pytest.approx(as_learned / 2)
    assert contribution(matching, feature, near=2) == pytest.approx(as_learned * 1.5)


def test_near_leaves_the_fit_of_subject_alone(matching: Matching) -> None:
    assert contribution(matching, "fit", near=0) == contribution(matching, "fit", near=2) != 0


@pytest.mark.parametrize("sliders", [{"near": 3}, {"far": 1}])
def test_unknown_preferences_are_refused(matching: Matching, sliders: dict[str, int]) -> None:
    with pytest.raises(InvalidData):
        matching.partners(US, sliders=sliders)


def test_pins_come_first_and_exclusions_not_at_all(matching: Matching) -> None:
    first, second = ids(matching)
    assert ids(matching, pin=[second]) == [second, first]
    assert ids(matching, exclude=[first]) == [second]


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        ({}, {"cluster:theirs", "cluster:third"}),
        ({"country": "DE"}, {"cluster:third"}),
        ({"country": "FR"}, {"cluster:theirs"}),
        ({"sector": "food"}, {"cluster:theirs", "cluster:third"}),
        ({"sector": "steel"}, set()),
    ],
)
def test_filters_of_clusters(matching: Matching, filters: dict[str, Any], left: set[str]) -> None:
    assert set(ids(matching, "cluster:ours", filters=filters)) == left


def test_organizations_for_a_cluster_are_outside_it(matching: Matching) -> None:
    found = ids(matching, "cluster:theirs", kind="organization")
    assert found
    assert FIT not in found


def test_clusters_that_cooperate_are_known_and_not_suggested(world: World) -> None:
    graph = world(
        cluster("ours", name="Ours", sectors=("food",), country="DE"),
        cluster("ally", name="Ally", sectors=("food",), country="DE"),
        cluster("other", name="Other", sectors=("food",), country="DE"),
        relation("cluster:ally", "cluster:ours", "cooperates"),
    )
    found = Matching(graph, graph.home).partners("cluster:ours")
    assert [match.ref.id for match in found.matches] == ["cluster:other"]
    assert [match.ref.id for match in found.known] == ["cluster:ally"]
