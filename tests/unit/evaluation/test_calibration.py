"""Intervals of the likelihood by rank, beside the normal interval of a share."""

import math

import numpy as np
import pytest

from graphsvc.evaluation.calibration import bands

NORMAL = 1.959964
"""97.5 % of a normal distribution lie below this many standard errors."""


def single(realized: int, questions: int) -> list[np.ndarray]:
    """Questions with one suggestion each, of which so many became real."""
    return [np.array([place < realized]) for place in range(questions)]


@pytest.mark.parametrize("realized", [40, 100, 200, 360])
def test_the_interval_is_that_of_a_share(realized: int) -> None:
    questions = 400
    (band,) = bands(single(realized, questions), seed=3)
    share = realized / questions
    error = math.sqrt(share * (1 - share) / questions)
    assert band.share == share
    assert band.low == pytest.approx(share - NORMAL * error, abs=0.25 * error)
    assert band.high == pytest.approx(share + NORMAL * error, abs=0.25 * error)


def test_the_interval_is_half_as_wide_with_four_times_the_questions() -> None:
    (few,), (many,) = bands(single(50, 100), seed=5), bands(single(200, 400), seed=5)
    assert (many.high - many.low) / (few.high - few.low) == pytest.approx(0.5, abs=0.06)


def test_suggestions_of_one_question_hang_together() -> None:
    """Ranks 2 and 3 of a question are both real or both not: two hundred of them tell no more than one
    hundred questions do.
    """
    questions, share = 100, 0.5
    hits = [np.array([False, place % 2 == 0, place % 2 == 0]) for place in range(questions)]
    band = bands(hits, seed=7)[1]
    error = math.sqrt(share * (1 - share) / questions)
    assert (band.suggested, band.realized) == (200, 100)
    assert band.high - band.low == pytest.approx(2 * NORMAL * error, abs=0.4 * error)


def test_what_always_or_never_happens_has_no_width() -> None:
    (always,), (never,) = bands(single(30, 30), seed=1), bands(single(0, 30), seed=1)
    assert (always.low, always.high) == (1.0, 1.0)
    assert (never.low, never.high) == (0.0, 0.0)


def test_ranks_that_were_never_shown_have_no_band() -> None:
    assert [(band.first, band.last) for band in bands([np.array([True] * 5)], seed=1)] == [
        (1, 1),
        (2, 3),
        (4, 5),
    ]
