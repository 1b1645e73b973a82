"""Resilience of a set: worst removals, removal curves, stages with a single supplier."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
import scipy.sparse as sp

from graphsvc.arrays import Bools, Float64s, Int64s
from graphsvc.coverage.chain_index import ChainIndex
from graphsvc.coverage.selection import Selection
from graphsvc.coverage.suppliers import supplying

# Combinations tried exhaustively, random removal orders, and the time limit of the integer program (seconds).
_TRIED = 5000
_ORDERS = 100
_SECONDS = 5.0


@dataclass(frozen=True)
class Worst:
    """Parts (places in the set) whose leaving together costs most; `exact` says that this is proven."""

    places: tuple[int, ...]
    share_after: float
    exact: bool


@dataclass(frozen=True)
class CurvePoint:
    """Share of required stages still covered after `n` parts left; `low` to `high` hold 90 % of orders."""

    n: int
    share: float
    low: float
    high: float


def supplied(index: ChainIndex, chosen: Selection, *, strict: bool = False) -> Bools:
    """Parts × required stages: which a part supplies alone. A set covers what any of its parts supplies."""
    held = index.holdings(strict=strict)
    has = chosen.brings @ held.table > 0
    clusters = np.flatnonzero(chosen.cluster >= 0)
    has[clusters] |= held.clusters[chosen.cluster[clusters]] > 0
    return np.asarray(has[:, index.required])


def worst_removal(has: Bools, k: int) -> Worst:
    """The `k` parts whose leaving costs most; of several such sets the first by place where all are tried.

    All sets are tried where there are few, else an integer program finds one. `has` is as of `supplied`.
    """
    parts, stages = has.shape
    k = min(k, parts)
    if comb(parts, k) > _TRIED:
        places, exact = _programmed(has, k)
    else:
        sets = np.array(list(combinations(range(parts), k)), dtype=np.int64).reshape(-1, k)
        left = has.sum(axis=0) - has[sets].sum(axis=1)
        places, exact = tuple(sets[int(np.argmin((left > 0).sum(axis=1)))].tolist()), True
    kept = np.delete(has, list(places), axis=0)
    return Worst(places, int(kept.any(axis=0).sum()) / stages if stages else 0.0, exact)


def _programmed(has: Bools, k: int) -> tuple[tuple[int, ...], bool]:
    """Choose k parts (x) so that most stages are lost (y); a stage is lost if all its suppliers leave."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    parts, stages = has.shape
    part, stage = np.nonzero(has)
    ties = np.arange(len(part))
    lost = sp.csr_array(
        (
            np.concatenate([np.ones(len(part)), -np.ones(len(part))]),
            (np.concatenate([ties, ties]), np.concatenate([part, parts + stage])),
        ),
        shape=(len(part), parts + stages),
    )
    number = np.concatenate([np.ones(parts), np.zeros(stages)])[None, :]
    answer = milp(
        -np.concatenate([np.zeros(parts), has.any(axis=0).astype(float)]),
        constraints=[LinearConstraint(lost, lb=0), LinearConstraint(number, lb=k, ub=k)],
        integrality=np.ones(parts + stages, dtype=np.int64),
        bounds=Bounds(0, 1),
        options={"time_limit": _SECONDS, "mip_rel_gap": 0.0},
    )
    if answer.x is None:
        return tuple(sorted(targeted_order(has)[:k])), False
    return tuple(np.flatnonzero(answer.x[:parts] > 0.5).tolist()), answer.status == 0


def targeted_order(has: Bools) -> list[int]:
    """Parts in the order of a targeted removal: always the one whose leaving costs most, ties by place."""
    left, times, order = np.ones(len(has), dtype=bool), has.sum(axis=0), []
    for _ in range(len(has)):
        costs = np.where(left, (has & (times == 1)).sum(axis=1), -1)
        costly = int(np.argmax(costs))
        order.append(costly)
        left[costly] = False
        times = times - has[costly]
    return order


def removal_curves(has: Bools, *, seed: int) -> tuple[tuple[CurvePoint, ...], tuple[CurvePoint, ...]]:
    """Coverage as parts leave one after another: targeted, and the mean of a hundred random orders."""
    rng = np.random.default_rng(seed)
    random = [rng.permutation(len(has)).tolist() for _ in range(_ORDERS)]
    return _points(has, [targeted_order(has)]), _points(has, random)


def _points(has: Bools, orders: Sequence[Sequence[int]]) -> tuple[CurvePoint, ...]:
    shares = np.array([_along(has, order) for order in orders])
    low, high = np.quantile(shares, [0.05, 0.95], axis=0)
    return tuple(
        CurvePoint(n, round(float(mean), 6), round(float(low[n]), 6), round(float(high[n]), 6))
        for n, mean in enumerate(shares.mean(axis=0))
    )


def _along(has: Bools, order: Sequence[int]) -> Float64s:
    """The share after the first 0, 1, 2 … of an order left: a stage stays until its last supplier leaves."""
    parts, stages = has.shape
    leaves = np.empty(parts, dtype=np.int64)
    leaves[list(order)] = np.arange(1, parts + 1)
    lasts = (has * leaves[:, None]).max(axis=0, initial=0)
    covered: Float64s = (lasts[None, :] > np.arange(parts + 1)[:, None]).sum(axis=1) / max(stages, 1)
    return covered


def alone_inside(index: ChainIndex, chosen: Selection, *, strict: bool = False) -> dict[int, Int64s]:
    """Organizations (rows) whose leaving leaves stages without a supplier, with the columns of these stages.

    A stage that a cluster of the set names as its own focus stays with the cluster.
    """
    found = supplying(index, chosen, strict=strict)
    kept = _by_word(index, chosen, strict=strict)
    counts = np.bincount(found.stage, minlength=len(index.chain.stages))
    lone = (counts[found.stage] == 1) & (found.node < index.organization_count) & ~kept[found.stage]
    nodes = np.unique(found.node[lone])
    return {int(node): np.sort(found.stage[lone & (found.node == node)]) for node in nodes}


def alone_in_place(
    index: ChainIndex, chosen: Selection, places: Sequence[str], *, strict: bool = False
) -> dict[str, Int64s]:
    """Stages (columns) whose suppliers all sit in one place, by place; none if all suppliers sit in one.

    `places` names where each organization and then each cluster sits, empty where that is unknown.
    """
    found = supplying(index, chosen, strict=strict)
    held = index.holdings(strict=strict)
    clusters = chosen.cluster[chosen.cluster >= 0]
    row, column = np.nonzero(held.clusters[clusters])
    nodes = np.concatenate([found.node, index.organization_count + clusters[row]])
    stages = np.concatenate([found.stage, column])
    sits = np.array([places[node] for node in nodes.tolist()], dtype=object)
    if len(set(sits.tolist())) < 2:
        return {}
    lone: dict[str, list[int]] = {}
    for stage in np.unique(stages).tolist():
        here = set(sits[stages == stage].tolist())
        if len(here) == 1 and "" not in here:
            lone.setdefault(here.pop(), []).append(stage)
    return {place: np.array(lone[place]) for place in sorted(lone)}


def _by_word(index: ChainIndex, chosen: Selection, *, strict: bool) -> Bools:
    """Boolean array of the stages that a cluster of the set holds by its own focus."""
    held = index.holdings(strict=strict).clusters[chosen.cluster[chosen.cluster >= 0]]
    return np.asarray(held.any(axis=0))
