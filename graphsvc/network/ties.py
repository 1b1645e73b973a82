"""Ties of groups through projects: pairs without anything in common, and ties that begin and end by year."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graphsvc.arrays import Bools, Int64s
from graphsvc.network.sparse import Matrix, pattern
from graphsvc.network.trends import ProjectSums


@dataclass(frozen=True, slots=True)
class TieYear:
    """Pairs with a joint project that ran in a year, those whose first began and whose last ended in it."""

    year: int
    tied: int
    begun: int
    ended: int


def share_of_groups_joined(incidence: Matrix) -> ProjectSums:
    """Share of projects in which two groups or more take part, of those in which one does."""
    size = np.asarray(pattern(incidence).sum(axis=0), dtype=np.float64).ravel()
    return ProjectSums((size > 1).astype(np.float64), (size > 0).astype(np.float64))


def share_of_pairs_unlike(incidence: Matrix, marks: Matrix) -> ProjectSums:
    """Share of pairs of groups within a project that have no mark in common.

    `incidence` is groups × projects, `marks` groups × marks (sectors, for example); groups without a mark are
    left out.
    """
    marked = np.diff(marks.indptr) > 0
    members = pattern(Matrix(incidence[marked]))
    alike = pattern(Matrix(marks[marked] @ marks[marked].T))
    size = np.asarray(members.sum(axis=0), dtype=np.float64).ravel()
    both = np.asarray(Matrix(alike @ members).multiply(members).sum(axis=0), dtype=np.float64).ravel()
    return ProjectSums((size**2 - both) / 2, size * (size - 1) / 2)


def stages_gained(incidence: Matrix, holds: Bools) -> ProjectSums:
    """Mean number of stages that a group does not hold and the others of a project do, over participations.

    `incidence` is groups × projects, `holds` groups × stages. A group alone in a project gains nothing there,
    and counts.
    """
    members = pattern(incidence).T
    size = np.asarray(members.sum(axis=1), dtype=np.float64)
    holders = members @ holds.astype(np.float64)
    above = np.where(holders > 0, size[:, None] - holders, 0).sum(axis=1)
    return ProjectSums(above, size)


def ties_by_year(incidence: Matrix, start: Int64s, end: Int64s, years: Sequence[int]) -> tuple[TieYear, ...]:
    """How many pairs of groups are tied by joint projects in each of `years`.

    `incidence` is groups × projects, `start` and `end` the years of each project, 0 unknown. Projects of
    unknown start are left out; a pair with a project of unknown end never counts as ended. The first years
    of the data count too many begun ties: what came before is unknown.
    """
    members = pattern(Matrix(incidence)).tocsc()
    spans: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for project in np.flatnonzero((np.diff(members.indptr) > 1) & (start > 0)).tolist():
        groups = np.sort(members.indices[members.indptr[project] : members.indptr[project + 1]]).tolist()
        for place, one in enumerate(groups):
            for other in groups[place + 1 :]:
                spans.setdefault((one, other), []).append((int(start[project]), int(end[project])))
    return tuple(_tied_in(year, list(spans.values())) for year in years)


def _tied_in(year: int, spans: Sequence[Sequence[tuple[int, int]]]) -> TieYear:
    return TieYear(
        year,
        tied=sum(any(first <= year and (last >= year or not last) for first, last in one) for one in spans),
        begun=sum(min(first for first, _ in one) == year for one in spans),
        ended=sum(all(last for _, last in one) and max(last for _, last in one) == year for one in spans),
    )
