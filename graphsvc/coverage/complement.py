"""Stage supply of clusters alone and together, and complementarity of all pairs."""

from collections.abc import Callable, Collection, Sequence

import numpy as np

from graphsvc.arrays import Bools, Int64s
from graphsvc.coverage.chain_index import ChainIndex
from graphsvc.coverage.selection import Selection
from graphsvc.coverage.suppliers import suppliers


def supply_of_clusters(
    index: ChainIndex, *, strict: bool = False, as_of: str = "", own: Collection[int] = ()
) -> Int64s:
    """Clusters × stages: how many suppliers each cluster has alone.

    Private memberships count only in the clusters (rows) of `own`.
    """
    held = index.holdings(strict=strict)
    through = (index.members(as_of, own) @ held.organizations).toarray()
    supply: Int64s = (through + held.clusters * (through == 0)).astype(np.int64)
    return supply


def counted_together(
    index: ChainIndex, *, strict: bool = False, as_of: str = "", own: Collection[int] = ()
) -> Callable[[Sequence[int]], Int64s]:
    """Counts the suppliers of each stage that clusters (rows) have together; a shared member counts once.

    `own` as in `supply_of_clusters`.
    """
    members, ids = index.members(as_of, own), index.snapshot.clusters.ids

    def counted(rows: Sequence[int]) -> Int64s:
        chosen = np.array(sorted(rows), dtype=np.int64)
        return suppliers(index, Selection(tuple(ids.take(chosen)), members[chosen], chosen), strict=strict)

    return counted


def complementarity(supply: Int64s, required: Bools) -> Int64s:
    """Clusters × clusters: entry (i, j) counts the required stages that j has and i lacks.

    Parameters
    ----------
    supply : clusters × stages, numbers of suppliers
    required : one a stage

    Examples
    --------
    >>> complementarity(np.array([[1, 0], [0, 2]]), np.array([True, True])).tolist()
    [[0, 1], [1, 0]]
    """
    has = (supply[:, required] > 0).astype(np.int64)
    given: Int64s = (1 - has) @ has.T
    return given
