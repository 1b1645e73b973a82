"""Bottleneck of a chain: maximum number of vertex-disjoint supplier paths, and a smallest set of suppliers
that cuts all of them.

The layered graph has a point for each supplier of each required flow stage, and an edge between points of
adjacent stages whose suppliers work together or are the same. Ways lead from stages nothing required feeds
to stages that feed nothing required.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from graphsvc.arrays import Int64s
from graphsvc.coverage.chain_index import ChainIndex
from graphsvc.coverage.collaboration import adjacent, ties
from graphsvc.coverage.selection import Selection
from graphsvc.coverage.suppliers import supplying
from graphsvc.setcover.minimum import minimum_covers

MOST_HELD = 12
_ROUNDS = 60
_UNLIMITED = 1 << 20


@dataclass(frozen=True, eq=False)
class LayeredGraph:
    """Points of a layered graph: whose they are (`owner`), edges as arrays, first and last points."""

    owner: Int64s
    source: Int64s
    target: Int64s
    start: Int64s
    end: Int64s


@dataclass(frozen=True)
class Bottleneck:
    """The weakest passage of a set.

    `ways` is the greatest number of ways without a common supplier at the same stage (maximum flow);
    `narrow` are as many suppliers with their stages that together close every way (minimum cut).
    `holders` are the fewest suppliers without whom no way is left (one may sit in several stages, so they can
    be fewer than `ways`); `exact` says that they are proven fewest. They are not sought, and empty, where
    there are more than `MOST_HELD` ways, which no few suppliers can hold.
    """

    ways: int
    narrow: tuple[tuple[str, str], ...]
    holders: tuple[str, ...]
    exact: bool


def bottleneck(index: ChainIndex, chosen: Selection, *, strict: bool = False) -> Bottleneck:
    """The weakest passage of the set through the required flow stages."""
    graph, nodes, stage = layered(index, chosen, strict=strict)
    ways, cut = minimum_cut(graph)
    holders, exact = fewest_owners(graph) if ways <= MOST_HELD else ((), False)
    snapshot, stages = index.snapshot, index.chain.stages
    narrow = sorted((snapshot.node_id(int(nodes[graph.owner[p]])), stages[int(stage[p])].id) for p in cut)
    named = sorted(snapshot.node_id(int(nodes[owner])) for owner in holders)
    return Bottleneck(ways, tuple(narrow), tuple(named), exact)


def layered(
    index: ChainIndex, chosen: Selection, *, strict: bool = False
) -> tuple[LayeredGraph, Int64s, Int64s]:
    """The layered graph of a set, the nodes its owners are, and the stage column of each point."""
    found = supplying(index, chosen, strict=strict)
    pairs = adjacent(index.chain)
    places = [p for p, stage in enumerate(index.chain.stages) if stage.required and stage.role == "flow"]
    inside = np.isin(found.stage, places)
    node, stage = found.node[inside], found.stage[inside]
    nodes = np.unique(node)
    owner = np.searchsorted(nodes, node)
    tied = ties(index, nodes)
    edges: list[tuple[Int64s, Int64s]] = []
    for first, second in pairs:
        here, there = np.flatnonzero(stage == first), np.flatnonzero(stage == second)
        part = sp.coo_array(tied[owner[here]][:, owner[there]]) if len(here) and len(there) else None
        if part is not None:
            edges.append((here[part.coords[0]], there[part.coords[1]]))
    fed, feeding = {second for _, second in pairs}, {first for first, _ in pairs}
    start = np.flatnonzero(~np.isin(stage, sorted(fed)))
    end = np.flatnonzero(~np.isin(stage, sorted(feeding)))
    source = np.concatenate([edge[0] for edge in edges] or [np.empty(0, dtype=np.int64)])
    target = np.concatenate([edge[1] for edge in edges] or [np.empty(0, dtype=np.int64)])
    return LayeredGraph(owner, source, target, start, end), nodes, stage


def minimum_cut(graph: LayeredGraph) -> tuple[int, tuple[int, ...]]:
    """Maximum number of vertex-disjoint paths, and a minimum vertex cut of the same size.

    Menger: every point is split in two, joined by an edge of capacity 1; of several smallest cuts the one
    nearest to the start is given.
    """
    from scipy.sparse.csgraph import breadth_first_order, maximum_flow

    count = len(graph.owner)
    if not count:
        return 0, ()
    source, sink = 2 * count, 2 * count + 1
    point = np.arange(count)
    rows = np.concatenate(
        [2 * point, 2 * graph.source + 1, np.full(len(graph.start), source), 2 * graph.end + 1]
    )
    columns = np.concatenate(
        [2 * point + 1, 2 * graph.target, 2 * graph.start, np.full(len(graph.end), sink)]
    )
    capacity = np.where(np.arange(len(rows)) < count, 1, _UNLIMITED).astype(np.int32)
    shape = (2 * count + 2, 2 * count + 2)
    network = sp.csr_array(sp.coo_array((capacity, (rows, columns)), shape=shape))
    flow = maximum_flow(network, source, sink)
    left = sp.csr_array((network - flow.flow) > 0)
    reached = np.zeros(left.shape[0], dtype=bool)
    reached[breadth_first_order(left, source, return_predecessors=False)] = True
    cut = np.flatnonzero(reached[2 * point] & ~reached[2 * point + 1])
    return int(flow.flow_value), tuple(cut.tolist())


def fewest_owners(graph: LayeredGraph) -> tuple[tuple[int, ...], bool]:
    """A smallest set of owners that cuts every path, and whether it is proven minimal.

    A minimum labelled cut (NP-hard). Ways that the owners chosen so far miss are collected, and the fewest
    owners that meet all collected ways are sought exactly, until they meet every way.
    """
    ways: list[frozenset[int]] = []
    chosen: tuple[int, ...] = ()
    proven = True
    for _ in range(_ROUNDS):
        missed = _separate_ways(graph, set(chosen))
        if not missed:
            return chosen, proven
        ways += missed
        owners = sorted(frozenset().union(*ways))
        meets = np.array([[owner in way for way in ways] for owner in owners], dtype=np.int64)
        found = minimum_covers(meets, np.ones(len(ways), dtype=np.int64), limit=1)
        chosen, proven = tuple(owners[row] for row in found.sets[0]), found.proven
    return _closed(graph, chosen), False


def _closed(graph: LayeredGraph, chosen: Sequence[int]) -> tuple[int, ...]:
    """`chosen` with one owner of each way it still misses."""
    closing = set(chosen)
    while missed := _separate_ways(graph, closing):
        closing |= {min(way) for way in missed}
    return tuple(sorted(closing))


def _separate_ways(graph: LayeredGraph, without: set[int]) -> list[frozenset[int]]:
    """Owners of ways through the graph that avoid `without` and each other's owners."""
    after: dict[int, list[int]] = {}
    for source, target in zip(graph.source.tolist(), graph.target.tolist(), strict=True):
        after.setdefault(source, []).append(target)
    owner, end = graph.owner.tolist(), set(graph.end.tolist())
    barred, found = set(without), []
    while way := _way(after, owner, graph.start.tolist(), end, barred):
        found.append(way)
        barred |= way
    return found


def _way(
    after: dict[int, list[int]], owner: list[int], start: list[int], end: set[int], barred: set[int]
) -> frozenset[int]:
    waiting = deque(point for point in start if owner[point] not in barred)
    before: dict[int, int] = dict.fromkeys(waiting, -1)
    while waiting:
        point = waiting.popleft()
        if point in end:
            way = []
            while point >= 0:
                way.append(owner[point])
                point = before[point]
            return frozenset(way)
        for further in after.get(point, ()):
            if further not in before and owner[further] not in barred:
                before[further] = point
                waiting.append(further)
    return frozenset()
