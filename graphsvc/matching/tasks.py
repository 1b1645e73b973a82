"""The three tasks: partners (of one organization or of many at once), implementers and members."""

from collections.abc import Sequence

import numpy as np

from graphsvc.arrays import Float32s, Float64s, Int32s
from graphsvc.matching.collaboration_graph import gather_rows
from graphsvc.matching.index import MatchingIndex
from graphsvc.matching.preferences import Preferences
from graphsvc.matching.query import MatchingQuery, QueryContext, query_contexts
from graphsvc.matching.ranking import best
from graphsvc.matching.results import ScoredMatch, ScoredMatches
from graphsvc.matching.suggest import explain, suggest
from graphsvc.taxonomy.matching import MatchingProfile

# Queries computed together: bounds the memory of dense organizations × queries arrays.
TOGETHER = 16


def partners(
    index: MatchingIndex,
    organization: int,
    profile: MatchingProfile,
    *,
    top: int = 10,
    preferences: Preferences | None = None,
) -> ScoredMatches:
    """Organizations that one organization (a row) has never worked with, best first."""
    context = QueryContext(index, partners_query(organization))
    return suggest(context, profile, top=top, preferences=preferences or Preferences())


def best_of(
    index: MatchingIndex, profile: MatchingProfile, rows: Int32s, top: int
) -> list[tuple[Int32s, Float64s]]:
    """For each organization (a row) the rows and scores of its best `top` candidates, best first.

    These are the partners that `ranking.rank` names and `partners` scores; both arrays are empty for
    an organization without projects or whose candidates are all vetoed.
    """
    results: list[tuple[Int32s, Float64s]] = []
    for start in range(0, len(rows), TOGETHER):
        queries = [partners_query(int(row)) for row in rows[start : start + TOGETHER]]
        results += [best(context, profile, top) for context in query_contexts(index, queries)]
    return results


def explain_partner(
    index: MatchingIndex,
    organization: int,
    candidate: int,
    profile: MatchingProfile,
    preferences: Preferences | None = None,
) -> ScoredMatch | None:
    """Explain one candidate's score, whatever its rank; None when it may not be suggested."""
    context = QueryContext(index, partners_query(organization))
    return explain(context, profile, candidate, preferences or Preferences())


def implementers(
    index: MatchingIndex,
    text: str,
    vector: Float32s | None,
    profile: MatchingProfile,
    *,
    institute: int | None = None,
    top: int = 10,
    preferences: Preferences | None = None,
) -> ScoredMatches:
    """Companies that could implement a result; partners the institute already has are in `known`."""
    context = QueryContext(index, implementers_query(text, vector, institute))
    return implementers_of(context, profile, top=top, preferences=preferences or Preferences())


def implementers_of(
    context: QueryContext, profile: MatchingProfile, *, top: int, preferences: Preferences
) -> ScoredMatches:
    """`implementers` for a query context that exists already."""
    graph = context.index.graph
    separate = np.zeros(context.index.size, dtype=bool)
    separate[gather_rows(graph.partners, context.query.given)] = True
    return suggest(context, profile, top=top, preferences=preferences, separate=separate)


def implementers_query(
    text: str, vector: Float32s | None, institute: int | None, english: Float32s | None = None
) -> MatchingQuery:
    """The query for companies that implement a result; `institute` is a row, None if unknown."""
    given = np.array([] if institute is None else [institute], dtype=np.int32)
    return MatchingQuery("implementers", given, text, vector, english)


def members(
    index: MatchingIndex,
    given: Sequence[int],
    text: str,
    vector: Float32s | None,
    profile: MatchingProfile,
    *,
    top: int = 10,
    preferences: Preferences | None = None,
) -> ScoredMatches:
    """Organizations that are missing beside the given members (rows) for a topic."""
    rows = np.unique(np.asarray(given, dtype=np.int32)).astype(np.int32)
    context = QueryContext(index, MatchingQuery("members", rows, text, vector))
    return suggest(context, profile, top=top, preferences=preferences or Preferences())


def partners_query(organization: int) -> MatchingQuery:
    """The query for partners of one organization (a row)."""
    return MatchingQuery("partners", np.array([organization], dtype=np.int32))
