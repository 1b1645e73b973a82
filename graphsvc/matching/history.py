"""Collaboration history: the input arrays of matching."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy.sparse as sp

from graphsvc.arrays import Bools, Float32s, Float64s, Int16s, Int32s
from graphsvc.domain import OrganizationKind
from graphsvc.snapshot import NO_DAY, ORGANIZATION_KINDS

KINDS = tuple(sorted(ORGANIZATION_KINDS))
"""Kinds of organizations as a history numbers them: affinities are sums in this order, to the last digit."""
COMPANY = KINDS.index(OrganizationKind.COMPANY)


@dataclass(frozen=True, eq=False)
class History:
    """Collaborations up to a day, as arrays.

    `organizations` and `projects` are sorted ids; `incidence` is organizations × projects, 2 where the
    organization coordinates, else 1. `start`, `end` are day numbers since 1970 (`NO_DAY` unknown), `as_of`
    the first day after the history. `texts` are title and topic of each project, `vectors` their
    sentence vectors (projects × 512, whole numbers from -127 to 127; zero rows for empty texts) or None,
    `english` those by the English encoder (projects × 384) or None.
    `programmes` and `calls` are short codes, empty when unknown; `country` indexes `countries` and `kind`
    indexes `KINDS` (-1 unknown). `hidden` organizations are never suggested. `names` and `titles` serve
    explanations only: whether they are known depends on when a record was made, so scores must not use them.
    Construction raises `ValueError` where lengths do not agree.
    """

    organizations: Sequence[str]
    projects: Sequence[str]
    incidence: sp.csr_array
    start: Int32s
    end: Int32s
    as_of: int
    texts: Sequence[str]
    programmes: Sequence[str]
    calls: Sequence[str]
    countries: tuple[str, ...]
    country: Int16s
    kind: Int16s
    hidden: Bools
    names: Sequence[str]
    titles: Sequence[str]
    vectors: Float32s | None = None
    english: Float32s | None = None

    def __post_init__(self) -> None:
        rows, columns = self.incidence.shape
        of_organizations = (self.organizations, self.country, self.kind, self.hidden, self.names)
        of_projects = (
            self.projects,
            self.start,
            self.end,
            self.texts,
            self.programmes,
            self.calls,
            self.titles,
        )
        if any(len(part) != rows for part in of_organizations):
            raise ValueError(f"every organization column needs {rows} rows")
        if any(len(part) != columns for part in of_projects):
            raise ValueError(f"every project column needs {columns} rows")
        if any(part is not None and part.shape[0] != columns for part in (self.vectors, self.english)):
            raise ValueError(f"vectors need {columns} rows")

    @cached_property
    def age(self) -> Float64s:
        """Years from the start of each project to `as_of`; unknown starts count as the oldest known one."""
        known = self.start != NO_DAY
        oldest = int(self.start[known].min()) if known.any() else self.as_of
        start = np.where(known, self.start, oldest).astype(np.float64)
        return np.maximum(self.as_of - start, 0.0) / 365.25

    def until(self, day: int) -> "History":
        """The history before `day`: projects that start earlier, and the organizations that take part in
        them.
        """
        projects = np.flatnonzero((self.start != NO_DAY) & (self.start < day))
        part = self.incidence[:, projects]
        organizations = np.flatnonzero(np.diff(part.indptr))
        rows, columns = organizations.tolist(), projects.tolist()
        return History(
            organizations=[self.organizations[i] for i in rows],
            projects=[self.projects[i] for i in columns],
            incidence=sp.csr_array(part[organizations]),
            start=self.start[projects],
            end=self.end[projects],
            as_of=day,
            texts=[self.texts[i] for i in columns],
            programmes=[self.programmes[i] for i in columns],
            calls=[self.calls[i] for i in columns],
            countries=self.countries,
            country=self.country[organizations],
            kind=self.kind[organizations],
            hidden=self.hidden[organizations],
            names=[self.names[i] for i in rows],
            titles=[self.titles[i] for i in columns],
            vectors=None if self.vectors is None else self.vectors[projects],
            english=None if self.english is None else self.english[projects],
        )
