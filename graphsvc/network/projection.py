"""One-mode projection of participations onto organizations."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from graphsvc.arrays import Float64s, Int64s
from graphsvc.network.sparse import Matrix, narrowed, pattern, values_at

_ROWS = 50_000


@dataclass(frozen=True, eq=False)
class Collaboration:
    """Ties between organizations that share projects; symmetric with an empty diagonal.

    `weight` is the tie strength W, `ties` the plain network A (ones); `members` is organizations × projects.
    """

    weight: Matrix
    ties: Matrix
    members: Matrix

    @cached_property
    def count(self) -> Matrix:
        """The number of joint projects; made when it is first asked for."""
        return _ties(self.members, Matrix(self.members.T))


def collaboration(incidence: Matrix, sizes: Int64s | None = None) -> Collaboration:
    r"""Project organizations × projects onto organizations, large projects counting less per pair.

    .. math:: W = B \, \mathrm{diag}(1 / (|e| - 1)) \, B^T, \quad W_{ii} = 0

    so that each participation spreads one unit over the partners it brings. A project without a second
    partner adds nothing.

    Args:
        incidence: B, organizations × projects; every entry counts as one participation.
        sizes: number of partners of each project where it is known to be larger than what B holds
            (partners that are not kept); the larger of the two counts.

    Reference: M. E. J. Newman, "Scientific collaboration networks. II", Physical Review E 64, 016132 (2001).
    """
    members = pattern(sparse.csr_array(incidence))
    partners = np.bincount(members.indices, minlength=members.shape[1])
    if sizes is not None:
        partners = np.maximum(partners, sizes)
    share: Float64s = np.zeros(members.shape[1])
    np.divide(1.0, partners - 1, out=share, where=partners > 1)
    weight = _ties(narrowed(Matrix(members @ sparse.diags_array(share))), Matrix(members.T))
    return Collaboration(weight=weight, ties=pattern(weight), members=members)


def years_of_ties(incidence: Matrix, year: Int64s, source: Int64s, target: Int64s) -> tuple[Int64s, Int64s]:
    """Year in which the first and the last joint project of each pair began, 0 where no year is known.

    Args:
        incidence: organizations × projects.
        year: year in which each project began, 0 unknown.
        source: one organization of each pair.
        target: the other one.
    """
    first, last = np.zeros(len(source), dtype=np.int64), np.zeros(len(source), dtype=np.int64)
    for current in np.unique(year[year > 0]).tolist():
        now = pattern(Matrix(incidence[:, np.flatnonzero(year == current)]))
        together = values_at(Matrix(now @ now.T), source, target) > 0
        first[together & (first == 0)] = current
        last[together] = current
    return first, last


def _ties(left: Matrix, right: Matrix) -> Matrix:
    """`left @ right`, which is symmetric, without its diagonal: the entries above it and their mirror.

    Some rows at a time, since the whole product with both halves takes gigabytes for a million organizations.
    """
    above = []
    for start in range(0, left.shape[0], _ROWS):
        some = Matrix(left[start : start + _ROWS] @ right)
        some.eliminate_zeros()
        above.append(narrowed(Matrix(sparse.triu(some, k=start + 1, format="csr"))))
    upper = narrowed(sparse.vstack(above, format="csr")) if above else Matrix(left @ right)
    upper.sort_indices()
    return narrowed(sparse.csr_array(upper + upper.T))
