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


def test_the_pairs_of_a_cluster_are_those_of_all_that_it_is_in(seeds: CurrentGraph) -> None:
    network = Network(seeds)
    of_all = [pair for pair in network.meetings(limit=50) if "cluster:giqs" in (pair.a.id, pair.b.id)]
    of_one = network.meetings_of("cluster:giqs", limit=50)
    assert of_all
    assert list(of_one[: len(of_all)]) == of_all
    assert all("cluster:giqs" in (pair.a.id, pair.b.id) for pair in of_one)


def test_an_empty_graph_has_no_pairs(world: World) -> None:
    assert Network(world()).meetings() == ()
