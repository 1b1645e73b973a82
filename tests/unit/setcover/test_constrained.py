"""Alliances under conditions and the best set of each size, against brute force on small random cases."""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

import numpy as np
import pytest

from graphsvc.arrays import Int64s
from graphsvc.setcover.budgeted import budget_curve
from graphsvc.setcover.constrained import ConditionsAsStated, CoverConditions, constrained_covers

Ints = Int64s
Count = Callable[[Sequence[int]], Ints]


def summed(supply: Ints) -> Count:
    return lambda rows: supply[list(rows)].sum(axis=0)


def obeying(rows: int, conditions: CoverConditions) -> Iterator[tuple[int, ...]]:
    """Every set that obeys the conditions but for the limit on its number, by size and then by rows."""
    for size in range(rows + 1):
        for chosen in combinations(range(rows), size):
            inside = set(chosen)
            if (
                set(conditions.must) <= inside
                and not inside & set(conditions.without)
                and not any(a in inside and b in inside for a, b in conditions.apart)
            ):
                yield chosen


def brute(rows: int, required: Ints, conditions: CoverConditions, count: Count) -> list[tuple[int, ...]]:
    found: list[tuple[int, ...]] = []
    for chosen in obeying(rows, conditions):
        if found and len(chosen) > len(found[0]):
            break
        if (count(chosen) >= required).all():
            found.append(chosen)
    return found


def conditions_of(rng: np.random.Generator, rows: int) -> CoverConditions:
    pairs = list(combinations(range(rows), 2))
    apart = [pairs[place] for place in rng.permutation(len(pairs))[: rng.integers(0, len(pairs) // 2 + 1)]]
    drawn = rng.permutation(rows).tolist()
    musts, left_out = rng.integers(0, 3), rng.integers(0, 3)
    return CoverConditions(
        must=tuple(drawn[:musts]),
        without=tuple(drawn[musts : musts + left_out]),
        apart=tuple(apart) if rng.random() < 0.6 else (),
        at_most=int(rng.integers(1, 6)) if rng.random() < 0.3 else None,
    )


def case(number: int) -> tuple[Ints, Ints, CoverConditions]:
    rng = np.random.default_rng(number)
    rows, stages = int(rng.integers(1, 10)), int(rng.integers(1, 7))
    supply = rng.poisson(rng.choice([0.3, 0.6, 1.2]), (rows, stages))
    return supply, rng.integers(0, 4 if number % 2 else 2, stages), conditions_of(rng, rows)


def shared(number: int) -> tuple[Ints, Count, Ints, CoverConditions]:
    """Rows that share suppliers: what a set has is a union, less than the sum of its rows."""
    rng = np.random.default_rng(number)
    rows, suppliers, stages = int(rng.integers(2, 9)), int(rng.integers(2, 9)), int(rng.integers(1, 5))
    brings = (rng.random((rows, suppliers)) < 0.35).astype(np.int64)
    holds = (rng.random((suppliers, stages)) < 0.5).astype(np.int64)

    def count(chosen: Sequence[int]) -> Ints:
        return np.asarray((brings[list(chosen)].sum(axis=0) > 0).astype(np.int64) @ holds)

    return brings @ holds, count, rng.integers(0, 4, stages), conditions_of(rng, rows)


@pytest.mark.parametrize("block", range(6))
def test_equals_brute_force(block: int) -> None:
    for number in range(50 * block, 50 * block + 50):
        supply, required, conditions = case(number)
        expected = brute(len(supply), required, conditions, summed(supply))
        answer = constrained_covers(supply, required, conditions, limit=300)
        assert answer.found.proven
        if expected and conditions.at_most is not None and len(expected[0]) > conditions.at_most:
            assert (answer.found.sets, answer.too_large) == ((), len(expected[0])), number
        else:
            assert list(answer.found.sets) == expected, number
            assert answer.too_large is None
            assert answer.found.total == len(expected) or not expected


@pytest.mark.parametrize("block", range(4))
def test_shared_suppliers_are_counted_once(block: int) -> None:
    for number in range(50 * block, 50 * block + 50):
        supply, count, required, conditions = shared(number)
        conditions = CoverConditions(conditions.must, conditions.without, conditions.apart)
        expected = brute(len(supply), required, conditions, count)
        answer = constrained_covers(supply, required, conditions, counted=count, limit=300)
        assert list(answer.found.sets) == expected, number
        assert (answer.found.proven, answer.found.gap) == (True, 0.0)


@pytest.mark.parametrize("block", range(4))
def test_a_least_share_of_stated_evidence(block: int) -> None:
    for number in range(40 * block, 40 * block + 40):
        rng = np.random.default_rng(number)
        supply, count, required, given = shared(number)
        conditions = CoverConditions(given.must, given.without, given.apart)
        has = (supply > 0) & (rng.random(supply.shape) < 0.5)
        stated = ConditionsAsStated(has, int(rng.integers(0, supply.shape[1] + 1)))
        expected: list[tuple[int, ...]] = []
        for chosen in obeying(len(supply), conditions):
            enough = (count(chosen) >= required).all() and has[list(chosen)].any(axis=0).sum() >= stated.least
            if enough and (not expected or len(chosen) == len(expected[0])):
                expected.append(chosen)
        answer = constrained_covers(supply, required, conditions, counted=count, stated=stated, limit=300)
        assert list(answer.found.sets) == expected, number
        assert answer.found.proven


def test_the_order_of_conditions_does_not_matter() -> None:
    for number in range(60):
        supply, required, given = case(number)
        turned = CoverConditions(
            given.must[::-1], given.without[::-1], tuple((b, a) for a, b in given.apart[::-1]), given.at_most
        )
        assert constrained_covers(supply, required, given) == constrained_covers(supply, required, turned)


def test_what_cannot_be_reached_is_named() -> None:
    supply = np.array([[1, 0, 1], [1, 0, 0], [0, 1, 0]])
    required = np.array([1, 1, 1])
    assert constrained_covers(supply, required, CoverConditions(without=(2,))).found.impossible == (1,)
    assert constrained_covers(supply, required * 2, CoverConditions()).found.impossible == (1, 2)


def test_stages_that_cannot_be_reached_together_are_named() -> None:
    supply = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1]])
    answer = constrained_covers(supply, np.array([1, 1, 1]), CoverConditions(apart=((0, 2),)))
    assert (answer.found.sets, answer.found.impossible, answer.conflict) == ((), (), (0, 2))


@pytest.mark.parametrize(
    "conditions", [CoverConditions(must=(0, 1), apart=((1, 0),)), CoverConditions(must=(0,), without=(0,))]
)
def test_conditions_that_contradict_each_other_allow_nothing(conditions: CoverConditions) -> None:
    supply, required = np.array([[1], [1]]), np.array([1])
    answer = constrained_covers(supply, required, conditions)
    assert (answer.found.sets, answer.found.proven, answer.found.impossible) == ((), True, ())
    assert budget_curve(supply, required, conditions) == ()


def test_nothing_required_and_nobody_there() -> None:
    assert constrained_covers(
        np.zeros((0, 2), dtype=int), np.array([0, 0]), CoverConditions()
    ).found.sets == ((),)
    assert constrained_covers(
        np.zeros((0, 2), dtype=int), np.array([1, 0]), CoverConditions()
    ).found.impossible == (0,)
    assert constrained_covers(
        np.array([[1, 1]]), np.array([0, 0]), CoverConditions(must=(0,))
    ).found.sets == ((0,),)
    assert budget_curve(np.zeros((0, 2), dtype=int), np.array([1, 1]), CoverConditions()) == ()
    assert budget_curve(np.zeros((2, 2), dtype=int), np.array([1, 1]), CoverConditions()) == ()


def best(
    rows: int, depth: Ints, conditions: CoverConditions, count: Count, most: int
) -> list[tuple[int, int, int]]:
    """Size, columns once and columns in depth of each best set that is better than all smaller ones."""
    reached: dict[int, tuple[int, int]] = {}
    for chosen in obeying(rows, conditions):
        total = count(chosen)
        has = (int((total >= 1).sum()), int((total >= depth).sum()))
        reached[len(chosen)] = max(has, reached.get(len(chosen), (0, 0)))
    steps: list[tuple[int, int, int]] = []
    for size in sorted(reached):
        if 1 <= size <= most and reached[size] > (steps[-1][1:] if steps else (0, 0)):
            steps.append((size, *reached[size]))
    return steps


@pytest.mark.parametrize("block", range(4))
def test_curve_equals_brute_force(block: int) -> None:
    for number in range(25 * block, 25 * block + 25):
        supply, required, conditions = case(number)
        depth, rows = np.maximum(required, 1), len(supply)
        steps = budget_curve(supply, depth, conditions, most=5)
        told = [(step.size, step.once, step.deep) for step in steps]
        assert told == best(rows, depth, conditions, summed(supply), 5), number
        for step in steps:
            total = supply[list(step.rows)].sum(axis=0)
            assert len(step.rows) == step.size
            assert step.rows in set(obeying(rows, conditions))
            assert ((total >= 1).sum(), (total >= depth).sum()) == (step.once, step.deep)


def test_curve_counts_shared_suppliers_once() -> None:
    for number in range(60):
        supply, count, required, conditions = shared(number)
        depth = np.maximum(required, 1)
        steps = budget_curve(supply, depth, conditions, counted=count, most=5)
        told = [(step.size, step.once, step.deep) for step in steps]
        assert told == best(len(supply), depth, conditions, count, 5), number


def test_curve_goes_on_where_one_more_brings_nothing_and_two_do() -> None:
    """Three suppliers of a stage of depth three: the second cluster alone changes no count."""
    steps = budget_curve(np.array([[1], [1], [1]]), np.array([3]), CoverConditions())
    assert [(step.size, step.once, step.deep) for step in steps] == [(1, 1, 0), (3, 1, 1)]
