import networkx as nx
import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from tests.bench import adamic_adar as bench
from tests.bench.adamic_adar import adamic_adar


def plainly(made: "nx.Graph[int]", node: int, top: int) -> list[tuple[int, float]]:
    """The same by networkx over all pairs that are not tied."""
    others = [other for other in made if other != node and not made.has_edge(node, other)]
    scored = nx.adamic_adar_index(made, [(node, other) for other in others])
    ranked = sorted((-round(score, 9), other) for _, other, score in scored if score > 0)
    return [(other, -score) for score, other in ranked[:top]]


def listed(made: "nx.Graph[int]", top: int) -> list[list[tuple[int, float]]]:
    """The lists of all nodes."""
    matrix = sp.csr_array(nx.to_scipy_sparse_array(made, nodelist=list(range(len(made)))))
    matrix.sort_indices()
    rows = np.arange(len(made), dtype=np.int32)
    return [
        list(zip(places.tolist(), scores.tolist(), strict=True))
        for places, scores in adamic_adar(matrix, rows, top)
    ]


@given(
    nodes=st.integers(1, 30),
    share=st.floats(0, 1),
    seed=st.integers(0, 99),
    top=st.integers(1, 12),
    sparse=st.sampled_from([0, 10_000]),
)
def test_the_lists_are_those_of_networkx(nodes: int, share: float, seed: int, top: int, sparse: int) -> None:
    made = nx.gnp_random_graph(nodes, share, seed=seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bench, "_SPARSE", sparse)
        found = listed(made, top)
    for node, ours in enumerate(found):
        expected = plainly(made, node, top)
        assert [place for place, _ in ours] == [place for place, _ in expected]
        assert [score for _, score in ours] == pytest.approx([score for _, score in expected], abs=2e-9)


def test_large_graphs_keep_all_that_could_be_among_the_first() -> None:
    made = nx.barabasi_albert_graph(2_000, 4, seed=3)
    found = listed(made, 10)
    for node in range(0, 2_000, 97):
        expected = plainly(made, node, 10)
        assert [place for place, _ in found[node]] == [place for place, _ in expected]


def test_equal_scores_go_to_the_smaller_row_and_strangers_are_left_out() -> None:
    made = nx.Graph([(0, 1), (1, 2), (1, 3), (4, 5)])
    assert [[place for place, _ in one] for one in listed(made, 5)] == [[2, 3], [], [0, 3], [0, 2], [], []]
    assert listed(made, 1)[0] == [(2, round(1 / float(np.log(3)), 9))]
