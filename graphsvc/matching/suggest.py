"""Suggestions for one question: candidates, score, reasons, likelihood. All three tasks go through here."""

from dataclasses import dataclass

import numpy as np

from graphsvc.domain.messages import Message, msg
from graphsvc.matching import preferences as steered
from graphsvc.matching.candidates import Candidates, allowed, candidates
from graphsvc.matching.collaboration_graph import gather_rows
from graphsvc.matching.cutoffs import similar_projects
from graphsvc.matching.features import FAMILIES, SignalExplanation
from graphsvc.matching.history import Flags, Floats, Ints
from graphsvc.matching.preferences import Preferences
from graphsvc.matching.query import QueryContext
from graphsvc.matching.ranking import past_projects
from graphsvc.matching.results import ScoredMatch, ScoredMatches, ScoreTerm, likelihood
from graphsvc.matching.scoring import Scored, Terms, order, scored, total, weights
from graphsvc.taxonomy.matching import MatchingProfile


@dataclass(frozen=True, eq=False)
class _ScoredPool:
    """Scored candidates with the hand-set contributions of steering beside the learned ones."""

    base: Scored
    extra: dict[str, Terms]
    scores: Terms


def suggest(
    reading: QueryContext,
    profile: MatchingProfile,
    *,
    top: int,
    steering: Preferences,
    apart: Flags | None = None,
) -> ScoredMatches:
    """The best `top` matches for a question.

    `apart` marks organizations that are ranked in a list of their own (`ScoredMatches.known`). Pinned
    rows come first. Only candidates with a project that resembles the text are suggested where a text is
    asked for.
    """
    permitted = _permitted(reading, steering)
    found = candidates(reading, profile.retrievers, profile.each, permitted, _pinned(steering, permitted))
    found = _fitting(reading, found)
    if not len(found.rows):
        return ScoredMatches(reading.question.task, profile.name, (), reason=_why_empty(reading, permitted))
    ranked = _ranked(reading, found, profile, steering)
    places = [int(place) for place in _order(ranked, steering)]
    known = [place for place in places if apart is not None and apart[found.rows[place]]]
    fresh = [place for place in places if apart is None or not apart[found.rows[place]]]
    return ScoredMatches(
        task=reading.question.task,
        profile=profile.name,
        matches=tuple(
            _match(reading, ranked, place, profile=profile, steering=steering, rank=rank)
            for rank, place in enumerate(fresh[:top], 1)
        ),
        known=tuple(
            _match(reading, ranked, place, profile=profile, steering=steering, rank=None)
            for place in known[:top]
        ),
        candidates=len(found.rows),
        reason=None if fresh else msg("Everybody who fits is a partner already"),
    )


def explain(
    reading: QueryContext, profile: MatchingProfile, row: int, steering: Preferences
) -> ScoredMatch | None:
    """One candidate as `suggest` would show it, wherever it stands; None when it may not be suggested."""
    permitted = _permitted(reading, steering)
    if not permitted[row]:
        return None
    pinned = np.array([row], dtype=np.int32)
    found = candidates(reading, profile.retrievers, profile.each, permitted, pinned)
    ranked = _ranked(reading, found, profile, steering)
    place = int(np.searchsorted(found.rows, row))
    return _match(reading, ranked, place, profile=profile, steering=steering, rank=None)


def _permitted(reading: QueryContext, steering: Preferences) -> Flags:
    permitted = allowed(reading, steering.mask)
    permitted[steering.exclude] = False
    return permitted


def _pinned(steering: Preferences, permitted: Flags) -> Ints | None:
    pinned = steering.pin[permitted[steering.pin]] if len(steering.pin) else steering.pin
    return np.unique(pinned).astype(np.int32) if len(pinned) else None


def _fitting(reading: QueryContext, found: Candidates) -> Candidates:
    if reading.question.task == "partners" or not reading.question.text:
        return found
    fits = (reading.engine.graph.rows[found.rows] @ similar_projects(reading).astype(np.float32)) > 0
    return Candidates(found.rows[fits], {name: value[fits] for name, value in found.values.items()})


def _ranked(
    reading: QueryContext, found: Candidates, profile: MatchingProfile, steering: Preferences
) -> _ScoredPool:
    weight = weights(profile, past_projects(reading.engine, reading.question.given), steering.factors)
    base = scored(found, profile, weight)
    extra = {
        "complement": _exact(steered.complement(steering, found.rows)),
        "newness": _exact(steered.newness(reading, steering, found.rows)),
    }
    kept = {name: value for name, value in extra.items() if value.any()}
    sums = [
        total([*row, *(value[place] for value in kept.values())])
        for place, row in enumerate(base.contributions.tolist())
    ]
    return _ScoredPool(base, kept, np.array(sums))


def _exact(value: Floats) -> Terms:
    return np.asarray(np.round(value.astype(np.float64), 6))


def _order(ranked: _ScoredPool, steering: Preferences) -> list[int]:
    judged = Scored(ranked.base.found, ranked.base.families, ranked.base.contributions, ranked.scores)
    places = [int(place) for place in order(judged)]
    pinned = set(steering.pin.tolist())
    return sorted(places, key=lambda place: int(judged.found.rows[place]) not in pinned)


def _match(
    reading: QueryContext,
    ranked: _ScoredPool,
    place: int,
    *,
    profile: MatchingProfile,
    steering: Preferences,
    rank: int | None,
) -> ScoredMatch:
    history, row = reading.engine.history, int(ranked.base.found.rows[place])
    parts = [
        _part(name, float(value), FAMILIES[name].label, FAMILIES[name].tell(reading, row))
        for name, value in zip(ranked.base.families, ranked.base.contributions[place], strict=True)
        if value
    ]
    for name, value in ranked.extra.items():
        told = (
            steered.explain_complement(steering, row, history.organizations[row])
            if name == "complement"
            else steered.explain_newness(reading, row)
        )
        parts.append(_part(name, float(value[place]), steered.LABELS[name], told))
    measured = rank is not None and steering.near == 1 and steering.new == 1 and not ranked.extra
    band = profile.band(rank) if measured and rank is not None else None
    return ScoredMatch(
        id=history.organizations[row],
        row=row,
        score=float(ranked.scores[place]),
        parts=tuple(sorted(parts, key=lambda part: (-part.contribution, part.feature))),
        likelihood=likelihood(band, profile),
    )


def _part(name: str, value: float, label: Message, told: SignalExplanation) -> ScoreTerm:
    return ScoreTerm(name, label, value, told.detail, told.ours, told.theirs)


def _why_empty(reading: QueryContext, permitted: Flags) -> Message:
    engine, question = reading.engine, reading.question
    if not permitted.any():
        return msg("The filters leave nobody")
    if question.task == "partners":
        if not len(gather_rows(engine.graph.rows, question.given)):
            return msg("No project of this organization is in the data, so nothing links it to others")
        return msg("Nobody is reached over joint projects or similar subjects")
    if not reading.words.nnz and reading.vector is None:
        return msg("The text holds no word that is known from the projects in the data")
    return msg("No project in the data resembles the text closely enough to name anyone")
