"""Clusters that should meet: what each brings, how near they are, who knows both."""

import math

from graphsvc.answers.network import Network
from graphsvc.state.graph import CurrentGraph
from graphsvc.taxonomy import chain
from tests.unit.answers.conftest import World
from tests.unit.answers.network_worlds import network


def test_two_clusters_that_complete_one_another(world: World) -> None:
    (pair,) = network(world).meetings()
    assert (pair.a.name, pair.b.name, pair.chain) == ("North Food", "South Food", "food-processing")
    assert pair.gain == tuple(
        chain("food-processing").stage(name).label for name in ("processing", "packaging")
    )
    assert [str(sentence) for sentence in pair.near] == [
        "About 700 km apart.",
        "2 joint projects of their organizations are known.",
    ]
    assert [bridge.id for bridge in pair.bridges] == ["organization:c", "organization:d", "cluster:west"]
    assert math.fsum(value for _, value in pair.parts) == pair.score


def test_the_seeds_name_pairs_in_order(seeds: CurrentGraph) -> None:
    pairs = Network(seeds).meetings(limit=5)
    assert [pair.score for pair in pairs] == sorted((pair.score for pair in pairs), reverse=True)
    assert all(pair.gain for pair in pairs)
    assert {pairs[0].a.id, pairs[0].b.id} == {"cluster:agrofoodpark", "cluster:giqs"}


def test_an_empty_graph_has_no_pairs(world: World) -> None:
    assert Network(world()).meetings() == ()
