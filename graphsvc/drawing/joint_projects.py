"""In which projects two organizations, or the organizations of two groups, meet."""

from collections.abc import Mapping

import numpy as np

from graphsvc.network.sparse import Matrix


class JointProjects:
    """Projects that two have together.

    Args:
        incidence: organizations × projects, an entry where one takes part.
        belongs: groups × organizations; with it the two are groups, and a project counts that has two
            different organizations, one of each. Without it they are organizations.
    """

    def __init__(self, incidence: Matrix, belongs: Matrix | None = None) -> None:
        self._incidence, self._belongs = incidence, belongs
        self._groups: dict[int, Mapping[int, frozenset[int]]] = {}

    def of(self, one: int, other: int) -> list[int]:
        """Rows of projects, sorted."""
        if self._belongs is None:
            found: list[int] = np.intersect1d(self._row(one), self._row(other), assume_unique=True).tolist()
            return found
        ours, theirs = self._taking_part(one), self._taking_part(other)
        return sorted(project for project in ours.keys() & theirs if len(ours[project] | theirs[project]) > 1)

    def _row(self, organization: int) -> np.ndarray:
        matrix = self._incidence
        return matrix.indices[matrix.indptr[organization] : matrix.indptr[organization + 1]]

    def _taking_part(self, group: int) -> Mapping[int, frozenset[int]]:
        """The projects of a group with those of its organizations that take part."""
        if self._belongs is None or group in self._groups:
            return self._groups.get(group, {})
        found: dict[int, set[int]] = {}
        first, last = self._belongs.indptr[group], self._belongs.indptr[group + 1]
        for organization in self._belongs.indices[first:last].tolist():
            for project in self._row(organization).tolist():
                found.setdefault(project, set()).add(organization)
        self._groups[group] = {project: frozenset(who) for project, who in found.items()}
        return self._groups[group]
