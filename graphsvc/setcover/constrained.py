"""Smallest covers under constraints: forced, excluded and incompatible rows, maximum size."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

import numpy as np

from graphsvc.arrays import Bools, Float64s, Int64s
from graphsvc.setcover.enumeration import MAX_COMBINATIONS, by_combinations
from graphsvc.setcover.milp import CoverProgram
from graphsvc.setcover.minimum import MinimumCovers, minimum_covers

Rows = tuple[int, ...]
Pairs = Sequence[tuple[int, int]]
Counted = Callable[[Sequence[int]], Int64s]
"""How many suppliers of each stage a set of rows has: at most the sum of its rows, which may share some."""

_LISTED = 12
_NONE = MinimumCovers((), True, 0.0, (), 0, True)


@dataclass(frozen=True)
class CoverConditions:
    """Constraints on a set, by row numbers; `apart` are pairs that may not be chosen together."""

    must: tuple[int, ...] = ()
    without: tuple[int, ...] = ()
    apart: tuple[tuple[int, int], ...] = ()
    at_most: int | None = None

    @property
    def contradict(self) -> bool:
        """Whether nothing can obey them: a pair that must be in and may not be together, or in and out."""
        must = set(self.must)
        return bool(must & set(self.without)) or any(a in must and b in must for a, b in self.apart)

    @property
    def barred(self) -> set[int]:
        """Rows that cannot be in a set: left out, or next to one that must be in."""
        must = set(self.must)
        near = {b for a, b in self.apart if a in must} | {a for a, b in self.apart if b in must}
        return {*self.without, *near}


@dataclass(frozen=True, eq=False)
class ConditionsAsStated:
    """At least so many columns must be supplied by stated evidence; `has` is rows × those columns."""

    has: Bools
    least: int

    def lacks(self, rows: Sequence[int]) -> int:
        """How many columns a set of rows lacks."""
        return max(0, self.least - int(self.has[list(rows)].any(axis=0).sum()))

    def gains(self, rows: Sequence[int]) -> Int64s:
        """How many further columns each row would add to a set."""
        return np.asarray((self.has & ~self.has[list(rows)].any(axis=0)).sum(axis=1))


@dataclass(frozen=True)
class ConstrainedCovers:
    """The smallest sets under conditions.

    `too_large` is their size where it exceeds what was allowed. `conflict` are columns that can each be
    reached, but not together by rows that may be chosen together; without any one of them there would be a
    set.
    """

    found: MinimumCovers
    too_large: int | None = None
    conflict: tuple[int, ...] = ()


def constrained_covers(
    supply: Int64s,
    required: Int64s,
    conditions: CoverConditions,
    *,
    counted: Counted | None = None,
    stated: ConditionsAsStated | None = None,
    limit: int = 10,
    time_limit: float = 10.0,
) -> ConstrainedCovers:
    """The smallest sets of rows that reach `required` and obey `conditions`; exact, as `minimum_covers`.

    Parameters
    ----------
    supply : clusters × stages, how many suppliers each cluster gives
    required : one a stage, how many it needs; 0 is optional
    counted : what a set of rows really has, where rows share suppliers; without it the sum of its rows
    stated : how many columns must be supplied by stated evidence

    Notes
    -----
    Where rows share suppliers the sum is an upper bound. A set that falls short of stage s by d is excluded
    by a cut: of the rows outside it, those chosen must give s at least d (each counted with at most d), since
    no row adds more to a larger set than it has alone. Likewise for columns that stated evidence must supply.
    """
    if conditions.contradict:
        return ConstrainedCovers(_NONE)
    must = tuple(sorted(set(conditions.must)))
    useful = (supply * (required > 0)).any(axis=1) | (stated is not None and stated.has.any(axis=1))
    free = np.setdiff1d(np.flatnonzero(useful), [*must, *conditions.barred])
    apart, total = _among(free, conditions.apart), counted or _sum(supply)
    task = _Task(supply[free], required, must, free, apart, total, stated, shared=counted is not None)
    found = task.smallest(limit, time.perf_counter() + time_limit)
    if found.sets and conditions.at_most is not None and len(found.sets[0]) > conditions.at_most:
        return ConstrainedCovers(replace(found, sets=()), too_large=len(found.sets[0]))
    lost = not found.sets and not found.impossible and found.proven and stated is None
    return ConstrainedCovers(found, conflict=task.conflict(time.perf_counter() + time_limit) if lost else ())


def _sum(supply: Int64s) -> Counted:
    def counted(rows: Sequence[int]) -> Int64s:
        total: Int64s = supply[list(rows)].sum(axis=0)
        return total

    return counted


def _among(free: Int64s, apart: Pairs) -> list[tuple[int, int]]:
    place = {int(row): number for number, row in enumerate(free)}
    return sorted((place[a], place[b]) for a, b in apart if a in place and b in place)


def keep_apart(pairs: Pairs, count: int) -> tuple[Float64s, Float64s]:
    """Lines over `count` rows and the most each may sum to, so that no pair is chosen together.

    One line a row: where the row is chosen none of its pairs is, else all of them may be.
    """
    lines = np.zeros((count, count))
    for a, b in pairs:
        lines[a, b] = lines[b, a] = 1
    most = lines.sum(axis=1)
    lines[np.arange(count), np.arange(count)] = most
    paired = most > 0
    return lines[paired], most[paired]


@dataclass(frozen=True, eq=False)
class _Task:
    """Rows to choose from (`supply`, numbered `free` outside) beside those that `must` be in."""

    supply: Int64s
    required: Int64s
    must: tuple[int, ...]
    free: Int64s
    apart: Pairs
    counted: Counted
    stated: ConditionsAsStated | None
    shared: bool

    def named(self, rows: Sequence[int]) -> tuple[int, ...]:
        return tuple(sorted([*self.must, *self.free[list(rows)].tolist()]))

    def short(self, rows: Sequence[int]) -> Int64s:
        """How many suppliers a choice lacks, a column each."""
        lacking: Int64s = np.maximum(self.required - self.counted(self.named(rows)), 0)
        return lacking

    def fits(self, rows: Sequence[int]) -> bool:
        """Whether a choice, not only the sum of its rows, has what is asked for and may be together."""
        if self.near is not None and not self.near[np.ix_(rows, rows)].all():
            return False
        return not self.short(rows).any() and not (self.stated and self.stated.lacks(self.named(rows)))

    @cached_property
    def near(self) -> Bools | None:
        """Which rows may be together; None where all may."""
        if not self.apart:
            return None
        near = np.ones((len(self.supply), len(self.supply)), dtype=bool)
        for a, b in self.apart:
            near[a, b] = near[b, a] = False
        return near

    def smallest(self, limit: int, deadline: float) -> MinimumCovers:
        open_needs = self.short(())
        everybody = range(len(self.free))
        impossible = tuple(np.flatnonzero(self.short(everybody)).tolist())
        if impossible or (self.stated and self.stated.lacks(self.named(everybody))):
            return replace(_NONE, impossible=impossible)
        left = deadline - time.perf_counter()
        found = minimum_covers(self.supply, open_needs, limit=limit, time_limit=left)
        checked = self.shared or self.stated is not None or bool(self.apart)
        good = [rows for rows in found.sets if not checked or self.fits(rows)]
        if not good:
            return self._searched(open_needs, limit, deadline)
        listed = found.complete and found.total == len(found.sets)
        total = len(good) if checked else found.total
        sets = tuple(sorted(self.named(rows) for rows in good))
        return replace(found, sets=sets, total=total, complete=listed if checked else found.complete)

    def _searched(self, open_needs: Int64s, limit: int, deadline: float) -> MinimumCovers:
        """A smallest set by the program; then all of that size, tried one by one where there are few."""
        program = self._program(open_needs)
        first = self._next(program, deadline)
        if first is None or first[0] is None:
            return replace(_NONE, proven=first is not None)
        size = len(first[0]) + len(self.must)
        gap = 1 - (first[1] + len(self.must)) / size if size else 0.0
        tried = by_combinations(self.supply, open_needs, len(first[0]), MAX_COMBINATIONS)
        if gap == 0 and tried is not None:
            sets, total = self._fitting(tried.first, limit)
        else:
            sets, total = self._listed(program, first[0], min(limit, _LISTED), deadline)
        named = tuple(sorted(map(self.named, sets)))
        return MinimumCovers(named, gap == 0, gap, (), total or len(sets), total is not None)

    def _fitting(self, tried: Sequence[Rows], limit: int) -> tuple[list[Rows], int | None]:
        """Of sets whose sums suffice the first that really fit, and how many do if all were looked at."""
        near = self.near
        together = [rows for rows in tried if near is None or near[np.ix_(rows, rows)].all()]
        if not self.shared and self.stated is None:
            return together[:limit], len(together)
        fitting = list(islice((rows for rows in together if self.fits(rows)), limit + 1))
        return fitting[:limit], len(fitting) if len(fitting) <= limit else None

    def _listed(
        self, program: CoverProgram, first: Rows, limit: int, deadline: float
    ) -> tuple[list[Rows], int | None]:
        """One set after another, each forbidden before the next is sought, and how many if these are all."""
        sets = [first]
        program.at_most(np.ones(len(self.supply)), len(first))
        while len(sets) < limit:
            program.forbid(sets[-1])
            following = self._next(program, deadline)
            if following is None:
                return sets, None
            if following[0] is None:
                return sets, len(sets)
            sets.append(following[0])
        return sets, None

    def _program(self, open_needs: Int64s) -> CoverProgram:
        program = CoverProgram(self.supply, open_needs)
        for line, most in zip(*keep_apart(self.apart, len(self.supply)), strict=True):
            program.at_most(line, float(most))
        return program

    def _next(self, program: CoverProgram, deadline: float) -> tuple[Rows | None, int] | None:
        """The next choice that really suffices and the least size there can be, or no choice: there is none.

        None when time ran out before any choice was found.
        """
        while True:
            solution = program.solve(deadline)
            if solution.rows is None:
                return (None, 0) if solution.proven else None
            if self.fits(solution.rows):
                size = len(solution.rows)
                return solution.rows, size if solution.proven else min(solution.least(), size)
            if time.perf_counter() > deadline:
                return None
            self._cut_off(program, solution.rows)

    def _cut_off(self, program: CoverProgram, rows: Rows) -> None:
        lacking = self.short(rows)
        for stage in np.flatnonzero(lacking):
            gives = np.minimum(self.supply[:, stage], lacking[stage]).astype(float)
            gives[list(rows)] = 0
            program.at_least(gives, float(lacking[stage]))
        named = self.named(rows)
        if self.stated and self.stated.lacks(named):
            program.at_least(self.stated.gains(named)[self.free].astype(float), self.stated.lacks(named))

    def conflict(self, deadline: float) -> tuple[int, ...]:
        """A minimal set of columns that cannot be covered jointly (deletion filter)."""
        columns = np.flatnonzero(self.short(())).tolist()
        for column in list(columns):
            rest = [one for one in columns if one != column]
            if self._only(rest).hopeless(deadline):
                columns = rest
        return tuple(columns)

    def hopeless(self, deadline: float) -> bool:
        """Whether infeasibility is proven."""
        return self._next(self._program(self.short(())), deadline) == (None, 0)

    def _only(self, columns: list[int]) -> "_Task":
        def counted(rows: Sequence[int]) -> Int64s:
            part: Int64s = self.counted(rows)[columns]
            return part

        supply, required = self.supply[:, columns], self.required[columns]
        return replace(self, supply=supply, required=required, counted=counted)
