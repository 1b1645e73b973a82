"""The collaboration graph as sparse matrices: ties, walks and common partners for one question at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from graphsvc.matching.history import Floats, History, Ints

LARGEST = 100
HALF_LIFE = 1.5
WHOLE = 250_000
STRONGEST = 2_000
MANY = 20
Tie = Literal["count", "size", "recent"]


@dataclass(frozen=True, eq=False)
class Ties:
    """How strongly a joint project ties: `weight` a project, `strength` the sum of an organization's ties,
    `own` the sum of its projects' weights (what a step back to itself would carry).
    """

    weight: Floats
    strength: Floats
    own: Floats


@dataclass(frozen=True, eq=False)
class Graph:
    """Organizations × projects (`rows`), its transpose (`columns`), and who ever worked with whom
    (`partners`).

    Projects of more than `LARGEST` partners tie nobody: everyone would be everyone's partner.
    """

    rows: sp.csr_array
    columns: sp.csr_array
    partners: sp.csr_array
    size: Floats
    age: Floats

    @cached_property
    def degree(self) -> Floats:
        """Number of different partners of each organization."""
        return np.diff(self.partners.indptr).astype(np.float32)

    @cached_property
    def projects_of(self) -> Floats:
        """Number of projects of each organization."""
        return np.diff(self.rows.indptr).astype(np.float32)

    @cached_property
    def ties(self) -> dict[Tie, Ties]:
        """Three ways to weigh a joint project: each counts one; 1/(size - 1) (Newman, 2001); that, halved
        every `HALF_LIFE` years.
        """
        by_size = (1 / np.maximum(self.size - 1, 1)).astype(np.float32)
        recent = (by_size * np.exp2(-self.age / HALF_LIFE)).astype(np.float32)
        tying = (self.size >= 2) & (self.size <= LARGEST)
        one = np.ones_like(self.size)
        kinds: list[tuple[Tie, Floats]] = [("count", one), ("size", by_size), ("recent", recent)]
        return {name: self._ties(np.where(tying, weight, 0).astype(np.float32)) for name, weight in kinds}

    def _ties(self, weight: Floats) -> Ties:
        strength = self.rows @ (weight * np.maximum(self.size - 1, 0))
        return Ties(weight, np.maximum(strength, 1e-9).astype(np.float32), self.rows @ weight)

    def step(self, values: Sequence[Floats], ties: Sequence[Tie]) -> tuple[Floats, ...]:
        """One step of random walks: from each organization to a partner, in proportion to their ties.

        Each walk has a value an organization in `values` and goes by its own of `ties`.
        """
        return self.walks(values, ties, [1.0] * len(ties), 1)

    def walks(
        self, starts: Sequence[Floats], ties: Sequence[Tie], stays: Sequence[float], steps: int = 5
    ) -> tuple[Floats, ...]:
        """Random walks that return to their start with probability 1 - stay (truncated personal PageRank).

        Beyond `WHOLE` participations they take two steps at most, and only the `STRONGEST` organizations of
        each walk pass anything on.
        """
        kinds = [self.ties[tie] for tie in ties]
        if self.rows.nnz > WHOLE:
            parts = zip(starts, kinds, stays, strict=True)
            return tuple(self._local(start, kind, stay, min(steps, 2)) for start, kind, stay in parts)
        stay = np.array(stays, dtype=np.float32)
        values = np.stack(starts, axis=1)
        home = values * (1 - stay)
        strength = np.stack([kind.strength for kind in kinds], axis=1)
        weight = np.stack([kind.weight for kind in kinds], axis=1)
        own = np.stack([kind.own for kind in kinds], axis=1)
        for _ in range(steps):
            share = values / strength
            through = (self.columns @ share) * weight
            values = stay * (self.rows @ through - share * own) + home
        return tuple(np.ascontiguousarray(values.T, dtype=np.float32))

    def _local(self, start: Floats, kind: Ties, stay: float, steps: int) -> Floats:
        home = np.flatnonzero(start).astype(np.int32)
        places, values = home, start[home]
        for _ in range(steps):
            if len(places) > STRONGEST:
                best = strongest(values, STRONGEST)
                places, values = places[best], values[best]
            share = values / kind.strength[places]
            projects, through = gathered(*spread(self.rows, places, share))
            reached = spread(self.columns, projects, through * kind.weight[projects])
            back = -share * kind.own[places]
            parts = [(reached[0], stay * reached[1]), (places, stay * back), (home, (1 - stay) * start[home])]
            places, values = gathered(
                np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])
            )
            values = np.maximum(values, 0)
        return dense(places, values, self.rows.shape[0])

    def into_projects(self, value: Floats) -> Floats:
        """Sum of a value of organizations over the members of each project."""
        if self.rows.nnz <= WHOLE:
            return np.asarray(self.columns @ value, dtype=np.float32)
        places = np.flatnonzero(value).astype(np.int32)
        return dense(*gathered(*spread(self.rows, places, value[places])), self.rows.shape[1])

    def into_organizations(self, value: Floats) -> Floats:
        """Sum of a value of projects over the projects of each organization."""
        if self.rows.nnz <= WHOLE:
            return np.asarray(self.rows @ value, dtype=np.float32)
        places = np.flatnonzero(value).astype(np.int32)
        return dense(*gathered(*spread(self.columns, places, value[places])), self.rows.shape[0])

    def common(self, given: Ints, weight: Floats) -> tuple[Floats, Floats]:
        """Common partners of the given organizations with everyone: Adamic–Adar and resource allocation.

        A common partner of d partners counts 1/ln d and 1/d (Adamic and Adar, 2003; Zhou et al., 2009).
        """
        through, sums = gathered(*spread(self.partners, given, weight))
        if len(through) > STRONGEST and self.rows.nnz > WHOLE:
            best = strongest(sums, STRONGEST)
            through, sums = through[best], sums[best]
        degree = np.maximum(self.degree[through], 2)
        lengths = row_lengths(self.partners, through)
        ends = take_rows(self.partners, through)
        count = self.rows.shape[0]
        adamic = gathered(ends, np.repeat(sums / np.log(degree), lengths))
        allocation = gathered(ends, np.repeat(sums / degree, lengths))
        return dense(*adamic, count), dense(*allocation, count)


def graph(history: History) -> Graph:
    """Build the collaboration graph of a history."""
    rows = sp.csr_array(history.incidence.astype(np.float32))
    rows.data[:] = 1
    rows.sort_indices()
    size = np.asarray(rows.sum(axis=0), dtype=np.float32).ravel()
    tying = ((size >= 2) & (size <= LARGEST)).astype(np.float32)
    joint = sp.csr_array(rows @ sp.diags_array(tying) @ rows.T)
    joint.setdiag(0)
    joint.eliminate_zeros()
    joint.sort_indices()
    joint.data = np.ones(len(joint.data), dtype=np.int8)
    return Graph(rows, sp.csr_array(rows.T), joint, size, history.age.astype(np.float32))


def positions(matrix: sp.csr_array, rows: Ints) -> npt.NDArray[np.int64]:
    """Where the stored values of several rows lie, one row after the other."""
    lengths = row_lengths(matrix, rows).astype(np.int64)
    if not len(lengths):
        return lengths
    before = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    return np.repeat(matrix.indptr[rows] - before, lengths) + np.arange(int(lengths.sum()))


def take_rows(matrix: sp.csr_array, rows: Ints) -> Ints:
    """Column indices of several rows, one after the other."""
    return np.asarray(matrix.indices[positions(matrix, rows)])


def row_lengths(matrix: sp.csr_array, rows: Ints) -> Ints:
    """Number of stored values in each of the given rows."""
    return np.asarray(matrix.indptr[rows + 1] - matrix.indptr[rows])


def spread(matrix: sp.csr_array, rows: Ints, weight: Floats) -> tuple[Ints, Floats]:
    """Columns reached from `rows`, each with the weight of the row it was reached from."""
    return take_rows(matrix, rows), np.repeat(weight, row_lengths(matrix, rows))


def gathered(places: Ints, weights: npt.NDArray[np.floating]) -> tuple[Ints, Floats]:
    """Each place that is named, in order, with the sum of its weights."""
    if not len(places):
        return places.astype(np.int32), weights.astype(np.float32)
    length = int(places.max()) + 1
    if length < MANY * len(places):
        hit = np.zeros(length, dtype=bool)
        hit[places] = True
        found = np.flatnonzero(hit)
        sums = np.bincount(places, weights, minlength=length)[found]
    else:
        found, inverse = np.unique(places, return_inverse=True)
        sums = np.bincount(inverse, weights, minlength=len(found))
    return found.astype(np.int32), sums.astype(np.float32)


def dense(places: Ints, values: Floats, length: int) -> Floats:
    """The values at their places, zero elsewhere."""
    result = np.zeros(length, dtype=np.float32)
    result[places] = values
    return result


def strongest(value: npt.NDArray[np.floating], count: int) -> Ints:
    """Places of the `count` largest positive values, in order of place; ties go to the smaller place."""
    places = np.flatnonzero(value > 0)
    if len(places) > count:
        edge = np.partition(value[places], len(places) - count)[len(places) - count]
        above = places[value[places] > edge]
        level = places[value[places] == edge][: count - len(above)]
        places = np.sort(np.concatenate((above, level)))
    return places.astype(np.int32)
