"""Suggestions for one query: candidates, scores, explanations, likelihoods; used by all three tasks."""

from dataclasses import dataclass

import numpy as np

from graphsvc.arrays import Bools, Float32s, Float64s, Int32s
from graphsvc.matching import preferences as preference_terms
from graphsvc.matching.candidates import Candidates, allowed, candidates
from graphsvc.matching.collaboration_graph import gather_rows
from graphsvc.matching.cutoffs import similar_projects
from graphsvc.matching.features import FAMILIES
from graphsvc.matching.preferences import Preferences
from graphsvc.matching.query import QueryContext
from graphsvc.matching.ranking import past_projects
from graphsvc.matching.results import ScoredMatch, ScoredMatches, likelihood
from graphsvc.matching.scoring import Scored, order, scored, total, weights
from graphsvc.messages import Message, msg
from graphsvc.taxonomy.matching import MatchingProfile


@dataclass(frozen=True, eq=False)
class _ScoredPool:
    """Scored candidates: learned contributions (`base`), hand-set ones of the preferences (`extra`), their
    sum.
    """

    base: Scored
    extra: dict[str, Float64s]
    scores: Float64s


def suggest(
    context: QueryContext,
    profile: MatchingProfile,
    *,
    top: int,
    preferences: Preferences,
    separate: Bools | None = None,
) -> ScoredMatches:
    """The best `top` matches for a query.

    `separate` marks organizations that are ranked in a list of their own (`ScoredMatches.known`). Pinned
    rows come first. Only candidates with a project that resembles the text are suggested where a text is
    asked for.
    """
    permitted = _permitted(context, preferences)
    pool = candidates(context, profile.retrievers, profile.each, permitted, _pinned(preferences, permitted))
    pool = _fitting(context, pool)
    if not len(pool.rows):
        return ScoredMatches(context.query.task, profile.name, (), reason=_why_empty(context, permitted))
    ranked = _ranked(context, pool, profile, preferences)
    places = [int(place) for place in _order(ranked, preferences)]
    known = [place for place in places if separate is not None and separate[pool.rows[place]]]
    fresh = [place for place in places if separate is None or not separate[pool.rows[place]]]
    return ScoredMatches(
        task=context.query.task,
        profile=profile.name,
        matches=tuple(
            _match(context, ranked, place, profile=profile, preferences=preferences, rank=rank)
            for rank, place in enumerate(fresh[:top], 1)
        ),
        known=tuple(
            _match(context, ranked, place, profile=profile, preferences=preferences, rank=None)
            for place in known[:top]
        ),
        candidates=len(pool.rows),
        reason=None if fresh else msg("Everybody who fits is a partner already"),
    )


def explain(
    context: QueryContext, profile: MatchingProfile, row: int, preferences: Preferences
) -> ScoredMatch | None:
    """Explain one candidate's score, whatever its rank; None when it may not be suggested."""
    permitted = _permitted(context, preferences)
    if not permitted[row]:
        return None
    pinned = np.array([row], dtype=np.int32)
    pool = candidates(context, profile.retrievers, profile.each, permitted, pinned)
    ranked = _ranked(context, pool, profile, preferences)
    place = int(np.searchsorted(pool.rows, row))
    return _match(context, ranked, place, profile=profile, preferences=preferences, rank=None)


def _permitted(context: QueryContext, preferences: Preferences) -> Bools:
    permitted = allowed(context, preferences.mask)
    permitted[preferences.exclude] = False
    return permitted


def _pinned(preferences: Preferences, permitted: Bools) -> Int32s | None:
    pinned = preferences.pin[permitted[preferences.pin]] if len(preferences.pin) else preferences.pin
    return np.unique(pinned).astype(np.int32) if len(pinned) else None


def _fitting(context: QueryContext, pool: Candidates) -> Candidates:
    if context.query.task == "partners" or not context.query.text:
        return pool
    fits = (context.index.graph.rows[pool.rows] @ similar_projects(context).astype(np.float32)) > 0
    return Candidates(pool.rows[fits], {name: value[fits] for name, value in pool.values.items()})


def _ranked(
    context: QueryContext, pool: Candidates, profile: MatchingProfile, preferences: Preferences
) -> _ScoredPool:
    weight = weights(profile, past_projects(context.index, context.query.given), preferences.factors)
    base = scored(pool, profile, weight)
    extra = {
        "complement": _exact(preference_terms.complement(preferences, pool.rows)),
        "seats": _exact(preference_terms.seats(preferences, pool.rows)),
        "newness": _exact(preference_terms.newness(context, preferences, pool.rows)),
    }
    kept = {name: value for name, value in extra.items() if value.any()}
    sums = [
        total([*row, *(value[place] for value in kept.values())])
        for place, row in enumerate(base.contributions.tolist())
    ]
    return _ScoredPool(base, kept, np.array(sums))


def _exact(value: Float32s) -> Float64s:
    return np.asarray(np.round(value.astype(np.float64), 6))


def _order(ranked: _ScoredPool, preferences: Preferences) -> list[int]:
    judged = Scored(ranked.base.pool, ranked.base.families, ranked.base.contributions, ranked.scores)
    places = [int(place) for place in order(judged)]
    pinned = set(preferences.pin.tolist())
    return sorted(places, key=lambda place: int(judged.pool.rows[place]) not in pinned)


def _match(
    context: QueryContext,
    ranked: _ScoredPool,
    place: int,
    *,
    profile: MatchingProfile,
    preferences: Preferences,
    rank: int | None,
) -> ScoredMatch:
    history, row = context.index.history, int(ranked.base.pool.rows[place])
    parts = [
        FAMILIES[name].explain(context, row).term(name, FAMILIES[name].label, value)
        for name, value in zip(ranked.base.families, ranked.base.contributions[place], strict=True)
        if value
    ]
    for name, value in ranked.extra.items():
        match name:
            case "complement":
                reason = preference_terms.explain_complement(preferences, row, history.organizations[row])
            case "seats":
                reason = preference_terms.explain_seats(preferences, row)
            case _:
                reason = preference_terms.explain_newness(context, row)
        parts.append(reason.term(name, preference_terms.LABELS[name], value[place]))
    measured = rank is not None and preferences.near == 1 and preferences.new == 1 and not ranked.extra
    band = profile.band(rank) if measured and rank is not None else None
    return ScoredMatch(
        id=history.organizations[row],
        row=row,
        score=float(ranked.scores[place]),
        parts=tuple(sorted(parts, key=lambda part: (-part.contribution, part.feature))),
        likelihood=likelihood(band, profile),
    )


def _why_empty(context: QueryContext, permitted: Bools) -> Message:
    index, query = context.index, context.query
    if not permitted.any():
        return msg("The filters leave nobody")
    if query.task == "partners":
        if not len(gather_rows(index.graph.rows, query.given)):
            return msg("No project of this organization is in the data, so nothing links it to others")
        return msg("Nobody is reached over joint projects or similar subjects")
    if not context.words.nnz and context.vector is None:
        return msg("The text holds no word that is known from the projects in the data")
    return msg("No project in the data resembles the text closely enough to name anyone")
