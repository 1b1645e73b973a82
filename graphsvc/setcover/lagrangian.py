"""The search of `bitmask` with Lagrangian multipliers improved per state, for instances with too many states.

For open elements U and any y ≥ 0, y(U) + Σ_j min(0, 1 - y(S_j ∩ U)) is a lower bound on the sets still needed
(the Lagrangian of the cover). Each state starts from the multipliers of the state it came from and climbs by
subgradient steps toward the bound that would rule it out (Polyak's step for a known target), many states at
once.
"""

import time
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from graphsvc.arrays import Float32s, Int32s, UInt64s
from graphsvc.setcover.bitmask import BitmaskCover, Level

_STEPS = (60, 40, 20)
_BATCH = 4_000
_SAFE = 1e-3
_OVERSHOOT = 0.05
_NONE = np.uint64(0)


@dataclass(frozen=True, eq=False)
class _PricedState:
    """States with the multipliers of each and the negative part of its bound."""

    level: Level
    prices: Float32s
    loss: Float32s


class LagrangianSearch:
    """Exact search on the sets of a `BitmaskCover`."""

    def __init__(self, cover: BitmaskCover) -> None:
        self.cover = cover
        self.bits = np.uint64(1) << np.arange(cover.elements, dtype=np.uint64)
        contains = self._unpacked(cover.masks)
        self.sparse, self.turned = sp.csr_array(contains), sp.csr_array(contains.T)

    def _unpacked(self, masks: UInt64s) -> Float32s:
        inside: Float32s = ((masks[:, None] & self.bits) != 0).astype(np.float32)
        return inside

    def search(self, size: int, deadline: float) -> Int32s | None:
        """Covers of at most `size` sets, a row each; no row proves there is none, None means no time."""
        prices = self.cover.multipliers.astype(np.float32)[None, :]
        waiting = [_PricedState(self.cover.start(), prices, np.zeros(1, dtype=np.float32))]
        while waiting:
            if time.perf_counter() > deadline:
                return None
            parent = waiting.pop()
            level = self.cover.extend(parent.level, size)
            if (level.open == _NONE).any():
                return level.covers()
            depth = level.path.shape[1]
            if depth < size and len(level.open):
                waiting += self._batches(parent, level, size - depth, _STEPS[min(depth, len(_STEPS)) - 1])
        return np.empty((0, size), dtype=np.int32)

    def _batches(self, parent: _PricedState, level: Level, room: int, steps: int) -> list[_PricedState]:
        origin = level.origin
        bound = np.einsum("se,se->s", self._unpacked(level.open), parent.prices[origin]) + parent.loss[origin]
        left = np.flatnonzero(bound <= room + _SAFE)
        level, origin, found = level.take(left), origin[left], []
        for start in range(0, len(level.open), _BATCH):
            places = np.arange(start, min(start + _BATCH, len(level.open)))
            priced = self._climb(level.take(places), parent.prices[origin[places]], room, steps)
            if len(priced.level.open):
                found.append(priced)
        return found

    def _climb(self, level: Level, prices: Float32s, room: int, steps: int) -> _PricedState:
        """The states that cannot be ruled out, each with the best multipliers met.

        Inside, elements and sets are rows and states are columns, so that sparse products run along states.
        """
        inside = np.ascontiguousarray(self._unpacked(level.open).T)
        current, alive = np.ascontiguousarray(prices.T) * inside, np.arange(inside.shape[1])
        best, best_bound = current.copy(), np.full(inside.shape[1], -np.inf, dtype=np.float32)
        out = np.zeros(inside.shape[1], dtype=bool)
        for _ in range(steps):
            reduced = 1 - self.sparse @ current
            taken = (reduced < 0).astype(np.float32)
            bound = current.sum(axis=0) + (reduced * taken).sum(axis=0)
            better = bound > best_bound[alive]
            best[:, alive[better]], best_bound[alive[better]] = current[:, better], bound[better]
            stay = bound <= room + _SAFE
            out[alive[~stay]] = True
            if not stay.any():
                break
            if not stay.all():
                inside, current, taken = inside[:, stay], current[:, stay], taken[:, stay]
                alive, bound = alive[stay], bound[stay]
            direction = inside * (1 - self.turned @ taken)
            length = np.maximum((direction * direction).sum(axis=0), 1e-6)
            current = np.maximum(current + direction * ((room + _OVERSHOOT - bound) / length), 0)
        kept = np.flatnonzero(~out)
        loss = best_bound[kept] - best[:, kept].sum(axis=0)
        return _PricedState(level.take(kept), np.ascontiguousarray(best[:, kept].T), loss)
