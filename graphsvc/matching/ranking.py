"""Ranked lists for a query and a matching profile, without explanations."""

import numpy as np

from graphsvc.arrays import Bools, Float64s, Int32s
from graphsvc.matching.candidates import Candidates, allowed, candidates
from graphsvc.matching.index import MatchingIndex
from graphsvc.matching.query import MatchingQuery, QueryContext
from graphsvc.matching.scoring import order, scored, weights
from graphsvc.taxonomy.matching import MatchingProfile


def past_projects(index: MatchingIndex, given: Int32s) -> int:
    """Number of past projects of the first given organization; 0 when none is given."""
    return int(index.graph.projects_of[given[0]]) if len(given) else 0


def find_candidates(context: QueryContext, profile: MatchingProfile, mask: Bools | None = None) -> Candidates:
    """Candidates of a query by the retrievers of a profile."""
    return candidates(context, profile.retrievers, profile.each, allowed(context, mask))


def best(context: QueryContext, profile: MatchingProfile, top: int) -> tuple[Int32s, Float64s]:
    """Rows and scores of the best `top` organizations for a question, best first."""
    result = find_candidates(context, profile)
    if not len(result.rows):
        return np.zeros(0, dtype=np.int32), np.zeros(0)
    weight = weights(profile, past_projects(context.index, context.query.given))
    judged = scored(result, profile, weight)
    places = order(judged, top)
    return result.rows[places], judged.scores[places]


def rank(index: MatchingIndex, query: MatchingQuery, profile: MatchingProfile, top: int) -> Int32s:
    """Rows of the best `top` organizations for a question, best first."""
    return best(QueryContext(index, query), profile, top)[0]
