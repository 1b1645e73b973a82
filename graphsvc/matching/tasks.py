"""The three tasks, each a question to the one engine."""

from collections.abc import Sequence

import numpy as np

from graphsvc.matching.collaboration_graph import gather_rows
from graphsvc.matching.history import Floats
from graphsvc.matching.index import MatchingIndex
from graphsvc.matching.preferences import Preferences
from graphsvc.matching.query import MatchingQuery, QueryContext
from graphsvc.matching.results import ScoredMatch, ScoredMatches
from graphsvc.matching.suggest import explain, suggest
from graphsvc.taxonomy.matching import MatchingProfile


def partners(
    engine: MatchingIndex,
    organization: int,
    profile: MatchingProfile,
    *,
    top: int = 10,
    steering: Preferences | None = None,
) -> ScoredMatches:
    """Organizations that one (a row) should meet: new ones, never those it already works with."""
    reading = QueryContext(engine, partners_question(organization))
    return suggest(reading, profile, top=top, steering=steering or Preferences())


def explain_partner(
    engine: MatchingIndex,
    organization: int,
    candidate: int,
    profile: MatchingProfile,
    steering: Preferences | None = None,
) -> ScoredMatch | None:
    """One candidate for partnership with its reckoning, wherever it ranks; None when a veto forbids it."""
    reading = QueryContext(engine, partners_question(organization))
    return explain(reading, profile, candidate, steering or Preferences())


def implementers(
    engine: MatchingIndex,
    text: str,
    vector: Floats | None,
    profile: MatchingProfile,
    *,
    institute: int | None = None,
    top: int = 10,
    steering: Preferences | None = None,
) -> ScoredMatches:
    """Companies that could implement a result; partners the institute already has are in `known`."""
    reading = QueryContext(engine, implementers_question(text, vector, institute))
    return implementers_of(reading, profile, top=top, steering=steering or Preferences())


def implementers_of(
    reading: QueryContext, profile: MatchingProfile, *, top: int, steering: Preferences
) -> ScoredMatches:
    """`implementers` for a question that has been read."""
    graph = reading.engine.graph
    apart = np.zeros(reading.engine.size, dtype=bool)
    apart[gather_rows(graph.partners, reading.question.given)] = True
    return suggest(reading, profile, top=top, steering=steering, apart=apart)


def implementers_question(text: str, vector: Floats | None, institute: int | None) -> MatchingQuery:
    """The question for companies of a result, and of the institute (a row) that asks if it is known."""
    given = np.array([] if institute is None else [institute], dtype=np.int32)
    return MatchingQuery("implementers", given, text, vector)


def members(
    engine: MatchingIndex,
    given: Sequence[int],
    text: str,
    vector: Floats | None,
    profile: MatchingProfile,
    *,
    top: int = 10,
    steering: Preferences | None = None,
) -> ScoredMatches:
    """Who is missing beside the members given (rows) for a topic."""
    rows = np.unique(np.asarray(given, dtype=np.int32)).astype(np.int32)
    reading = QueryContext(engine, MatchingQuery("members", rows, text, vector))
    return suggest(reading, profile, top=top, steering=steering or Preferences())


def partners_question(organization: int) -> MatchingQuery:
    """The question for partners of one organization (a row)."""
    return MatchingQuery("partners", np.array([organization], dtype=np.int32))
