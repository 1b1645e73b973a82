"""User content: feedback on suggestions, disputed facts, saved searches and partnering profiles.

There are no accounts: everybody who uses a local service is one user. A public service is read-only and shows
only public profiles.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any, Literal

from graphsvc.answers.user_content.duplicates import Duplicates, Later
from graphsvc.answers.user_content.judgements import (
    MOST_CHARACTERS,
    Judgements,
    Pair,
    ShownAt,
    one_line,
)
from graphsvc.answers.user_content.list_stages import ListStages
from graphsvc.answers.user_content.outcomes import SuggestionOutcomes, suggestion_outcomes
from graphsvc.answers.user_content.own_stages import OwnStages, StageChoices, known_kinds
from graphsvc.answers.user_content.profiles import ProfileMatches, Profiles, Published, ShownProfile
from graphsvc.answers.user_content.retired import RetiredOrganizations
from graphsvc.answers.user_content.searches import Saved, Searches, SuggestionSource
from graphsvc.answers.user_content.websites import ShownWebsite, WebsiteFound, Websites
from graphsvc.domain import Basis, Evidence, Feedback
from graphsvc.domain.dataset import PERSON
from graphsvc.errors import InvalidData, UnknownId
from graphsvc.messages import Message, msg
from graphsvc.settings import Settings
from graphsvc.state import merges
from graphsvc.state.feedback import EntityWord, Judgement, keep, said, said_more
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.own_words import LOCAL, Undo, today
from graphsvc.state.permissions import writable
from graphsvc.state.refs import ref

Kind = Literal["dispute", "objection", "ours"]


class UserContent:
    """Words of persons, saved searches and profiles of the local person."""

    def __init__(
        self,
        graph: CurrentGraph,
        settings: Settings,
        matching: SuggestionSource,
        later: Later | None = None,
    ) -> None:
        """`later` queues work for the worker, as `Duplicates` needs it."""
        self._graph, self._settings = graph, settings
        self._searches = Searches(graph, matching)
        self._profiles = Profiles(graph, matching)
        self._stages = OwnStages(graph)
        self._judgements = Judgements(graph)
        self.websites = Websites(graph, settings)
        self.list_stages = ListStages(graph, settings)
        self.duplicates = Duplicates(graph, settings, later)
        self.retired = RetiredOrganizations(graph, settings)

    def feedback(
        self,
        source: str,
        target: str,
        reason: str = "",
        verdict: str = "not-for-us",
        seen: ShownAt | None = None,
    ) -> str:
        """Keep what a suggested candidate is to `source`, a profile or whom a page of suggestions is for.

        `verdict` is not-for-us, which needs a reason, pin, answered or outcome; it takes the place of what
        was said of the pair before. Returns the id. Raises `UnknownId`, `InvalidData`.
        """
        writable(self._settings)
        return self._judgements.say((source, target), verdict, reason, seen, self._evidence())

    def undo_feedback(self, identifier: str) -> str:
        """Delete a feedback entry; returns its type (`Feedback.type`). Raises `UnknownId`."""
        writable(self._settings)
        for _, one in said(self._graph).feedback:
            if one.id == identifier:
                self._graph.store.delete([one])
                said_more(self._graph)
                return one.type
        raise UnknownId("feedback", identifier)

    def saved_pairs(self, source: str) -> tuple[Pair, ...]:
        """What was said of the candidates of `source`, by id; a public graph knows of none."""
        return self._judgements.of(source)

    def outcomes(self, more: Iterable[Judgement] = ()) -> SuggestionOutcomes:
        """What became of suggestions, `more` judgements counted; a public graph knows of none of its own."""
        return suggestion_outcomes(self.judgements(more))

    def judgements(self, more: Iterable[Judgement] = ()) -> tuple[Judgement, ...]:
        """What was said of suggestions, and `more`, by date and id."""
        every = (*said(self._graph).judgements, *more)
        return tuple(sorted(every, key=lambda one: (one.date, one.id)))

    def dispute(self, entity: str, field: str, text: str) -> str:
        """Keep that a fact is wrong; it is shown as disputed. Returns the id. Raises `UnknownId`."""
        writable(self._settings)
        return self._say("dispute", self._entity(entity), field=field, reason=text)

    def object(self, entity: str, text: str) -> str:
        """Keep that an entity does not want to be suggested. Returns the id. Raises `UnknownId`."""
        writable(self._settings)
        return self._say("objection", self._entity(entity), reason=text)

    def this_is_us(self, entity: str, text: str) -> str:
        """Keep that someone speaks for an entity, for the operator to read. Returns the id."""
        writable(self._settings)
        return self._say("ours", self._entity(entity), reason=text)

    def stage_choices(self, chain_id: str, ids: Iterable[str]) -> tuple[StageChoices, ...]:
        """The stages of a chain to tick for organizations or clusters. Raises `UnknownId`."""
        return tuple(self._stages.choices(chain_id, one) for one in ids)

    def say_stages(
        self,
        chain_id: str,
        ticked: Mapping[str, Collection[str]],
        kinds: Mapping[str, str] | None = None,
        *,
        about: str,
    ) -> str | None:
        """Keep which stages organizations or clusters hold: those ticked, and no others that are held now.

        `kinds` corrects kinds of organizations; `about` is the organization or cluster whose page says it.
        Returns the token by which all of it is taken back, nothing when nothing changed. Raises `UnknownId`,
        `InvalidData`, `ReadOnly`.
        """
        writable(self._settings)
        known = {self._entity(one): stages for one, stages in ticked.items()}
        told = known_kinds({self._entity(one): kind for one, kind in (kinds or {}).items()})
        return self._stages.save(chain_id, known, told, self._evidence(), about)

    def answer(self, identifier: str, stage: str, *, holds: bool) -> str | None:
        """Keep whether an organization or cluster holds a stage (`chain/stage`); its others stay as they are.

        Returns the token by which it is taken back. Raises `UnknownId`, `ReadOnly`.
        """
        writable(self._settings)
        return self._stages.answer(self._entity(identifier), stage, self._evidence(), holds=holds)

    def website(self, identifier: str) -> ShownWebsite | None:
        """What is known of a website, and what it was read for; None where the operator permits no reading.

        Raises `UnknownId`.
        """
        return self.websites.shown(self._entity(identifier))

    def read_website(self, identifier: str, address: str = "") -> WebsiteFound:
        """Read a website; the stages that its words show are kept as inferred of the organization or cluster.

        Without an `address` the known one is read. Raises `UnknownId`, `ReadOnly`, and `InvalidData` with the
        reason why nothing was read.
        """
        writable(self._settings)
        return self.websites.read(self._entity(identifier), address, today())

    def take_back(self, token: str) -> None:
        """Take back said stages, or a list that replaced another. Raises `UnknownId`, `ReadOnly`."""
        writable(self._settings)
        Undo(self._graph.home).take_back(self._graph, token)

    def merge(self, one: str, other: str) -> str:
        """Say that two organizations are one; returns the id that stands for both.

        Raises `UnknownId`, `ReadOnly`, and `InvalidData` for two that cannot be merged.
        """
        writable(self._settings)
        return merges.merge(self._graph, one, other, by=LOCAL, date=today())

    def merge_refusal(self, one: str, other: str) -> Message | str | None:
        """Why two organizations cannot be merged, nothing where they can. Raises `UnknownId`."""
        try:
            merges.check(self._graph.snapshot(), one, other)
        except InvalidData as error:
            return error.message
        return None

    def split(self, record: str) -> tuple[str, ...]:
        """Take back the merges in which a record is named; returns the ids that were joined by them.

        Raises `UnknownId`, `ReadOnly`, and `InvalidData` for a record that is joined to no other.
        """
        writable(self._settings)
        return merges.split(self._graph, record, by=LOCAL, date=today())

    def words_about(self, entity: str) -> tuple[EntityWord, ...]:
        """Objections to being suggested and "this is us" about an entity, by date. Raises `UnknownId`."""
        identifier = self._entity(entity)
        return tuple(one for one in said(self._graph).words if one.entity == identifier)

    def save_search(self, label: str, address: str) -> str:
        """Keep a search with what it finds now; the same address is kept once. Returns the id."""
        writable(self._settings)
        return self._searches.save(one_line(label, 300), address, self._evidence())

    def save_described(
        self,
        label: str,
        arguments: Mapping[str, Any],
        found: Sequence[str],
        *,
        problem: bool,
        with_text: bool,
    ) -> str:
        """Keep who is found for a result or problem, and only `with_text` what was asked. Returns the id."""
        writable(self._settings)
        label = one_line(label, 300)
        if not label:
            raise InvalidData(msg("give the search a name"))
        return self._searches.save_described(
            label, arguments, found, self._evidence(), problem=problem, with_text=with_text
        )

    def saved(self) -> tuple[Saved, ...]:
        """The saved searches by title with what is new in each; a public graph knows of none."""
        return self._searches.all()

    def looked_at(self, identifier: str, found: Sequence[str] | None = None) -> None:
        """What a saved search finds now, or `found`, is no longer new. Raises `UnknownId`."""
        writable(self._settings)
        self._searches.looked_at(identifier, self._evidence(), found)

    def drop_saved(self, identifier: str) -> None:
        """Forget a saved search. Raises `UnknownId`."""
        writable(self._settings)
        self._searches.drop(identifier)

    def publish(self, identifier: str | None = None, /, **fields: str) -> Published:
        """Save a new profile, or `identifier` anew; hidden unless `visibility` is public, which is checked.

        Fields: kind (offer, request or result), title, abstract, stage, topic, trl, benefit, rights, wanted,
        organization (id or unambiguous name), expires, visibility; empty ones are left out.
        Raises `InvalidData` for fields that cannot be kept, `UnknownId`, `ReadOnly`.
        """
        writable(self._settings)
        return self._profiles.publish(fields, self._evidence(), identifier)

    def profiles(self, kind: str | None = None) -> tuple[ShownProfile, ...]:
        """The profiles by title; on a public service only those that are open."""
        return self._profiles.all(kind, today=today() if self._settings.read_only else None)

    def profile(self, identifier: str) -> ShownProfile:
        """One profile. Raises `UnknownId`."""
        for one in self.profiles():
            if one.id == identifier:
                return one
        raise UnknownId("profile", identifier)

    def profiles_of(self, entity: str) -> tuple[ShownProfile, ...]:
        """The profiles of an organization or cluster by title."""
        return tuple(one for one in self.profiles() if one.organization and one.organization.id == entity)

    def profile_matches(self, profile: ShownProfile) -> ProfileMatches:
        """Who fits a profile, and who of them is new; nobody is where it is closed."""
        return self._profiles.matches(profile)

    def profile_seen(self, profile: ShownProfile, matches: tuple[Any, ...]) -> None:
        """Matches of a profile are no longer new. Raises `UnknownId`."""
        writable(self._settings)
        self._profiles.looked_at(profile, matches)

    def close_profile(self, identifier: str, *, closed: bool) -> None:
        """Close a profile, so that it is no longer matched, or open it again. Raises `UnknownId`."""
        writable(self._settings)
        self._profiles.close(identifier, closed=closed)

    def remove_profile(self, identifier: str) -> None:
        """Take a profile back with everything it said. Raises `UnknownId`."""
        writable(self._settings)
        self._profiles.remove(identifier)
        self._judgements.forget(identifier)

    def _evidence(self) -> Evidence:
        return Evidence(basis=Basis.CONFIRMED, dataset=PERSON, by=LOCAL, date=today())

    def _entity(self, identifier: str) -> str:
        return ref(self._graph.snapshot(), identifier).id

    def _say(self, kind: Kind, query: str, *, field: str = "", reason: str) -> str:
        reason = one_line(reason, MOST_CHARACTERS)
        if not reason:
            raise InvalidData(msg("say why in a few words"))
        key = f"{kind}\n{query}\n\n{field}\n{reason}"
        word = Feedback(
            id=f"feedback:{sha256(key.encode()).hexdigest()[:16]}",
            type=kind,
            query=query,
            field=one_line(field, 300) or None,
            reason=reason,
            evidence=self._evidence(),
        )
        keep(self._graph, [word])
        said_more(self._graph)
        return word.id
