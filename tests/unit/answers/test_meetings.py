"""Clusters that should meet: what each brings, how near they are, who knows both."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from graphsvc.answers.matching import Matching
from graphsvc.messages import Message
from graphsvc.state.graph import CurrentGraph
from graphsvc.taxonomy import chain
from tests.support.claims import activity, cluster
from tests.unit.answers.conftest import World
from tests.unit.answers.network_worlds import graph

FOODREGIO = "cluster:foodregio"


@pytest.fixture(scope="module")
def food(seeds: CurrentGraph, seeded: Path) -> Matching:
    return Matching(seeds, seeded)


def test_two_clusters_that_complete_one_another(world: World) -> None:
    made = graph(world)
    (pair,) = Matching(made, made.home).meetings()
    assert (pair.a.name, pair.b.name, pair.chain) == ("North Food", "South Food", "food-processing")
    assert pair.gain == tuple(
        chain("food-processing").stage(name).label for name in ("processing", "packaging")
    )
    assert [(sentence.text, dict(sentence.values)) for sentence in pair.near] == [
        ("About %(km)s km apart.", {"km": 700}),
        ("One joint project of their organizations is known.", {"n": 2}),
    ]
    assert [bridge.id for bridge in pair.bridges] == ["organization:c", "organization:d", "cluster:west"]


def test_pairs_of_all_clusters_gain_and_do_not_cooperate(food: Matching) -> None:
    pairs = food.meetings(limit=50)
    assert len(pairs) == 50
    for pair in pairs:
        assert pair.gain
        assert pair.chain
        assert pair.b.id not in {match.ref.id for match in food.partners(pair.a.id).known}


def test_the_pairs_of_a_cluster_are_its_suggestions_in_their_order(food: Matching) -> None:
    pairs = food.meetings_of(FOODREGIO, limit=12)
    assert {pair.a.id for pair in pairs} == {FOODREGIO}
    assert [pair.b.id for pair in pairs] == [
        match.ref.id for match in food.partners(FOODREGIO, top=12).matches
    ]


def test_a_pair_of_which_no_stage_is_known_has_no_chain_to_compare_in(world: World) -> None:
    made = world(
        cluster("one", name="One", sectors=("textiles",), country="DE"),
        cluster("two", name="Two", sectors=("textiles",), country="DE"),
    )
    matching = Matching(made, made.home)
    (pair,) = matching.meetings_of("cluster:one")
    assert (pair.b.id, pair.gain, pair.chain) == ("cluster:two", (), None)
    assert matching.meetings() == ()


def test_seats_in_one_place_are_not_told_as_zero_kilometers(world: World) -> None:
    made = world(
        cluster("one", name="One", sectors=("food",), country="DE", lat=53.87, lng=10.69),
        cluster("two", name="Two", sectors=("food",), country="DE", lat=53.88, lng=10.69),
    )
    (pair,) = Matching(made, made.home).meetings_of("cluster:one")
    assert pair.near[0].text == "Both have their seat in the same place."


def test_the_chain_is_that_of_most_stages_that_are_gained(world: World) -> None:
    made = world(
        cluster("one", name="One", sectors=("food",), country="DE"),
        cluster("two", name="Two", sectors=("food",), country="DE"),
        activity("cluster:one", "food-processing/processing"),
        activity("cluster:two", "food-processing/packaging"),
        activity("cluster:two", "food-processing/distribution"),
        activity("cluster:two", "energy/generation"),
    )
    (pair,) = Matching(made, made.home).meetings()
    assert pair.chain == "food-processing"


def test_an_empty_graph_has_no_pairs(world: World) -> None:
    made = world()
    assert Matching(made, made.home).meetings() == ()


def stages_named(detail: Message) -> tuple[object, ...]:
    found = detail.values.get("stages", ())
    assert isinstance(found, tuple)
    return found


@pytest.mark.parametrize("cluster_id", [FOODREGIO, "cluster:nieke"])
def test_stages_in_reasons_are_named_in_every_language(food: Matching, cluster_id: str) -> None:
    matches = food.partners(cluster_id, top=20).matches
    named = [stage for match in matches for part in match.parts for stage in stages_named(part.detail)]
    assert len(named) > 20
    assert [one for one in named if not (isinstance(one, Mapping) and {"de", "en"} <= one.keys())] == []
