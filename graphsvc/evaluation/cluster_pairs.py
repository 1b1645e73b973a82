"""How well partner suggestions for clusters find cooperations that are on record, held back in turn."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp

from graphsvc.arrays import Float64s
from graphsvc.evaluation.metrics import DRAWS, NEAR_TOP
from graphsvc.matching.cluster_data import ClusterData, sector_cosines
from graphsvc.matching.cluster_partners import contributions, summed
from graphsvc.snapshot.geo import kilometers
from graphsvc.taxonomy.matching import MatchingProfile

SEED = 7
OURS, SECTORS = "suggestions", "sector vectors"

Scores = Callable[[ClusterData, int], Float64s]
"""A method: scores of all clusters for one cluster (a row)."""


@dataclass(frozen=True, slots=True)
class KnownPair:
    """Two clusters (rows, the smaller first) that cooperate, and the address of the page that says so."""

    first: int
    second: int
    source: str


@dataclass(frozen=True, slots=True)
class HeldBackRanks:
    """The rank of a cluster's partner when the cooperation was held back, over all pairs and both ends.

    `of` is the largest number of clusters that were ranked; `interval` is the 95 % bootstrap interval of
    `in_first_ten`, drawn over pairs.
    """

    pairs: int
    median_rank: float
    mrr: float
    in_first_ten: float
    interval: tuple[float, float]
    of: int

    def as_json(self) -> dict[str, object]:
        """The figures as plain data, rounded."""
        return {
            "pairs": self.pairs,
            "median_rank": self.median_rank if self.pairs else None,
            "of": self.of,
            "mrr": round(self.mrr, 3),
            "in_first_ten": round(self.in_first_ten, 3),
            "interval": [round(bound, 3) for bound in self.interval],
        }


def by_pair(pairs: Iterable[KnownPair]) -> list[list[KnownPair]]:
    """Each pair held back alone."""
    return [[pair] for pair in sorted(pairs, key=_key)]


def by_source(pairs: Iterable[KnownPair]) -> list[list[KnownPair]]:
    """All pairs that one source names, held back together: most sources name the partners of a consortium."""
    groups: dict[str, list[KnownPair]] = {}
    for pair in sorted(pairs, key=_key):
        groups.setdefault(pair.source, []).append(pair)
    return list(groups.values())


def _key(pair: KnownPair) -> tuple[int, int, str]:
    return pair.first, pair.second, pair.source


def held_back(data: ClusterData, groups: Sequence[Sequence[KnownPair]], score: Scores) -> HeldBackRanks:
    """Rank the partner of each pair among all clusters but those known as partners without its group.

    Equal scores share their mean rank.
    """
    ranks: list[tuple[float, float]] = []
    most = 0
    for group in groups:
        taken = {(pair.first, pair.second) for pair in group}
        rest = replace(
            data, cooperations=without(data.cooperations, taken), alliances=without(data.alliances, taken)
        )
        for pair in group:
            both = [
                _rank(rest, *ends, score) for ends in ((pair.first, pair.second), (pair.second, pair.first))
            ]
            ranks.append((both[0][0], both[1][0]))
            most = max(most, both[0][1], both[1][1])
    return _summary(np.array(ranks, dtype=np.float64).reshape(-1, 2), most)


def without(matrix: sp.csr_array, pairs: set[tuple[int, int]]) -> sp.csr_array:
    """A symmetric matrix without the entries of some pairs of rows, whichever comes first."""
    table = matrix.tocoo()
    kept = np.array(
        [
            (one, other) not in pairs and (other, one) not in pairs
            for one, other in zip(*table.coords, strict=True)
        ],
        dtype=bool,
    )
    place = tuple(axis[kept] for axis in table.coords)
    return sp.csr_array((table.data[kept], place), shape=matrix.shape)


def _rank(data: ClusterData, cluster: int, partner: int, score: Scores) -> tuple[float, int]:
    values = np.round(score(data, cluster), 6)
    candidates = np.ones(len(data.ids), dtype=bool)
    candidates[data.alliances[[cluster]].indices] = False
    candidates[cluster] = False
    others = values[candidates]
    equal = int((others == values[partner]).sum()) - 1
    return 1 + int((others > values[partner]).sum()) + equal / 2, int(candidates.sum())


def _summary(ranks: Float64s, most: int) -> HeldBackRanks:
    if not len(ranks):
        return HeldBackRanks(0, float("nan"), 0.0, 0.0, (0.0, 0.0), most)
    near = (ranks <= NEAR_TOP).mean(axis=1)
    rng = np.random.default_rng(SEED)
    draws = near[rng.integers(0, len(near), size=(DRAWS, len(near)))].mean(axis=1)
    low, high = np.quantile(draws, (0.025, 0.975))
    return HeldBackRanks(
        pairs=len(ranks),
        median_rank=float(np.median(ranks)),
        mrr=float((1 / ranks).mean()),
        in_first_ten=float(near.mean()),
        interval=(float(low), float(high)),
        of=most,
    )


def methods(profile: MatchingProfile) -> Mapping[str, Scores]:
    """The ranking of a profile and the plain methods beside it."""

    def suggested(data: ClusterData, cluster: int) -> Float64s:
        return summed(contributions(data, cluster, profile))

    def chance(data: ClusterData, cluster: int) -> Float64s:
        return np.random.default_rng([SEED, cluster]).random(len(data.ids))

    def same_sector(data: ClusterData, cluster: int) -> Float64s:
        return np.array([float(sector == data.sectors[cluster]) for sector in data.sectors])

    def sector_vectors(data: ClusterData, cluster: int) -> Float64s:
        if data.vectors is None:
            return np.zeros(len(data.ids))
        return sector_cosines(data, data.vectors.multilingual[cluster])

    def nearest(data: ClusterData, cluster: int) -> Float64s:
        lat, lng = data.lat.astype(np.float64), data.lng.astype(np.float64)
        return np.asarray(-np.nan_to_num(kilometers(lat, lng, lat[cluster], lng[cluster]), nan=1e6))

    return {
        OURS: suggested,
        SECTORS: sector_vectors,
        "same sector": same_sector,
        "nearest": nearest,
        "chance": chance,
    }
