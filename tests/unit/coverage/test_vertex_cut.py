"""Ties between stages, ways through the chain, and who holds them all."""

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphsvc.coverage import build_index, select
from graphsvc.coverage.collaboration import Connectivity, StageLink, adjacent, connectivity
from graphsvc.coverage.vertex_cut import Bottleneck, LayeredGraph, bottleneck, fewest_owners, minimum_cut
from graphsvc.taxonomy import ChainStage, chain
from tests.unit.coverage.worlds import World, chain_of

ABC = chain_of("a", "b", "c")


def asked(world: World, *ids: str) -> tuple[Connectivity, Bottleneck]:
    index = build_index(world.snapshot(), ABC)
    chosen = select(index, ids)
    return connectivity(index, chosen), bottleneck(index, chosen)


def test_projects_and_cooperation_tie_stages_and_large_projects_do_not() -> None:
    world = World()
    a, b, c, d = (world.organization(name) for name in "abcd")
    for who, stage in ((a, "a"), (b, "b"), (c, "c"), (d, "c")):
        world.does(who, stage)
    world.project("small", a, b)
    world.project("large", b, c, *(world.organization(f"x{i}") for i in range(40)))
    found, passage = asked(world, a, b, c, d)
    assert found.links == (StageLink("a", "b", 1, 0), StageLink("b", "c", 0, 0))
    assert found.share == 0.5
    assert passage == Bottleneck(0, (), (), exact=True)
    world.cooperates(b, d)
    found, passage = asked(world, a, b, c, d)
    assert found.share == 1.0
    assert (passage.ways, passage.narrow, passage.holders) == (1, ((a, "a"),), (a,))


def test_one_supplier_of_all_stages_is_a_way_by_itself() -> None:
    world = World()
    o = world.organization("o")
    for stage in "abc":
        world.does(o, stage)
    found, passage = asked(world, o)
    assert found.links == (StageLink("a", "b", 0, 1), StageLink("b", "c", 0, 1))
    assert (passage.ways, passage.holders) == (1, (o,))


def test_a_cluster_works_where_its_office_does() -> None:
    world = World()
    x, y = world.cluster("x"), world.cluster("y")
    world.does(x, "a")
    world.does(y, "b")
    world.does(y, "c")
    assert asked(world, x, y)[0].links[0] == StageLink("a", "b", 0, 0)
    offices = [world.organization(name) for name in "pq"]
    world.runs(offices[0], x)
    world.runs(offices[1], y)
    world.project("joint", *offices)
    found, passage = asked(world, x, y)
    assert found.links[0] == StageLink("a", "b", 1, 0)
    assert passage.ways == 1


def test_two_ways_may_rest_on_one_supplier() -> None:
    """Ties a1-c2-b3 and b1-d2-a3, flow 2, yet without a none is left."""
    world = World()
    a, b, c, d = (world.organization(name) for name in "abcd")
    for who, stage in ((a, "a"), (a, "c"), (b, "a"), (b, "c"), (c, "b"), (d, "b")):
        world.does(who, stage)
    for pair in ((a, c), (c, b), (b, d), (d, a)):
        world.project(f"{pair[0][-1]}{pair[1][-1]}", *pair)
    found = asked(world, a, b, c, d)[1]
    assert found.ways == 2
    assert len(found.holders) == 2
    graph = LayeredGraph(
        owner=np.array([0, 2, 1, 1, 3, 0]),
        source=np.array([0, 1, 3, 4]),
        target=np.array([1, 2, 4, 5]),
        start=np.array([0, 3]),
        end=np.array([2, 5]),
    )
    assert minimum_cut(graph)[0] == 2
    assert fewest_owners(graph) == ((0,), True)


def test_optional_stages_between_required_ones_are_passed_through() -> None:
    text = {"en": "x"}
    stages = (
        ChainStage("a", "flow", True, 2, text, text, feeds=("b",)),
        ChainStage("b", "flow", False, 2, text, text, feeds=("c",)),
        ChainStage("c", "flow", True, 2, text, text),
    )
    assert adjacent(chain_of(*stages)) == ((0, 2),)
    food = chain("food-processing")
    named = [(food.stages[i].id, food.stages[j].id) for i, j in adjacent(food)]
    assert named == [
        ("primary-production", "processing"),
        ("processing", "packaging"),
        ("packaging", "distribution"),
    ]


@st.composite
def graphs(draw: st.DrawFn) -> LayeredGraph:
    """Random layered graphs of up to four layers, owners sitting in several of them."""
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    layer = np.repeat(np.arange(len(sizes)), sizes)
    owner = np.array([draw(st.integers(0, 5)) for _ in layer])
    possible = [(i, j) for i in range(len(layer)) for j in range(len(layer)) if layer[j] == layer[i] + 1]
    edges = sorted(draw(st.sets(st.sampled_from(possible)))) if possible else []
    return LayeredGraph(
        owner=owner,
        source=np.array([i for i, _ in edges], dtype=np.int64),
        target=np.array([j for _, j in edges], dtype=np.int64),
        start=np.flatnonzero(layer == 0),
        end=np.flatnonzero(layer == len(sizes) - 1),
    )


def has_way(graph: LayeredGraph, points: set[int]) -> bool:
    plain: nx.DiGraph[int] = nx.DiGraph()
    plain.add_nodes_from(points)
    plain.add_edges_from(
        (i, j) for i, j in zip(graph.source.tolist(), graph.target.tolist(), strict=True) if {i, j} <= points
    )
    starts, ends = points & set(graph.start.tolist()), points & set(graph.end.tolist())
    return any(nx.has_path(plain, start, end) for start in starts for end in ends)


@settings(deadline=None, max_examples=120)
@given(graphs())
def test_minimum_cut_equals_networkx_and_closes_every_way(graph: LayeredGraph) -> None:
    ways, cut = minimum_cut(graph)
    split: nx.DiGraph[object] = nx.DiGraph()
    split.add_nodes_from(["s", "t"])
    for point in range(len(graph.owner)):
        split.add_edge((point, 0), (point, 1), capacity=1)
    split.add_edges_from(((int(i), 1), (int(j), 0)) for i, j in zip(graph.source, graph.target, strict=True))
    split.add_edges_from(("s", (int(i), 0)) for i in graph.start)
    split.add_edges_from(((int(i), 1), "t") for i in graph.end)
    assert ways == nx.maximum_flow_value(split, "s", "t") == len(cut)
    assert not has_way(graph, set(range(len(graph.owner))) - set(cut))


@settings(deadline=None, max_examples=120)
@given(graphs())
def test_fewest_owners_equals_trying_all(graph: LayeredGraph) -> None:
    owners, exact = fewest_owners(graph)
    points = set(range(len(graph.owner)))

    def closed_by(chosen: tuple[int, ...]) -> bool:
        return not has_way(graph, {p for p in points if int(graph.owner[p]) not in chosen})

    everyone = sorted(set(graph.owner.tolist()))
    best = next(
        size for size in range(len(everyone) + 1) if any(map(closed_by, combinations(everyone, size)))
    )
    assert exact
    assert closed_by(owners)
    assert len(owners) == best <= minimum_cut(graph)[0]


@pytest.mark.parametrize("ids", [(), ("organization:none-of-it",)])
def test_nothing_supplied(ids: tuple[str, ...]) -> None:
    world = World()
    world.organization("none-of-it")
    found, passage = asked(world, *ids)
    assert found.share == 0.0
    assert passage == Bottleneck(0, (), (), exact=True)


def test_a_chain_without_neighbouring_stages_lacks_no_link() -> None:
    world = World()
    x = world.cluster("x")
    world.does(world.organization("o", x), "a")
    index = build_index(world.snapshot(), chain_of("a"))
    assert connectivity(index, select(index, [x])).share == 1.0
