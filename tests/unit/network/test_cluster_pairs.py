import math

import numpy as np
import pytest
from scipy import sparse

from graphsvc import network
from graphsvc.network.sparse import Matrix

World = tuple[np.ndarray, np.ndarray, Matrix, Matrix]


@pytest.fixture
def world() -> World:
    """Three clusters with one organization each (0, 1, 2); organization 3 works with 0 and 1."""
    supply = np.array([[1.0, 0, 0], [0, 1, 0], [1, 0, 0]])
    required = np.array([True, True, False])
    attached = sparse.csr_array(np.array([[1.0, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]]))
    strength = sparse.csr_array(np.array([[0.0, 0, 0, 2], [0, 0, 0, 0.5], [0, 0, 0, 0], [2, 0.5, 0, 0]]))
    return supply, required, attached, strength


def test_the_bridged_pair_comes_first_and_parts_sum_to_the_score(world: World) -> None:
    found = network.cluster_pairs(*world)
    assert [(pair.first, pair.second) for pair in found] == [(0, 1), (1, 2)]
    best = found[0]
    assert best.bridges == (network.Bridge(3, 2.0, 0.5),)
    assert (best.opens_first, best.opens_second) == ((1,), (0,))
    for pair in found:
        assert pair.score == pytest.approx(math.fsum(value for _, value in pair.parts), abs=1e-12)


def test_pairs_without_a_gain_are_left_out(world: World) -> None:
    assert all((pair.first, pair.second) != (0, 2) for pair in network.cluster_pairs(*world))


def test_pairs_that_cooperate_already_are_left_out(world: World) -> None:
    acquainted = np.zeros((3, 3), dtype=bool)
    acquainted[0, 1] = acquainted[1, 0] = True
    found = network.cluster_pairs(*world, acquainted=acquainted)
    assert [(pair.first, pair.second) for pair in found] == [(1, 2)]


def test_who_may_not_be_named_does_not_bridge(world: World) -> None:
    eligible = np.array([True, True, True, False])
    assert network.cluster_pairs(*world, eligible=eligible)[0].bridges == ()


def test_clusters_that_already_work_together_come_later(world: World) -> None:
    supply, required, attached, strength = world
    direct = sparse.csr_array(([4.0, 4.0], ([1, 2], [2, 1])), shape=(4, 4))
    pair = next(
        p for p in network.cluster_pairs(supply, required, attached, strength + direct) if p.second == 2
    )
    assert pair.direct == 4.0
    assert dict(pair.parts)["newness"] == pytest.approx(0.2 / 5)


def test_a_bridge_counts_by_the_weaker_of_its_two_ties(world: World) -> None:
    """Organization 3 is tied by 2 and by 0.5, so b is 0.5; the gain is 1 of 2 stages for each of the two."""
    parts = dict(network.cluster_pairs(*world)[0].parts)
    assert parts == pytest.approx({"gain": 0.5 * 2 / 4, "bridges": 0.3 * 0.5 / 1.5, "newness": 0.2})
