"""Alliances under conditions, and what the best set of each size reaches."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from scipy.optimize import Bounds, LinearConstraint, milp

from graphsvc.coverage.alliance import SmallestAlliances, smallest_alliances
from graphsvc.coverage.program import Program

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Conditions:
    """What a set must obey, by row numbers; `apart` are pairs that may not be chosen together."""

    must: tuple[int, ...] = ()
    without: tuple[int, ...] = ()
    apart: tuple[tuple[int, int], ...] = ()
    at_most: int | None = None


@dataclass(frozen=True)
class Step:
    """The best that `size` rows reach: required columns supplied once, and as deep as their depth."""

    size: int
    rows: tuple[int, ...]
    once: int
    deep: int


@dataclass(frozen=True)
class Allied:
    """The smallest sets under conditions; `too_large` is their size where it exceeds what was allowed."""

    found: SmallestAlliances
    too_large: int | None = None


def allied(
    supply: Ints,
    required: Ints,
    conditions: Conditions,
    *,
    limit: int = 10,
    time_limit: float = 10.0,
) -> Allied:
    """The smallest sets of rows that reach `required` and obey `conditions`; exact, as `smallest_alliances`.

    Parameters
    ----------
    supply : clusters × stages, how many suppliers each cluster gives
    required : one a stage, how many it needs; 0 is optional
    """
    must = np.array(sorted(set(conditions.must)), dtype=np.int64)
    barred = {*conditions.must, *conditions.without, *_next_to(must, conditions.apart)}
    free = np.array([row for row in range(len(supply)) if row not in barred], dtype=np.int64)
    given = supply[must].sum(axis=0) if len(must) else np.zeros(len(required), dtype=np.int64)
    open_needs = np.maximum(required - given, 0)
    pairs = _among(free, conditions.apart)
    if pairs:
        found = _apart(supply[free], open_needs, pairs, limit, time_limit)
    else:
        found = smallest_alliances(supply[free], open_needs, limit=limit, time_limit=time_limit)
    named = tuple(sorted(tuple(sorted([*must.tolist(), *free[list(rows)].tolist()])) for rows in found.sets))
    whole = replace(found, sets=named)
    if named and conditions.at_most is not None and len(named[0]) > conditions.at_most:
        return Allied(replace(whole, sets=()), too_large=len(named[0]))
    return Allied(whole)


def _next_to(must: Ints, apart: Sequence[tuple[int, int]]) -> set[int]:
    chosen = set(must.tolist())
    return {a for a, b in apart if b in chosen} | {b for a, b in apart if a in chosen}


def _among(free: Ints, apart: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    place = {int(row): number for number, row in enumerate(free)}
    return sorted((place[a], place[b]) for a, b in apart if a in place and b in place)


def _apart(
    supply: Ints, required: Ints, pairs: Sequence[tuple[int, int]], limit: int, time_limit: float
) -> SmallestAlliances:
    """Smallest sets without any of the pairs, each found set forbidden before the next is sought."""
    deadline = time.perf_counter() + time_limit
    impossible = tuple(np.flatnonzero(supply.sum(axis=0) < required).tolist())
    if impossible:
        return SmallestAlliances((), True, 0.0, impossible, 0, True)
    program = Program(supply, required)
    for pair in pairs:
        program.forbid(pair)
    sets: list[tuple[int, ...]] = []
    proven, least = True, 0
    while len(sets) < limit:
        solution = program.solve(deadline)
        if solution.rows is None:
            proven = proven and solution.proven
            break
        if not sets:
            proven, least = solution.proven, solution.least()
            program.at_most(np.ones(len(supply)), len(solution.rows))
        sets.append(solution.rows)
        if not solution.rows:
            break
        program.forbid(solution.rows)
    complete = len(sets) < limit and proven
    gap = 0.0 if proven or not sets else 1 - least / max(len(sets[0]), 1)
    return SmallestAlliances(tuple(sorted(sets)), proven, gap, (), len(sets), complete)


@dataclass
class _Best:
    """Most required columns with `size` rows: columns once weigh more than all depth together."""

    supply: Ints
    required: Ints
    depth: Ints
    conditions: Conditions
    bounds: Bounds = field(init=False)

    def __post_init__(self) -> None:
        low, high = np.zeros(len(self.supply)), np.ones(len(self.supply))
        low[list(self.conditions.must)] = 1
        high[list(self.conditions.without)] = 0
        stages = len(self.required)
        low, high = np.append(low, np.zeros(2 * stages)), np.append(high, np.ones(2 * stages))
        self.bounds = Bounds(low, high)

    def step(self, size: int, deadline: float) -> Step | None:
        rows, stages = self.supply.shape
        given = sp.csr_array(self.supply.T.astype(float))
        eye, nothing = sp.identity(stages), sp.csr_array((stages, stages))
        once = sp.hstack([given, -eye, nothing])
        deep = sp.hstack([given, nothing, -sp.diags(self.depth.astype(float))])
        few = sp.csr_array(np.concatenate([np.ones(rows), np.zeros(2 * stages)])[None, :])
        constraints = [LinearConstraint(part, lb=0) for part in (once, deep)]
        constraints.append(LinearConstraint(few, ub=size))
        for a, b in self.conditions.apart:
            line = np.zeros(rows + 2 * stages)
            line[[a, b]] = 1
            constraints.append(LinearConstraint(line, ub=1))
        worth = np.concatenate([np.zeros(rows), np.full(stages, stages + 1.0), np.ones(stages)])
        answer = milp(
            -worth,
            constraints=constraints,
            integrality=np.ones(len(worth), dtype=np.int64),
            bounds=self.bounds,
            options={"time_limit": max(deadline - time.perf_counter(), 0.01), "mip_rel_gap": 0.0},
        )
        if answer.x is None:
            return None
        chosen = np.flatnonzero(answer.x[:rows] > 0.5)
        total = self.supply[chosen].sum(axis=0)
        return Step(
            len(chosen), tuple(chosen.tolist()), int((total >= 1).sum()), int((total >= self.depth).sum())
        )


def curve(
    supply: Ints, depth: Ints, conditions: Conditions, *, most: int = 8, time_limit: float = 5.0
) -> tuple[Step, ...]:
    """The best set of 1, 2, 3 … rows, until nothing more is to be won or `most` is reached.

    Best is most columns supplied once, then most columns as deep as `depth` asks.

    Parameters
    ----------
    supply : clusters × required stages, how many suppliers each cluster gives
    depth : one a stage, at least 1
    """
    deadline = time.perf_counter() + time_limit
    best = _Best(supply, np.ones(len(depth), dtype=np.int64), depth, conditions)
    steps: list[Step] = []
    if supply.size == 0:
        return ()
    for size in range(max(1, len(conditions.must)), most + 1):
        step = best.step(size, deadline)
        if step is None or (steps and (step.once, step.deep) <= (steps[-1].once, steps[-1].deep)):
            break
        steps.append(step)
    return tuple(steps)
