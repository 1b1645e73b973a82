"""The smallest alliance against brute force, and each way of solving against the others."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphsvc.arrays import Int64s
from graphsvc.coverage import minimum_covers
from graphsvc.setcover.bitmask import BitmaskCover
from graphsvc.setcover.enumeration import by_levels
from graphsvc.setcover.lagrangian import LagrangianSearch
from graphsvc.setcover.milp import CoverProgram, multipliers
from graphsvc.setcover.reduction import reduce_exactly, undominated


def brute(supply: Int64s, required: Int64s) -> list[tuple[int, ...]]:
    for size in range(len(supply) + 1):
        sets = combinations(range(len(supply)), size)
        found = [rows for rows in sets if (supply[list(rows)].sum(axis=0) >= required).all()]
        if found:
            return found
    return []


def case(number: int) -> tuple[Int64s, Int64s]:
    rng = np.random.default_rng(number)
    rows, stages = int(rng.integers(1, 13)), int(rng.integers(1, 9))
    supply = rng.poisson(rng.choice([0.2, 0.5, 1.0]), (rows, stages))
    return supply, rng.integers(0, 4 if number % 2 else 2, stages)


@pytest.mark.parametrize("block", range(10))
def test_equals_brute_force_with_ties_and_impossible_ones(block: int) -> None:
    for number in range(50 * block, 50 * block + 50):
        supply, required = case(number)
        expected = brute(supply, required)
        found = minimum_covers(supply, required, limit=10)
        assert found.sets == tuple(expected[:10])
        assert (found.proven, found.gap, found.total) == (True, 0.0, len(expected))
        assert found.impossible == tuple(np.flatnonzero(supply.sum(axis=0) < required).tolist())


@pytest.mark.parametrize("block", range(4))
def test_every_method_finds_the_same_size_and_the_same_sets(block: int) -> None:
    for number in range(50 * block, 50 * block + 50):
        supply, required = case(number)
        expected = brute(supply, required)
        left = reduce_exactly(supply, required)
        if not expected or not len(left.required):
            continue
        size = len(expected[0]) - len(left.forced)
        prices = multipliers(left.supply, left.required)
        optima = by_levels(left.supply, left.required, size, prices, 1000)
        assert optima is not None
        named = [tuple(sorted([*left.forced, *left.rows[list(rows)]])) for rows in optima.first]
        assert sorted(named) == expected
        keep = undominated(left.supply, left.required)
        chosen = CoverProgram(left.supply[keep], left.required).solve(np.inf).rows
        assert chosen is not None
        assert len(chosen) == size


@pytest.mark.parametrize("seed", range(6))
def test_bit_search_and_its_improved_form_agree_with_the_program(seed: int) -> None:
    rng = np.random.default_rng(seed)
    contains = rng.random((60, 25)) < 0.12
    contains[0] |= ~contains.any(axis=0)
    supply, required = contains.astype(np.int64), np.ones(25, dtype=np.int64)
    best = CoverProgram(supply, required).solve(np.inf).rows
    assert best is not None
    cover = BitmaskCover(contains, multipliers(supply, required))
    for search in (cover, LagrangianSearch(cover)):
        none = search.search(len(best) - 1, np.inf)
        some = search.search(len(best), np.inf)
        assert none is not None
        assert some is not None
        assert len(none) == 0
        assert all(contains[path].any(axis=0).all() for path in some)
        assert search.search(len(best), 0.0) is None


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10_000), st.data())
def test_order_of_rows_and_columns_does_not_matter(number: int, data: st.DataObject) -> None:
    supply, required = case(number)
    rows = data.draw(st.permutations(range(len(supply))))
    stages = data.draw(st.permutations(range(len(required))))
    here = minimum_covers(supply, required, limit=1000)
    there = minimum_covers(supply[rows][:, stages], required[stages], limit=1000)
    assert {tuple(sorted(rows[i] for i in chosen)) for chosen in there.sets} == set(here.sets)
    assert sorted(stages[s] for s in there.impossible) == list(here.impossible)


def test_middle_sized_covers_are_proven_and_hold() -> None:
    rng = np.random.default_rng(3)
    supply = (rng.random((200, 40)) < 0.08).astype(int)
    found = minimum_covers(supply, np.ones(40, dtype=int), limit=5)
    plain = CoverProgram(supply, np.ones(40, dtype=np.int64)).solve(np.inf).rows
    assert plain is not None
    assert found.proven
    assert found.size == len(plain)
    assert len(found.sets) == len(set(found.sets)) <= 5
    assert all((supply[list(rows)].sum(axis=0) >= 1).all() for rows in found.sets)


def test_covering_twice_of_middle_size() -> None:
    rng = np.random.default_rng(5)
    supply = (rng.random((60, 12)) < 0.2).astype(int)
    required = np.full(12, 2)
    found = minimum_covers(supply, required, limit=4)
    plain = CoverProgram(supply, required).solve(np.inf).rows
    assert plain is not None
    assert found.size == len(plain)
    assert all((supply[list(rows)].sum(axis=0) >= 2).all() for rows in found.sets)


def test_more_than_sixty_four_stages() -> None:
    supply = np.eye(70, dtype=int)
    supply = np.vstack([supply, np.ones((1, 70), dtype=int), np.ones((1, 70), dtype=int)])
    assert minimum_covers(supply, np.ones(70, dtype=int)).sets == ((70,), (71,))


def test_nothing_to_do() -> None:
    assert minimum_covers([[1, 2]], [0, 0]).sets == ((),)
    assert minimum_covers(np.zeros((0, 2)), [0, 0]).sets == ((),)
    assert minimum_covers([], [1]).impossible == (0,)
    assert minimum_covers([[0, 1]], [1, 1]) == minimum_covers([[0, 5]], [1, 1])


def test_time_limit_gives_the_best_so_far_with_its_gap() -> None:
    supply = (np.random.default_rng(0).random((2000, 60)) < 0.06).astype(int)
    found = minimum_covers(supply, np.ones(60, dtype=int), time_limit=0.0)
    assert not found.proven
    assert 0 < found.gap < 1
    assert all((supply[list(rows)].sum(axis=0) >= 1).all() for rows in found.sets)


@pytest.mark.parametrize(
    ("supply", "required", "limit"),
    [
        ([[1, 0]], [1], 10),
        ([[-1]], [1], 10),
        ([[0.5]], [1], 10),
        ([[1]], [-1], 10),
        ([[1]], [1], 0),
        ([1], [1], 1),
    ],
)
def test_refused(supply: list[list[float]], required: list[int], limit: int) -> None:
    with pytest.raises(ValueError, match=r"supply|limit"):
        minimum_covers(supply, required, limit=limit)
