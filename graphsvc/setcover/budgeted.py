"""Budgeted maximum coverage: the best set of each size."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sp

from graphsvc.arrays import Bools, Float64s, Int64s
from graphsvc.setcover.constrained import Counted, CoverConditions, keep_apart

if TYPE_CHECKING:
    from scipy.optimize import Bounds, LinearConstraint


@dataclass(frozen=True)
class BudgetStep:
    """The best that `size` rows reach: required columns supplied once, and as deep as their depth."""

    size: int
    rows: tuple[int, ...]
    once: int
    deep: int


def budget_curve(
    supply: Int64s,
    depth: Int64s,
    conditions: CoverConditions,
    *,
    counted: Counted | None = None,
    most: int = 8,
    time_limit: float = 5.0,
) -> tuple[BudgetStep, ...]:
    """The best set of each size that reaches more than every smaller one, up to `most` rows.

    Best is most columns supplied once, then most columns as deep as `depth` asks. Sizes whose best is not
    proven in time are left out, and so is the limit on the number in `conditions`: it is what varies here.

    Parameters
    ----------
    supply : clusters × required stages, how many suppliers each cluster gives
    depth : one a stage, at least 1
    counted : what a set of rows really has, where rows share suppliers; without it the sum of its rows
    """
    if supply.size == 0 or conditions.contradict:
        return ()
    deadline = time.perf_counter() + time_limit
    best = _Best(supply, depth, conditions, counted)
    highest = best.reached(sorted(set(range(len(supply))) - conditions.barred))
    steps: list[BudgetStep] = []
    before = (0, 0)
    for size in range(max(1, len(set(conditions.must))), most + 1):
        rows = best.rows(size, deadline)
        if rows is None:
            break
        reached = best.reached(rows)
        if reached > before:
            steps.append(BudgetStep(len(rows), rows, *reached))
            before = reached
        if before == highest:
            break
    return tuple(steps)


@dataclass
class _Best:
    """A program that chooses rows (x) and marks columns supplied once (y) and in depth (z)."""

    supply: Int64s
    depth: Int64s
    conditions: CoverConditions
    counted: Counted | None
    cuts: list[tuple[Float64s, float]] = field(default_factory=list)

    def reached(self, rows: Sequence[int]) -> tuple[int, int]:
        """Columns that a set supplies once and in depth."""
        total = self.supply[list(rows)].sum(axis=0) if self.counted is None else self.counted(rows)
        return int((total >= 1).sum()), int((total >= self.depth).sum())

    def rows(self, size: int, deadline: float) -> tuple[int, ...] | None:
        """The best set of at most `size` rows, None when it is not known in time or there is none."""
        while True:
            answer = self._solved(size, deadline)
            if answer is None:
                return None
            rows = tuple(np.flatnonzero(answer[: len(self.supply)] > 0.5).tolist())
            if not self._corrected(rows, answer[-len(self.depth) :] > 0.5):
                return rows

    def _corrected(self, rows: tuple[int, ...], deep: Bools) -> bool:
        """Cut off what the sum of rows promised and the set does not hold: depth · z ≤ n + more rows."""
        if self.counted is None:
            return False
        total = self.counted(rows)
        for stage in np.flatnonzero(deep & (total < self.depth)):
            gives = self.supply[:, stage].astype(float)
            gives[list(rows)] = 0
            marks = np.zeros(2 * len(self.depth))
            marks[len(self.depth) + stage] = -float(self.depth[stage])
            self.cuts.append((np.concatenate([gives, marks]), -float(total[stage])))
        return bool((deep & (total < self.depth)).any())

    def _solved(self, size: int, deadline: float) -> Float64s | None:
        from scipy.optimize import LinearConstraint, milp

        count, stages = self.supply.shape
        worth = np.concatenate([np.zeros(count), np.full(stages, stages + 1.0), np.ones(stages)])
        few = np.concatenate([np.ones(count), np.zeros(2 * stages)])[None, :]
        answer = milp(
            -worth,
            constraints=[*self._constraints(), LinearConstraint(few, ub=size)],
            integrality=np.ones(len(worth), dtype=np.int64),
            bounds=self._bounds(),
            options={"time_limit": max(deadline - time.perf_counter(), 0.01), "mip_rel_gap": 0.0},
        )
        return answer.x if answer.status == 0 else None

    def _constraints(self) -> "list[LinearConstraint]":
        from scipy.optimize import LinearConstraint

        stages = len(self.depth)
        given = sp.csr_array(self.supply.T.astype(float))
        eye, nothing = sp.identity(stages), sp.csr_array((stages, stages))
        once = sp.hstack([given, -eye, nothing])
        deep = sp.hstack([given, nothing, -sp.diags(self.depth.astype(float))])
        found = [LinearConstraint(part, lb=0) for part in (once, deep)]
        lines, most = keep_apart(self.conditions.apart, len(self.supply))
        if len(most):
            found.append(LinearConstraint(np.pad(lines, ((0, 0), (0, 2 * stages))), ub=most))
        return found + [LinearConstraint(line[None, :], lb=low) for line, low in self.cuts]

    def _bounds(self) -> "Bounds":
        from scipy.optimize import Bounds

        low, high = np.zeros(len(self.supply)), np.ones(len(self.supply))
        low[list(self.conditions.must)] = 1
        high[sorted(self.conditions.barred)] = 0
        marks = 2 * len(self.depth)
        return Bounds(np.append(low, np.zeros(marks)), np.append(high, np.ones(marks)))
