"""Which nodes and ties a filter leaves in."""

import numpy as np

from graphsvc.arrays import Bools, Int64s
from graphsvc.drawing.filters import Filter
from graphsvc.drawing.map_graph import EDGE_KINDS, MapGraph, MapTies
from graphsvc.network.sparse import Matrix, neighbors_of
from graphsvc.snapshot import ORGANIZATION_KINDS
from graphsvc.text_folding import plain


def chosen_ties(ground: MapGraph, asked: Filter, relations: tuple[str, ...]) -> MapTies:
    """Ties of the view's relations that the filter's period, kinds and least strength leave in."""
    kinds = [kind for kind in relations if not asked.relation or kind in asked.relation]
    ties = ground.ties(asked.start, asked.end)
    keep = np.isin(ties.kind, [EDGE_KINDS.index(kind) for kind in kinds]) & (ties.weight >= asked.strength)
    return ties.where(keep)


def chosen_nodes(ground: MapGraph, asked: Filter, ties: MapTies) -> Bools:
    """Nodes (by snapshot number) that fit every part of the filter.

    Raises:
        UnknownId: the filter names an id that is not there.
    """
    chosen = ground.visible.copy()
    for test in (_by_text, _by_kind, _by_cluster, _by_place, _by_stage, _by_sector):
        chosen &= test(ground, asked)
    if asked.community is not None:
        chosen &= ground.communities.of == asked.community
    if asked.ego:
        start = _flags(ground, [ground.snapshot.node(asked.ego)])
        chosen = reached(ties.network(ground.size), start, asked.radius) & ground.visible
    if asked.only:
        chosen &= _flags(ground, [ground.snapshot.node(identifier) for identifier in asked.only])
    return chosen


def within(ties: MapTies, chosen: Bools) -> MapTies:
    """The ties whose two ends are chosen."""
    return ties.where(chosen[ties.source] & chosen[ties.target])


def _everything(ground: MapGraph) -> Bools:
    return np.ones(ground.size, dtype=bool)


def _flags(ground: MapGraph, nodes: list[int] | Int64s) -> Bools:
    flags = np.zeros(ground.size, dtype=bool)
    inside = np.asarray(nodes, dtype=np.int64)
    flags[inside[inside < ground.size]] = True
    return flags


def _by_text(ground: MapGraph, asked: Filter) -> Bools:
    if not asked.q:
        return _everything(ground)
    wanted = plain(asked.q)
    names = [*ground.snapshot.organizations.names, *ground.snapshot.clusters.names]
    return np.array([wanted in plain(name) for name in names], dtype=bool)


def _by_kind(ground: MapGraph, asked: Filter) -> Bools:
    if not asked.kind:
        return _everything(ground)
    codes = [ORGANIZATION_KINDS.index(kind) for kind in asked.kind if kind in ORGANIZATION_KINDS]
    wanted = np.isin(np.asarray(ground.snapshot.organizations.kind), codes) | ("organization" in asked.kind)
    clusters = np.full(ground.size - ground.organizations, "cluster" in asked.kind)
    return np.concatenate([wanted, clusters])


def _by_cluster(ground: MapGraph, asked: Filter) -> Bools:
    if not asked.cluster:
        return _everything(ground)
    rows = [ground.snapshot.cluster(identifier) for identifier in asked.cluster]
    members = neighbors_of(ground.attached, np.array(rows, dtype=np.int64))
    return _flags(ground, np.concatenate([members, np.array(rows) + ground.organizations]))


def _by_place(ground: MapGraph, asked: Filter) -> Bools:
    chosen = _everything(ground)
    tables = (ground.snapshot.organizations, ground.snapshot.clusters)
    if asked.country:
        known = ground.snapshot.countries
        codes = [known.index(code) for code in asked.country if code in known]
        chosen &= np.isin(np.concatenate([np.asarray(table.country) for table in tables]), codes)
    if asked.region:
        codes_of = tuple(region.removeprefix("region:") for region in asked.region)
        chosen &= np.array([code.startswith(codes_of) for code in ground.regions], dtype=bool)
    return chosen


def _by_stage(ground: MapGraph, asked: Filter) -> Bools:
    if not asked.stage:
        return _everything(ground)
    return _flags(ground, ground.performers(asked.stage))


def _by_sector(ground: MapGraph, asked: Filter) -> Bools:
    if not asked.sector:
        return _everything(ground)
    rows = [
        row
        for row, record in enumerate(ground.snapshot.clusters.records)
        if set(record.sectors) & set(asked.sector)
    ]
    members = neighbors_of(ground.attached, np.array(rows, dtype=np.int64))
    return _flags(ground, np.concatenate([members, np.array(rows, dtype=np.int64) + ground.organizations]))


def reached(network: Matrix, start: Bools, steps: int) -> Bools:
    """The nodes that lie within so many steps of some, these included."""
    found = start.copy()
    front = np.flatnonzero(found)
    for _ in range(steps):
        front = np.unique(neighbors_of(network, front))
        front = front[~found[front]]
        found[front] = True
    return found
