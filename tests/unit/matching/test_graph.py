import networkx as nx
import numpy as np
import pytest

from graphsvc.matching import graph as module
from graphsvc.matching.graph import Graph, graph, strongest
from tests.unit.matching.world import circles


@pytest.fixture(name="made")
def _made() -> Graph:
    return graph(circles())


def start_at(made: Graph, row: int) -> np.ndarray:
    start = np.zeros(made.rows.shape[0], dtype=np.float32)
    start[row] = 1
    return start


def test_common_partners_are_those_of_networkx(made: Graph) -> None:
    plain: nx.Graph[int] = nx.Graph(made.partners.toarray())
    adamic, allocation = made.common(np.array([5], dtype=np.int32), np.ones(1, dtype=np.float32))
    others = [row for row in plain if row != 5 and plain.degree(row)]
    expected = {v: p for _, v, p in nx.adamic_adar_index(plain, [(5, row) for row in others])}
    assert {row: pytest.approx(float(adamic[row]), abs=1e-5) for row in others} == expected
    expected = {v: p for _, v, p in nx.resource_allocation_index(plain, [(5, row) for row in others])}
    assert {row: pytest.approx(float(allocation[row]), abs=1e-5) for row in others} == expected


@pytest.mark.parametrize("tie", ["count", "size", "recent"])
def test_a_step_follows_ties_and_never_stays(made: Graph, tie: module.Tie) -> None:
    dense = made.rows.toarray() @ np.diag(made.ties[tie].weight) @ made.rows.toarray().T
    np.fill_diagonal(dense, 0)
    chances = dense / dense.sum(axis=1, keepdims=True)
    step = made.step((start_at(made, 3),), (tie,))[0]
    np.testing.assert_allclose(step, chances[3], atol=1e-6)


def test_walks_keep_their_mass(made: Graph) -> None:
    ends = made.walks((start_at(made, 0), start_at(made, 7)), ("count", "recent"), (0.5, 0.6))
    np.testing.assert_allclose([end.sum() for end in ends], 1, atol=1e-5)


def test_walking_in_a_large_graph_gives_the_same_within_its_steps(
    made: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts = (start_at(made, 2), start_at(made, 9))
    whole = made.walks(starts, ("count", "size"), (0.5, 0.5), 2)
    monkeypatch.setattr(module, "WHOLE", 0)
    np.testing.assert_allclose(made.walks(starts, ("count", "size"), (0.5, 0.5), 2), whole, atol=1e-6)


def test_strongest_breaks_ties_by_place() -> None:
    values = np.array([0.0, 2.0, 1.0, 1.0, 1.0, -3.0])
    assert strongest(values, 2).tolist() == [1, 2]
    assert strongest(values, 3).tolist() == [1, 2, 3]
    assert strongest(values, 9).tolist() == [1, 2, 3, 4]
