import math

import numpy as np
import pytest

from graphsvc.matching.cutoffs import has_similar_projects, resemblance, similar_projects
from graphsvc.matching.history import COMPANY
from graphsvc.matching.index import build_matching_index
from graphsvc.matching.query import MatchingQuery, QueryContext
from tests.unit.matching.world import TOPICS, circles

NOBODY = np.zeros(0, dtype=np.int32)


def reading(text: str) -> QueryContext:
    """A question to the circles by words alone; one organization of each circle is a company."""
    made = build_matching_index(circles(firms=("food-0", "law-0")))
    return QueryContext(made, MatchingQuery("implementers", NOBODY, text))


def test_known_words_count_by_their_share() -> None:
    whole = reading(TOPICS["food"]).index.words
    assert whole.known("protein from peas for meat products") == pytest.approx(1.0)
    assert whole.known("protein zwitterion") == pytest.approx(
        1 / math.hypot(1, (1 + math.log(14 / 2)) / weight(reading("x"), "protein")), abs=1e-6
    )
    assert whole.known("zwitterion") == whole.known("") == 0.0


def weight(one: QueryContext, word: str) -> float:
    """Weight of a word that stands once in a text."""
    known = one.index.words
    return float(known.idf[known.places[word]])


def test_a_project_resembles_by_words_and_the_more_so_the_more_of_the_text_is_known() -> None:
    told = reading("protein from peas")
    diluted = reading("protein from peas quark gluon plasma zwitterion")
    assert resemblance(told).max() > 2 * resemblance(diluted).max() > 0
    projects = told.index.history.projects
    named = {projects[int(place)].partition("-")[0] for place in np.flatnonzero(similar_projects(told))}
    assert named == {"bridge", "food"}


@pytest.mark.parametrize(
    ("text", "kind", "answer"),
    [
        (TOPICS["food"], "company", True),
        ("quark gluon plasma", "company", False),
        ("", "company", False),
        (TOPICS["battery"], "company", False),
        (TOPICS["battery"], "anybody", True),
        (TOPICS["food"], "nobody", False),
    ],
)
def test_a_text_has_a_place_where_somebody_asked_for_took_part(text: str, kind: str, answer: bool) -> None:
    asked = reading(text)
    who = {
        "company": asked.index.history.kind == COMPANY,
        "anybody": np.ones(asked.index.size, dtype=bool),
        "nobody": np.zeros(asked.index.size, dtype=bool),
    }[kind]
    assert has_similar_projects(asked, who) is answer


def test_one_known_word_among_many_is_too_little() -> None:
    """By words alone the three most resembling projects must reach 0.25 on average."""
    asked = reading("meat zwitterion gluon plasma boson lepton quark")
    best = np.sort(resemblance(asked))[-3:].mean()
    assert 0.01 < best < 0.25
    assert not has_similar_projects(asked, np.ones(asked.index.size, dtype=bool))
    assert not similar_projects(asked).any()
