"""Relevance: an organization is ranked by its one best piece of evidence."""

import math
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from string import ascii_lowercase

import numpy as np
import pytest
import scipy.sparse as sp
import snowballstemmer

from graphsvc.matching.relevance.bm25 import bm25_index
from graphsvc.matching.relevance.expansion import CLOSE, OWN, closely_fitting, expanded, nearness
from graphsvc.matching.relevance.index import RelevanceIndex, TextVectors, centered, relevance_index
from graphsvc.matching.relevance.model import TOOK_PART, EvidenceScores, evidence_scores
from graphsvc.matching.relevance.ranking import BestEvidence, best_evidence, candidates, shared_words
from graphsvc.matching.relevance.similarity import Question, similarity
from graphsvc.matching.relevance.words import generic_stems, stems

TITLES = (
    "Hyperspectral imaging of foreign bodies in food processing",
    "Pulsed electric fields for fruit juice",
    "Espresso machine without boiler",
    "",
)
LEADS, TAKES_PART = 2, 1


def vectors(*axes: int, dimensions: int = 4) -> TextVectors:
    """A vector a text, along an axis; -1 stands for no text."""
    rows = np.zeros((len(axes), dimensions), dtype=np.float32)
    for row, axis in enumerate(axes):
        if axis >= 0:
            rows[row, axis] = 127
    return TextVectors(rows, rows.copy())


def index(roles: list[list[int]]) -> RelevanceIndex:
    """Four pieces, of which the last has no text; `roles` is pieces × organizations."""
    return relevance_index(
        texts=TITLES,
        searched=TITLES,
        project=np.arange(4, dtype=np.int32),
        participants=sp.csr_array(np.array(roles, dtype=np.int8)),
        vectors=vectors(0, 1, 2, -1),
        foreign=vectors(3, 3),
    )


def scores(*meaning: float) -> EvidenceScores:
    none = np.zeros(len(meaning))
    every = np.ones(len(meaning), dtype=bool)
    return EvidenceScores(meaning=np.array(meaning), words=none, closest=none, comparable=every, text=0.0)


def rows(found: list[BestEvidence]) -> list[int]:
    return [one.organization for one in found]


def test_many_projects_are_no_reproach() -> None:
    """The organization of all pieces stands as high as the one that has the best alone."""
    made = index([[LEADS, LEADS], [LEADS, 0], [LEADS, 0], [0, 0]])
    found = best_evidence(made, scores(5, 4, 3, -9), np.ones(2, dtype=bool), top=9)
    assert [one.score for one in found] == [5, 5]
    assert [one.others for one in found] == [(1, 2), ()]


def test_at_most_two_of_a_project_unless_all_are_asked_for() -> None:
    made = index([[TAKES_PART, TAKES_PART, TAKES_PART, LEADS], [0, 0, LEADS, 0], [0] * 4, [0] * 4])
    allowed = np.ones(4, dtype=bool)
    assert rows(best_evidence(made, scores(5, 4, 3, -9), allowed, top=9)) == [3, 0, 2]
    every = best_evidence(made, scores(5, 4, 3, -9), allowed, top=9, of_one_piece=None)
    assert rows(every) == [3, 0, 1, 2]


def test_who_led_stands_before_who_took_part() -> None:
    made = index([[TAKES_PART, LEADS], [0, 0], [0, 0], [0, 0]])
    first, second = best_evidence(made, scores(2, 0, 0, -9), np.ones(2, dtype=bool), top=9)
    assert (first.organization, first.role) == (1, 0)
    assert (second.organization, second.role) == (0, TOOK_PART)
    assert second.score == math.fsum((second.meaning, second.words, second.closest, second.role, second.text))


def test_what_is_near_to_the_best_gains_and_what_is_far_loses() -> None:
    near = TextVectors(*(np.array([[9, 0], [9, 3], [0, 9], [0, 0]], dtype=np.float32) for _ in range(2)))
    roles = [[LEADS, 0, 0], [0, LEADS, 0], [0, 0, LEADS], [0, 0, 0]]
    made = replace(index(roles), vectors=centered(near, TextVectors(*(np.zeros((1, 2), np.float32),) * 2)))
    given, allowed = scores(9, 1, 1, -9), np.ones(3, dtype=bool)
    found = expanded(made, given, allowed)
    assert found.closest[0] > found.closest[1] > 0 > found.closest[2]
    assert rows(best_evidence(made, found, allowed, top=9)) == [0, 1]
    assert expanded(made, scores(-1, -2, -3, -9), allowed).closest.tolist() == [0, 0, 0, 0]
    # what nobody allowed has done asks for nothing
    assert expanded(made, given, ~allowed).closest.tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize(
    "roles",
    [
        [[LEADS, 0, 0], [LEADS, 0, 0], [0, 0, LEADS], [0, 0, 0]],
        [[LEADS, LEADS, 0], [0, 0, 0], [0, 0, LEADS], [0, 0, 0]],
    ],
    ids=["two phases of one company", "two companies of one project"],
)
def test_a_company_and_a_project_count_once_among_the_best(roles: list[list[int]]) -> None:
    """Both axes are asked for alike, though two speak for the first."""
    apart = TextVectors(*(np.array([[9, 0], [9, 0], [0, 9], [0, 0]], dtype=np.float32) for _ in range(2)))
    made = replace(index(roles), vectors=centered(apart, TextVectors(*(np.zeros((1, 2), np.float32),) * 2)))
    found = expanded(made, scores(5, 5, 5, -9), np.ones(3, dtype=bool))
    assert found.closest[0] == found.closest[2]


@pytest.mark.parametrize(
    ("cosines", "own", "close"),
    [
        ([CLOSE, CLOSE + 0.1, CLOSE - 0.01, CLOSE], [OWN] * 4, 2),
        ([CLOSE - 0.01, CLOSE], [OWN] * 2, 0),
        ([CLOSE, CLOSE], [OWN] * 2, 2),
        ([CLOSE, CLOSE, CLOSE], [OWN + 1, OWN - 0.01, OWN], 1),
        ([], [], 0),
    ],
)
def test_who_stands_before_the_first_that_is_only_near_fits_closely(
    cosines: list[float], own: list[float], close: int
) -> None:
    """Near to the others that fit best, and near to the text by itself; words count as meaning does."""
    found = [
        BestEvidence(row, row, meaning=near - 0.5, words=0.5, closest=nearness(cosine), role=0, text=0)
        for row, (cosine, near) in enumerate(zip(cosines, own, strict=True))
    ]
    assert closely_fitting(found) == close


def test_nearness_is_the_part_of_a_piece_with_that_cosine() -> None:
    """The only best piece has the cosine one with itself."""
    made = index([[LEADS], [0], [0], [0]])
    allowed = np.ones(1, dtype=bool)
    assert expanded(made, scores(9, -9, -9, -9), allowed).closest[0] == nearness(1)


def test_only_what_reaches_the_cut_off_is_named() -> None:
    made = index([[LEADS, 0], [0, TAKES_PART], [0, 0], [0, 0]])
    allowed = np.ones(2, dtype=bool)
    assert rows(best_evidence(made, scores(0, -0.1, 0, 0), allowed, top=9)) == [0]
    # whoever took part needs more than who led
    assert rows(best_evidence(made, scores(-0.1, 0, 0, 0), allowed, top=9)) == []
    assert rows(best_evidence(made, scores(5, 5, 0, 0), ~allowed, top=9)) == []


def test_the_nearest_text_has_the_highest_score() -> None:
    made = index([[LEADS], [LEADS], [LEADS], [LEADS]])
    asked = Question(["Foreign bodies seen by hyperspectral cameras"], vectors(0))
    found = similarity(made, asked)
    assert found.english.argmax() == found.multilingual.argmax() == found.shared.argmax() == 0
    assert found.english[3] == found.shared[3] == 0
    assert evidence_scores(asked, found).total.argmax() == 0


def test_the_share_of_german_words_understood_counts() -> None:
    made = index([[LEADS], [LEADS], [LEADS], [LEADS]])
    little, much = (Question(["juice"], vectors(1), understood) for understood in (0.1, 0.5))
    low, high = (evidence_scores(one, similarity(made, one)).total for one in (little, much))
    assert (high > low).all()


@pytest.mark.parametrize(
    ("text", "understood", "named"),
    [
        ("espresso for cats", None, [2]),
        ("bodies and juice", 1.0, [0, 1]),
        ("cats on rockets", None, []),
        ("food processing", None, [0]),
        ("food production", None, []),
        ("food processing", 0.0, []),
        ("", None, []),
        ("juice for cats, rockets, poems, castles and choirs", None, [0, 1, 2, 3]),
    ],
    ids=[
        "shares a word",
        "another word for each",
        "shares none",
        "all generic, each shared",
        "all generic, not each shared",
        "telling words were not understood",
        "nothing is told",
        "not short",
    ],
)
def test_after_few_words_only_who_shares_a_telling_one_is_named(
    text: str, understood: float | None, named: list[int]
) -> None:
    made = index([[LEADS, 0, 0, 0], [0, LEADS, 0, 0], [0, 0, LEADS, 0], [0, 0, 0, LEADS]])
    asked = Question([text], vectors(0), understood)
    found = similarity(made, asked)
    assert np.flatnonzero(found.comparable).tolist() == named
    sure = replace(evidence_scores(asked, found), meaning=np.full(4, 99.0))
    assert sorted(rows(best_evidence(made, sure, np.ones(4, dtype=bool), top=9))) == named


def test_words_of_a_single_text_count() -> None:
    made = bm25_index(TITLES)
    assert made.shares("espresso").argmax() == 2
    assert made.shares("espresso")[2] > made.shares("espresso from unknown beans")[2] > 0
    assert not made.shares("nothing of it").any()
    assert not bm25_index(()).shares("espresso").size


def test_generic_words_are_no_reason() -> None:
    made = index([[LEADS], [LEADS], [LEADS], [LEADS]])
    text = "Food processing by hyperspectral imaging of foreign bodies"
    assert shared_words(made, set(stems(text)), 0) == ("bodies", "foreign", "Hyperspectral", "imaging")
    assert {"food", "process", "plant", "treatment", "real", "time", "non"} <= {
        *generic_stems(),
        *(stem for word in ("treatment", "plant") for stem in stems(word)),
    }


@pytest.mark.parametrize(("allowed", "count"), [([True, True], 2), ([True, False], 1)])
def test_candidates_are_those_with_any_evidence(allowed: list[bool], count: int) -> None:
    made = index([[LEADS, 0], [0, TAKES_PART], [0, 0], [0, 0]])
    assert candidates(made, np.array(allowed)) == count


def test_threads_stem_alike_at_the_same_time() -> None:
    """Each word is a new one, since known stems are kept."""
    endings = ("processing", "bakeries", "nationally", "hopefulness", "relational")
    starts = [f"{one}{other}" for one in ascii_lowercase for other in "bcdfg"]
    texts = [" ".join(f"{start}{ending}" for ending in endings) for start in starts]
    stemmer = snowballstemmer.stemmer("english")
    alone = [[stemmer.stemWord(word) for word in text.split()] for text in texts]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            together = [*threads.map(stems, texts)]
    finally:
        sys.setswitchinterval(before)
    assert together == alone
