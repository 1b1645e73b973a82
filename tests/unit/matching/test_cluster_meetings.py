"""Pairs of clusters that should meet."""

import numpy as np
import pytest
import scipy.sparse as sp

from graphsvc.matching.cluster_meetings import cluster_pairs, stages_gained
from graphsvc.matching.cluster_partners import cluster_partners
from graphsvc.taxonomy.profiles import profile
from tests.unit.matching.clusters import clusters

CHOSEN = profile("clusters")


def test_the_score_is_the_mean_of_both_directions() -> None:
    made = clusters(stages=("a", "ab", ""), country=("DE", "DE", "FR"))
    (pair,) = cluster_pairs(made, CHOSEN, top=10)
    assert (pair.first, pair.second) == (0, 1)
    (ours,) = [match for match in cluster_partners(made, 0, CHOSEN).matches if match.row == 1]
    (theirs,) = [match for match in cluster_partners(made, 1, CHOSEN).matches if match.row == 0]
    assert ours.score != theirs.score
    assert pair.score == pytest.approx((ours.score + theirs.score) / 2, abs=1e-9)


def test_pairs_come_by_score_then_by_row_and_no_more_than_asked() -> None:
    made = clusters(stages=("a", "b", "c"), country=("DE", "", "DE"))
    found = cluster_pairs(made, CHOSEN, top=10)
    assert [(pair.first, pair.second) for pair in found] == [(0, 2), (0, 1), (1, 2)]
    assert cluster_pairs(made, CHOSEN, top=2) == found[:2]


def test_pairs_that_gain_nothing_or_know_each_other_are_left_out() -> None:
    made = clusters(stages=("ab", "ab", "c"), country=("DE", "DE", "DE"))
    assert [(pair.first, pair.second) for pair in cluster_pairs(made, CHOSEN, top=10)] == [(0, 2), (1, 2)]
    known = sp.csr_array(np.array([[0, 0, 1], [0, 0, 0], [1, 0, 0]]))
    met = clusters(stages=("ab", "ab", "c"), country=("DE", "DE", "DE"), alliances=known)
    assert [(pair.first, pair.second) for pair in cluster_pairs(met, CHOSEN, top=10)] == [(1, 2)]


def test_stages_gained_are_required_and_held_by_one_of_the_two() -> None:
    made = clusters(stages=("abe", "bc", ""))
    assert stages_gained(made, 0, 1) == (0, 2)
    assert stages_gained(made, 0, 2) == ()
