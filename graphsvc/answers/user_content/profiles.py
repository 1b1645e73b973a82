"""Partnering profiles: offers, requests and research results; hidden unless published."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from graphsvc.answers.search.results import find
from graphsvc.answers.user_content.publishing import refusals
from graphsvc.answers.user_content.searches import SuggestionSource
from graphsvc.domain import Evidence, Profile
from graphsvc.domain.ids import is_id
from graphsvc.domain.rows import to_claim
from graphsvc.errors import InvalidData, Issue, UnknownId
from graphsvc.messages import Message, english, msg
from graphsvc.state.chain_info import stages
from graphsvc.state.feedback import keep
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.refs import Ref, ref

_TEXTS = ("title", "topic", "wanted", "expires")


@dataclass(frozen=True, slots=True)
class ShownProfile:
    """A profile as pages show it; `kind` is offer, request or result."""

    id: str
    kind: str
    title: str
    abstract: str
    stage: Ref | None
    topic: str
    trl: int | None
    benefit: str
    rights: str
    wanted: str
    organization: Ref | None
    expires: str
    visibility: str


@dataclass(frozen=True, slots=True)
class Published:
    """A saved profile's id, or why it was not saved."""

    id: str | None
    refusals: tuple[Message, ...] = ()


class Profiles:
    """The profiles of the local person."""

    def __init__(self, graph: CurrentGraph, matching: SuggestionSource) -> None:
        self._graph, self._matching = graph, matching

    def publish(self, fields: Mapping[str, str], evidence: Evidence) -> Published:
        """Save a profile; a public one only when nothing speaks against it. See `People.publish`."""
        profile, unknown = self._made(fields, evidence)
        if profile.visibility == "public":
            found = (*refusals(profile), *unknown)
            if found:
                return Published(None, found)
        keep(self._graph, [profile])
        return Published(profile.id)

    def all(self, kind: str | None, *, today: str | None) -> tuple[ShownProfile, ...]:
        """Profiles by title; with `today` only those that have not expired then."""
        found = [
            self._shown(one)
            for one in self._records()
            if (kind is None or one.type == kind) and (today is None or (one.expires or today) >= today)
        ]
        return tuple(sorted(found, key=lambda one: (one.title.casefold(), one.id)))

    def matches(self, profile: ShownProfile) -> tuple[Any, ...]:
        """Who fits: institutes for a request, companies for an offer or a result, each group in its order."""
        arguments: dict[str, Any] = {
            "title": profile.title,
            "abstract": "\n".join(part for part in (profile.abstract, profile.benefit) if part),
            "topic": profile.topic,
            "trl": profile.trl,
            "organization": profile.organization.id if profile.organization else None,
            "filters": {},
        }
        if profile.kind == "request":
            found = self._matching.researchers(**arguments)
        else:
            found = self._matching.implementers(**arguments)
        every = {match.ref.id: match for group in (found.use, found.build, found.prove) for match in group}
        return tuple(every.values())

    def remove(self, identifier: str) -> None:
        """Delete a profile. Raises `UnknownId`."""
        for one in self._records():
            if one.id == identifier:
                self._graph.store.delete([one])
                return
        raise UnknownId("profile", identifier)

    def _records(self) -> list[Profile]:
        with self._graph.store.read() as reader:
            claims = [to_claim(row) for row in reader.entities((Profile.kind,))]
        return [claim for claim in claims if isinstance(claim, Profile)]

    def _made(self, fields: Mapping[str, str], evidence: Evidence) -> tuple[Profile, tuple[Message, ...]]:
        given: dict[str, Any] = {name: " ".join(fields.get(name, "").split()) for name in _TEXTS}
        given |= {name: fields.get(name, "").strip() for name in ("abstract", "benefit", "rights", "stage")}
        given |= {"trl": fields.get("trl", "").strip(), "type": fields.get("kind", "").strip()}
        named = fields.get("organization", "").strip()
        organization = self._organization(named) if named else None
        given |= {"organization": organization, "visibility": fields.get("visibility", "").strip()}
        given = {name: value for name, value in given.items() if value}
        if given.get("stage", next(iter(stages()))) not in stages():
            raise InvalidData(
                english("no value chain has the stage %(stage)s", stage=repr(given["stage"][:100]))
            )
        if not given.get("title"):
            raise InvalidData(english("a profile needs a title"))
        try:
            profile = Profile(id=f"profile:{secrets.token_hex(8)}", evidence=evidence, **given)
        except ValidationError as error:
            raise InvalidData(english("the profile cannot be kept"), _issues(error)) from None
        if named and organization is None:
            return profile, (msg("Nothing is known here as “%(name)s”.", name=named[:100]),)
        return profile, ()

    def _organization(self, text: str) -> str | None:
        """The organization or cluster of an id or exact name; nothing where it is unknown."""
        snapshot = self._graph.snapshot()
        if is_id(text):
            try:
                return ref(snapshot, text).id
            except UnknownId:
                return None
        groups = find(self._graph, text, ("organization", "cluster"), 1).groups
        hits = [hit.ref for group in groups for hit in group.hits]
        return next((hit.id for hit in hits if str(hit.name).casefold() == text.casefold()), None)

    def _shown(self, one: Profile) -> ShownProfile:
        stage = stages().get(one.stage or "")
        try:
            organization = ref(self._graph.snapshot(), one.organization) if one.organization else None
        except UnknownId:
            organization = None
        return ShownProfile(
            id=one.id,
            kind=one.type,
            title=one.title or "",
            abstract=one.abstract or "",
            stage=stage.ref if stage else None,
            topic=one.topic or "",
            trl=one.trl,
            benefit=one.benefit or "",
            rights=one.rights or "",
            wanted=one.wanted or "",
            organization=organization,
            expires=one.expires or "",
            visibility=one.visibility,
        )


def _issues(error: ValidationError) -> list[Issue]:
    return [
        Issue("", 0, ".".join(map(str, one["loc"])), str(one["input"])[:100], one["msg"])
        for one in error.errors()
    ]
