from collections.abc import Sequence

import networkx as nx
import numpy as np
import pytest

from graphsvc.matching import collaboration_graph as module
from graphsvc.matching import personalized_pagerank
from graphsvc.matching.collaboration_graph import CollaborationGraph, Values, graph, top_k
from graphsvc.matching.personalized_pagerank import FEW_STEPS, PersonalizedPageRank, Start, walk
from tests.unit.matching.world import circles


@pytest.fixture(name="made")
def _made() -> CollaborationGraph:
    return graph(circles())


def start_at(row: int) -> Start:
    return np.array([row], dtype=np.int32), np.ones(1, dtype=np.float32)


def table(values: Sequence[Values]) -> np.ndarray:
    return np.stack([value.dense for value in values])


def test_common_partners_are_those_of_networkx(made: CollaborationGraph) -> None:
    plain: nx.Graph[int] = nx.Graph(made.partners.toarray())
    adamic, allocation = made.common(np.array([5], dtype=np.int32), np.ones(1, dtype=np.float32))
    others = [row for row in plain if row != 5 and plain.degree(row)]
    expected = {v: p for _, v, p in nx.adamic_adar_index(plain, [(5, row) for row in others])}
    assert {row: pytest.approx(float(adamic[row]), abs=1e-5) for row in others} == expected
    expected = {v: p for _, v, p in nx.resource_allocation_index(plain, [(5, row) for row in others])}
    assert {row: pytest.approx(float(allocation[row]), abs=1e-5) for row in others} == expected


@pytest.mark.parametrize("tie", ["count", "size", "recent"])
def test_a_step_follows_ties_and_never_stays(made: CollaborationGraph, tie: module.Tie) -> None:
    dense = made.rows.toarray() @ np.diag(made.ties[tie].weight) @ made.rows.toarray().T
    np.fill_diagonal(dense, 0)
    chances = dense / dense.sum(axis=1, keepdims=True)
    first, _ = walk(made, [start_at(3)], [PersonalizedPageRank(tie, 0.5)])
    np.testing.assert_allclose(first[0].dense, chances[3], atol=1e-6)


def test_walks_keep_their_mass(made: CollaborationGraph) -> None:
    _, ends = walk(
        made,
        [start_at(0), start_at(7)],
        [PersonalizedPageRank("count", 0.5), PersonalizedPageRank("recent", 0.6)],
    )
    np.testing.assert_allclose([end.dense.sum() for end in ends], 1, atol=1e-5)


def test_walking_in_a_large_graph_gives_the_same_within_its_steps(
    made: CollaborationGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts, kinds = (
        [start_at(2), start_at(9)],
        [PersonalizedPageRank("count", 0.5), PersonalizedPageRank("size", 0.5)],
    )
    whole = walk(made, starts, kinds, FEW_STEPS)
    monkeypatch.setattr(personalized_pagerank, "WHOLE", 0)
    for stood, reached in zip(whole, walk(made, starts, kinds), strict=True):
        np.testing.assert_allclose(table(reached), table(stood), atol=1e-6)


def test_several_questions_walk_together_as_one_by_one(made: CollaborationGraph) -> None:
    kinds = [PersonalizedPageRank("count", 0.5), PersonalizedPageRank("size", 0.5)]
    alone = [end for row in (1, 8) for end in walk(made, [start_at(row), start_at(row + 1)], kinds)[1]]
    joint = walk(made, [start_at(row) for row in (1, 2, 8, 9)], kinds)[1]
    assert np.array_equal(table(alone), table(joint))


def test_strongest_breaks_ties_by_place() -> None:
    values = np.array([0.0, 2.0, 1.0, 1.0, 1.0, -3.0])
    assert top_k(values, 2).tolist() == [1, 2]
    assert top_k(values, 3).tolist() == [1, 2, 3]
    assert top_k(values, 9).tolist() == [1, 2, 3, 4]
