"""Use cases of matching: partners, implementers, research institutes, missing partners, introductions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graphsvc.answers.matching.cluster_evaluation import (
    ClusterEvaluation,
    evaluate_clusters,
    measured_clusters,
)
from graphsvc.answers.matching.data import MatchingData, world
from graphsvc.answers.matching.evidence import EvidenceData, evidence
from graphsvc.answers.matching.filters import mask_of, steering, vetoed, without
from graphsvc.answers.matching.implement import LABELS as RELEVANCE_LABELS
from graphsvc.answers.matching.implement import implementers
from graphsvc.answers.matching.introductions import Path as Introduction
from graphsvc.answers.matching.introductions import introduction
from graphsvc.answers.matching.judged import with_judgements
from graphsvc.answers.matching.meetings import MeetingPair, meetings, meetings_of
from graphsvc.answers.matching.next_steps import NextSteps, next_steps
from graphsvc.answers.matching.research_results import Implementers, find
from graphsvc.answers.matching.results import Match, Suggestions, measured, told
from graphsvc.answers.matching.set_suggestions import LISTED, SetSuggestions, set_suggestions
from graphsvc.answers.matching.suggestions import compared, suggestions
from graphsvc.errors import InvalidData
from graphsvc.matching.cluster_organizations import RECRUIT_LABELS
from graphsvc.matching.cluster_signals import CLUSTER_SIGNALS
from graphsvc.matching.features import FAMILIES
from graphsvc.matching.preferences import LABELS
from graphsvc.matching.tasks import members
from graphsvc.messages import Message, msg
from graphsvc.state.chain_selection import part_ref
from graphsvc.state.feedback import Judgement, said
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.vector_cache import MULTILINGUAL
from graphsvc.taxonomy.glossary import glossary
from graphsvc.taxonomy.matching import MatchingProfile
from graphsvc.taxonomy.profiles import profile


@dataclass(frozen=True, slots=True)
class FeatureInfo:
    """A family of reasons as the help page names it."""

    id: str
    label: Message


class Matching:
    """Suggestions over the current snapshot."""

    def __init__(self, graph: CurrentGraph, home: Path) -> None:
        """`home` keeps the sentence vectors."""
        self._graph, self._home = graph, home

    @property
    def world(self) -> MatchingData:
        """What matching works on, made once a snapshot."""
        return self._graph.derived("matching", lambda snapshot: world(snapshot, self._home))

    @property
    def evidence(self) -> EvidenceData:
        """What organizations did and say of themselves, made once a snapshot."""
        return self._graph.derived("evidence", lambda snapshot: evidence(snapshot, self._home))

    def partners(self, identifier: str, **options: Any) -> Suggestions:
        """Whom an organization or a cluster should meet; see `suggestions.suggestions`."""
        return suggestions(self._graph, self.world, identifier, **options)

    def partners_of_set(self, ids: Sequence[str], top: int = 30) -> SetSuggestions:
        """Whom several organizations or clusters should meet; see `set_suggestions`."""
        return set_suggestions(
            lambda one, others: self.partners(one, top=LISTED, exclude=tuple(others)), ids, top
        )

    def evaluate_clusters(self) -> ClusterEvaluation:
        """How good suggestions of clusters for clusters are, on the cooperations of the current snapshot."""
        return evaluate_clusters(self._graph.snapshot(), self.world.clusters)

    def measured_clusters(self) -> Message | None:
        """How good they are in one sentence; None where no cooperation is on record."""
        return measured_clusters(self._graph)

    def with_judgements(
        self, learned: MatchingProfile, judgements: Sequence[Judgement] | None = None
    ) -> MatchingProfile:
        """A profile for partners, moved within bounds by what people said; see `judged.with_judgements`."""
        heard = said(self._graph).judgements if judgements is None else judgements
        return with_judgements(self._graph, self.world, learned, heard)

    def compare(self, identifier: str, candidates: Sequence[str]) -> tuple[Match, ...]:
        """Candidates side by side, each with its whole reckoning. Raises `UnknownId`."""
        return compared(self._graph, self.world, identifier, candidates)

    def implementers(self, *, purpose: str = "implement", **fields: Any) -> Implementers:
        """Who could implement a result, or with the purpose "project" who would join a project on it.

        See `implement.implementers` and `research_results.find`. Raises `InvalidData` for another purpose.
        """
        match purpose:
            case "implement":
                return implementers(self._graph, self.world, self.evidence, **_known(fields))
            case "project":
                fields.pop("all_of_project", None)  # who would join is not limited by project
                return find(self._graph, self.world, self.evidence, **_known(fields))
            case _:
                raise InvalidData(
                    msg("unknown purpose: %(purpose)s; known are implement and project", purpose=purpose)
                )

    def researchers(self, **fields: Any) -> Implementers:
        """Which institutes research a problem; see `implement.implementers`."""
        return implementers(self._graph, self.world, self.evidence, **_known(fields), problem=True)

    def members(
        self, given: Sequence[str], *, title: str = "", topic: str = "", top: int = 10
    ) -> Suggestions:
        """Who is missing beside the organizations given, for a topic. Raises `UnknownId`."""
        text = f"{title} {topic}".strip()
        if not given or not text:
            raise InvalidData(msg("members need a topic and at least one organization"))
        snapshot, made = self._graph.snapshot(), self.world
        rows = sorted({snapshot.organization(one) for one in given})
        vector = MULTILINGUAL.encode([text])[0] if made.index.history.vectors is not None else None
        mask, _ = mask_of(self._graph, made, {}, rows)
        mask = without(self._graph, mask, vetoed(self._graph, tuple(given), text))
        mask[rows] = False
        steer = steering(self._graph, made, mask, given=rows, sliders={})
        chosen, asked = profile("members"), glossary().searchable(text)
        found = members(made.index, rows, asked, vector, chosen, top=top, preferences=steer)
        return Suggestions(
            query=part_ref(self._graph, snapshot.organizations.ids[rows[0]]),
            looked_at=found.candidates,
            removed=(),
            profile=found.profile,
            measured=measured(found, top),
            matches=told(self._graph, made.belongs, found.matches),
            known=(),
            reason=found.reason,
            loosen=(),
            digest=snapshot.digest,
        )

    def meetings(self, limit: int = 20) -> tuple[MeetingPair, ...]:
        """Pairs of clusters that should meet; see `meetings.meetings`."""
        return meetings(self._graph, self.world, top=limit)

    def meetings_of(self, cluster: str, limit: int = 20) -> tuple[MeetingPair, ...]:
        """A cluster with those suggested to it; see `meetings.meetings_of`. Raises `UnknownId`."""
        return meetings_of(self._graph, self.world, cluster, top=limit)

    def introduction(self, source: str, target: str) -> Introduction:
        """The shortest chain of joint projects that leads to somebody. Raises `UnknownId`."""
        return introduction(self._graph, self.world, source, target)

    def next_steps(self, identifiers: Sequence[str], asking: str | None) -> Mapping[str, NextSteps]:
        """What to do next about each of these, by id, for `asking`. Raises `UnknownId`."""
        return {one: next_steps(self._graph, self.world, one, asking) for one in identifiers}

    def features(self) -> tuple[FeatureInfo, ...]:
        """Every family of reasons with the words it is shown by."""
        named = {name: family.label for name, family in FAMILIES.items()} | LABELS | RELEVANCE_LABELS
        named |= RECRUIT_LABELS | {name: signal.label for name, signal in CLUSTER_SIGNALS.items()}
        return tuple(FeatureInfo(name, label) for name, label in sorted(named.items()))


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields that describe a result; benefit and wish for a partner are read as part of the text."""
    told_more = " ".join(str(fields.pop(name, "") or "") for name in ("benefit", "wanted"))
    fields.pop("rights", None)
    if told_more.strip():
        fields["abstract"] = f"{fields.get('abstract', '')} {told_more}".strip()
    return fields
