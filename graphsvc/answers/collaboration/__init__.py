"""Introductions over the graph: who can broker, what is confirmed, whose mail is due."""

import logging
import smtplib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from graphsvc.collaboration.accounts import SignedIn
from graphsvc.collaboration.database import PeopleDatabase, note
from graphsvc.collaboration.digests import DigestReader, Digests, DigestText
from graphsvc.collaboration.due import DueEvent, find_due
from graphsvc.collaboration.introduction_views import IntroductionView, SuggestedAt, WhatBecame, scopes_of
from graphsvc.collaboration.introductions import Introductions
from graphsvc.collaboration.mail import Outbox, Post
from graphsvc.collaboration.objections import NarrowObjection, NarrowObjections
from graphsvc.domain import Basis, DatasetInfo, Evidence, Feedback, Relation, RelationKind
from graphsvc.domain.ids import slug
from graphsvc.domain.rows import to_claim
from graphsvc.errors import InvalidData, NoRight, StoreError
from graphsvc.messages import msg
from graphsvc.snapshot import ORGANIZATION_KINDS, links
from graphsvc.state.feedback import Judgement, Verdict, said, said_more
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.objections import silent

INTRODUCED = DatasetInfo(
    id="introductions",
    title="Collaborations that both sides confirmed",
    title_de="Von beiden Seiten bestätigte Kooperationen",
)
OBJECTIONS = DatasetInfo(
    id="objections",
    title="Who does not want to be suggested",
    title_de="Wer nicht vorgeschlagen werden möchte",
)
BOTH = "both sides"
"""Who confirmed such a relation; persons are never named."""
LEAST = 5
"""An anonymous sender is told by kind and country where at least so many are alike."""

log = logging.getLogger("graphsvc.collaboration")


@dataclass(frozen=True, slots=True)
class AnonymousSender:
    """What is told of a sender who wants no name yet: a kind, and the country unless too few are alike."""

    kind: str
    country: str


class CollaborationAnswers:
    """What people do together, and what of it enters the graph: names of organizations and a day."""

    def __init__(self, graph: CurrentGraph, database: PeopleDatabase, post: Post) -> None:
        self._graph, self._database = graph, database
        self.introductions = Introductions(database)
        self.narrow_objections = NarrowObjections(database)
        self.digests = Digests(database)
        self._outbox = Outbox(database, post)

    def brokers(self, source: str, target: str) -> tuple[str, ...]:
        """The clusters of either side whose management could forward a request, by id. Raises `UnknownId`."""
        snapshot = self._graph.snapshot()
        found = links.clusters_with(snapshot, map(snapshot.node, (source, target)))
        return self.introductions.brokers(one for one in found if one not in {source, target})

    def ask(
        self,
        person: SignedIn,
        source: str,
        target: str,
        *,
        message: str = "",
        anonymous: bool = False,
        broker: str | None = None,
        seen: SuggestedAt | None = None,
    ) -> str:
        """Ask for an introduction; returns its id. Raises as `Introductions.ask`, and `UnknownId`."""
        snapshot = self._graph.snapshot()
        source, target = (snapshot.node_id(snapshot.node(one)) for one in (source, target))
        if broker and broker not in self.brokers(source, target):
            raise InvalidData(
                msg("Only the management of a cluster to which one of you belongs can forward this.")
            )
        return self.introductions.ask(
            person,
            source,
            target,
            message=message,
            anonymous=anonymous,
            broker=broker,
            closed=target in silent(self._graph, (source,), message),
            seen=seen,
        )

    def step(
        self,
        person: SignedIn,
        identifier: str,
        step: str,
        *,
        words: str = "",
        tell: bool = False,
        outcome: str = "together",
    ) -> IntroductionView:
        """Take a step; what both sides confirmed enters the graph. Raises as `Introductions.step`."""
        seen = self.introductions.step(person, identifier, step, words=words, tell=tell, outcome=outcome)
        if step == "outcome":
            self._confirm()
        return seen

    def judgements(self) -> tuple[Judgement, ...]:
        """Introductions as words on suggestions, to be counted and learned from; never shown of a pair.

        Who asks wants the candidate (`pin`); both have agreed (`answered`); both work together (`outcome`);
        the other side declined (`not-for-us`, whose reason stays with the two).
        """
        merged = self._graph.snapshot().merged
        return tuple(
            Judgement(
                id=one.id,
                query=merged.get(one.source, one.source),
                candidate=merged.get(one.target, one.target),
                verdict=_verdict(one),
                reason="",
                date=one.day,
                by=f"person:{one.person or 0}",
                profile=one.seen.profile if one.seen else "",
                rank=one.seen.rank if one.seen else None,
                shown=one.seen.shown if one.seen else None,
            )
            for one in self.introductions.what_became()
        )

    def sender(self, identifier: str) -> AnonymousSender:
        """What is told of an organization or cluster that wants no name yet."""
        snapshot = self._graph.snapshot()
        node, table = snapshot.node(identifier), snapshot.organizations
        if node >= len(table.ids):
            return AnonymousSender("cluster", "")
        kind, country = int(table.kind[node]), int(table.country[node])
        alike = np.count_nonzero((table.kind == kind) & (table.country == country))
        told = alike >= LEAST and country >= 0
        return AnonymousSender(ORGANIZATION_KINDS[kind], snapshot.countries[country] if told else "")

    def objects(self, identifier: str) -> bool:
        """Whether an organization or cluster does not want to be suggested."""
        return identifier in said(self._graph).objections

    def object(self, person: SignedIn, identifier: str, *, objects: bool) -> None:
        """Keep that an organization or cluster does not want to be suggested at all, or take it back.

        It is public, without a name of a person, and at work from the next answer. Raises `UnknownId`, and
        `NoRight` for who does not speak for it.
        """
        if identifier not in scopes_of(person):
            raise NoRight(signed_in=True)
        self._graph.snapshot().node(identifier)
        claim = Feedback(
            id=f"feedback:objection-{slug(identifier)}",
            type="objection",
            query=identifier,
            evidence=Evidence(basis=Basis.STATED, dataset=OBJECTIONS.id, date=self._database.now()[:10]),
        )
        with self._database.write() as rows:
            note(
                rows,
                self._database.now(),
                person.number,
                "object" if objects else "withdraw objection",
                identifier,
            )
        if objects:
            self._graph.store.write(OBJECTIONS, [claim])
        else:
            self._graph.store.delete([claim])
        said_more(self._graph)

    def object_in_part(self, person: SignedIn, objection: NarrowObjection, *, objects: bool) -> None:
        """Keep that somebody is not suggested to one, or for a topic, or take it back; at work from now on.

        Nobody else reads it. Raises `UnknownId`, `NoRight`, `InvalidData`.
        """
        if objects:
            if objection.kind == "to":
                self._graph.snapshot().node(objection.value)
            self.narrow_objections.add(person, objection)
        else:
            self.narrow_objections.withdraw(person, objection)
        said_more(self._graph)

    def due(self, digest: Callable[[DigestReader], DigestText | None] | None = None) -> tuple[DueEvent, ...]:
        """Do what the day asks for, each once: reminders, expiry, questions; then send what waits.

        `digest` makes the text of a digest; without it none is made.
        """
        found = find_due(self._database)
        self._confirm()
        if digest:
            found += tuple(DueEvent(None, "digest", one) for one in self.digests.due(digest))
        self.deliver()
        return found

    def deliver(self) -> None:
        """Send the mail that waits; what a server does not take now waits on, with one line in the log."""
        try:
            self._outbox.deliver()
        except (OSError, smtplib.SMTPException) as error:
            log.warning("Mail waits, since it could not be sent: %s", type(error).__name__)

    def _confirm(self) -> None:
        """Write the confirmed collaborations that the graph lacks; it can be repeated after a kill."""
        wanted = {
            (min(one, other), max(one, other)): day
            for one, other, day in reversed(self.introductions.confirmed())
        }
        if not wanted:
            return
        with self._graph.store.read() as reader:
            known = {
                (claim.source, claim.target)
                for row in reader.links(
                    (Relation.kind,), ends=sorted({end for pair in wanted for end in pair})
                )
                if row.dataset == INTRODUCED.id and isinstance(claim := to_claim(row), Relation)
            }
        self._write((pair, wanted[pair]) for pair in sorted(set(wanted) - known))

    def _write(self, pairs: Iterable[tuple[tuple[str, str], str]]) -> None:
        claims = [
            Relation(
                source=one,
                target=other,
                relation=RelationKind.COOPERATES,
                start=day,
                evidence=Evidence(basis=Basis.CONFIRMED, dataset=INTRODUCED.id, date=day, by=BOTH),
            )
            for (one, other), day in pairs
        ]
        try:
            if claims:
                self._graph.store.write(INTRODUCED, claims)
        except StoreError as error:  # `due` tries again: both words are kept
            log.warning("A confirmed collaboration waits to be written: %s", error)


def _verdict(one: WhatBecame) -> Verdict:
    if one.confirmed:
        return "outcome"
    if one.declined:
        return "not-for-us"
    return "answered" if one.agreed else "pin"
