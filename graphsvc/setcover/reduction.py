"""Reductions of a covering problem that keep its minimum covers.

The problem throughout: `supply` (rows × stages, integers) and `required` (stages, integers); find the fewest
rows whose supplies sum to at least `required` in every stage.
"""

from dataclasses import dataclass

import numpy as np

from graphsvc.arrays import Bools, Int64s

_CHUNK = 1024
_MAX_STAGE_PAIRS = 50_000_000


@dataclass(frozen=True, eq=False)
class ReducedProblem:
    """What is left to decide: `rows` may be chosen, `forced` must be, for `required` of `stages`.

    `supply` is rows × stages, cut off at `required`, of the rows and stages that are left. Every smallest
    answer is `forced` together with a smallest answer of what is left, and the other way round.
    """

    rows: Int64s
    forced: Int64s
    stages: Int64s
    supply: Int64s
    required: Int64s


def reduce_exactly(supply: Int64s, required: Int64s) -> ReducedProblem:
    """Take away what cannot matter for any smallest answer, keeping all of them.

    Forced are rows without which some stage cannot be reached. Left out are stages that need nothing or are
    implied by another, and rows that supply nothing that is still needed.
    """
    rows, stages = np.arange(len(supply)), np.arange(len(required))
    forced: list[int] = []
    while True:
        stages = stages[required[stages] > 0]
        clipped = np.minimum(supply[np.ix_(rows, stages)], required[stages])
        needed = np.flatnonzero(((clipped.sum(axis=0) - clipped) < required[stages]).any(axis=1))
        if not len(needed):
            break
        forced += rows[needed].tolist()
        required = np.maximum(required - supply[rows[needed]].sum(axis=0), 0)
        rows = np.delete(rows, needed)
    stages = stages[~_implied(clipped, required[stages])]
    clipped = np.minimum(supply[np.ix_(rows, stages)], required[stages])
    useful = clipped.any(axis=1)
    return ReducedProblem(
        rows[useful], np.sort(np.array(forced, dtype=np.int64)), stages, clipped[useful], required[stages]
    )


def _implied(supply: Int64s, required: Int64s) -> Bools:
    """Which stages are reached by whatever reaches another one.

    Stage s follows from t when supply_t / required_t ≤ supply_s / required_s in every row. Of stages that
    follow from each other the first stays.
    """
    count = len(required)
    implied = np.zeros(count, dtype=bool)
    if supply.size * count > _MAX_STAGE_PAIRS:
        return implied
    follows = np.array(
        [(supply[:, t, None] * required <= supply * required[t]).all(axis=0) for t in range(count)]
    )
    for s in range(count):
        by = np.flatnonzero(follows[:, s] & ~implied)
        implied[s] = any(t != s and not (follows[s, t] and s < t) for t in by)
    return implied


def undominated(supply: Int64s, required: Int64s) -> Int64s:
    """Row numbers that suffice for finding one smallest answer.

    A row is left out when another alone gives in full every stage the row supplies; of equal ones the first
    stays.
    """
    has = (supply > 0).astype(np.float32)
    full = (supply >= required).astype(np.float32)
    counts = has.sum(axis=1)
    whole = (has == full).all(axis=1)
    number = np.arange(len(supply))
    keep = np.ones(len(supply), dtype=bool)
    for start in range(0, len(supply), _CHUNK):
        part = slice(start, start + _CHUNK)
        inside = has[part] @ full.T >= counts[part, None]
        inside[np.arange(len(inside)), number[part]] = False
        equal = inside & whole & whole[part, None] & (counts == counts[part, None])
        keep[part] = ~(inside & ~(equal & (number > number[part, None]))).any(axis=1)
    return np.flatnonzero(keep)
