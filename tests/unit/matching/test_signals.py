"""Every signal of every family on five organizations, computed by hand.

Asked is, where nothing else is said, who is missing beside c and e for the text "cells" with the sentence
vector (0, 100); the candidates are a, b and d. What that question brings to mind:

- cosine of words:       p1 0, p2 1/√2, p3 1, p4 0
- cosine of sentences:   p1 0, p2 0.8, p3 1, p4 0; beyond 0.2: 0, 0.6, 0.8, 0
- the same in English:   p1 0, p2 0.6, p3 0.8, p4 0; beyond 0.2: 0, 0.4, 0.6, 0, as (1, 0) is asked
- closest projects:      (sum of both) to the third power: p2 W2 = (1/√2 + 0.6)³, p3 W3 = 1.8³
- members given:         p2 1 (c), p3 2 (c and e), p4 1 (e)
"""

from dataclasses import dataclass, replace
from math import log, sqrt

import numpy as np
import pytest

from graphsvc.matching.candidates import allowed, candidates, signals
from graphsvc.matching.history import History
from graphsvc.matching.index import build_matching_index
from graphsvc.matching.query import MatchingQuery, QueryContext, Task
from graphsvc.snapshot.dates import NO_DAY
from tests.unit.matching.five import A, B, C, D, E, five

ASKED = (A, B, D)
W2, W3 = (1 / sqrt(2) + 0.6) ** 3, 1.8**3
W = sqrt(W2**2 + W3**2)
R = 2 ** (-4 / 1.5)
"""A project of four years ago beside one of today, halved every year and a half."""


def asked(*given: int, task: Task = "members", history: History | None = None) -> QueryContext:
    """The question for "cells"."""
    vector = np.array([0, 100], dtype=np.float32)
    english = np.array([10, 0], dtype=np.float32)
    question = MatchingQuery(task, np.array(given, dtype=np.int32), "cells", vector, english)
    return QueryContext(build_matching_index(history or five()), question)


def values(reading: QueryContext, *rows: int) -> dict[str, list[float]]:
    """All signals of the given organizations."""
    found = signals(reading, np.array(rows, dtype=np.int32))
    return {name: value.tolist() for name, value in found.items()}


@dataclass(frozen=True)
class Case:
    """What a signal means and its values for a, b and d."""

    signal: str
    meaning: str
    values: tuple[float, float, float]


def _consortium() -> tuple[float, float, float]:
    """EASE in its dual form, with the four projects written out."""
    half = 1 / sqrt(2)
    members = np.array([[2, 1, 0, 0], [1, 2, 1, 0], [0, 1, 3, 2], [0, 0, 2, 2]])
    words = np.array([[1, half, 0, 0], [half, 1, half, 0], [0, half, 1, 0], [0, 0, 0, 0]])
    inverse = np.linalg.inv(members + 5 * words + 50 * np.eye(4))
    value = np.array([0, 1 + 5 * half, 2 + 5, 1]) @ inverse
    a, b, d = np.array([[1, 0, 0, 0], [1, 1, 0, 0], [0, 0, 1, 1]])
    first, second, third = (float(row @ value / (1 - row @ inverse @ row)) for row in (a, b, d))
    return first, second, third


# Nearness. Chances of a step from partner to partner, each joint project counting one:
#   a: b 1;  b: a 1/2, c 1/2;  c: b, d, e 1/3 each;  d: c 1/3, e 2/3;  e: c 1/3, d 2/3.
# With 1/(size - 1) a project:
#   a: b 1;  b: a 1/2, c 1/2;  c: b 1/2, d 1/4, e 1/4;  d: c 1/4, e 3/4;  e: c 1/4, d 3/4.
# The same with p1, p3 halved 4/1.5 times and p4 8/1.5 times.
BY_COUNT = np.array(
    [
        [0, 1, 0, 0, 0],
        [1 / 2, 0, 1 / 2, 0, 0],
        [0, 1 / 3, 0, 1 / 3, 1 / 3],
        [0, 0, 1 / 3, 0, 2 / 3],
        [0, 0, 1 / 3, 2 / 3, 0],
    ]
)
BY_SIZE = np.array(
    [
        [0, 1, 0, 0, 0],
        [1 / 2, 0, 1 / 2, 0, 0],
        [0, 1 / 2, 0, 1 / 4, 1 / 4],
        [0, 0, 1 / 4, 0, 3 / 4],
        [0, 0, 1 / 4, 3 / 4, 0],
    ]
)
BY_RECENT = np.array(
    [
        [0, 1, 0, 0, 0],
        [R / (1 + R), 0, 1 / (1 + R), 0, 0],
        [0, 1 / (1 + R), 0, R / 2 / (1 + R), R / 2 / (1 + R)],
        [0, 0, R / 2 / (R + R**2), 0, (R / 2 + R**2) / (R + R**2)],
        [0, 0, R / 2 / (R + R**2), (R / 2 + R**2) / (R + R**2), 0],
    ]
)
US = np.array([0, 0, 1 / 2, 0, 1 / 2])
PEERS = np.array([0, W2, W2 + W3, W3, W3]) / (2 * W2 + 3 * W3)


def _walked(steps: np.ndarray, start: np.ndarray, stay: float) -> tuple[float, float, float]:
    """Three steps, at each of which 1 - stay returns to the start."""
    at = start
    for _ in range(3):
        at = stay * at @ steps + (1 - stay) * start
    return float(at[A]), float(at[B]), float(at[D])


# Our circle: c and e count 1/2 each, and one step by size from them adds
#   b 1/4, c 1/8, d 1/8 + 3/8, e 1/8, so b 1/4, c 5/8, d 1/2, e 5/8.
AROUND = {
    "p1": (1 / 4) / sqrt(2),
    "p2": (1 / 4 + 5 / 8) / sqrt(2),
    "p3": (5 / 8 + 1 / 2 + 5 / 8) / sqrt(3),
    "p4": (1 / 2 + 5 / 8) / sqrt(2),
}

# Countries by ordered pairs in projects of weight 1/(size - 1):
#   DE-DE 2 (a, b in p1), DE-FR 1 (b, c in p2), FR-FR 1 (c, d in p3), FR-IT 1 (p3) + 1 (p4), IT-IT 0.
# Sums DE 3, FR 4, IT 2, all 9. Kinds: company-research 1 + 1 + 1, research-research 2 + 1; sums 3 and 6.
EXPECTED_SIZE = (W2 * log(2) + W3 * log(3)) / (W2 + W3)
ALL_PEERS = 2 * W2 + 3 * W3
CASES = (
    Case("ties.share", "share of those given who know the candidate", (0, 1 / 2, 1)),
    Case("ties.strength", "part of our ties by size", (0, 1 / 4, 1 / 8 + 3 / 8)),
    Case(
        "ties.recent_strength",
        "part of our ties by size and age",
        (0, 1 / 2 / (1 + R), (R / 4 / (1 + R)) + (R / 2 + R**2) / (R + R**2) / 2),
    ),
    # partners of c: b, d, e; of e: c, d. Partners of partners: b (2 partners) leads to a and c, d (2) to c
    # and e, e (2) to c and d, c (3) to b, d and e. Those given weigh 1/2 each; d is reached from both.
    Case(
        "nearness.adamic_adar",
        "common partners, each by 1/ln of its partners",
        (1 / 2 / log(2), 1 / 2 / log(3), 1 / 2 / log(2) + 1 / 2 / log(3)),
    ),
    Case(
        "nearness.allocation",
        "common partners, each by 1/number of its partners",
        (1 / 4, 1 / 6, 1 / 4 + 1 / 6),
    ),
    Case("nearness.walk", "walk in which each joint project counts one", _walked(BY_COUNT, US, 0.5)),
    Case("nearness.size_walk", "walk in which small projects count more", _walked(BY_SIZE, US, 0.5)),
    Case("nearness.recent_walk", "walk in which recent projects count more", _walked(BY_RECENT, US, 0.6)),
    Case(
        "nearness.peer_walk",
        "walk from us and the participants of the closest projects",
        _walked(BY_SIZE, (US + PEERS) / 2, 0.5),
    ),
    Case(
        "joint.with_us",
        "members given squared, by likeness of words",
        (0, 1 * (0.05 + 1 / sqrt(2)), 4 * (0.05 + 1) + 1 * 0.05),
    ),
    Case(
        "joint.with_us_meaning",
        "members given squared, by likeness of sentences",
        (0, 1 * (0.05 + 0.6), 4 * (0.05 + 0.8) + 1 * 0.05),
    ),
    Case(
        "joint.with_us_close",
        "members given squared, by squared likeness, over the root of the size",
        (0, 1 * (0.02 + 1 / 2) / sqrt(2), 4 * (0.02 + 1) / sqrt(3) + 1 * 0.02 / sqrt(2)),
    ),
    Case(
        "joint.around_us",
        "our circle in its projects, by likeness of words",
        (
            AROUND["p1"] * 0.05,
            AROUND["p1"] * 0.05 + AROUND["p2"] * (0.05 + 1 / sqrt(2)),
            AROUND["p3"] * (0.05 + 1) + AROUND["p4"] * 0.05,
        ),
    ),
    Case(
        "joint.around_us_meaning",
        "our circle in its projects, by likeness of sentences",
        (
            AROUND["p1"] * 0.05,
            AROUND["p1"] * 0.05 + AROUND["p2"] * (0.05 + 0.6),
            AROUND["p3"] * (0.05 + 0.8) + AROUND["p4"] * 0.05,
        ),
    ),
    Case(
        "joint.around_us_english",
        "our circle in its projects, by likeness in English",
        (
            AROUND["p1"] * 0.05,
            AROUND["p1"] * 0.05 + AROUND["p2"] * (0.05 + 0.4),
            AROUND["p3"] * (0.05 + 0.6) + AROUND["p4"] * 0.05,
        ),
    ),
    # b worked on (1, 0) + (1, 1)/√2 in words, of length √(2 + √2), and (1, 0) + (0.6, 0.8) in sentences
    Case("fit.words", "cosine of its past with the text", (0, 1 / sqrt(2) / sqrt(2 + sqrt(2)), 1)),
    Case("fit.meaning", "cosine of its past with the sentences", (0, 0.8 / sqrt(1.6**2 + 0.8**2), 1)),
    Case("fit.similar", "squared likeness of its projects", (0, 1 / 2 + 0.6**2, 1 + 0.8**2)),
    Case("fit.similar_recent", "the same, halved every two years", (0, 1 / 2 + 0.6**2, (1 + 0.8**2) / 4)),
    Case("fit.closest", "its part in the closest projects", (0, W2, W3)),
    Case("fit.english", "squared likeness of its projects in English", (0, 0.4**2, 0.6**2)),
    Case("fit.english_best", "likeness of its closest project in English", (0, 0.4, 0.6)),
    Case("memory.consortium", "usual members of such projects", _consortium()),
    # the closest projects spread (W2, W3) over the programs X, Y and over the calls IA, RIA
    Case("programme.programme", "cosine of programs", (W2 / W, W2 / W, W3 / W)),
    Case("programme.call", "cosine of kinds of calls", (W3 / W, (W2 + W3) / sqrt(2) / W, W3 / W)),
    Case("place.same", "share of those given in its country", (0, 0, 1 / 2)),
    Case("place.any", "whether anyone given is in its country", (0, 0, 1)),
    Case(
        "place.affinity",
        "how its country works with ours beside what chance has",
        (
            log((1 + 5) / (3 * 4 / 9 + 5)) / 2 + log((0 + 5) / (3 * 2 / 9 + 5)) / 2,
            log((1 + 5) / (3 * 4 / 9 + 5)) / 2 + log((0 + 5) / (3 * 2 / 9 + 5)) / 2,
            log((1 + 5) / (4 * 4 / 9 + 5)) / 2 + log((2 + 5) / (4 * 2 / 9 + 5)) / 2,
        ),
    ),
    Case(
        "place.peers",
        "ln of its country's share in the closest projects",
        (
            log(W2 / ALL_PEERS + 0.01),
            log(W2 / ALL_PEERS + 0.01),
            log((W2 + 2 * W3) / ALL_PEERS + 0.01),
        ),
    ),
    Case("place.weight", "ln of its country's ties", (log(1 + 3), log(1 + 3), log(1 + 4))),
    Case(
        "size.difference",
        "usual size of its projects against the one expected",
        (
            EXPECTED_SIZE - log(2),
            EXPECTED_SIZE - log(2),
            abs((log(3) + log(2)) / 2 - EXPECTED_SIZE),
        ),
    ),
    Case("size.usual", "usual size of its projects", (log(2), log(2), (log(3) + log(2)) / 2)),
    # both given are research: company-research 3 of 2 expected, research-research 3 of 4
    Case(
        "size.kinds",
        "how its kind works with ours beside what chance has",
        (log((3 + 5) / (2 + 5)), log((3 + 5) / (4 + 5)), log((3 + 5) / (2 + 5))),
    ),
    Case("standing.projects", "number of projects", (log(2), log(3), log(3))),
    Case("standing.recent", "projects begun in the last two years", (0, log(2), 0)),
    Case("standing.running", "projects that run on the day", (0, log(2), log(2))),
    Case("standing.partners", "number of partners", (log(2), log(3), log(3))),
    Case("standing.silence", "years since its last project began", (4, 0, 4)),
    Case("standing.experience", "years since its first project began", (4, 4, 8)),
    Case("standing.coordinated", "share of projects it coordinates", (1, 1 / 2, 1 / 2)),
)


@pytest.fixture(name="found", scope="module")
def _found() -> dict[str, list[float]]:
    return values(asked(C, E), *ASKED)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.signal}: {case.meaning}")
def test_signal_by_hand(case: Case, found: dict[str, list[float]]) -> None:
    assert found[case.signal] == pytest.approx(case.values, rel=2e-5, abs=1e-6)


def test_no_signal_is_left_out(found: dict[str, list[float]]) -> None:
    assert sorted(case.signal for case in CASES) == sorted(found)


def test_partners_are_asked_for_by_what_an_organization_did_itself() -> None:
    """a took part in p1 alone: its words, sentences, program, call and size are those in question."""
    question = MatchingQuery("partners", np.array([A], dtype=np.int32))
    found = values(QueryContext(build_matching_index(five()), question), B, C, D)
    # cosines p1 1, p2 1/√2; c worked on (1, 1)/√2 + (0, 1)
    assert found["fit.words"][1] == pytest.approx(1 / sqrt(2) / sqrt(2 + sqrt(2)), rel=1e-5)
    assert found["fit.similar"] == pytest.approx([1 + 0.8**2 + 1 / 2 + 0.4**2, 1 / 2 + 0.4**2, 0], rel=1e-5)
    assert found["programme.programme"] == pytest.approx([1, 1 / sqrt(2), 0], rel=1e-5)
    assert found["programme.call"] == pytest.approx([1 / sqrt(2), 1 / sqrt(2), 1], rel=1e-5)
    assert found["size.difference"][1:] == pytest.approx([log(3 / 2) / 2, log(3 / 2) / 2], rel=1e-5)
    assert found["place.same"] == [1, 0, 0]
    assert found["memory.consortium"] == [0, 0, 0]
    # a: 1/2 stays each step; c is reached over b in two of three steps, d over c in the third
    assert found["nearness.walk"] == pytest.approx(
        [(0.625 + 0.125 / 3) / 2, 0.25 / 2 / 2, 0.125 / 3 / 2], rel=1e-5
    )


def test_peers_of_implementers_are_companies() -> None:
    """Of the participants of the closest projects, b, c, d and e, only d is a company."""
    found = values(asked(C, task="implementers"), *ASKED)
    start = (np.array([0, 0, 1, 0, 0]) + np.array([0, 0, 0, 1, 0])) / 2
    assert found["nearness.peer_walk"] == pytest.approx(_walked(BY_SIZE, start, 0.5), rel=1e-5)


def test_who_worked_on_what_is_near_in_english_comes_into_question() -> None:
    """(8, -6) has a cosine of 14/50 with p3, whose one company is d, and of 0 or less with all others."""
    near = np.array([8, -6], dtype=np.float32)
    query = MatchingQuery("implementers", np.zeros(0, dtype=np.int32), "nothing", english=near)
    context = QueryContext(build_matching_index(five()), query)
    found = candidates(context, ["fit.english"], 60, allowed(context))
    assert found.rows.tolist() == [D]
    assert found.values["fit.english"].tolist() == pytest.approx([0.08**2])


def test_the_closest_project_in_english_stands_for_all() -> None:
    """b took part in p1 and p2, whose cosines with (4, 3) are 15/25 and 24/25."""
    near = np.array([4, 3], dtype=np.float32)
    query = MatchingQuery("implementers", np.zeros(0, dtype=np.int32), "nothing", english=near)
    found = values(QueryContext(build_matching_index(five()), query), B)
    assert found["fit.english_best"] == pytest.approx([0.96 - 0.2])
    assert found["fit.english"] == pytest.approx([(0.6 - 0.2) ** 2 + (0.96 - 0.2) ** 2])


def test_an_unknown_country_or_kind_says_nothing() -> None:
    base = five()
    unknown = replace(
        base, country=np.array([0, 0, 1, -1, 2], np.int16), kind=np.array([0, 4, 4, -1, 4], np.int16)
    )
    found = values(asked(C, E, history=unknown), D)
    names = ("same", "any", "affinity", "peers", "weight")
    assert [found[f"place.{name}"] for name in names] == [[0.0]] * len(names)
    assert found["size.kinds"] == [0.0]


def test_a_start_that_is_not_known_counts_as_the_oldest_known_one() -> None:
    base = five()
    start = base.start.copy()
    start[1] = NO_DAY
    assert replace(base, start=start).age.tolist() == pytest.approx([4, 8, 4, 8])
