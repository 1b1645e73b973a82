"""Minimum set multicover: the fewest rows that together reach every required column."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graphsvc.arrays import Float64s, Int32s, Int64s
from graphsvc.setcover.bitmask import MAX_ELEMENTS, BitmaskCover
from graphsvc.setcover.enumeration import OptimalCovers, by_combinations, by_levels
from graphsvc.setcover.lagrangian import LagrangianSearch
from graphsvc.setcover.milp import CoverProgram, multipliers
from graphsvc.setcover.reduction import ReducedProblem, reduce_exactly, undominated

_ROOM = 0.95
_BEAM, _WIDE_BEAM = 2_000, 10_000
_EPSILON = 1e-7


@dataclass(frozen=True)
class MinimumCovers:
    """Result of `minimum_covers`.

    `sets` are tuples of row numbers, each sorted, in lexicographic order; `proven` says that no smaller set
    exists, else `gap` is the share of the size that is not yet excluded (0 when proven). `impossible` are the
    stages that all rows together do not reach. `total` counts the smallest sets where they were all found
    (`complete`), else those found; when complete, `sets` are the first of all.
    """

    sets: tuple[tuple[int, ...], ...]
    proven: bool
    gap: float
    impossible: tuple[int, ...]
    total: int
    complete: bool

    @property
    def size(self) -> int | None:
        """How many rows a smallest set has; None when there is none."""
        return len(self.sets[0]) if self.sets else None


def minimum_covers(
    supply: npt.ArrayLike, required: npt.ArrayLike, *, limit: int = 10, time_limit: float = 10.0
) -> MinimumCovers:
    """All smallest sets of rows whose supplies sum to at least `required` in every column.

    Parameters
    ----------
    supply : integers ≥ 0, clusters × stages
        How many organizations a cluster gives a stage.
    required : integers ≥ 0, one a stage
        How many a stage needs; 0 is optional.
    limit : int
        At most so many sets are listed.
    time_limit : float
        Seconds after which the best answer so far is given, with its gap.

    Notes
    -----
    Set multi-cover is NP-hard; the answer is exact. Stages implied by others and rows without which nothing
    works are taken out first. Few rows are tried in all combinations. Plain covers (nothing required more
    than once, up to 64 stages) are proven by `bitcover` on the rows that no other dominates; everything else
    by HiGHS. Ties, also of dominated rows, are listed from all rows.

    Raises
    ------
    ValueError
        If the shapes do not fit, a number is negative or not whole, or `limit` is below 1.

    Examples
    --------
    >>> minimum_covers([[1, 0, 0], [0, 1, 1], [1, 1, 0]], [1, 1, 1]).sets
    ((0, 1), (1, 2))
    """
    deadline = time.perf_counter() + time_limit
    rows, needs = _checked(supply, required, limit)
    impossible = tuple(np.flatnonzero(rows.sum(axis=0) < needs).tolist())
    if impossible:
        return MinimumCovers((), True, 0.0, impossible, 0, True)
    left = reduce_exactly(rows, needs)
    few = _few(left, limit)
    if few is not None:
        return _result(left, few.first, few.total, complete=True)
    prices = multipliers(left.supply, left.required)
    found = _smallest(left, prices, deadline)
    if found.proven:
        optima = _all(left, prices, len(found.sets[0]), limit)
        if optima is not None:
            return _result(left, optima.first, optima.total, complete=True)
        found = _more(left, prices, found, limit, deadline)
    size = len(left.forced) + len(found.sets[0])
    gap = 0.0 if found.proven else 1 - (len(left.forced) + found.least) / size
    return _result(left, found.sets[:limit], len(found.sets), complete=False, proven=found.proven, gap=gap)


@dataclass(frozen=True)
class _CoverSearch:
    """Sets of one size, and the smallest size that is not excluded."""

    sets: tuple[tuple[int, ...], ...]
    least: int

    @property
    def proven(self) -> bool:
        return self.least >= len(self.sets[0])


def _checked(supply: npt.ArrayLike, required: npt.ArrayLike, limit: int) -> tuple[Int64s, Int64s]:
    needs = np.asarray(required)
    rows = np.asarray(supply)
    if rows.size == 0:
        rows = np.zeros((len(rows), needs.size), dtype=np.int64)
    if needs.ndim != 1 or rows.ndim != 2 or rows.shape[1] != len(needs):
        raise ValueError(
            f"supply {rows.shape} must be clusters × stages with a number required for each stage"
        )
    if limit < 1:
        raise ValueError(f"limit must be at least 1, not {limit}")
    whole = [
        np.rint(values).astype(np.int64) if values.size else values.astype(np.int64)
        for values in (rows, needs)
    ]
    if any((values < 0).any() for values in whole) or (whole[0] != rows).any() or (whole[1] != needs).any():
        raise ValueError("supply and required must be whole numbers from 0 up")
    return whole[0], whole[1]


def _result(
    left: ReducedProblem,
    sets: Sequence[tuple[int, ...]],
    total: int,
    *,
    complete: bool,
    proven: bool = True,
    gap: float = 0.0,
) -> MinimumCovers:
    forced = left.forced.tolist()
    named = sorted(tuple(sorted([*forced, *left.rows[list(chosen)].tolist()])) for chosen in sets)
    return MinimumCovers(tuple(named), proven, gap, (), total, complete)


def _few(left: ReducedProblem, limit: int) -> OptimalCovers | None:
    """Answers by trying combinations of rising size, while there are few of them."""
    most = np.cumsum(np.sort(left.supply, axis=0)[::-1], axis=0)
    least = int((most < left.required).any(axis=1).sum()) + 1 if left.required.any() else 0
    for size in range(least, len(left.rows) + 1):
        optima = by_combinations(left.supply, left.required, size, limit)
        if optima is None or optima.total:
            return optima
    return None


def _all(left: ReducedProblem, prices: Float64s, size: int, limit: int) -> OptimalCovers | None:
    optima = by_combinations(left.supply, left.required, size, limit)
    return optima if optima is not None else by_levels(left.supply, left.required, size, prices, limit)


def _plain(left: ReducedProblem) -> bool:
    return bool((left.required == 1).all()) and len(left.required) <= MAX_ELEMENTS


def _smallest(left: ReducedProblem, prices: Float64s, deadline: float) -> _CoverSearch:
    keep = undominated(left.supply, left.required)
    supply = left.supply[keep]
    if _plain(left):
        least = int(np.ceil(prices @ left.required - _EPSILON))
        found = _by_bits(BitmaskCover(supply > 0, prices), least, deadline)
    else:
        found = _by_program(supply, left.required, deadline)
    return _CoverSearch(tuple(tuple(keep[list(chosen)].tolist()) for chosen in found.sets), found.least)


def _by_bits(cover: BitmaskCover, least: int, deadline: float) -> _CoverSearch:
    sets = _distinct(cover.beam(_BEAM))
    if len(sets[0]) - least > 1:
        sets = min(sets, _distinct(cover.beam(_WIDE_BEAM)), key=lambda found: len(found[0]))
    while least < len(sets[0]):
        search = cover if least - cover.weight(cover.start().open)[0] < _ROOM else LagrangianSearch(cover)
        found = search.search(least, deadline)
        if found is None:
            break
        if len(found):
            return _CoverSearch(tuple(_distinct(found)), least)
        least += 1
    return _CoverSearch(tuple(sets), least)


def _distinct(paths: Int32s) -> list[tuple[int, ...]]:
    return sorted({tuple(sorted(path)) for path in paths.tolist()})


def _by_program(supply: Int64s, required: Int64s, deadline: float) -> _CoverSearch:
    solution = CoverProgram(supply, required).solve(deadline)
    chosen = solution.rows if solution.rows is not None else _greedy(supply, required)
    least = len(chosen) if solution.proven else min(solution.least(), len(chosen))
    return _CoverSearch((chosen,), least)


def _greedy(supply: Int64s, required: Int64s) -> tuple[int, ...]:
    """Some answer: always the row that gives most of what is still open."""
    left, chosen = required.copy(), []
    free = np.ones(len(supply), dtype=bool)
    while (left > 0).any():
        gain = np.where(free, np.minimum(supply, left).sum(axis=1), -1)
        best = int(np.argmax(gain))
        free[best] = False
        chosen.append(best)
        left = np.maximum(left - supply[best], 0)
    return tuple(sorted(chosen))


def _more(
    left: ReducedProblem, prices: Float64s, found: _CoverSearch, limit: int, deadline: float
) -> _CoverSearch:
    """Further sets of the same size: from a beam for plain covers, else by forbidding those known."""
    if _plain(left):
        wide = _distinct(BitmaskCover(left.supply > 0, prices).beam(_BEAM))
        return _CoverSearch(
            tuple(sorted({*found.sets, *(s for s in wide if len(s) == len(found.sets[0]))})), found.least
        )
    sets = list(found.sets)
    program = CoverProgram(left.supply, left.required)
    program.at_most(np.ones(len(left.supply)), len(sets[0]))
    for chosen in sets:
        program.forbid(chosen)
    while len(sets) < limit and time.perf_counter() < deadline:
        solution = program.solve(deadline)
        if solution.rows is None:
            break
        sets.append(solution.rows)
        program.forbid(solution.rows)
    return _CoverSearch(tuple(sorted(sets)), found.least)
