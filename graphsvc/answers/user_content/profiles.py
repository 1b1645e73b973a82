"""Partnering profiles: offers, requests and research results; hidden unless published."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from graphsvc.answers.search.naming import look_up
from graphsvc.answers.user_content.publishing import refusals
from graphsvc.answers.user_content.searches import SuggestionSource
from graphsvc.domain import Evidence, Profile
from graphsvc.domain.validation import validation_issues
from graphsvc.errors import InvalidData, UnknownId
from graphsvc.messages import Message, msg
from graphsvc.state.chain_info import stages
from graphsvc.state.feedback import keep, said
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.profiles import holds, kept_profiles, profiles_changed
from graphsvc.state.refs import Ref, ref

MOST_MATCHES = 12
"""How many that fit a profile are shown."""

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
    closed: bool
    seen: tuple[str, ...] | None

    @property
    def fields(self) -> dict[str, str]:
        """The profile as the fields of its form."""
        named = ("kind", "title", "abstract", "topic", "benefit", "rights", "wanted", "expires", "visibility")
        given = {name: str(getattr(self, name)) for name in named}
        return given | {
            "stage": self.stage.id if self.stage else "",
            "trl": str(self.trl or ""),
            "organization": self.organization.id if self.organization else "",
        }


@dataclass(frozen=True, slots=True)
class ProfileMatches:
    """Who fits a profile, best first, and which of them were not there when it was looked at last.

    `matching_profile` (id and version) ranked them.
    """

    matches: tuple[Any, ...]
    new: tuple[Ref, ...]
    matching_profile: str = ""


@dataclass(frozen=True, slots=True)
class Published:
    """A saved profile's id, or why it was not saved."""

    id: str | None
    refusals: tuple[Message, ...] = ()


class Profiles:
    """The profiles of the local person."""

    def __init__(self, graph: CurrentGraph, matching: SuggestionSource) -> None:
        self._graph, self._matching = graph, matching

    def publish(
        self, fields: Mapping[str, str], evidence: Evidence, identifier: str | None = None
    ) -> Published:
        """Save a profile; a public one only when nothing speaks against it. See `UserContent.publish`."""
        before = self._record(identifier) if identifier else None
        profile, unknown = self._made(fields, evidence)
        if before:
            kept = {"id": before.id, "closed": before.closed, "seen": before.seen}
            profile = profile.model_copy(update=kept)
        if profile.visibility == "public":
            found = (*refusals(profile), *unknown)
            if found:
                return Published(None, found)
        self._keep(profile)
        return Published(profile.id)

    def all(self, kind: str | None, *, today: str | None) -> tuple[ShownProfile, ...]:
        """Profiles by title; with `today` only those that are open then."""
        found = [
            self._shown(one)
            for one in kept_profiles(self._graph)
            if (kind is None or one.type == kind) and (today is None or holds(one, today))
        ]
        return tuple(sorted(found, key=lambda one: (one.title.casefold(), one.id)))

    def matches(self, profile: ShownProfile) -> ProfileMatches:
        """Who fits: institutes for a request, companies for an offer or a result; nobody for a closed one.

        Those that were declined for it are left out.
        """
        if profile.closed:
            return ProfileMatches((), ())
        refused = said(self._graph).refused(profile.id)
        arguments: dict[str, Any] = {
            "title": profile.title,
            "abstract": "\n".join(part for part in (profile.abstract, profile.benefit) if part),
            "topic": profile.topic,
            "trl": profile.trl,
            "organization": profile.organization.id
            if profile.organization and profile.organization.kind == "organization"
            else None,
            "filters": {},
            "top": MOST_MATCHES + len(refused),
        }
        if profile.kind == "request":
            found = self._matching.researchers(**arguments)
        else:
            found = self._matching.implementers(**arguments)
        matches = tuple(one for one in found.matches if one.ref.id not in refused)[:MOST_MATCHES]
        before = set(profile.seen or ())
        fresh = () if profile.seen is None else tuple(one.ref for one in matches if one.ref.id not in before)
        return ProfileMatches(matches, fresh, found.profile)

    def looked_at(self, profile: ShownProfile, matches: tuple[Any, ...]) -> None:
        """Keep these matches of a profile as seen; nothing is written where they were. Raises `UnknownId`."""
        seen = tuple(sorted(match.ref.id for match in matches))
        if not profile.closed and seen != profile.seen:
            self._keep(self._record(profile.id).model_copy(update={"seen": seen}))

    def close(self, identifier: str, *, closed: bool) -> None:
        """Close a profile, so that it is no longer matched, or open it again. Raises `UnknownId`."""
        self._keep(self._record(identifier).model_copy(update={"closed": closed or None}))

    def remove(self, identifier: str) -> None:
        """Delete a profile. Raises `UnknownId`."""
        self._graph.store.delete([self._record(identifier)])
        profiles_changed(self._graph)

    def _keep(self, profile: Profile) -> None:
        keep(self._graph, [profile])
        profiles_changed(self._graph)

    def _record(self, identifier: str) -> Profile:
        for one in kept_profiles(self._graph):
            if one.id == identifier:
                return one
        raise UnknownId("profile", identifier)

    def _made(self, fields: Mapping[str, str], evidence: Evidence) -> tuple[Profile, tuple[Message, ...]]:
        given: dict[str, Any] = {name: " ".join(fields.get(name, "").split()) for name in _TEXTS}
        given |= {name: fields.get(name, "").strip() for name in ("abstract", "benefit", "rights", "stage")}
        given |= {"trl": fields.get("trl", "").strip(), "type": fields.get("kind", "").strip()}
        named = fields.get("organization", "").strip()
        meant = look_up(self._graph, named, ("organization", "cluster")).found if named else None
        given |= {
            "organization": meant.id if meant else None,
            "visibility": fields.get("visibility", "").strip(),
        }
        given = {name: value for name, value in given.items() if value}
        if given.get("stage", next(iter(stages()))) not in stages():
            raise InvalidData(msg("no value chain has the stage %(stage)s", stage=repr(given["stage"][:100])))
        if not given.get("title"):
            raise InvalidData(msg("a profile needs a title"))
        try:
            profile = Profile(id=f"profile:{secrets.token_hex(8)}", evidence=evidence, **given)
        except ValidationError as error:
            raise InvalidData(msg("the profile cannot be kept"), validation_issues(error)) from None
        if named and meant is None:
            return profile, (msg("Nothing is known here as “%(name)s”.", name=named[:100]),)
        return profile, ()

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
            closed=bool(one.closed),
            seen=one.seen,
        )
