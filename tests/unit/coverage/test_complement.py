"""What clusters have alone and together and give each other, against counting sets."""

import numpy as np
import pytest

from graphsvc.coverage import build_index, coverage, select
from graphsvc.coverage.complement import complementarity, counted_together, supply_of_clusters
from tests.unit.coverage.test_closers import ABC, drawn
from tests.unit.coverage.worlds import World


@pytest.mark.parametrize("block", range(3))
def test_alone_and_together_equal_the_coverage_of_the_set(block: int) -> None:
    for seed in range(20 * block, 20 * block + 20):
        world, clusters, _ = drawn(seed)
        index, strict = build_index(world.snapshot(), ABC), seed % 2 == 0
        supply = supply_of_clusters(index, strict=strict)
        together = counted_together(index, strict=strict)
        for row, cluster in enumerate(clusters):
            found = coverage(index, select(index, [cluster]), strict=strict)
            assert supply[row].tolist() == [stage.n for stage in found.stages]
        rng = np.random.default_rng(seed)
        rows = rng.permutation(len(clusters))[: rng.integers(1, len(clusters) + 1)].tolist()
        found = coverage(index, select(index, [clusters[row] for row in rows]), strict=strict)
        assert together(rows).tolist() == [stage.n for stage in found.stages]
        assert (together(rows) <= supply[rows].sum(axis=0)).all()


def test_what_each_opens_for_the_other_by_hand() -> None:
    supply = np.array([[2, 0, 1, 0], [0, 1, 3, 5], [0, 0, 0, 0]])
    gain = complementarity(supply, np.array([True, True, True, False]))
    assert gain.tolist() == [[0, 1, 0], [1, 0, 0], [2, 2, 0]]


@pytest.mark.parametrize("seed", range(20))
def test_what_each_opens_equals_the_gain_of_the_pair(seed: int) -> None:
    world, clusters, _ = drawn(seed)
    index = build_index(world.snapshot(), ABC)
    gain = complementarity(supply_of_clusters(index), index.required)
    alone = [coverage(index, select(index, [cluster])).covered for cluster in clusters]
    for i, one in enumerate(clusters):
        for j, other in enumerate(clusters):
            assert gain[i, j] == coverage(index, select(index, [one, other])).covered - alone[i]


def test_no_clusters_at_all() -> None:
    index = build_index(World().snapshot(), ABC)
    assert complementarity(supply_of_clusters(index), index.required).shape == (0, 0)
    assert counted_together(index)([]).tolist() == [0, 0, 0]
