"""Enumerate all minimum covers of known size."""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np

from graphsvc.arrays import Bools, Float64s, Int64s

MAX_COMBINATIONS = 60_000
MAX_STATES = 40_000
MAX_TRIALS = 10_000_000
_EPSILON = 1e-7


@dataclass(frozen=True)
class OptimalCovers:
    """`first` are the lexicographically first answers, `total` how many there are altogether."""

    first: tuple[tuple[int, ...], ...]
    total: int


def by_combinations(supply: Int64s, required: Int64s, size: int, limit: int) -> OptimalCovers | None:
    """All answers of `size` rows by trying every combination; None if there are too many to try."""
    count = comb(len(supply), size)
    if count > MAX_COMBINATIONS:
        return None
    if size == 0:
        return OptimalCovers(((),), 1) if not (required > 0).any() else OptimalCovers((), 0)
    tried = np.fromiter(combinations(range(len(supply)), size), dtype=np.dtype((np.int64, size)), count=count)
    total = np.zeros((count, supply.shape[1]), dtype=np.int64)
    for place in range(size):
        total += supply[tried[:, place]]
    found = tried[(total >= required).all(axis=1)]
    return OptimalCovers(tuple(tuple(row) for row in found[:limit].tolist()), len(found))


def by_levels(
    supply: Int64s, required: Int64s, size: int, multipliers: Float64s, limit: int
) -> OptimalCovers | None:
    """All answers of `size` rows, the smallest size there is, by a search level by level; None if too wide.

    Rows with equal supply are one class, searched once and multiplied out at the end. A state is what is
    still required and the classes chosen; the first open stage is served next, by classes in rising order
    while it stays open, so that an answer is met in few orders. `multipliers` bound what is needed as in
    `bitcover`.
    """
    patterns, member_of = np.unique(supply, axis=0, return_inverse=True)
    members = [np.flatnonzero(member_of.ravel() == number) for number in range(len(patterns))]
    copies = np.array([len(group) for group in members])
    order = np.argsort((patterns > 0).sum(axis=0), kind="stable")
    patterns, multipliers = patterns[:, order], multipliers[order]
    left = required[order][None, :]
    path = np.empty((1, 0), dtype=np.int64)
    stage_before = np.full(1, -1)
    slack = 1 - patterns @ multipliers
    for used in range(1, size + 1):
        if left.shape[0] * len(patterns) > MAX_TRIALS:
            return None
        stage = np.argmax(left > 0, axis=1)
        room = size - used + 1 - left @ multipliers
        able = _able(patterns, path, stage == stage_before, copies)
        able &= (patterns[:, stage] > 0).T & (slack <= room[:, None] + _EPSILON)
        parents, chosen = np.nonzero(able)
        if len(parents) > MAX_STATES:
            return None
        left = np.maximum(left[parents] - patterns[chosen], 0)
        fits = used + left @ multipliers <= size + _EPSILON
        path = np.column_stack([path[parents], chosen])[fits]
        left, stage_before = left[fits], stage[parents][fits]
    complete = path[~left.any(axis=1)]
    complete = np.unique(np.sort(complete, axis=1), axis=0)
    return _multiplied_out([tuple(row) for row in complete.tolist()], members, limit)


def _able(patterns: Int64s, path: Int64s, same_stage: Bools, copies: Int64s) -> Bools:
    """States × classes: rising order within a stage, and no class more often than it has rows."""
    able = np.ones((len(path), len(patterns)), dtype=bool)
    if path.shape[1]:
        able &= ~same_stage[:, None] | (np.arange(len(patterns)) >= path[:, -1:])
    for column in range(path.shape[1]):
        taken = (path == path[:, column : column + 1]).sum(axis=1)
        gone = np.flatnonzero(taken >= copies[path[:, column]])
        able[gone, path[gone, column]] = False
    return able


def _multiplied_out(classes: Sequence[tuple[int, ...]], members: list[Int64s], limit: int) -> OptimalCovers:
    total = 0
    for chosen in classes:
        ways = 1
        for number in sorted(set(chosen)):
            ways *= comb(len(members[number]), chosen.count(number))
        total += ways
    merged = heapq.merge(*(_choices(chosen, members) for chosen in classes))
    return OptimalCovers(tuple(answer for answer, _ in zip(merged, range(limit), strict=False)), total)


def _choices(chosen: tuple[int, ...], members: list[Int64s]) -> Iterator[tuple[int, ...]]:
    """Every way to pick that many members of each class, as sorted tuples in rising order."""
    groups = [members[number] for number in sorted(set(chosen))]
    picks = [tuple(range(chosen.count(number))) for number in sorted(set(chosen))]

    def answer(places: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
        rows = (int(group[i]) for group, pick in zip(groups, places, strict=True) for i in pick)
        return tuple(sorted(rows))

    waiting = [(answer(picks), tuple(picks))]
    seen = {tuple(picks)}
    while waiting:
        rows, places = heapq.heappop(waiting)
        yield rows
        for place, pick in enumerate(places):
            for i, value in enumerate(pick):
                after = pick[i + 1] if i + 1 < len(pick) else len(groups[place])
                if value + 1 < after:
                    moved = (*places[:place], (*pick[:i], value + 1, *pick[i + 1 :]), *places[place + 1 :])
                    if moved not in seen:
                        seen.add(moved)
                        heapq.heappush(waiting, (answer(moved), moved))
