"""Ranked lists: the way from questions and a matching profile to the best candidates."""

from collections.abc import Iterable, Iterator

import numpy as np

from graphsvc.matching.candidates import Candidates, allowed, candidates
from graphsvc.matching.engine import Engine
from graphsvc.matching.history import Flags, Ints
from graphsvc.matching.reading import Question, Reading
from graphsvc.matching.scoring import order, scored, weights
from graphsvc.taxonomy.matching import MatchingProfile


def past_projects(engine: Engine, given: Ints) -> int:
    """Number of past projects of the first of those given; 0 for none."""
    return int(engine.graph.projects_of[given[0]]) if len(given) else 0


def found(reading: Reading, profile: MatchingProfile, mask: Flags | None = None) -> Candidates:
    """The candidates of a question with the retrievers of a profile."""
    return candidates(reading, profile.retrievers, profile.each, allowed(reading, mask))


def rank(engine: Engine, question: Question, profile: MatchingProfile, top: int) -> Ints:
    """Rows of the best `top` organizations for a question, best first."""
    result = found(Reading(engine, question), profile)
    if not len(result.rows):
        return np.zeros(0, dtype=np.int32)
    weight = weights(profile, past_projects(engine, question.given))
    judged = scored(result, profile, weight)
    return result.rows[order(judged, top)]


def rankings(
    engine: Engine, questions: Iterable[Question], profile: MatchingProfile, top: int = 50
) -> Iterator[Ints]:
    """`rank` for each question in turn."""
    for question in questions:
        yield rank(engine, question, profile, top)
