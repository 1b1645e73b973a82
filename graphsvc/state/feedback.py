"""Feedback of users on entities and suggestions, cached until the next write."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from graphsvc.domain import Claim, Feedback
from graphsvc.domain.rows import to_claim
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.own_words import OWN_WORDS

Verdict = Literal["not-for-us", "pin", "answered", "outcome"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
"""What can be said of a suggestion; the last three in the order in which they come about."""

_KEY = "words of persons"


@dataclass(frozen=True, slots=True)
class Dispute:
    """Someone says that a field of an entity is wrong, and since when."""

    id: str
    entity: str
    field: str
    text: str
    date: str


@dataclass(frozen=True, slots=True)
class EntityWord:
    """Someone objects to an entity being suggested (`objection`) or speaks for it (`ours`), since when."""

    id: str
    kind: str
    entity: str
    text: str
    date: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person (`by`) said last of a suggestion: `candidate` for `query`, which may be a profile.

    `profile` is the matching profile that made it (id and version), `rank` its place among the `shown`; they
    are empty where they were not kept.
    """

    id: str
    query: str
    candidate: str
    verdict: Verdict
    reason: str
    date: str
    by: str
    profile: str
    rank: int | None
    shown: int | None


@dataclass(frozen=True, slots=True)
class Said:
    """All words of persons, by date and id."""

    feedback: tuple[tuple[str, Feedback], ...]

    @property
    def disputes(self) -> tuple[Dispute, ...]:
        """The facts that somebody disputes, each with reason and date."""
        return tuple(
            Dispute(one.id, one.query, one.field or "", one.reason or "", date)
            for date, one in self.feedback
            if one.type == "dispute" and one.query
        )

    @property
    def objected(self) -> tuple[Feedback, ...]:
        """Who does not want to be suggested: at all, not to a `candidate`, or not for a topic (`field`)."""
        return tuple(one for _, one in self.feedback if one.type == "objection" and one.query)

    @property
    def words(self) -> tuple[EntityWord, ...]:
        """Objections to being suggested at all, and who speaks for whom."""
        return tuple(
            EntityWord(one.id, one.type, one.query, one.reason or "", date)
            for date, one in self.feedback
            if one.type in ("objection", "ours") and one.query and not (one.candidate or one.field)
        )

    @property
    def objections(self) -> frozenset[str]:
        """Entities that do not want to be suggested at all."""
        return frozenset(one.query for one in self.objected if one.query and not (one.candidate or one.field))

    @property
    def judgements(self) -> tuple[Judgement, ...]:
        """What was said of suggestions."""
        return tuple(
            Judgement(
                id=one.id,
                query=one.query,
                candidate=one.candidate,
                verdict=one.type,
                reason=one.reason or "",
                date=date,
                by=one.evidence.by or "",
                profile=one.profile or "",
                rank=one.rank,
                shown=one.shown,
            )
            for date, one in self.feedback
            if one.type in VERDICTS and one.query and one.candidate
        )

    def refused(self, source: str) -> frozenset[str]:
        """Candidates that are not for `source`."""
        return frozenset(
            one.candidate for one in self.judgements if one.verdict == "not-for-us" and one.query == source
        )


def said(graph: CurrentGraph) -> Said:
    """What persons said up to now, of each entity under the id it has now; read anew after `said_more`."""
    return graph.derived(_KEY, lambda snapshot: _read(graph, snapshot.merged))


def said_more(graph: CurrentGraph) -> None:
    """Have what persons said read anew, since something was written or deleted."""
    graph.forget(_KEY)


def keep(graph: CurrentGraph, claims: Iterable[Claim]) -> None:
    """Write claims of the local person."""
    graph.store.write(OWN_WORDS, claims)


def _read(graph: CurrentGraph, merged: Mapping[str, str]) -> Said:
    with graph.store.read() as reader:
        rows = list(reader.entities((Feedback.kind,)))
    claims = [to_claim(row) for row in rows] + [*graph.words_beside()]
    words = [(one.evidence.date or "", _led_on(one, merged)) for one in claims if isinstance(one, Feedback)]
    return Said(tuple(sorted(words, key=lambda pair: (pair[0], pair[1].id))))


def _led_on(word: Feedback, merged: Mapping[str, str]) -> Feedback:
    """A word about the entities that those it names were merged into."""
    ends = {"query": word.query, "candidate": word.candidate}
    now = {field: merged[end] for field, end in ends.items() if end and end in merged}
    return word.model_copy(update=now) if now else word
