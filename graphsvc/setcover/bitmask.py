"""Exact set cover of up to 64 elements by breadth-first search over bit masks.

A state is the set of elements still open, one unsigned 64-bit number; thousands of states are extended at
once. With multipliers y ≥ 0 that no set exceeds (the sum of y over its elements is at most 1; the dual
solution of the linear relaxation is best), a state whose open elements weigh w needs at least w further sets.
States whose number of sets so far plus w exceeds the number allowed are dropped; states reached twice are
kept once.
"""

import time
from dataclasses import dataclass

import numpy as np

from graphsvc.arrays import Bools, Float64s, Int32s, Int64s, UInt64s

MAX_ELEMENTS = 64
_EPSILON = 1e-7
_BLOCK = 1_500_000
_CHUNK = 300_000
_MOST_COVERS = 1_000
_NONE = np.uint64(0)


@dataclass(frozen=True, eq=False)
class Level:
    """States after equally many sets: open elements, their weight, sets chosen, place of the state before."""

    open: UInt64s
    weight: Float64s
    path: Int32s
    origin: Int64s

    def take(self, places: Int64s) -> "Level":
        """The states at `places`."""
        return Level(self.open[places], self.weight[places], self.path[places], self.origin[places])

    def covers(self) -> Int32s:
        """The sets chosen in states with nothing open, a row each."""
        paths: Int32s = self.path[self.open == _NONE]
        return paths


class BitmaskCover:
    """Sets (rows of a 0/1 matrix) over at most 64 elements, with `multipliers` as described above."""

    def __init__(self, contains: Bools, multipliers: Float64s) -> None:
        self.count, self.elements = contains.shape
        slack = np.maximum(1 - contains @ multipliers, 0)
        order = np.argsort(contains.T @ np.exp(-4 * slack), kind="stable")
        self.slack = slack
        self.multipliers = multipliers[order]
        bits = np.uint64(1) << np.arange(self.elements, dtype=np.uint64)
        self.masks: UInt64s = (contains[:, order] * bits).sum(axis=1, dtype=np.uint64)
        self.of_element = [np.flatnonzero(contains[:, element]) for element in order]
        self.tables = [self._table(start) for start in range(0, self.elements, 16)]

    def _table(self, start: int) -> Float64s:
        weights = self.multipliers[start : start + 16]
        table = np.zeros(1)
        for weight in weights:
            table = np.concatenate([table, table + weight])
        return np.concatenate([table, np.zeros((1 << 16) - len(table))])

    def weight(self, masks: UInt64s) -> Float64s:
        """Sum of the multipliers of the elements of each mask."""
        total = np.zeros(masks.shape)
        for number, table in enumerate(self.tables):
            total += table[((masks >> np.uint64(16 * number)) & np.uint64(0xFFFF)).astype(np.int64)]
        return total

    def start(self) -> Level:
        """Nothing chosen, everything open."""
        full = np.array([sum(1 << bit for bit in range(self.elements))], dtype=np.uint64)
        return Level(full, self.weight(full), np.empty((1, 0), dtype=np.int32), np.zeros(1, dtype=np.int64))

    def extend(self, level: Level, allowed: float, width: int | None = None) -> Level:
        """Every state with one more set that covers its first open element.

        States that need more than `allowed` sets are left out. Of equal ones the first is kept, but up to
        1,000 covers are; with `width` only the lightest states are kept, about so many.
        """
        room = allowed - level.path.shape[1] - 1
        _, exponent = np.frexp((level.open & (~level.open + np.uint64(1))).astype(np.float64))
        parts: list[tuple[UInt64s, Float64s, Int64s, Int64s]] = []
        for element in np.unique(exponent - 1):
            states = np.flatnonzero(exponent - 1 == element)
            sets = self.of_element[element]
            blocks = np.array_split(states, max(1, len(states) * len(sets) // _BLOCK))
            parts += [self._children(level, block, sets, room) for block in blocks]
        opened, weight, parents, members = (np.concatenate(columns) for columns in zip(*parts, strict=True))
        if width is not None and len(opened) > 4 * width:
            light = np.sort(np.argpartition(weight, 4 * width)[: 4 * width])
            opened, weight, parents, members = (
                column[light] for column in (opened, weight, parents, members)
            )
        done = np.flatnonzero(opened == _NONE)
        _, first = np.unique(opened, return_index=True)
        first = np.concatenate([done[:_MOST_COVERS], first[opened[first] != _NONE]])
        if width is not None and len(first) > width:
            first = first[np.sort(np.argpartition(weight[first], width)[:width])]
        path = np.column_stack([level.path[parents[first]], members[first].astype(np.int32)])
        return Level(opened[first], weight[first], path, parents[first])

    def _children(
        self, level: Level, states: Int64s, sets: Int64s, room: float
    ) -> tuple[UInt64s, Float64s, Int64s, Int64s]:
        light = self.slack[sets] <= room + 1 + _EPSILON - level.weight[states, None]
        chosen_state, chosen_set = np.nonzero(light)
        parents, members = states[chosen_state], sets[chosen_set]
        opened = level.open[parents] & ~self.masks[members]
        weight = self.weight(opened)
        fits = weight <= room + _EPSILON
        return opened[fits], weight[fits], parents[fits], members[fits]

    def beam(self, width: int) -> Int32s:
        """Small covers found by keeping about `width` promising states a level; a row each, same size."""
        level = self.start()
        while True:
            level = self.extend(level, np.inf, width)
            if (level.open == _NONE).any():
                return level.covers()

    def search(self, size: int, deadline: float) -> Int32s | None:
        """Covers of at most `size` sets, a row each; no row is a proof that there is none.

        `deadline` is a time of `time.perf_counter`; when it passes the answer is None.
        """
        waiting = [self.start()]
        while waiting:
            if time.perf_counter() > deadline:
                return None
            level = self.extend(waiting.pop(), size)
            if (level.open == _NONE).any():
                return level.covers()
            if level.path.shape[1] < size and len(level.open):
                pieces = max(1, len(level.open) // _CHUNK)
                waiting += [level.take(part) for part in np.array_split(np.arange(len(level.open)), pieces)]
        return np.empty((0, size), dtype=np.int32)
