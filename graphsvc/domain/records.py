"""Record types: each is a claim, that is a key, its fields and one `Evidence`."""

import re
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
)

from graphsvc.domain.evidence import Evidence, PartialDate
from graphsvc.domain.ids import Id, StageId
from graphsvc.messages import msg

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def _no_control(text: str) -> str:
    if _CONTROL.search(text):
        raise ValueError(msg("control characters are not allowed"))
    return text


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError(msg("must not be empty"))
    return text


Name = Annotated[
    str,
    StringConstraints(min_length=1, max_length=1000),
    AfterValidator(_no_control),
    AfterValidator(_not_blank),
]
Line = Annotated[str, StringConstraints(min_length=1, max_length=2000), AfterValidator(_no_control)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=100_000)]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Nuts = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}[A-Z0-9]{0,3}$")]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*:\S{1,200}$")]


class OrganizationKind(StrEnum):
    """What sort of organization it is, after the activity types of CORDIS."""

    COMPANY = "company"
    RESEARCH = "research"
    EDUCATION = "education"
    PUBLIC = "public"
    OTHER = "other"


class RelationKind(StrEnum):
    """How two entities are related beyond membership and projects."""

    RUNS = "runs"
    HOSTS = "hosts"
    PART_OF = "part_of"
    COOPERATES = "cooperates"
    SUCCEEDS = "succeeds"
    SAME_AS = "same_as"


class MembershipRole(StrEnum):
    """As what a source names an organization in a cluster; who hosts or runs one is a `Relation`.

    `BOARD` is a seat in a board or committee of the cluster, from which membership follows by usage.
    `CONSORTIUM_PARTNER` took part in the project that was funded then, and is not a member.
    """

    MEMBER = "member"
    FOUNDING_MEMBER = "founding-member"
    BOARD = "board"
    CONSORTIUM_PARTNER = "consortium-partner"


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: ClassVar[str]
    evidence: Evidence

    def fields(self) -> dict[str, Any]:
        """The optional fields that are given, ready for JSON; key and evidence are left out."""
        left_out = {"evidence", *self.key_fields}
        return self.model_dump(mode="json", exclude=left_out, exclude_defaults=True)

    key_fields: ClassVar[tuple[str, ...]]


class _Entity(_Record):
    key_fields: ClassVar[tuple[str, ...]] = ("id",)
    id: Id

    @field_validator("id")
    @classmethod
    def _of_its_kind(cls, value: str) -> str:
        if not value.startswith(f"{cls.kind}:"):
            start = f"{cls.kind}:"
            raise ValueError(msg("the id of a %(kind)s begins with %(start)s", kind=cls.kind, start=start))
        return value


class Statement(BaseModel):
    """A claim in the source's own words that names no stage; it is shown and is no evidence of one.

    `general` speaks of the whole chain or region and is never read further; `other` names activities, which
    inference may read.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    words: Line
    citation: str = ""
    date: PartialDate | None = None
    language: str = ""
    scope: Literal["general", "other"] = "general"


class Fact(BaseModel):
    """What changes (seat, office, name, members, label, service), with the time it held, as far as known."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    what: Literal["seat", "office", "name", "members", "label", "service"]
    value: Line
    since: PartialDate | None = None
    until: PartialDate | None = None
    known: PartialDate | None = None
    citation: str = ""


class Organization(_Entity):
    """A company, research institute, public body or the like; `person` marks one named after a person."""

    kind: ClassVar[str] = "organization"
    name: Name | None = None
    organization_kind: OrganizationKind = OrganizationKind.OTHER
    country: Country | None = None
    nuts: Nuts | None = None
    city: Line | None = None
    lat: Latitude | None = None
    lng: Longitude | None = None
    website: Line | None = None
    sme: bool | None = None
    aliases: tuple[Name, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    text: Text | None = None
    person: bool | None = None


class Cluster(_Entity):
    """An industrial cluster and its organization."""

    kind: ClassVar[str] = "cluster"
    name: Name | None = None
    country: Country | None = None
    nuts: Nuts | None = None
    city: Line | None = None
    lat: Latitude | None = None
    lng: Longitude | None = None
    sectors: tuple[Line, ...] = ()
    label: Line | None = None
    founded: PartialDate | None = None
    website: Line | None = None
    region: Line | None = None
    facts: tuple[Fact, ...] = ()
    statements: tuple[Statement, ...] = ()


class Project(_Entity):
    """A joint project; `participants` is its number of partners even where some are not kept.

    `science` are the fields of science it was put into (EuroSciVoc), separated by semicolons.
    """

    kind: ClassVar[str] = "project"
    title: Line | None = None
    acronym: Line | None = None
    start: PartialDate | None = None
    end: PartialDate | None = None
    programme: Line | None = None
    topic: Line | None = None
    objective: Text | None = None
    keywords: Line | None = None
    science: Line | None = None
    participants: Annotated[int, Field(ge=0)] | None = None
    identifiers: tuple[Identifier, ...] = ()


class Profile(_Entity):
    """A partnering profile: an offer, a request or a research result.

    `closed` marks one that is no longer matched; `seen` holds the ids of the matches already looked at.
    """

    kind: ClassVar[str] = "profile"
    type: Literal["offer", "request", "result"] = "offer"
    title: Name | None = None
    abstract: Text | None = None
    stage: StageId | None = None
    topic: Line | None = None
    trl: Annotated[int, Field(ge=1, le=9)] | None = None
    benefit: Text | None = None
    rights: Literal["open", "filed", "granted", "know-how"] | None = None
    wanted: Line | None = None
    organization: Id | None = None
    expires: PartialDate | None = None
    visibility: Literal["hidden", "public"] = "hidden"
    closed: bool | None = None
    seen: tuple[Id, ...] | None = None


class Feedback(_Entity):
    """A person's word on `query`: what `candidate` is to it, `field` is wrong, do not suggest us, ours.

    A word on a suggestion (`not-for-us`, `pin`, `answered`, `outcome`) keeps the matching `profile` (id and
    version) that made it, its `rank`, and how many were `shown` with it. An `objection` may be narrower: not
    to `candidate`, or not for the topic `field`.
    """

    kind: ClassVar[str] = "feedback"
    type: Literal["not-for-us", "pin", "answered", "outcome", "dispute", "objection", "ours"] = "not-for-us"
    query: Id | None = None
    candidate: Id | None = None
    field: Line | None = None
    reason: Line | None = None
    profile: Line | None = None
    rank: Annotated[int, Field(ge=1)] | None = None
    shown: Annotated[int, Field(ge=1)] | None = None


class SavedSearch(_Entity):
    """A search kept to be told what is new; `seen` holds the ids already looked at.

    `question` is the JSON of a described result or problem, where a person wants its text kept.
    """

    kind: ClassVar[str] = "search"
    title: Name | None = None
    address: Line | None = None
    seen: tuple[str, ...] = ()
    question: Text | None = None


class Participation(_Record):
    """An organization takes part in a project in a role."""

    kind: ClassVar[str] = "participates"
    key_fields: ClassVar[tuple[str, ...]] = ("organization", "project", "role")
    organization: Id
    project: Id
    role: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z-]{0,39}$")] = "participant"
    contribution: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    kind_then: OrganizationKind | None = None


class Membership(_Record):
    """An organization belongs to a cluster in a role; claims written before there were roles are members."""

    kind: ClassVar[str] = "member_of"
    key_fields: ClassVar[tuple[str, ...]] = ("organization", "cluster", "role")
    organization: Id
    cluster: Id
    role: Annotated[MembershipRole, BeforeValidator(lambda role: role or MembershipRole.MEMBER)] = (
        MembershipRole.MEMBER
    )
    start: PartialDate | None = None
    end: PartialDate | None = None


class Relation(_Record):
    """Any other tie between two entities."""

    kind: ClassVar[str] = "related"
    key_fields: ClassVar[tuple[str, ...]] = ("source", "target", "relation")
    source: Id
    target: Id
    relation: RelationKind
    start: PartialDate | None = None
    end: PartialDate | None = None


class Activity(_Record):
    """An organization or cluster performs a value-chain stage (`chain/stage`).

    `read_as` and `read_as_de` say, in English and German, why words that name the stage less literally were
    read as it.
    """

    kind: ClassVar[str] = "performs"
    key_fields: ClassVar[tuple[str, ...]] = ("performer", "stage")
    performer: Id
    stage: StageId
    read_as: Line | None = None
    read_as_de: Line | None = None


Entity = Organization | Cluster | Project | Profile | Feedback | SavedSearch
Link = Participation | Membership | Relation | Activity
Claim = Entity | Link

ENTITY_KINDS: dict[str, type[Entity]] = {
    record.kind: record for record in (Organization, Cluster, Project, Profile, Feedback, SavedSearch)
}
LINK_KINDS: dict[str, type[Link]] = {
    record.kind: record for record in (Participation, Membership, Relation, Activity)
}
