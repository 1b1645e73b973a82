"""Snapshot data model: three node tables, one sparse matrix, three tables of links with evidence.

Nodes are numbered by sorted id. Performers and ends of relations are *nodes*: organizations first, then
clusters, then projects, in one numbering (`Snapshot.node`, `Snapshot.node_id`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import scipy.sparse as sp

from graphsvc.arrays import Bools, Float32s, Float64s, Int8s, Int16s, Int32s
from graphsvc.domain import Basis, Cluster, DatasetInfo, MembershipRole, OrganizationKind, RelationKind
from graphsvc.errors import RetiredEntity, UnknownId
from graphsvc.snapshot.dates import NO_DAY, iso
from graphsvc.snapshot.strings import Strings

ORGANIZATION_KINDS = tuple(kind.value for kind in OrganizationKind)
COMPANY = ORGANIZATION_KINDS.index(OrganizationKind.COMPANY)
MEMBERSHIP_ROLES = tuple(role.value for role in MembershipRole)
RELATION_KINDS = tuple(kind.value for kind in RelationKind)
BASES = tuple(basis.value for basis in Basis)


@dataclass(frozen=True, eq=False)
class Evidences:
    """Evidence of links, a row each; `dataset` indexes `Snapshot.datasets`, `basis` indexes `BASES`.

    `confidence` is NaN where there is none; `date` is as stated (a year, month or day).
    """

    dataset: Int32s
    basis: Int8s
    confidence: Float64s
    citation: Strings
    date: Strings
    words: Strings
    by: Strings


@dataclass(frozen=True, eq=False)
class Organizations:
    """Organizations by sorted id, with the winning fields.

    `kind` indexes `ORGANIZATION_KINDS`; `country` indexes `Snapshot.countries` (-1 unknown); `sme` is 1, 0 or
    -1 (unknown); `lat`, `lng` in degrees, NaN unknown; `aliases` and `identifiers` hold one a line.
    `hidden` marks those named after a person or known from a private list alone: found at most by exact
    search, neither suggested, drawn nor exported.
    """

    ids: Strings
    names: Strings
    kind: Int8s
    country: Int16s
    nuts: Strings
    city: Strings
    lat: Float32s
    lng: Float32s
    website: Strings
    sme: Int8s
    aliases: Strings
    identifiers: Strings
    text: Strings
    hidden: Bools


@dataclass(frozen=True, eq=False)
class Clusters:
    """Clusters by sorted id; `fields` holds each one's merged record as JSON."""

    ids: Strings
    names: Strings
    country: Int16s
    nuts: Strings
    lat: Float32s
    lng: Float32s
    fields: Strings

    @cached_property
    def records(self) -> tuple[Cluster, ...]:
        """The merged records, parsed once."""
        return tuple(Cluster.model_validate_json(fields) for fields in self.fields)


@dataclass(frozen=True, eq=False)
class Projects:
    """Projects by sorted id; `start`, `end` are day numbers (or `NO_DAY`), `size` the number of partners.

    `keywords` are key words and fields of science together.
    """

    ids: Strings
    titles: Strings
    acronyms: Strings
    topics: Strings
    objectives: Strings
    keywords: Strings
    programmes: Strings
    start: Int32s
    end: Int32s
    size: Int32s


@dataclass(frozen=True, eq=False)
class Memberships:
    """Organizations (row numbers) in clusters (row numbers), from day `start` to `end` where known.

    `role` indexes `MEMBERSHIP_ROLES`; not every role makes a member (`links.is_member`).
    """

    organization: Int32s
    cluster: Int32s
    role: Int8s
    start: Int32s
    end: Int32s
    private: Bools
    evidence: Evidences


@dataclass(frozen=True, eq=False)
class Relations:
    """Other ties between nodes; `kind` indexes `RELATION_KINDS`. `same_as` is resolved and not among them."""

    source: Int32s
    target: Int32s
    kind: Int8s
    start: Int32s
    end: Int32s
    evidence: Evidences


@dataclass(frozen=True, eq=False)
class Activities:
    """Nodes that perform stages; `stage` indexes `Snapshot.stages`.

    `read_as` and `read_as_de` say why words were read as the stage, empty where they name it.
    """

    performer: Int32s
    stage: Int32s
    private: Bools
    read_as: Strings
    read_as_de: Strings
    evidence: Evidences


class Retirement(NamedTuple):
    """An organization that was retired by hand; `name` is empty where it carries a person's name."""

    id: str
    name: str
    date: str
    reason: str
    by: str


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The frozen graph. `digest` names the data; `revision` counts changes of one store and is no result.

    `participation` is organizations × projects, 2 where the organization coordinates, else 1.
    `dropped` counts links left out because an end was refused or retired. `retired` are organizations that
    count nowhere, by id: name, day, reason and who said so; `retirement` tells them.
    """

    digest: str
    revision: int
    datasets: tuple[DatasetInfo, ...]
    countries: tuple[str, ...]
    stages: tuple[str, ...]
    organizations: Organizations
    clusters: Clusters
    projects: Projects
    participation: sp.csr_array
    memberships: Memberships
    relations: Relations
    activities: Activities
    merged: Mapping[str, str]
    retired: Mapping[str, Sequence[str]]
    dropped: int

    def ids_of(self, identifier: str) -> tuple[str, ...]:
        """All ids of what an id names: the one that stands first, then those joined to it."""
        stands = self.merged.get(identifier, identifier)
        return (stands, *self._joined.get(stands, ()))

    def node(self, identifier: str) -> int:
        """Node number of an id (also of one merged into another). Raises `UnknownId`."""
        identifier = self.merged.get(identifier, identifier)
        start = 0
        for table in (self.organizations, self.clusters, self.projects):
            place = table.ids.find(identifier)
            if place >= 0:
                return start + place
            start += len(table.ids)
        raise self.unknown("id", identifier)

    def node_id(self, node: int) -> str:
        """The id of a node number."""
        table, place = self._place(node)
        return table.ids[place]

    def name(self, node: int) -> str:
        """The name to show for a node number."""
        table, place = self._place(node)
        return table.titles[place] if isinstance(table, Projects) else table.names[place]

    def retirement(self, identifier: str) -> Retirement | None:
        """When and why an organization was retired; None for what was not."""
        stands = self.merged.get(identifier, identifier)
        said = self.retired.get(stands)
        return None if said is None else Retirement(stands, *said)

    def organization(self, identifier: str) -> int:
        """Row of an organization. Raises `UnknownId`."""
        return self._row("organization", self.organizations.ids, identifier)

    def cluster(self, identifier: str) -> int:
        """Row of a cluster. Raises `UnknownId`."""
        return self._row("cluster", self.clusters.ids, identifier)

    def project(self, identifier: str) -> int:
        """Row of a project. Raises `UnknownId`."""
        return self._row("project", self.projects.ids, identifier)

    @property
    def retrieved(self) -> str:
        """The newest day any dataset was read; the default of every `as_of`."""
        return max((info.retrieved for info in self.datasets if info.retrieved), default="")

    @property
    def period(self) -> tuple[str, str]:
        """First and last start date of the projects in the data, empty when there are none."""
        known = self.projects.start[self.projects.start != NO_DAY]
        return (iso(int(known.min())), iso(int(known.max()))) if len(known) else ("", "")

    @cached_property
    def _joined(self) -> dict[str, list[str]]:
        joined: dict[str, list[str]] = {}
        for identifier, stands in self.merged.items():
            joined.setdefault(stands, []).append(identifier)
        return joined

    @property
    def empty(self) -> bool:
        """Whether there is nothing at all."""
        return not (len(self.organizations.ids) or len(self.clusters.ids) or len(self.projects.ids))

    def _row(self, what: str, ids: Strings, identifier: str) -> int:
        place = ids.find(self.merged.get(identifier, identifier))
        if place < 0:
            raise self.unknown(what, identifier)
        return place

    def unknown(self, what: str, identifier: str) -> UnknownId:
        """The error about an id that names nothing that counts: unknown, or retired."""
        said = self.retirement(identifier)
        if said is None:
            return UnknownId(what, identifier)
        return RetiredEntity(what, said.id, name=said.name, date=said.date, reason=said.reason)

    def _place(self, node: int) -> tuple[Organizations | Clusters | Projects, int]:
        for table in (self.organizations, self.clusters):
            if node < len(table.ids):
                return table, node
            node -= len(table.ids)
        return self.projects, node
