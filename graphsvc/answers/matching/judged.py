"""Judgements of suggested partners as examples to learn from, and the profile that follows from them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from graphsvc.answers.matching.data import MatchingData
from graphsvc.arrays import Float64s
from graphsvc.domain.ids import kind_of
from graphsvc.evaluation.judgements import JudgedCandidate, adjust, teaches
from graphsvc.matching.candidates import allowed, candidates
from graphsvc.matching.query import QueryContext
from graphsvc.matching.ranking import past_projects
from graphsvc.matching.scoring import design, order, scored, weights
from graphsvc.matching.tasks import partners_query
from graphsvc.snapshot import Snapshot
from graphsvc.state.feedback import Judgement
from graphsvc.state.graph import CurrentGraph
from graphsvc.taxonomy.matching import MatchingProfile

LISTED = 10
"""Length of a list of which it was not kept how long it was."""


def with_judgements(
    graph: CurrentGraph, made: MatchingData, profile: MatchingProfile, judgements: Iterable[Judgement]
) -> MatchingProfile:
    """The profile for partners with weights moved by what people said of partners of organizations.

    What was measured with the weights of before is left out. Judgements of clusters, of a described result
    or of somebody who is a partner by now teach nothing.
    """
    judged, spread = judged_candidates(graph, made, profile, judgements)
    useful = [one for one in judged if teaches(one, profile.terms)]
    if not useful:
        return profile
    told = {"judgements": len(useful), "judged_lists": len({one.question for one in useful})}
    moved = adjust(profile, judged, spread)
    return replace(moved, learned={**profile.learned, **told}, measured={}, bands=())


def judged_candidates(
    graph: CurrentGraph, made: MatchingData, profile: MatchingProfile, judgements: Iterable[Judgement]
) -> tuple[list[JudgedCandidate], Float64s]:
    """Judgements of organizations, by who asks, and the standard deviation of each term among candidates."""
    snapshot = graph.snapshot()
    lists: dict[int, list[tuple[int, Judgement]]] = defaultdict(list)
    for one in judgements:
        if kind_of(one.query) == kind_of(one.candidate) == "organization":
            asking, candidate = _row(snapshot, one.query), _row(snapshot, one.candidate)
            if asking >= 0 and candidate >= 0:
                lists[asking].append((candidate, one))
    found: list[JudgedCandidate] = []
    seen = [np.zeros((1, len(profile.terms)))]
    for asking in sorted(lists):
        context = QueryContext(made.index, partners_query(asking))
        permitted = allowed(context)
        about = [(row, one) for row, one in lists[asking] if permitted[row]]
        if not about:
            continue
        pinned = np.unique([row for row, _ in about]).astype(np.int32)
        pool = candidates(context, profile.retrievers, profile.each, permitted, pinned)
        terms = design(pool, profile.terms)
        projects = past_projects(made.index, context.query.given)
        listed = order(scored(pool, profile, weights(profile, projects)))
        listed = listed[~np.isin(pool.rows[listed], pinned)]
        seen.append(terms)
        for row, one in about:
            others = listed[: one.shown or LISTED]
            if len(others):
                found.append(
                    JudgedCandidate(
                        question=one.query,
                        person=one.by,
                        wanted=one.verdict != "not-for-us",
                        reason=one.reason,
                        candidate=terms[int(np.searchsorted(pool.rows, row))],
                        others=terms[others].mean(axis=0),
                        projects=projects,
                    )
                )
    return found, np.concatenate(seen[1:] or seen).std(axis=0)


def _row(snapshot: Snapshot, identifier: str) -> int:
    return snapshot.organizations.ids.find(snapshot.merged.get(identifier, identifier))
