"""Figures of all clusters, made once a snapshot: stages, projects, partners, ties to one another."""

import numpy as np
import scipy.sparse as sp

from graphsvc.arrays import Bools, Float64s, Int64s
from graphsvc.snapshot import links
from graphsvc.state.chain_info import chains
from graphsvc.state.chain_selection import index_of
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.snapshot_tables import SnapshotTables, tables

LEAST_PEERS = 8
"""With fewer clusters a quarter of them would be a single one, whose figure would be told."""


def peers_of(values: Float64s, cluster: int) -> Int64s:
    """The clusters (rows) of which a figure is known, with `cluster` among them.

    None where that of `cluster` is not known, or that of fewer than eight.
    """
    known = np.flatnonzero(values > 0).astype(np.int64)
    return known if values[cluster] > 0 and len(known) >= LEAST_PEERS else known[:0]


def quartile(values: Float64s, cluster: int) -> tuple[int, int] | None:
    """In which quarter of its peers a cluster (row) stands, 1 the highest, and their number; None without."""
    known = values[peers_of(values, cluster)]
    if not len(known):
        return None
    better = int((known > values[cluster]).sum())
    return 1 + better * 4 // len(known), len(known)


def cluster_figures(graph: CurrentGraph) -> tuple[tuple[str, Float64s], ...]:
    """Stages, projects, partners and their countries: each figure with its value for every cluster (row)."""
    return tables(graph).memo("cluster figures", lambda known: _figures(graph, known))


def members_known(known: SnapshotTables) -> Int64s:
    """For every cluster the number of its public members that hold now, but those named after persons."""
    shown = (~known.snapshot.organizations.hidden).astype(np.float64)
    return np.asarray(known.attached.members @ shown, dtype=np.int64)


def joint_projects(known: SnapshotTables) -> Int64s:
    """Joint projects of each pair of clusters."""
    return known.memo("joint projects", _joint)


def tied_clusters(known: SnapshotTables) -> Int64s:
    """For every cluster the number of others with joint projects or a cooperation on record."""
    tied = joint_projects(known) > 0
    stated = links.tied_clusters(known.snapshot)
    tied[stated.first, stated.second] = tied[stated.second, stated.first] = True
    np.fill_diagonal(tied, val=False)
    return np.asarray(tied.sum(axis=1), dtype=np.int64)


def stages_of_clusters(graph: CurrentGraph) -> Bools:
    """Clusters × stages of all chains: which a source or a person says that a cluster or one of its own
    organizations holds; what is inferred does not count.
    """
    return tables(graph).memo("stages of clusters", lambda known: _stages(graph, known))


def _stages(graph: CurrentGraph, known: SnapshotTables) -> Bools:
    held = [index_of(graph, info.id).strict for info in chains()]
    through = [(known.attached.own @ one.organizations).toarray() + one.clusters for one in held]
    return np.asarray(np.hstack(through) > 0, dtype=np.bool_)


def _joint(known: SnapshotTables) -> Int64s:
    return np.asarray((known.in_projects @ known.in_projects.T).toarray(), dtype=np.int64)


def _figures(graph: CurrentGraph, known: SnapshotTables) -> tuple[tuple[str, Float64s], ...]:
    snapshot, own = known.snapshot, known.attached.own
    size = len(snapshot.organizations.ids)
    strength = sp.csr_array(sp.hstack([index_of(graph, info.id).strength for info in chains()]))
    holds = (strength > 0).astype(np.float64)
    stages = (own @ holds[:size] + holds[size:]) > 0
    partners = (own @ known.collaboration.ties) > 0
    countries = snapshot.organizations.country
    placed = np.flatnonzero(countries >= 0)
    shape = size, max(len(snapshot.countries), 1)
    of = sp.csr_array((np.ones(len(placed)), (placed, countries[placed])), shape=shape)
    figures = {
        "stages": stages,
        "projects": known.in_projects,
        "partners": partners,
        "countries": (partners.astype(np.float64) @ of) > 0,
    }
    return tuple(
        (name, np.diff(sp.csr_array(one).indptr).astype(np.float64)) for name, one in figures.items()
    )
