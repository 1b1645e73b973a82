"""Success stories: recorded outcomes as drafts of facts, and the versions to which both sides agreed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from graphsvc.arrays import Int64s
from graphsvc.errors import NotAllowed, ReadOnly, UnknownId
from graphsvc.messages import msg
from graphsvc.programme.stories import (
    GAPS,
    StoryConsent,
    StoryFact,
    StoryState,
    StoryVersion,
    check_consent,
)
from graphsvc.snapshot import BASES, NO_DAY, Snapshot, iso, links
from graphsvc.state.feedback import said
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.refs import Ref, cluster_ref, ref
from graphsvc.state.snapshot_tables import tables
from graphsvc.state.stories import KeptStories

MOST_CHARACTERS = {"told": 3_000, "by": 200, "proof": 500}
"""How long a text in a gap, a name and the place of a consent may be."""
MOST_PROJECTS = 5


@dataclass(frozen=True, slots=True)
class RecordedOutcome:
    """That two came together, as it is on record.

    Attributes
    ----------
    id : of the story about it
    day : ISO day of the record, empty where it has none
    by : `both` where both sides confirmed it, `here` where it was noted on this computer
    record : ids that show it, those of the two first
    """

    id: str
    sides: tuple[Ref, Ref]
    day: str
    by: str
    record: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoryDraft:
    """An outcome with the facts of today and everything that was saved; `moved` where the facts are others
    than those of the newest version.
    """

    outcome: RecordedOutcome
    facts: tuple[StoryFact, ...]
    state: StoryState
    moved: bool


@dataclass(frozen=True, slots=True)
class PublishedStory:
    """A version to which both sides agreed."""

    id: str
    sides: tuple[Ref, Ref]
    version: StoryVersion


class SuccessStories:
    """Stories that are written where that is allowed; everybody is shown those that are published.

    With accounts the management of a cluster writes those that concern it (`clusters_of`).
    """

    def __init__(self, graph: CurrentGraph, kept: KeptStories, *, writable: bool) -> None:
        self._graph, self._kept, self._writable = graph, kept, writable

    def drafts(self, clusters: frozenset[str] | None = None) -> tuple[StoryDraft, ...]:
        """A draft of each recorded outcome, or of those that concern one of `clusters`, the newest first.

        Raises `ReadOnly`.
        """
        if not self._writable:
            raise ReadOnly
        found = [
            self._draft(one)
            for one in self._outcomes().values()
            if clusters is None or not clusters.isdisjoint(self._clusters(one))
        ]
        return tuple(sorted(found, key=lambda one: (one.outcome.day, one.outcome.id), reverse=True))

    def draft(self, story: str) -> StoryDraft:
        """The draft of a story. Raises `ReadOnly` and `UnknownId`."""
        if not self._writable:
            raise ReadOnly
        return self._draft(self._outcome(story))

    def clusters_of(self, story: str) -> frozenset[str]:
        """The clusters that a story concerns: its sides, and where they belong. Raises `UnknownId`."""
        return self._clusters(self._outcome(story))

    def save(self, story: str, told: Mapping[str, str], on: str) -> int:
        """Save the facts of today and texts for the gaps as a new version; its number.

        Raises `NotAllowed` for a text that is too long, `ReadOnly` and `UnknownId`.
        """
        draft = self.draft(story)
        texts = {gap: told.get(gap, "").strip() for gap in GAPS}
        if max(map(len, texts.values())) > MOST_CHARACTERS["told"]:
            raise NotAllowed(
                msg("A text is too long: at most %(most)s characters.", most=MOST_CHARACTERS["told"])
            )
        first, second = (one.id for one in draft.outcome.sides)
        number = len(draft.state.versions) + 1
        version = StoryVersion(number, (first, second), on, draft.facts, texts)

        def check(before: StoryState) -> None:
            if len(before.versions) + 1 != number:
                raise NotAllowed(msg("Somebody saved another version meanwhile; look at it first."))

        self._kept.add(story, version, check)
        return number

    def consent(self, story: str, consent: StoryConsent) -> None:
        """Record that a side agreed to a version, or took that back.

        Raises `NotAllowed` with what is missing, `ReadOnly` and `UnknownId`.
        """
        self.draft(story)
        if any(len(getattr(consent, name)) > MOST_CHARACTERS[name] for name in ("by", "proof")):
            raise NotAllowed(msg("A name has at most 200 characters, where a consent is kept at most 500."))
        self._kept.add(story, consent, lambda before: check_consent(before, consent))

    def published(self, cluster: str | None = None) -> tuple[PublishedStory, ...]:
        """The stories that are public, or those whose facts name a cluster, the newest first.

        A version about somebody who is no longer in the data is left out.
        """
        found = [
            PublishedStory(story, sides, version)
            for story in self._kept.ids()
            if (version := self._kept.state(story).published) and (sides := self._sides(version.sides))
        ]
        found.sort(key=lambda one: (one.version.on, one.id), reverse=True)
        return tuple(
            one
            for one in found
            if cluster is None or any(cluster in fact.evidence for fact in one.version.facts)
        )

    def story(self, story: str) -> PublishedStory:
        """A story that is public. Raises `UnknownId` for others."""
        for one in self.published():
            if one.id == story:
                return one
        raise UnknownId("story", story)

    def _outcome(self, story: str) -> RecordedOutcome:
        found = self._outcomes().get(story)
        if found is None:
            raise UnknownId("story", story)
        return found

    def _clusters(self, outcome: RecordedOutcome) -> frozenset[str]:
        snapshot = self._graph.snapshot()
        ends = [snapshot.node(one.id) for one in outcome.sides]
        return frozenset([*outcome.record[:2], *links.clusters_with(snapshot, ends)])

    def _draft(self, outcome: RecordedOutcome) -> StoryDraft:
        facts, state = tuple(_facts(self._graph, outcome)), self._kept.state(outcome.id)
        moved = bool(state.versions) and state.versions[-1].facts != facts
        return StoryDraft(outcome, facts, state, moved)

    def _sides(self, ids: tuple[str, str]) -> tuple[Ref, Ref] | None:
        snapshot = self._graph.snapshot()
        try:
            first, second = (ref(snapshot, one) for one in ids)
        except UnknownId:
            return None
        return None if first.person or second.person else (first, second)

    def _outcomes(self) -> Mapping[str, RecordedOutcome]:
        """The recorded outcomes by the id of their story; of a pair the one that both sides confirmed."""
        found: dict[str, RecordedOutcome] = {}
        for ends, day, by, record in (*self._noted(), *self._confirmed()):
            pair = (min(ends), max(ends))
            if sides := self._sides(pair):
                story = sha256(" ".join(pair).encode()).hexdigest()[:16]
                found[story] = RecordedOutcome(story, sides, day, by, (*pair, *record))
        return found

    def _noted(self) -> Iterator[tuple[tuple[str, str], str, str, tuple[str, ...]]]:
        for one in said(self._graph).judgements:
            if one.verdict == "outcome":
                yield (one.query, one.candidate), one.date, "here", (one.id,)

    def _confirmed(self) -> Iterator[tuple[tuple[str, str], str, str, tuple[str, ...]]]:
        snapshot = self._graph.snapshot()
        relations, confirmed = snapshot.relations, BASES.index("confirmed")
        for source, target, row in zip(*(one.tolist() for one in links.cooperations(snapshot)), strict=True):
            if int(relations.evidence.basis[row]) == confirmed:
                begun = int(relations.start[row])
                day = relations.evidence.date[row] or (iso(begun) if begun != NO_DAY else "")
                yield (snapshot.node_id(source), snapshot.node_id(target)), day, "both", ()


def _facts(graph: CurrentGraph, outcome: RecordedOutcome) -> Iterator[StoryFact]:
    """What the data tells of an outcome and the two, each with the ids that show it."""
    snapshot = graph.snapshot()
    ends = tuple(snapshot.node(one.id) for one in outcome.sides)
    yield StoryFact("outcome", (outcome.by, outcome.day), outcome.record)
    for one, node in zip(outcome.sides, ends, strict=True):
        yield StoryFact("seat", (one.english, *_seat(snapshot, node)), (one.id,))
    pairs = links.memberships(snapshot)
    for one, node in zip(outcome.sides, ends, strict=True):
        for row in pairs.first[pairs.second == node].tolist():
            name = cluster_ref(snapshot, row).english
            yield StoryFact("cluster", (name, one.english), (snapshot.clusters.ids[row], one.id))
    together = np.intersect1d(_projects(graph, ends[0]), _projects(graph, ends[1]))
    for row in sorted(together.tolist(), key=lambda one: (-snapshot.projects.start[one], one))[
        :MOST_PROJECTS
    ]:
        begun = int(snapshot.projects.start[row])
        year = iso(begun)[:4] if begun != NO_DAY else ""
        yield StoryFact("project", (snapshot.projects.titles[row], year), (snapshot.projects.ids[row],))


def _seat(snapshot: Snapshot, node: int) -> tuple[str, str]:
    size = len(snapshot.organizations.ids)
    if node >= size:
        record = snapshot.clusters.records[node - size]
        return record.city or "", record.country or ""
    table = snapshot.organizations
    code = int(table.country[node])
    return table.city[node], snapshot.countries[code] if code >= 0 else ""


def _projects(graph: CurrentGraph, node: int) -> Int64s:
    """The projects (rows) in which an organization takes part, or a cluster or one of its members."""
    size = len(graph.snapshot().organizations.ids)
    matrix = graph.snapshot().participation if node < size else tables(graph).in_projects
    row = node if node < size else node - size
    return matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]].astype(np.int64)
