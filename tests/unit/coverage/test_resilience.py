"""Removals from a set against trying them all and against counting the set anew."""

from itertools import combinations

import numpy as np
import pytest

from graphsvc.arrays import Bools
from graphsvc.coverage import build_index, coverage, select
from graphsvc.coverage.resilience import (
    alone_in_place,
    alone_inside,
    removal_curves,
    supplied,
    targeted_order,
    worst_removal,
)
from graphsvc.snapshot import Snapshot
from tests.unit.coverage.test_closers import ABC, drawn
from tests.unit.coverage.worlds import World


def sets(seed: int) -> Bools:
    rng = np.random.default_rng(seed)
    return np.asarray(rng.random((rng.integers(1, 9), rng.integers(1, 7))) < rng.choice([0.2, 0.5]))


def share(has: Bools, gone: tuple[int, ...]) -> float:
    return float(np.delete(has, list(gone), axis=0).any(axis=0).mean())


@pytest.mark.parametrize("block", range(4))
def test_worst_removal_equals_trying_all(block: int) -> None:
    for seed in range(25 * block, 25 * block + 25):
        has = sets(seed)
        for k in range(1, len(has) + 1):
            shares = {gone: share(has, gone) for gone in combinations(range(len(has)), k)}
            worst = worst_removal(has, k)
            assert worst.exact
            assert worst.share_after == pytest.approx(min(shares.values()))
            assert worst.places == min(shares, key=lambda gone: (shares[gone], gone))


@pytest.mark.parametrize("seed", range(3))
def test_many_parts_are_removed_by_a_program_as_well_as_by_trying(seed: int) -> None:
    rng = np.random.default_rng(seed)
    has = rng.random((28, 9)) < 0.08
    tried = np.array(list(combinations(range(28), 4)))
    left = (has.sum(axis=0) - has[tried].sum(axis=1) > 0).mean(axis=1)
    worst = worst_removal(has, 4)
    assert (worst.exact, len(worst.places)) == (True, 4)
    assert worst.share_after == pytest.approx(left.min())
    assert share(has, worst.places) == pytest.approx(left.min())


def test_more_than_there_are_and_nothing_required() -> None:
    has = np.array([[True], [False]])
    assert worst_removal(has, 5).places == (0, 1)
    assert worst_removal(np.zeros((2, 0), dtype=bool), 1).share_after == 0


def test_curves_fall_from_the_coverage_to_nothing() -> None:
    for seed in range(40):
        has = sets(seed)
        for curve in removal_curves(has, seed=7):
            shares = [point.share for point in curve]
            assert [point.n for point in curve] == list(range(len(has) + 1))
            assert shares[0] == pytest.approx(has.any(axis=0).mean(), abs=1e-6)
            assert shares[-1] == 0
            assert shares == sorted(shares, reverse=True)
            assert all(point.low <= point.high for point in curve)


def test_targeted_curve_follows_its_order() -> None:
    for seed in range(20):
        has = sets(seed)
        aimed, _ = removal_curves(has, seed=7)
        order = targeted_order(has)
        assert sorted(order) == list(range(len(has)))
        for point in aimed:
            assert point.share == pytest.approx(
                share(has, tuple(order[: point.n])) if len(has) else 0, abs=1e-6
            )


def test_random_orders_repeat_with_their_seed() -> None:
    has = sets(3)
    assert removal_curves(has, seed=7) == removal_curves(has, seed=7)
    assert removal_curves(has, seed=7)[1] != removal_curves(has, seed=8)[1]


def without(world: World, organization: str) -> Snapshot:
    kept = [claim for claim in world.claims if organization not in claim.model_dump(mode="json").values()]
    return World(kept).snapshot()


@pytest.mark.parametrize("block", range(4))
def test_what_parts_supply_alone_is_what_the_set_covers(block: int) -> None:
    for seed in range(25 * block, 25 * block + 25):
        world, clusters, organizations = drawn(seed)
        index, strict = build_index(world.snapshot(), ABC), seed % 2 == 0
        chosen = select(index, [*clusters[:3], *organizations[:2]])
        has = supplied(index, chosen, strict=strict)
        found = coverage(index, chosen, strict=strict)
        assert has.any(axis=0).tolist() == [stage.n > 0 for stage in found.stages]
        for place, member in enumerate(found.members):
            assert np.delete(has, place, axis=0).any(axis=0).sum() == member.covered_without


@pytest.mark.parametrize("block", range(4))
def test_organizations_without_whom_a_stage_is_lost(block: int) -> None:
    for seed in range(15 * block, 15 * block + 15):
        world, clusters, organizations = drawn(seed)
        index, strict = build_index(world.snapshot(), ABC), seed % 2 == 0
        before = coverage(index, select(index, clusters), strict=strict)
        expected = {}
        for row, organization in enumerate(organizations):
            less = build_index(without(world, organization), ABC)
            after = coverage(less, select(less, clusters), strict=strict)
            lost = [i for i, s in enumerate(after.stages) if s.n == 0 < before.stages[i].n]
            if lost:
                expected[row] = lost
        found = alone_inside(index, select(index, clusters), strict=strict)
        assert {row: stages.tolist() for row, stages in found.items()} == expected, seed


def test_places_in_which_all_suppliers_of_a_stage_sit() -> None:
    world = World()
    x, y = world.cluster("x"), world.cluster("y")
    for name, home, stages in (("m", x, "a"), ("n", x, "ab"), ("o", y, "b"), ("p", y, "c")):
        organization = world.organization(name, home)
        for stage in stages:
            world.does(organization, stage)
    world.does(y, "c")
    index = build_index(world.snapshot(), ABC)
    chosen = select(index, [x, y])

    def lone(*places: str) -> dict[str, list[int]]:
        return {place: stages.tolist() for place, stages in alone_in_place(index, chosen, places).items()}

    assert lone("north", "north", "south", "south", "north", "south") == {"north": [0], "south": [2]}
    assert lone("north", "north", "south", "south", "north", "west") == {"north": [0]}
    assert lone("north", "", "south", "", "north", "") == {}
    assert lone(*["north"] * 6) == {}


def test_the_order_of_harm_begins_with_who_alone_supplies_most() -> None:
    """The first and the last share two stages, the second alone has the third."""
    has = np.array([[1, 1, 0], [0, 0, 1], [1, 1, 0]], dtype=bool)
    assert targeted_order(has) == [1, 0, 2]


def test_the_band_of_random_orders_holds_nine_of_ten() -> None:
    """One of ten parts has ten stages alone, the others one each: one order in ten begins with it."""
    has = np.zeros((10, 19), dtype=bool)
    has[0, :10] = True
    has[np.arange(1, 10), np.arange(10, 19)] = True
    _, random = removal_curves(has, seed=1)
    assert random[1].low == pytest.approx(9 / 19, abs=1e-6)
    assert random[1].high == pytest.approx(18 / 19, abs=1e-6)
