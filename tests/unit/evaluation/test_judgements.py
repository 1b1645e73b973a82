"""What people say moves weights the right way, and never by more than the bound."""

import numpy as np
import pytest

from graphsvc.arrays import Float64s
from graphsvc.evaluation.judgements import MOST, JudgedCandidate, adjust, teaches
from graphsvc.taxonomy.matching import MatchingProfile, Shape, Term
from tests.unit.matching.world import profile

TERMS: tuple[tuple[str, Shape, float], ...] = (
    ("nearness.walk", "root", 2.0),
    ("fit.words", "root", 1.0),
    ("fit.meaning", "share", -0.5),
    ("place.same", "plain", -0.4),
)
SPREAD = np.full(len(TERMS), 0.2)


def judged(
    values: tuple[float, ...], *, wanted: bool, reason: str = "", question: str = "q", person: str = "p"
) -> JudgedCandidate:
    """A candidate that differs from its list by `values`."""
    others = np.full(len(TERMS), 0.5)
    return JudgedCandidate(question, person, wanted, reason, others + np.array(values), others, 1)


def moved(*words: JudgedCandidate, spread: Float64s = SPREAD) -> list[float]:
    """By which share of itself each weight moves away from zero."""
    before = profile("partners", *TERMS)
    after = adjust(before, words, spread)
    pairs = zip(before.terms, after.terms, strict=True)
    return [new.weights[0] / old.weights[0] - 1 for old, new in pairs]


@pytest.mark.parametrize(
    ("reason", "heard"),
    [
        ("too-far", [False, False, False, True]),
        ("not-fitting", [False, True, True, False]),
        ("known", [False] * 4),
        ("competitor", [False] * 4),
        ("other", [True] * 4),
        ("in their own words", [True] * 4),
    ],
)
def test_a_reason_teaches_what_it_speaks_of(reason: str, heard: list[bool]) -> None:
    word = judged((0.3, 0.3, 0.3, 0.3), wanted=False, reason=reason)
    assert teaches(word, profile("partners", *TERMS).terms) is any(heard)
    changes = moved(*([word] * 3))
    assert [change != 0 for change in changes] == heard
    for change, (_, _, weight) in zip(changes, TERMS, strict=True):
        assert change * weight <= 0, "what the declined one has counts less"


def test_balanced_judgements_of_many_move_the_weights_the_right_way() -> None:
    words = [
        word
        for place in range(60)
        for word in (
            judged((0.0, 0.4, 0.0, 0.0), wanted=True, question=f"q{place}", person=f"p{place}"),
            judged(
                (0.4, -0.4, 0.0, 0.0), wanted=False, reason="other", question=f"q{place}", person=f"p{place}"
            ),
        )
    ]
    near, words_weight, meaning, place = moved(*words)
    assert words_weight > 0.01
    assert near < -0.01
    assert meaning == place == 0


def test_however_many_judge_no_weight_moves_beyond_the_bound() -> None:
    rng = np.random.default_rng(4)
    words = [
        judged(
            tuple(rng.normal(0.5, 1, len(TERMS))),
            wanted=False,
            reason="other",
            question=f"q{one}",
            person=f"p{one}",
        )
        for one in range(5_000)
    ]
    changes = moved(*words)
    assert max(map(abs, changes)) <= MOST + 1e-12
    assert max(map(abs, changes)) > MOST * 0.99, "the bound is what stops them"


def test_a_thousand_words_of_one_person_weigh_no_more_than_ten_lists() -> None:
    one = judged((0.02, 0.0, 0.0, 0.0), wanted=False, reason="other")
    assert moved(*([one] * 1_000)) == moved(one), "of one list"
    lists = [
        judged((0.02, 0.0, 0.0, 0.0), wanted=False, reason="other", question=f"q{place}")
        for place in range(1_000)
    ]
    assert moved(*lists) == pytest.approx(moved(*lists[:10]), abs=1e-3)
    assert moved(*lists[:10])[0] < moved(*lists[:2])[0] < 0
    several = [
        judged((0.02, 0.0, 0.0, 0.0), wanted=False, reason="other", person=f"p{place}") for place in range(50)
    ]
    assert moved(*several) == pytest.approx(moved(one), abs=1e-3), "one list counts once, whoever judges it"


def test_a_stratum_hears_its_own_lists_and_those_beside_it() -> None:
    made = MatchingProfile(
        "p", "1", "partners", {}, {}, (), 1, (1, 3, 9), (Term("fit.words", "root", (1.0,) * 4),), {}, ()
    )
    word = JudgedCandidate("q", "p", True, "", np.array([0.9]), np.array([0.1]), 1)
    first, second, third, fourth = adjust(made, [word], np.array([0.2])).terms[0].weights
    assert first > 1
    assert second > 1
    assert third == fourth == 1


def test_without_judgements_nothing_moves() -> None:
    before = profile("partners", *TERMS)
    assert adjust(before, [], SPREAD) == before
