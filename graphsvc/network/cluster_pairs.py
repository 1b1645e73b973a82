"""Ranking of cluster pairs by complementarity, bridging organizations and novelty."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from graphsvc.arrays import Bools, Float64s, Int8s, Int64s
from graphsvc.network.groups import between_groups
from graphsvc.network.sparse import Matrix

_Parts = tuple[tuple[str, float], ...]

# Chosen by hand, not evaluated.
WEIGHTS = {"gain": 0.5, "bridges": 0.3, "newness": 0.2}


@dataclass(frozen=True, slots=True)
class Bridge:
    """An organization that works with both clusters: its index and its tie strength to either."""

    organization: int
    to_first: float
    to_second: float


@dataclass(frozen=True, slots=True)
class ClusterPair:
    """A pair of clusters by index, its score, the parts that sum to it, and who can introduce the two.

    `opens_first` are the stages the second cluster brings to the first, `opens_second` the other way round;
    `direct` is the tie strength that already is between them.
    """

    first: int
    second: int
    score: float
    parts: tuple[tuple[str, float], ...]
    opens_first: tuple[int, ...]
    opens_second: tuple[int, ...]
    direct: float
    bridges: tuple[Bridge, ...]


def cluster_pairs(
    supply: Float64s,
    required: Bools,
    attached: Matrix,
    strength: Matrix,
    *,
    eligible: Bools | None = None,
    acquainted: Bools | None = None,
    only: int | None = None,
    top: int = 20,
    bridges: int = 5,
) -> tuple[ClusterPair, ...]:
    r"""Rank pairs of clusters by what they would gain, who bridges them, and how new the tie would be.

    .. math:: score = 0.5 \cdot gain + 0.3 \cdot bridges + 0.2 \cdot newness

    `gain` is the mean over both clusters of the share of required stages that the other one opens.
    `bridges` is b / (1 + b) with b the sum, over organizations outside both, of the smaller of their two tie
    strengths. `newness` is 1 / (1 + d) with d the tie strength already between the two; an organization
    attached to both counts as strength 1. Pairs without a gain, and those that know each other already, are
    left out. Order: score, then indices.

    Args:
        supply: clusters × stages, number of suppliers.
        required: which stages the chain requires.
        attached: clusters × organizations, ones where an organization belongs to, runs or hosts the cluster.
        strength: organizations × organizations, symmetric tie strength.
        eligible: organizations that may be named as bridges (none named after persons); default all.
        acquainted: clusters × clusters, pairs that cooperate already; default none.
        only: a cluster; then the pairs it is in. Default all pairs.
        top: number of pairs.
        bridges: number of organizations named for a pair.
    """
    reached = Matrix(attached @ strength)
    reached.sort_indices()
    direct = between_groups(strength, attached) + np.asarray((attached @ attached.T).todense())
    pairs = _Pairs(
        holds=supply > 0,
        required=required,
        reach=tuple(_reached(reached, row, eligible) for row in range(len(supply))),
        members=tuple(_indices(attached, row) for row in range(len(supply))),
        direct=direct,
        acquainted=np.zeros(direct.shape, dtype=np.bool_) if acquainted is None else acquainted,
        inside=np.zeros(attached.shape[1], dtype=np.int8),
    )
    scored = [(-_sum(parts), one, two, parts) for one, two, parts in pairs.scored(only)]
    scored.sort(key=lambda pair: pair[:3])
    return tuple(pairs.meeting(-score, one, two, parts, bridges) for score, one, two, parts in scored[:top])


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Pairs of clusters; `inside` marks the organizations of the pair that is being looked at."""

    holds: Bools
    required: Bools
    reach: tuple["_Reach", ...]
    members: tuple[Int64s, ...]
    direct: Float64s
    acquainted: Bools
    inside: Int8s

    def scored(self, only: int | None) -> Iterator[tuple[int, int, _Parts]]:
        """The pairs (with `only` that cluster's) of which one opens a stage to the other, with the parts of
        their score.
        """
        total, clusters = 2 * int(self.required.sum()), range(len(self.holds))
        pairs = combinations(clusters, 2) if only is None else _pairs_of(only, clusters)
        for first, second in pairs:
            opened = int((self.required & (self.holds[first] ^ self.holds[second])).sum())
            if opened and not self.acquainted[first, second]:
                least = self.between(first, second).least
                yield first, second, _parts(opened / total, least, float(self.direct[first, second]))

    def meeting(self, score: float, first: int, second: int, parts: _Parts, bridges: int) -> ClusterPair:
        """A pair with everything that is told of it."""
        opened = self.required & (self.holds[first] ^ self.holds[second])
        return ClusterPair(
            first,
            second,
            score,
            parts,
            opens_first=tuple(np.flatnonzero(opened & self.holds[second]).tolist()),
            opens_second=tuple(np.flatnonzero(opened & self.holds[first]).tolist()),
            direct=float(self.direct[first, second]),
            bridges=self.between(first, second).best(bridges),
        )

    def between(self, first: int, second: int) -> "_Between":
        """The organizations outside both clusters that are tied to both."""
        one, other = self.reach[first], self.reach[second]
        shared, here, there = np.intersect1d(
            one.organizations, other.organizations, assume_unique=True, return_indices=True
        )
        for rows in (self.members[first], self.members[second]):
            self.inside[rows] = 1
        outside = self.inside[shared] == 0
        for rows in (self.members[first], self.members[second]):
            self.inside[rows] = 0
        return _Between(shared[outside], one.strength[here[outside]], other.strength[there[outside]])


def _pairs_of(only: int, clusters: Iterable[int]) -> Iterator[tuple[int, int]]:
    return ((min(only, other), max(only, other)) for other in clusters if other != only)


def _sum(parts: _Parts) -> float:
    return math.fsum(value for _, value in parts)


def _parts(gain: float, least: Float64s, direct: float) -> _Parts:
    bridged = math.fsum(least.tolist())
    values = {"gain": gain, "bridges": bridged / (1 + bridged), "newness": 1 / (1 + direct)}
    return tuple((name, WEIGHTS[name] * value) for name, value in values.items())


@dataclass(frozen=True, slots=True)
class _Reach:
    """Organizations tied to a cluster (sorted) and how strongly."""

    organizations: Int64s
    strength: Float64s


@dataclass(frozen=True, slots=True)
class _Between:
    """Organizations outside two clusters that are tied to both, and how strongly."""

    organizations: Int64s
    to_first: Float64s
    to_second: Float64s

    @property
    def least(self) -> Float64s:
        return np.minimum(self.to_first, self.to_second)

    def best(self, number: int) -> tuple[Bridge, ...]:
        order = np.lexsort((self.organizations, -self.least))[:number]
        columns = (self.organizations[order], self.to_first[order], self.to_second[order])
        return tuple(Bridge(*row) for row in zip(*(column.tolist() for column in columns), strict=True))


def _reached(matrix: Matrix, row: int, eligible: Bools | None) -> _Reach:
    start, stop = matrix.indptr[row], matrix.indptr[row + 1]
    organizations, strength = matrix.indices[start:stop].astype(np.int64), matrix.data[start:stop]
    keep = strength > 0 if eligible is None else (strength > 0) & eligible[organizations]
    return _Reach(organizations[keep], strength[keep].astype(np.float64))


def _indices(matrix: Matrix, row: int) -> Int64s:
    return np.asarray(matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]], dtype=np.int64)
