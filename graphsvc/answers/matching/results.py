"""Result types of the matching use cases, shared by pages, API and command line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from graphsvc.errors import UnknownId
from graphsvc.matching.collaboration_graph import gather_rows
from graphsvc.matching.results import ScoredMatch as Scored
from graphsvc.matching.results import ScoredMatches
from graphsvc.matching.results import ScoreTerm as ScoredPart
from graphsvc.messages import Message
from graphsvc.snapshot import ORGANIZATION_KINDS, Snapshot
from graphsvc.state.chain_info import stages
from graphsvc.state.chain_selection import part_ref
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.refs import Ref
from graphsvc.state.stage_holders import StageFact, facts_of_stages

_STRONG = 2
_STRONG_OF_CLUSTERS = 3
_FACTS = 8
_CONTACT = ("ties", "joint", "nearness")


@dataclass(frozen=True, slots=True)
class Part:
    """One term of a score: what it is called, how much it counts, why, and the entities it rests on.

    `proof` is, where the candidate closes a gap, the evidence by which it holds each of these stages.
    """

    feature: str
    label: Message
    contribution: float
    detail: Message
    ours: tuple[str, ...]
    theirs: tuple[str, ...]
    facts: tuple[Ref, ...]
    proof: tuple[StageFact, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """One suggestion; the contributions of its parts sum to its score.

    `fit` says whether a company has done the very thing ("close") or something "near"; empty where it was not
    measured.
    """

    ref: Ref
    org_kind: str
    clusters: tuple[Ref, ...]
    rank: int
    score: float
    likelihood: Message | None
    likelihood_share: float | None
    parts: tuple[Part, ...]
    reasons: tuple[Message, ...]
    objection: Message | None
    shared_contact: Message | None
    best_project: Ref | None = None
    introducer: Ref | None = None
    fit: str = ""
    group: str = ""
    group_reason: Message | None = None


@dataclass(frozen=True, slots=True)
class Loosening:
    """What to let go of when nothing was found, as a change of the address."""

    sentence: Message
    query: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Ranked suggestions for somebody, or the reason why there are none."""

    query: Ref
    looked_at: int
    removed: tuple[Message, ...]
    profile: str
    measured: Message | None
    matches: tuple[Match, ...]
    known: tuple[Match, ...]
    reason: Message | None
    loosen: tuple[Loosening, ...]
    digest: str

    def as_json(self) -> dict[str, Any]:
        """The answer in the shape that programs ask for."""
        return {
            "query": self.query.id,
            "matching_profile": self.profile,
            "digest": self.digest,
            "matches": [as_json(match) for match in self.matches],
            "known": [as_json(match) for match in self.known],
            "reason": str(self.reason) if self.reason else None,
        }


def as_json(match: Match) -> dict[str, Any]:
    """One match as the JSON API and the command line give it, messages in English."""
    return {
        "id": match.ref.id,
        "name": match.ref.name,
        "rank": match.rank,
        "score": match.score,
        "likelihood": match.likelihood_share,
        "fit": match.fit or None,
        "group": match.group or None,
        "parts": [
            {
                "feature": part.feature,
                "contribution": part.contribution,
                "detail": str(part.detail),
                "ours": list(part.ours),
                "theirs": list(part.theirs),
                "proof": [{"stage": one.stage.ref.id, **one.fact.as_json()} for one in part.proof],
            }
            for part in match.parts
        ],
    }


def told(graph: CurrentGraph, belongs: Any, found: Sequence[Scored], *, first: int = 1) -> tuple[Match, ...]:
    """Scored matches with names, clusters and the reasons to show first, ranked from `first`."""
    return tuple(_told(graph, belongs, one, rank) for rank, one in enumerate(found, first))


def _told(graph: CurrentGraph, belongs: Any, one: Scored, rank: int) -> Match:
    snapshot = graph.snapshot()
    worded = [_labeled(part) for part in one.parts]
    node = snapshot.node(one.id)
    parts = tuple(_part(graph, part, node) for part in worded)
    positive = [part for part in worded if part.contribution > 0 and part.speaks != "against"]
    strong = [part for part in positive if part.speaks == "for"] or positive
    is_cluster = one.id.startswith("cluster:")
    reasons = tuple(part.detail for part in strong[: _STRONG_OF_CLUSTERS if is_cluster else _STRONG])
    contacts = (part.detail for part in strong if part.feature in _CONTACT and part.theirs)
    contact = next((detail for detail in contacts if detail not in reasons), None)
    return Match(
        ref=part_ref(graph, one.id),
        org_kind="cluster" if is_cluster else ORGANIZATION_KINDS[int(snapshot.organizations.kind[one.row])],
        clusters=() if is_cluster else clusters_of(graph, belongs, one.row),
        rank=rank,
        score=one.score,
        likelihood=one.likelihood.words if one.likelihood else None,
        likelihood_share=one.likelihood.share if one.likelihood else None,
        parts=parts,
        reasons=reasons,
        objection=_objection(worded),
        shared_contact=contact,
    )


def _objection(parts: Sequence[ScoredPart]) -> Message | None:
    """What speaks most against: the telling term that takes most away, else one that speaks against."""
    telling = [part for part in parts if part.speaks != "little"]
    least = min(telling, key=lambda part: (part.contribution, part.feature), default=None)
    if least is not None and least.contribution < 0:
        return least.detail
    return next((part.detail for part in parts if part.speaks == "against"), None)


def clusters_of(graph: CurrentGraph, belongs: Any, row: int) -> tuple[Ref, ...]:
    """The clusters an organization belongs to, runs or hosts."""
    ids = graph.snapshot().clusters.ids
    return tuple(
        part_ref(graph, ids[int(place)])
        for place in sorted(gather_rows(belongs, np.array([row], dtype=np.int32)).tolist())
    )


def _labeled(part: ScoredPart) -> ScoredPart:
    """The part with the stages it names, the first of `ours`, as labels in every language."""
    known, names = stages(), part.detail.values.get("stages")
    if not isinstance(names, tuple) or len(names) > len(part.ours) or not all(map(known.get, part.ours)):
        return part
    labels = tuple(known[stage].label for stage in part.ours[: len(names)])
    return replace(part, detail=replace(part.detail, values={**part.detail.values, "stages": labels}))


def _part(graph: CurrentGraph, part: ScoredPart, node: int) -> Part:
    cited = dict.fromkeys((*part.ours, *part.theirs))
    facts = [ref for ref in (_fact(graph, identifier) for identifier in cited) if ref]
    return Part(
        part.feature,
        part.label,
        part.contribution,
        part.detail,
        part.ours,
        part.theirs,
        tuple(facts[:_FACTS]),
        facts_of_stages(graph, node, part.ours) if part.feature == "complement" else (),
    )


def _fact(graph: CurrentGraph, identifier: str) -> Ref | None:
    """A cited entity; stages and other words without a page of their own are told in the sentence alone."""
    try:
        return part_ref(graph, identifier)
    except UnknownId:
        return None


def measured(found: ScoredMatches, places: int) -> Message | None:
    """How good lists of this kind are, in the terms of what was measured; None where nothing was."""
    shares = [one.likelihood for one in found.matches[:places] if one.likelihood]
    return shares[0].words if shares else None


def hidden_query(snapshot: Snapshot, identifier: str) -> bool:
    """Whether an organization is named after a person, so that nothing is suggested for or about it."""
    return bool(snapshot.organizations.hidden[snapshot.organization(identifier)])
