"""Over how many clusters an answer about a chain speaks."""

from collections.abc import Collection, Sequence

import numpy as np

from graphsvc.arrays import Bools
from graphsvc.coverage import ChainIndex
from graphsvc.coverage.claim_resolution import STATED
from graphsvc.coverage.complement import supply_of_clusters
from graphsvc.messages import Message, msg
from graphsvc.state.chain_info import chains
from graphsvc.state.chain_selection import index_of, own_rows
from graphsvc.state.graph import CurrentGraph


def scope(index: ChainIndex, own: str | None = None) -> Message:
    """Of how many clusters stages of a chain are stated, inferred or known from members alone, or unknown.

    `own` is the cluster whose private memberships count. Raises `UnknownId`.
    """
    stated, known = _known([index], own_rows(index, own))
    return msg(
        "Of %(clusters)s clusters, %(stated)s name stages of this chain themselves, of %(inferred)s stages "
        "are inferred or known from members alone, of %(unknown)s none is known.",
        **_counts(stated, known),
    )


def scope_of_all(graph: CurrentGraph, *, own: str | None = None) -> Message:
    """Over how many clusters an answer about all chains speaks. Raises `UnknownId`."""
    indexes = [index_of(graph, chain.id) for chain in chains()]
    stated, known = _known(indexes, own_rows(indexes[0], own))
    return msg(
        "Of %(clusters)s clusters, %(stated)s name stages of a value chain themselves, of %(inferred)s "
        "stages are inferred or known from members alone, of %(unknown)s none is known.",
        **_counts(stated, known),
    )


def _known(indexes: Sequence[ChainIndex], own: Collection[int]) -> tuple[Bools, Bools]:
    """Which clusters name a stage themselves, and of which any is known."""
    count = len(indexes[0].snapshot.clusters.ids)
    stated, known = np.zeros(count, dtype=bool), np.zeros(count, dtype=bool)
    for index in indexes:
        firm = index.strength[index.organization_count :] >= STATED
        stated |= np.diff(firm.indptr) > 0
        known |= supply_of_clusters(index, as_of=index.snapshot.retrieved, own=own).any(axis=1)
    return stated, known | stated


def _counts(stated: Bools, known: Bools) -> dict[str, int]:
    return {
        "clusters": len(stated),
        "stated": int(stated.sum()),
        "inferred": int((known & ~stated).sum()),
        "unknown": int((~known).sum()),
    }
