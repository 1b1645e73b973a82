"""Who would join a project on a research result, by past consortia; the text of a query is not stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from graphsvc.answers.matching.contacts import near_contacts, nobody
from graphsvc.answers.matching.data import MatchingData
from graphsvc.answers.matching.evidence import EvidenceData, english_vector, question
from graphsvc.answers.matching.filters import mask_of, steering, vetoed, without
from graphsvc.answers.matching.introductions import introducers
from graphsvc.answers.matching.results import Match, as_json, measured, told
from graphsvc.answers.matching.roles import stages_by_role
from graphsvc.arrays import Bools
from graphsvc.errors import InvalidData
from graphsvc.matching.cutoffs import has_similar_projects
from graphsvc.matching.features.topic import best_project
from graphsvc.matching.query import QueryContext
from graphsvc.matching.results import ScoredMatches
from graphsvc.matching.tasks import implementers_of, implementers_query
from graphsvc.messages import Message, msg
from graphsvc.snapshot import COMPANY
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.refs import Ref, project_ref
from graphsvc.state.vector_cache import MULTILINGUAL
from graphsvc.taxonomy.glossary import glossary
from graphsvc.taxonomy.profiles import profile

_TOPICS = 5
_HEADLINE = 200
"""Characters of the title, or else of the text, that the English encoder reads: its time grows with them."""

LATEST_PROOF = 7
"""Technology readiness level up to which a result is still to be proven."""


@dataclass(frozen=True, slots=True)
class Implementers:
    """Suggestions by rank, those one knows already, or why there are none and whom to ask."""

    profile: str
    known: tuple[Match, ...]
    matches: tuple[Match, ...]
    looked_at: int
    measured: Message | None
    reason: Message | None
    ask: tuple[Ref, ...]
    suggested_topics: tuple[str, ...]
    digest: str

    @property
    def use(self) -> tuple[Match, ...]:
        """Who would use the result."""
        return self._of("use")

    @property
    def build(self) -> tuple[Match, ...]:
        """Who would build it."""
        return self._of("build")

    @property
    def prove(self) -> tuple[Match, ...]:
        """Who would help to prove it."""
        return self._of("prove")

    @property
    def unsure(self) -> tuple[Match, ...]:
        """Of whom it is not known which of these."""
        return self._of("unsure")

    @property
    def near(self) -> tuple[Match, ...]:
        """Who has done something near, not the very thing; they stand in none of the groups above."""
        return tuple(match for match in self.matches if match.fit == "near")

    def _of(self, group: str) -> tuple[Match, ...]:
        return tuple(match for match in self.matches if match.group == group and match.fit != "near")

    def as_json(self) -> dict[str, Any]:
        """The answer in the shape that programs ask for."""
        return {
            "query": "",
            "matching_profile": self.profile,
            "digest": self.digest,
            "matches": [as_json(match) for match in self.matches],
            "known": [as_json(match) for match in self.known],
            "reason": str(self.reason) if self.reason else None,
            "ask": [ref.id for ref in self.ask],
            "measured": str(self.measured) if self.measured else None,
            "further": len(self.near),
        }


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks (a row, if known), who is of the kinds in question, and whom filters and `shunned` leave.

    `shunned` are the ids of who may not be suggested.
    """

    house: int | None
    of_kind: Bools
    allowed: Bools
    shunned: tuple[str, ...]

    def may_be_asked(self, contacts: Sequence[Ref]) -> tuple[Ref, ...]:
        """Those of `contacts` who do not object."""
        return tuple(one for one in contacts if one.id not in self.shunned)


def described(title: str, abstract: str, topic: str) -> str:
    """All that is told of a result. Raises `InvalidData` where that is nothing."""
    text = " ".join(part.strip() for part in (title, abstract, topic) if part.strip())
    if not text:
        raise InvalidData(msg("a title or an abstract is needed"))
    return text


def asking_of(
    graph: CurrentGraph,
    made: MatchingData,
    kinds: Sequence[int],
    organization: str | None,
    filters: Mapping[str, Any] | None,
    *,
    text: str,
) -> Asking:
    """Who asks with a `text`, and who may be named: never the house itself, nor who objects.

    Raises `UnknownId` and `InvalidData`.
    """
    snapshot = graph.snapshot()
    house = snapshot.organization(organization) if organization else None
    given = [] if house is None else [house]
    left, _ = mask_of(graph, made, filters or {}, given)
    of_kind = np.isin(snapshot.organizations.kind, kinds)
    of_kind[given] = False
    askers = () if house is None else (snapshot.organizations.ids[house],)
    shunned = vetoed(graph, askers, text)
    return Asking(house, of_kind, without(graph, left & of_kind, shunned), shunned)


def find(
    graph: CurrentGraph,
    made: MatchingData,
    known: EvidenceData,
    *,
    title: str = "",
    abstract: str = "",
    topic: str = "",
    trl: int | None = None,
    organization: str | None = None,
    filters: Mapping[str, Any] | None = None,
    top: int = 12,
) -> Implementers:
    """Companies that would join a project on a result.

    Nothing is kept. `organization` is the id of the house that asks: partners it has already stand in a group
    of their own. Where no past project resembles the text, nobody is listed and cluster organizations of the
    field are named instead. Raises `UnknownId` and `InvalidData`.
    """
    text = described(title, abstract, topic)
    asking = asking_of(graph, made, (COMPANY,), organization, filters, text=text)
    given = [] if asking.house is None else [asking.house]
    asked = glossary().searchable(text)
    vector = english = None
    if made.index.history.vectors is not None:
        vector = MULTILINGUAL.encode([text])[0]
        headline = (title.strip() or text)[:_HEADLINE]
        english = english_vector(known, headline, foreign=glossary().is_foreign(text))
    reading = QueryContext(made.index, implementers_query(asked, vector, asking.house, english))
    topics = _topics(made, reading)
    chosen = profile("implementers")
    shown = ~made.index.history.hidden
    steer = steering(graph, made, asking.allowed, given=given, sliders={})
    if not has_similar_projects(reading, shown & asking.of_kind):
        found = ScoredMatches("implementers", chosen.name, ())
    else:
        found = implementers_of(reading, chosen, top=top, preferences=steer)
    ask: tuple[Ref, ...] = ()
    reason = None
    if not found.matches and not found.known:
        told_again = question(known, title, f"{abstract} {topic}".strip())
        near = near_contacts(graph, made, known, told_again, said=text, house=asking.house)
        ask = asking.may_be_asked(near)
        reason = found.reason or nobody(ask)
    return _answer(graph, made, found, ask=ask, topics=topics, reason=reason, trl=trl, reading=reading)


def _answer(
    graph: CurrentGraph,
    made: MatchingData,
    found: ScoredMatches,
    *,
    ask: tuple[Ref, ...],
    topics: tuple[str, ...],
    reason: Message | None,
    trl: int | None,
    reading: QueryContext,
) -> Implementers:
    matches = _complete(graph, made, told(graph, made.belongs, found.matches), reading)
    return Implementers(
        profile=found.profile,
        matches=tuple(replace(match, group=_group(graph, match, trl)) for match in matches),
        known=_complete(graph, made, told(graph, made.belongs, found.known), reading),
        looked_at=found.candidates,
        measured=measured(found, len(found.matches)),
        reason=reason,
        ask=ask,
        suggested_topics=topics,
        digest=graph.snapshot().digest,
    )


def _complete(
    graph: CurrentGraph, made: MatchingData, matches: Sequence[Match], reading: QueryContext
) -> tuple[Match, ...]:
    """Matches with their best-matching project and who can introduce them."""
    snapshot = graph.snapshot()
    done = []
    for match in matches:
        row = snapshot.organization(match.ref.id)
        best = best_project(reading, row)
        done.append(
            replace(
                match,
                best_project=project_ref(snapshot, best[0]) if best else None,
                introducer=introducers(graph, made, row),
            )
        )
    return tuple(done)


def _group(graph: CurrentGraph, match: Match, trl: int | None) -> str:
    """By the stages it holds who builds, and up to `LATEST_PROOF` who proves; everybody else uses."""
    held = stages_by_role(graph, graph.snapshot().organization(match.ref.id))
    if "build" in held:
        return "build"
    return "prove" if "prove" in held and (trl is None or trl <= LATEST_PROOF) else "use"


def _topics(made: MatchingData, reading: QueryContext) -> tuple[str, ...]:
    """Topics of the closest projects, the most similar first."""
    closest = reading.closest
    order = closest.places[np.lexsort((closest.places, -closest.own))][: 4 * _TOPICS]
    topics = (made.topics[int(place)] for place in order)
    return tuple(dict.fromkeys(topic for topic in topics if topic))[:_TOPICS]
