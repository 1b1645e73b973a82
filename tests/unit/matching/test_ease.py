import numpy as np
import pytest

from graphsvc.matching import ease
from graphsvc.matching.collaboration_graph import graph
from graphsvc.matching.ease import RIDGE, WORDS, fit_ease
from graphsvc.matching.tfidf import tfidf_index
from tests.unit.matching.world import circles


@pytest.mark.parametrize("rows", [2, 1_000])
def test_the_dual_form_is_ridge_regression_without_oneself(
    rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Primal EASE over members and words: P = (XᵀX + λI)⁻¹, score of j = -(x P)_j / P_jj for j not in x."""
    monkeypatch.setattr(ease, "BLOCK", rows)
    history = circles()
    made, texts = graph(history), tfidf_index(history.texts)
    found = fit_ease(made, texts)
    assert found is not None
    members = made.rows.toarray().T
    columns = np.hstack([members, np.sqrt(WORDS) * texts.weights.toarray()])
    inverse = np.linalg.inv(columns.T @ columns + RIDGE * np.eye(columns.shape[1]))
    question = np.zeros(columns.shape[1])
    question[[0, 4]] = 1
    question[members.shape[1] :] = np.sqrt(WORDS) * texts.weights.toarray()[3]
    expected = -(question @ inverse) / np.diag(inverse)
    value = found.project_values(
        made.columns @ question[: members.shape[1]].astype(np.float32),
        texts.cosines(texts.weights[[3]]).dense,
    )
    scores = (made.rows @ value) / found.free
    others = [row for row in range(members.shape[1]) if row not in (0, 4)]
    np.testing.assert_allclose(scores[others], expected[others], rtol=1e-3, atol=1e-5)


def test_beyond_its_size_there_is_no_memory() -> None:
    history = circles()
    empty = history.until(0)
    assert fit_ease(graph(empty), tfidf_index(empty.texts)) is None
