"""The three tasks, each a question to the one engine."""

from collections.abc import Sequence

import numpy as np

from graphsvc.matching.engine import Engine
from graphsvc.matching.graph import take_rows
from graphsvc.matching.history import Floats
from graphsvc.matching.match import Match, Matches
from graphsvc.matching.reading import Question, Reading
from graphsvc.matching.steering import Steering
from graphsvc.matching.suggesting import explain, suggest
from graphsvc.taxonomy.matching import MatchingProfile


def partners(
    engine: Engine,
    organization: int,
    profile: MatchingProfile,
    *,
    top: int = 10,
    steering: Steering | None = None,
) -> Matches:
    """Organizations that one (a row) should meet: new ones, never those it already works with."""
    reading = Reading(engine, partners_question(organization))
    return suggest(reading, profile, top=top, steering=steering or Steering())


def why(
    engine: Engine,
    organization: int,
    candidate: int,
    profile: MatchingProfile,
    steering: Steering | None = None,
) -> Match | None:
    """One candidate for partnership with its reckoning, wherever it ranks; None when a veto forbids it."""
    reading = Reading(engine, partners_question(organization))
    return explain(reading, profile, candidate, steering or Steering())


def implementers(
    engine: Engine,
    text: str,
    vector: Floats | None,
    profile: MatchingProfile,
    *,
    institute: int | None = None,
    top: int = 10,
    steering: Steering | None = None,
) -> Matches:
    """Companies that could implement a result; partners the institute already has are in `known`."""
    reading = Reading(engine, implementers_question(text, vector, institute))
    return implementers_of(reading, profile, top=top, steering=steering or Steering())


def implementers_of(reading: Reading, profile: MatchingProfile, *, top: int, steering: Steering) -> Matches:
    """`implementers` for a question that has been read."""
    graph = reading.engine.graph
    apart = np.zeros(reading.engine.size, dtype=bool)
    apart[take_rows(graph.partners, reading.question.given)] = True
    return suggest(reading, profile, top=top, steering=steering, apart=apart)


def implementers_question(text: str, vector: Floats | None, institute: int | None) -> Question:
    """The question for companies of a result, and of the institute (a row) that asks if it is known."""
    given = np.array([] if institute is None else [institute], dtype=np.int32)
    return Question("implementers", given, text, vector)


def members(
    engine: Engine,
    given: Sequence[int],
    text: str,
    vector: Floats | None,
    profile: MatchingProfile,
    *,
    top: int = 10,
    steering: Steering | None = None,
) -> Matches:
    """Who is missing beside the members given (rows) for a topic."""
    rows = np.unique(np.asarray(given, dtype=np.int32)).astype(np.int32)
    reading = Reading(engine, Question("members", rows, text, vector))
    return suggest(reading, profile, top=top, steering=steering or Steering())


def partners_question(organization: int) -> Question:
    """The question for partners of one organization (a row)."""
    return Question("partners", np.array([organization], dtype=np.int32))
