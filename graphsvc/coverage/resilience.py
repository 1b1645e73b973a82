"""What is left of a set when parts of it leave: single points, worst removals, removal curves."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
import numpy.typing as npt

from graphsvc.coverage.index import ChainIndex
from graphsvc.coverage.selection import Selection

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

_EXACT = 5000
_ORDERS = 100


@dataclass(frozen=True)
class Worst:
    """Parts (places in the set) whose leaving together costs most; `exact` says that all sets were tried."""

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


def shares_of(index: ChainIndex, chosen: Selection, kept: Flags, *, strict: bool = False) -> Floats:
    """Share of required stages with a supplier for each way of keeping parts of the set.

    `kept` is ways × parts.
    """
    held = index.holdings(strict=strict)
    required = index.required
    focus = np.zeros((len(chosen), len(required)), dtype=np.int64)
    clusters = np.flatnonzero(chosen.cluster >= 0)
    focus[clusters] = held.clusters[chosen.cluster[clusters]]
    by_members = (chosen.brings @ held.organizations).toarray() + focus > 0
    covered = kept.astype(np.int64) @ by_members.astype(np.int64) > 0
    needed = int(required.sum())
    return covered[:, required].sum(axis=1) / needed if needed else np.zeros(len(kept))


def worst_removal(index: ChainIndex, chosen: Selection, k: int, *, strict: bool = False) -> Worst:
    """The `k` parts whose leaving costs most: all sets tried where there are few, else one after another."""
    parts = len(chosen)
    k = min(k, parts)
    if comb(parts, k) <= _EXACT:
        sets = list(combinations(range(parts), k))
        kept = np.ones((len(sets), parts), dtype=bool)
        for number, places in enumerate(sets):
            kept[number, list(places)] = False
        shares = shares_of(index, chosen, kept, strict=strict)
        best = int(np.argmin(shares))
        return Worst(sets[best], float(shares[best]), exact=True)
    order = targeted_order(index, chosen, strict=strict)[:k]
    kept = np.ones((1, parts), dtype=bool)
    kept[0, order] = False
    share = float(shares_of(index, chosen, kept, strict=strict)[0])
    return Worst(tuple(sorted(order)), share, exact=False)


def targeted_order(index: ChainIndex, chosen: Selection, *, strict: bool = False) -> list[int]:
    """Parts in the order of a targeted removal: always the one that costs most, ties by place."""
    left, order = list(range(len(chosen))), []
    while left:
        kept = np.zeros((len(left), len(chosen)), dtype=bool)
        for number, place in enumerate(left):
            kept[number, [other for other in left if other != place]] = True
        costly = int(np.argmin(shares_of(index, chosen, kept, strict=strict)))
        order.append(left.pop(costly))
    return order


def removal_curves(
    index: ChainIndex, chosen: Selection, *, seed: int, strict: bool = False
) -> tuple[tuple[CurvePoint, ...], tuple[CurvePoint, ...]]:
    """Coverage as parts leave one after another: targeted, and the mean of `_ORDERS` random orders."""
    rng = np.random.default_rng(seed)
    aimed = _along(index, chosen, [targeted_order(index, chosen, strict=strict)], strict=strict)
    random = _along(
        index, chosen, [rng.permutation(len(chosen)).tolist() for _ in range(_ORDERS)], strict=strict
    )
    return _points(aimed), _points(random)


def _along(index: ChainIndex, chosen: Selection, orders: Iterable[list[int]], *, strict: bool) -> Floats:
    """Orders × (parts + 1): the share after the first 0, 1, 2 … of each order left."""
    parts = len(chosen)
    ways = []
    for order in orders:
        rank = np.empty(parts, dtype=np.int64)
        rank[order] = np.arange(parts)
        ways.append(rank[None, :] >= np.arange(parts + 1)[:, None])
    return shares_of(index, chosen, np.concatenate(ways), strict=strict).reshape(len(ways), parts + 1)


def _points(shares: Floats) -> tuple[CurvePoint, ...]:
    low, high = np.quantile(shares, [0.05, 0.95], axis=0)
    return tuple(
        CurvePoint(n, round(float(mean), 6), round(float(low[n]), 6), round(float(high[n]), 6))
        for n, mean in enumerate(shares.mean(axis=0))
    )
