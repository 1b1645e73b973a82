"""Businesses for a research result and institutes for a problem; the text of a query is not stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from graphsvc.answers.matching.contacts import nobody, whom_to_ask
from graphsvc.answers.matching.data import MatchingData
from graphsvc.answers.matching.filters import mask_of, steering
from graphsvc.answers.matching.introductions import introducers
from graphsvc.answers.matching.results import Match, as_json, measured, told
from graphsvc.errors import InvalidData
from graphsvc.matching.cutoffs import has_similar_projects
from graphsvc.matching.features.topic import best_project
from graphsvc.matching.query import QueryContext
from graphsvc.matching.results import ScoredMatches
from graphsvc.matching.tasks import implementers_of, implementers_query, members
from graphsvc.messages import Message, msg
from graphsvc.snapshot import ORGANIZATION_KINDS
from graphsvc.state.chain_selection import index_of
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.refs import Ref, project_ref
from graphsvc.state.sentence_encoder import encode
from graphsvc.taxonomy import chains
from graphsvc.taxonomy.glossary import glossary
from graphsvc.taxonomy.profiles import profile

_TOPICS = 5
_BUILDERS = ("machinery", "packaging", "components", "software")
_PROVERS = ("quality", "testing", "clinical", "approval")


@dataclass(frozen=True, slots=True)
class Implementers:
    """Groups of suggestions, those one knows already, or why there are none and whom to ask.

    `unsure` are those of whom it is not known whether they would use, build or prove.
    """

    query: str
    profile: str
    use: tuple[Match, ...]
    build: tuple[Match, ...]
    prove: tuple[Match, ...]
    unsure: tuple[Match, ...]
    known: tuple[Match, ...]
    matches: tuple[Match, ...]
    looked_at: int
    measured: Message | None
    reason: Message | None
    ask: tuple[Ref, ...]
    suggested_topics: tuple[str, ...]
    digest: str

    def as_json(self) -> dict[str, Any]:
        """The answer in the shape that programs ask for."""
        return {
            "query": self.query,
            "matching_profile": self.profile,
            "digest": self.digest,
            "matches": [as_json(match) for match in self.matches],
            "known": [as_json(match) for match in self.known],
            "reason": str(self.reason) if self.reason else None,
            "ask": [ref.id for ref in self.ask],
        }


def find(
    graph: CurrentGraph,
    made: MatchingData,
    *,
    title: str = "",
    abstract: str = "",
    topic: str = "",
    trl: int | None = None,
    organization: str | None = None,
    filters: Mapping[str, Any] | None = None,
    top: int = 12,
    problem: bool = False,
) -> Implementers:
    """Companies that could implement a result, or with `problem` institutes that research it.

    Nothing is kept. `organization` is the id of the house that asks: partners it has already stand in a group
    of their own. Where no past project resembles the text, nobody is listed and cluster organizations of the
    field are named instead. Raises `UnknownId` and `InvalidData`.
    """
    text = " ".join(part.strip() for part in (title, abstract, topic) if part.strip())
    if not text:
        raise InvalidData(msg("a title or an abstract is needed"))
    snapshot = graph.snapshot()
    house = snapshot.organization(organization) if organization else None
    given = [] if house is None else [house]
    vector = encode([text])[0] if made.index.history.vectors is not None else None
    mask, _ = mask_of(graph, made, filters or {}, given)
    kinds = ("research", "education") if problem else ("company",)
    who = np.isin(snapshot.organizations.kind, [ORGANIZATION_KINDS.index(kind) for kind in kinds])
    who[given] = False
    mask &= who
    asked = glossary().searchable(text)
    reading = QueryContext(made.index, implementers_query(asked, vector, house))
    ask = whom_to_ask(graph, made, reading)
    why = nobody(ask, problem=problem)
    topics = _topics(made, reading)
    chosen = profile("members" if problem else "implementers")
    shown = ~made.index.history.hidden
    if not has_similar_projects(reading, shown if problem else shown & who):
        empty = ScoredMatches("implementers", chosen.name, ())
        return _answer(graph, made, empty, ask=ask, topics=topics, reason=why, trl=trl)
    steer = steering(graph, made, mask, given=given, sliders={})
    if problem:
        found = members(made.index, given, asked, vector, chosen, top=top, preferences=steer)
    else:
        found = implementers_of(reading, chosen, top=top, preferences=steer)
    reason = None if found.matches or found.known else found.reason or why
    answer = _answer(graph, made, found, ask=ask, topics=topics, reason=reason, trl=trl, reading=reading)
    return answer if not problem else _without_measurement(answer)


def _answer(
    graph: CurrentGraph,
    made: MatchingData,
    found: ScoredMatches,
    *,
    ask: tuple[Ref, ...],
    topics: tuple[str, ...],
    reason: Message | None,
    trl: int | None,
    reading: QueryContext | None = None,
) -> Implementers:
    matches = _complete(graph, made, told(graph, made.belongs, found.matches), reading)
    return grouped(
        profile=found.profile,
        matches=tuple(replace(match, group=_group(graph, match, trl)) for match in matches),
        known=_complete(graph, made, told(graph, made.belongs, found.known), reading),
        looked_at=found.candidates,
        measured=measured(found, len(found.matches)),
        reason=reason,
        ask=ask if not matches else (),
        topics=topics,
        digest=graph.snapshot().digest,
    )


def grouped(
    *,
    profile: str,
    matches: tuple[Match, ...],
    known: tuple[Match, ...],
    looked_at: int,
    measured: Message | None,
    reason: Message | None,
    ask: tuple[Ref, ...],
    topics: tuple[str, ...],
    digest: str,
) -> Implementers:
    """An answer with its matches sorted into their groups, each in the order of rank."""

    def those(group: str) -> tuple[Match, ...]:
        return tuple(match for match in matches if match.group == group)

    return Implementers(
        query="",
        profile=profile,
        use=those("use"),
        build=those("build"),
        prove=those("prove"),
        unsure=those("unsure"),
        known=known,
        matches=matches,
        looked_at=looked_at,
        measured=measured,
        reason=reason,
        ask=ask,
        suggested_topics=topics,
        digest=digest,
    )


def _complete(
    graph: CurrentGraph, made: MatchingData, matches: Sequence[Match], reading: QueryContext | None
) -> tuple[Match, ...]:
    """Matches with their best-matching project and who can introduce them."""
    snapshot = graph.snapshot()
    done = []
    for match in matches:
        row = snapshot.organization(match.ref.id)
        best = best_project(reading, row) if reading else None
        done.append(
            replace(
                match,
                best_project=project_ref(snapshot, best[0]) if best else None,
                introducer=introducers(graph, made, row),
            )
        )
    return tuple(done)


def _group(graph: CurrentGraph, match: Match, trl: int | None) -> str:
    """Who supplies equipment builds, who checks and tests proves, everybody else uses.

    For a result that is still early (TRL 1 to 4) a company known for testing is asked first for proof.
    """
    row = graph.snapshot().organization(match.ref.id)
    held: set[str] = set()
    for chain in chains():
        index = index_of(graph, chain.id)
        places = index.lenient.organizations[[row]].indices.tolist()
        held.update(chain.stages[int(place)].id for place in places)
    if held & set(_PROVERS) and (trl is None or trl <= 7) and not held & set(_BUILDERS):
        return "prove"
    return "build" if held & set(_BUILDERS) else "use"


def _topics(made: MatchingData, reading: QueryContext) -> tuple[str, ...]:
    """Topics of the closest projects, the most similar first."""
    closest = reading.closest
    order = closest.places[np.lexsort((closest.places, -closest.own))][: 4 * _TOPICS]
    topics = (made.topics[int(place)] for place in order)
    return tuple(dict.fromkeys(topic for topic in topics if topic))[:_TOPICS]


def _without_measurement(answer: Implementers) -> Implementers:
    """Nothing was measured for problems, so no likelihood is shown."""

    def bare(matches: Sequence[Match]) -> tuple[Match, ...]:
        return tuple(replace(match, likelihood=None, likelihood_share=None) for match in matches)

    return replace(
        answer,
        measured=None,
        use=bare(answer.use),
        build=bare(answer.build),
        prove=bare(answer.prove),
        unsure=bare(answer.unsure),
        known=bare(answer.known),
        matches=bare(answer.matches),
    )
