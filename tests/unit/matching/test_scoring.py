import math

import numpy as np
import pytest

from graphsvc.matching.candidates import Candidates
from graphsvc.matching.scoring import order, scored, shaped, weights
from graphsvc.taxonomy.matching import Shape
from tests.unit.matching.world import profile


def test_shapes() -> None:
    values = np.array([0.0, 1.0, 4.0, 4.0], dtype=np.float32)
    assert shaped(values, "plain").tolist() == [0, 1, 4, 4]
    assert shaped(values, "share").tolist() == [0, 0.25, 1, 1]
    assert shaped(values, "root").tolist() == [0, 0.5, 1, 1]
    rank = shaped(values, "rank")
    assert rank[2] == rank[3] == 1
    assert 0 == rank[0] < rank[1] < 1
    assert rank[1] == pytest.approx(1 - math.log((2 + 5) / 5) / math.log((400 + 5) / 5), abs=1e-6)


@pytest.mark.parametrize("shape", ["share", "root", "rank"])
def test_a_signal_that_nobody_has_adds_nothing(shape: Shape) -> None:
    assert shaped(np.zeros(3, dtype=np.float32), shape).tolist() == [0, 0, 0]


def test_families_sum_to_the_score_and_ties_go_to_the_smaller_row() -> None:
    made = profile("partners", ("a.x", "plain", 2.0), ("b.y", "plain", -1.0), ("a.z", "share", 0.5))
    found = Candidates(
        np.array([3, 5, 8], dtype=np.int32),
        {
            "a.x": np.array([1, 1, 0.1], dtype=np.float32),
            "a.z": np.array([1, 1, 2], dtype=np.float32),
            "b.y": np.array([0.5, 0.5, 0.1], dtype=np.float32),
        },
    )
    result = scored(found, made, weights(made, 0))
    assert result.families == ("a", "b")
    for row, score in zip(result.contributions.tolist(), result.scores.tolist(), strict=True):
        assert math.fsum(row) == score
    assert result.scores[0] == pytest.approx(2 + 0.25 - 0.5)
    assert result.pool.rows[order(result)].tolist() == [3, 5, 8]


def test_steering_multiplies_a_family() -> None:
    made = profile("partners", ("a.x", "plain", 2.0), ("b.y", "plain", -1.0))
    assert weights(made, 0, {"a": 1.5}).tolist() == [3.0, -1.0]
