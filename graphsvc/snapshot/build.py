"""Build a snapshot from sorted rows in one pass over the store."""

import sys
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice, repeat
from typing import Protocol, TypeVar

import numpy as np
import scipy.sparse as sp

from graphsvc.arrays import Int16s, Int32s
from graphsvc.domain import (
    ENTITY_KINDS,
    Basis,
    DatasetInfo,
    MembershipRole,
    RelationKind,
)
from graphsvc.domain.rows import Digest, EntityRow, LinkRow
from graphsvc.snapshot.columns import joined, reordered, strongest
from graphsvc.snapshot.entity_tables import cluster_table, ints, organization_table, project_table, shown_name
from graphsvc.snapshot.link_columns import LinkColumns
from graphsvc.snapshot.merge import Merged, merge, same_as
from graphsvc.snapshot.model import (
    MEMBERSHIP_ROLES,
    RELATION_KINDS,
    Activities,
    Clusters,
    Memberships,
    Organizations,
    Projects,
    Relations,
    Snapshot,
)
from graphsvc.snapshot.strings import Strings

COORDINATOR = "coordinator"

T = TypeVar("T", Organizations, Clusters, Projects)


class ClaimSource(Protocol):
    """What a snapshot is built from: sorted rows of one consistent state (a store's reader is one)."""

    def revision(self) -> int: ...
    def datasets(self) -> list[DatasetInfo]: ...
    def entities(self, kinds: Iterable[str] | None = None) -> Iterator[EntityRow]: ...
    def links(self, kinds: Iterable[str] | None = None) -> Iterator[LinkRow]: ...


def build(source: ClaimSource) -> Snapshot:
    """The snapshot of one consistent state; equal rows give an equal snapshot, whatever the store."""
    return _SnapshotBuilder(source).snapshot()


class _SnapshotBuilder:
    def __init__(self, source: ClaimSource) -> None:
        self.source = source
        self.digest = Digest()
        self.infos = tuple(source.datasets())
        self.joined = same_as(source.links(("related",)))
        self.countries: dict[str, int] = {}
        self.retired: dict[str, list[str]] = {}
        self.dropped = 0

    def snapshot(self) -> Snapshot:
        self._read_entities()
        countries = sorted(self.countries)
        memberships = self._memberships()
        participation = self._participation()
        stages, activities = self._activities()
        relations = self._relations()
        return Snapshot(
            digest=self.digest.hexdigest(),
            revision=self.source.revision(),
            datasets=self.infos,
            countries=tuple(countries),
            stages=stages,
            organizations=replace(self.organizations, country=self._by_name(self.organizations.country)),
            clusters=replace(self.clusters, country=self._by_name(self.clusters.country)),
            projects=replace(self.projects, size=_sizes(self.projects, participation)),
            participation=participation,
            memberships=memberships,
            relations=relations,
            activities=activities,
            merged=self.joined,
            retired=self.retired,
            dropped=self.dropped,
        )

    def _read_entities(self) -> None:
        """The tables of entities, countries numbered as they come; rows by id of each kind.

        A part of a kind is held at a time, since a million records take gigabytes until they are columns.
        """
        for kind in sorted(ENTITY_KINDS):
            rows = self.digest.through(self.source.entities((kind,)))
            match kind:
                case "organization":
                    self.organizations = self._table(
                        rows, lambda part: organization_table(part, self.countries)
                    )
                case "cluster":
                    self.clusters = self._table(rows, lambda part: cluster_table(part, self.countries))
                case "project":
                    self.projects = self._table(rows, project_table)
                case _:
                    for _ in rows:
                        pass
        ids = (self.organizations.ids, self.clusters.ids, self.projects.ids)
        self.sizes = {kind: len(of_kind) for kind, of_kind in zip(_TABLES, ids, strict=True)}
        self.rows = {kind: self._numbered(of_kind) for kind, of_kind in zip(_TABLES, ids, strict=True)}

    def _table(self, rows: Iterator[EntityRow], make: Callable[[list[Merged]], T]) -> T:
        """The table of one kind, sorted by id."""
        priority = {info.id: info.priority for info in self.infos}
        merged = self._counting(merge(rows, priority, self.joined))
        parts = [make(part) for part in iter(lambda: list(islice(merged, _PART)), [])]
        table = joined(parts or [make([])])
        if self.joined:  # those found to be the same come out last
            ids = list(table.ids)
            table = reordered(table, np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.int64))
        return table

    def _counting(self, merged: Iterable[Merged]) -> Iterator[Merged]:
        """Those that were not retired; of the others is kept what they were called, and why."""
        for one in merged:
            if one.retired is None:
                yield one
            else:
                said = one.retired
                name = "" if one.fields.get("person") else shown_name(one)
                self.retired[one.id] = [name, said.date or "", said.words or "", said.by or ""]

    def _by_name(self, country: Int16s) -> Int16s:
        """Countries numbered as they came, numbered by their order."""
        ordered = sorted(self.countries)
        places: Int16s = np.array([*map(ordered.index, self.countries), -1], dtype=np.int16)
        return places[country]

    def _links(self, kind: str) -> Iterator[list[LinkRow]]:
        return self.digest.blocks(self.source.links((kind,)))

    def _numbered(self, ids: Strings) -> dict[str, int]:
        """Row by id, also by those ids that were joined to another."""
        rows = {identifier: row for row, identifier in enumerate(ids)}
        rows.update({other: rows[stands] for other, stands in self.joined.items() if stands in rows})
        return rows

    def _row_numbers(self, kind: str, ids: Iterable[str]) -> list[int]:
        return [*map(self.rows[kind].get, ids, repeat(-1))]

    def _node(self, identifier: str) -> int:
        start = 0
        for kind in _TABLES:
            if (row := self.rows[kind].get(identifier, -1)) >= 0:
                return start + row
            start += self.sizes[kind]
        return -1

    def _participation(self) -> sp.csr_array:
        organizations, projects, roles = array("i"), array("i"), array("b")
        sources, targets = self.rows["organization"], self.rows["project"]
        for row in chain.from_iterable(self._links("participates")):
            organization, project = sources.get(row.source, -1), targets.get(row.target, -1)
            if organization < 0 or project < 0 or row.basis == Basis.REFUSED:
                self.dropped += 1
                continue
            organizations.append(organization)
            projects.append(project)
            roles.append(2 if row.qualifier == COORDINATOR else 1)
        shape = (self.sizes["organization"], self.sizes["project"])
        return strongest(np.array(organizations), np.array(projects), np.array(roles, dtype=np.int8), shape)

    def _memberships(self) -> Memberships:
        links = LinkColumns(self.infos)
        for block in self._links("member_of"):
            sources, targets = _ends(block)
            links.add(
                block, self._row_numbers("organization", sources), self._row_numbers("cluster", targets)
            )
        self.dropped += links.dropped
        return Memberships(
            organization=ints(links.source),
            cluster=ints(links.target),
            role=np.array(
                [MEMBERSHIP_ROLES.index(role or MembershipRole.MEMBER) for role in links.qualifier],
                dtype=np.int8,
            ),
            start=ints(links.start),
            end=ints(links.end),
            private=np.array(links.private, dtype=bool),
            evidence=links.evidence(),
        )

    def _relations(self) -> Relations:
        links = LinkColumns(self.infos)
        for block in self._links("related"):
            if rows := [row for row in block if row.qualifier != RelationKind.SAME_AS]:
                sources, targets = _ends(rows)
                links.add(rows, [*map(self._node, sources)], [*map(self._node, targets)])
        self.dropped += links.dropped
        return Relations(
            source=ints(links.source),
            target=ints(links.target),
            kind=np.array([RELATION_KINDS.index(kind) for kind in links.qualifier], dtype=np.int8),
            start=ints(links.start),
            end=ints(links.end),
            evidence=links.evidence(),
        )

    def _activities(self) -> tuple[tuple[str, ...], Activities]:
        links = LinkColumns(self.infos)
        names: list[str] = []
        for block in self._links("performs"):
            sources, targets = _ends(block)
            nodes = [*map(self._node, sources)]
            names += [sys.intern(stage) for stage, node in zip(targets, nodes, strict=True) if node >= 0]
            links.add(block, nodes, [0] * len(block))
        self.dropped += links.dropped
        stages = sorted(set(names))
        code = {stage: number for number, stage in enumerate(stages)}
        activities = Activities(
            performer=ints(links.source),
            stage=ints([code[name] for name in names]),
            private=np.array(links.private, dtype=bool),
            read_as=Strings.of(links.read_as),
            read_as_de=Strings.of(links.read_as_de),
            evidence=links.evidence(),
        )
        return tuple(stages), activities


_TABLES = ("organization", "cluster", "project")
_PART = 20_000


def _sizes(projects: Projects, participation: sp.csr_array) -> Int32s:
    """How many partners each project has: as many as are stated, at least those that are known."""
    present = np.bincount(participation.indices, minlength=len(projects.size)).astype(np.int32)
    return np.maximum(present, projects.size)


def _ends(rows: Sequence[LinkRow]) -> tuple[list[str], list[str]]:
    return [row.source for row in rows], [row.target for row in rows]
