"""Collaboration graph as sparse matrices: weighted ties and common partners."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import scipy.sparse as sp

from graphsvc.arrays import Float32s, Floats, Int32s, Int64s
from graphsvc.matching.history import History

# Larger projects tie nobody, because almost everybody would be a partner of everybody.
LARGEST = 100
# Years after which a tie weighs half.
HALF_LIFE = 1.5
# Bounds for time on large graphs (docs/matching.md, "Limits"): beyond `WHOLE` participations walks expand the
# `STRONGEST` organizations only and common partners count over the `SOME` of largest weight.
WHOLE = 250_000
STRONGEST = 500
SOME = 500
Tie = Literal["count", "size", "recent"]


@dataclass(frozen=True, eq=False)
class Values:
    """A mostly zero float32 vector: `dense` has all entries, `known` the ascending indices of the nonzero
    ones (None: found from `dense` on first use).
    """

    dense: Float32s
    known: Int32s | None = None

    @cached_property
    def places(self) -> Int32s:
        """Indices of the nonzero entries (int32), ascending."""
        return np.flatnonzero(self.dense).astype(np.int32) if self.known is None else self.known

    @property
    def own(self) -> Float32s:
        """The entries at `places`."""
        return self.dense[self.places]


@dataclass(frozen=True, eq=False)
class TieWeights:
    """Tie weights of one kind.

    `weight` is per project; `per_strength` is per organization, 1 / the sum of its tie weights; `own` is per
    organization, the sum of its projects' weights (the self-loop of B·diag(weight)·Bᵀ). `rows` (organizations
    × projects) and its transpose `columns` hold only projects of 2 to `LARGEST` participants.
    """

    rows: sp.csr_array
    columns: sp.csr_array
    weight: Float32s
    per_strength: Float32s
    own: Float32s

    @cached_property
    def shares(self) -> sp.csr_array:
        """Transition shares, projects × organizations: weight of the project / tie strength of the
        organization.
        """
        made = self.columns.copy()
        made.data = np.repeat(self.weight, np.diff(made.indptr)) * self.per_strength[made.indices]
        return made


@dataclass(frozen=True, eq=False)
class CollaborationGraph:
    """Participation and partnership matrices (CSR).

    `rows` is organizations × projects (float32 ones), `columns` its transpose. `partners` is organizations ×
    organizations, symmetric without a diagonal: 1 where two share a project of at most `LARGEST`
    participants. `size` (participants) and `age` (years since the start) are per project, float32.
    """

    rows: sp.csr_array
    columns: sp.csr_array
    partners: sp.csr_array
    size: Float32s
    age: Float32s

    @cached_property
    def degree(self) -> Float32s:
        """Number of different partners of each organization."""
        return np.diff(self.partners.indptr).astype(np.float32)

    @cached_property
    def projects_of(self) -> Float32s:
        """Number of projects of each organization."""
        return np.diff(self.rows.indptr).astype(np.float32)

    @cached_property
    def ties(self) -> dict[Tie, TieWeights]:
        """Tie weights by kind. `count`: 1 for each project; `size`: 1/(size - 1) (Newman, 2001); `recent`:
        the weight by size, halved every `HALF_LIFE` years.
        """
        by_size = (1 / np.maximum(self.size - 1, 1)).astype(np.float32)
        recent = (by_size * np.exp2(-self.age / HALF_LIFE)).astype(np.float32)
        tying = (self.size >= 2) & (self.size <= LARGEST)
        columns = sp.csr_array(self.columns[np.flatnonzero(tying)])
        rows = sp.csr_array(columns.T)
        one = np.ones_like(self.size)
        kinds: list[tuple[Tie, Float32s]] = [("count", one), ("size", by_size), ("recent", recent)]
        return {name: self._ties(rows, columns, weight[tying], self.size[tying]) for name, weight in kinds}

    def _ties(
        self, rows: sp.csr_array, columns: sp.csr_array, weight: Float32s, size: Float32s
    ) -> TieWeights:
        strength = rows @ (weight * (size - 1))
        per_strength = (1 / np.maximum(strength, 1e-9)).astype(np.float32)
        return TieWeights(rows, columns, weight, per_strength, rows @ weight)

    def into_projects(self, value: Values) -> Values:
        """Sum of a value of organizations over the members of each project."""
        return added(self.rows, value)

    def into_organizations(self, value: Values) -> Values:
        """Sum of a value of projects over the projects of each organization."""
        return added(self.columns, value)

    def common(self, given: Int32s, weight: Float32s) -> tuple[Float32s, Float32s]:
        """Adamic–Adar and resource-allocation scores of every organization with the given ones.

        Both are float32 of shape (organizations,); `weight` is per given organization. A common partner of d
        partners counts 1/ln d and 1/d (Adamic and Adar, 2003; Zhou et al., 2009).
        """
        through, sums = gather_values(*scatter_sum(self.partners, given, weight))
        degree = np.maximum(self.degree[through], 2)
        adamic, allocation = sums / np.log(degree), sums / degree
        if len(through) > SOME and self.rows.nnz > WHOLE:
            best = top_k(allocation, SOME)
            through, adamic, allocation = through[best], adamic[best], allocation[best]
        lengths = row_lengths(self.partners, through)
        ends = gather_rows(self.partners, through)
        count = self.rows.shape[0]
        found, number = unique_inverse(ends)
        first, second = (
            np.bincount(number, np.repeat(value, lengths), minlength=len(found)).astype(np.float32)
            for value in (adamic, allocation)
        )
        return spread_out(found, first, count).dense, spread_out(found, second, count).dense


def graph(history: History) -> CollaborationGraph:
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
    return CollaborationGraph(rows, sp.csr_array(rows.T), joint, size, history.age.astype(np.float32))


def csr_positions(matrix: sp.csr_array, rows: Int32s) -> Int64s:
    """Positions in `matrix.data` of the stored values of the given rows, row by row."""
    if len(rows) == 1:  # what explanations ask hundreds of times
        return np.arange(matrix.indptr[rows[0]], matrix.indptr[rows[0] + 1], dtype=np.int64)
    lengths = row_lengths(matrix, rows).astype(np.int64)
    if not len(lengths):
        return lengths
    before = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    return np.repeat(matrix.indptr[rows] - before, lengths) + np.arange(int(lengths.sum()))


def gather_rows(matrix: sp.csr_array, rows: Int32s) -> Int32s:
    """Column indices of several rows, one after the other."""
    return np.asarray(matrix.indices[csr_positions(matrix, rows)])


def row_lengths(matrix: sp.csr_array, rows: Int32s) -> Int32s:
    """Number of stored values in each of the given rows."""
    return np.asarray(matrix.indptr[rows + 1] - matrix.indptr[rows])


def scatter_sum(matrix: sp.csr_array, rows: Int32s, weight: Float32s) -> tuple[Int32s, Float32s]:
    """Column indices stored in `rows`, row by row, each with the weight of its row; columns may repeat."""
    return gather_rows(matrix, rows), np.repeat(weight, row_lengths(matrix, rows))


def gather_values(places: Int32s, weights: Floats) -> tuple[Int32s, Float32s]:
    """Unique `places`, ascending, and the sum of the weights of each."""
    if not len(places):
        return places.astype(np.int32), weights.astype(np.float32)
    found, number = unique_inverse(places)
    return found, np.bincount(number, weights, minlength=len(found)).astype(np.float32)


def unique_inverse(places: Int32s) -> tuple[Int32s, Int32s]:
    """Unique `places`, ascending, and the inverse index, like `np.unique(..., return_inverse=True)`."""
    slot = np.empty(int(places.max(initial=-1)) + 1, dtype=np.int32)
    order = np.arange(len(places), dtype=np.int32)
    slot[places] = order
    found = np.sort(places[slot[places] == order]).astype(np.int32)
    slot[found] = np.arange(len(found), dtype=np.int32)
    return found, slot[places]


def added(matrix: sp.csr_array, value: Values) -> Values:
    """Product `value.dense @ matrix`, computed from the nonzero entries only where that is cheaper."""
    lengths = row_lengths(matrix, value.places)
    if 4 * int(lengths.sum()) > matrix.nnz:
        return Values(np.asarray(value.dense @ matrix, dtype=np.float32))
    return spread_out(*gather_values(*scatter_sum(matrix, value.places, value.own)), matrix.shape[1])


def spread_out(places: Int32s, values: Float32s, length: int) -> Values:
    """A vector of `length` zeros with `values` at `places`, which must be ascending."""
    result = np.zeros(length, dtype=np.float32)
    result[places] = values
    return Values(result, places)


def top_k(value: Floats, count: int) -> Int32s:
    """Indices (int32) of the `count` largest positive values, ascending; ties go to the smaller index."""
    places = np.flatnonzero(value > 0)
    if len(places) > count:
        edge = np.partition(value[places], len(places) - count)[len(places) - count]
        above = places[value[places] > edge]
        level = places[value[places] == edge][: count - len(above)]
        places = np.sort(np.concatenate((above, level)))
    return places.astype(np.int32)
