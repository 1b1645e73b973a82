"""Pairs of clusters that should meet: what the two are worth to each other as partners."""

from dataclasses import dataclass

import numpy as np

from graphsvc.arrays import Bools
from graphsvc.matching.cluster_data import ClusterData
from graphsvc.matching.cluster_partners import contributions, summed
from graphsvc.matching.cluster_signals import missing_stages
from graphsvc.taxonomy.matching import MatchingProfile


@dataclass(frozen=True, slots=True)
class ClusterPair:
    """Two clusters (rows, the smaller first), and the mean of their scores as partners of each other."""

    first: int
    second: int
    score: float


def cluster_pairs(data: ClusterData, profile: MatchingProfile, *, top: int) -> tuple[ClusterPair, ...]:
    """Pairs of which one cluster closes a gap of the other, the best first, then by row.

    Pairs that know each other (`ClusterData.alliances`) are left out. The score is
    (partner score of b for a + partner score of a for b) / 2; see `cluster_partners.cluster_partners`.
    """
    size, holds = len(data.ids), np.asarray(data.stages.toarray() > 0)
    known = np.asarray(data.alliances.toarray() > 0)
    rows = [summed(contributions(data, row, profile)) for row in range(size)]
    scores = np.array(rows).reshape(size, size)
    gains = np.array([_gains(data, holds, row) for row in range(size)], dtype=bool).reshape(size, size)
    mutual = np.round((scores + scores.T) / 2, 9)
    first, second = np.nonzero(np.triu((gains | gains.T) & ~known, k=1))
    order = np.lexsort((second, first, -mutual[first, second]))[:top]
    return tuple(
        ClusterPair(int(one), int(other), float(mutual[one, other]))
        for one, other in zip(first[order], second[order], strict=True)
    )


def stages_gained(data: ClusterData, first: int, second: int) -> tuple[int, ...]:
    """The required stages (columns) that one of two clusters lacks and the other holds."""
    held = np.asarray(data.stages[[first, second]].toarray() > 0)
    gained = (missing_stages(data, held[0]) & held[1]) | (missing_stages(data, held[1]) & held[0])
    return tuple(np.flatnonzero(gained).tolist())


def _gains(data: ClusterData, holds: Bools, cluster: int) -> Bools:
    return np.asarray((holds & missing_stages(data, holds[cluster])).any(axis=1))
