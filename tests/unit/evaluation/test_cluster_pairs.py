"""Cooperations held back by hand: what is taken out, who is ranked, how ties share a rank."""

import numpy as np
import scipy.sparse as sp

from graphsvc.arrays import Float64s
from graphsvc.evaluation.cluster_pairs import KnownPair, by_pair, by_source, held_back, methods, without
from graphsvc.matching.cluster_data import ClusterData
from graphsvc.taxonomy.profiles import profile
from tests.unit.matching.clusters import both, clusters

PAIRS = (KnownPair(0, 1, "page"), KnownPair(1, 2, "page"), KnownPair(0, 2, "other"))


def test_groups_are_single_pairs_or_all_pairs_of_a_source() -> None:
    assert by_pair(PAIRS) == [[PAIRS[0]], [PAIRS[2]], [PAIRS[1]]]
    assert sorted(map(len, by_source(PAIRS))) == [1, 2]


def test_pairs_are_taken_out_both_ways() -> None:
    full = sp.csr_array(np.ones((3, 3), dtype=np.int64))
    assert without(full, {(0, 1), (2, 1)}).toarray().tolist() == [[1, 0, 1], [0, 1, 0], [1, 0, 1]]


def test_the_held_back_group_is_unknown_and_other_partners_are_not_ranked() -> None:
    seen: list[int] = []

    def score(data: ClusterData, cluster: int) -> Float64s:
        seen.append(int(data.alliances.sum()))
        return np.array([3.0, 2.0, 1.0])

    made = clusters(cooperations=("az", "z", ""))
    found = held_back(made, by_source(PAIRS), score)
    assert sorted(seen) == [2, 2, 2, 2, 4, 4]
    assert (found.pairs, found.of) == (3, 2)
    alone = held_back(made, [[PAIRS[0]]], score)
    assert (alone.median_rank, alone.mrr, alone.in_first_ten, alone.of) == (1.0, 1.0, 1.0, 1)


def test_equal_scores_share_their_mean_rank() -> None:
    found = held_back(clusters(), [[PAIRS[0]]], lambda data, _: np.zeros(len(data.ids)))
    assert (found.median_rank, found.of) == (1.5, 2)


def test_the_suggestions_find_a_partner_that_shares_members() -> None:
    made = clusters(members=("mn", "mn", "o"), cooperations=("a", "", ""))
    known = methods(profile("clusters"))
    assert held_back(made, [[PAIRS[0]]], known["suggestions"]).median_rank == 1
    assert held_back(made, [[PAIRS[0]]], known["same sector"]).median_rank == 1.5


def test_sector_vectors_and_nearness_rank_by_what_they_say() -> None:
    vectors = np.array([[9, 0], [0, 9], [9, 1]], dtype=np.float32)
    made = clusters(
        vectors=both(vectors), lat=np.array([50, 50.1, 60], np.float32), lng=np.zeros(3, np.float32)
    )
    known = methods(profile("clusters"))
    assert np.argsort(-known["sector vectors"](made, 0)).tolist() == [0, 2, 1]
    assert np.argsort(-known["nearest"](made, 0)).tolist() == [0, 1, 2]
