"""Build a snapshot from sorted rows in one pass over the store."""

import json
from array import array
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

import numpy as np
import scipy.sparse as sp

from graphsvc.domain import (
    Basis,
    DatasetInfo,
    MembershipRole,
    RelationKind,
    is_private,
)
from graphsvc.domain.rows import Digest, EntityRow, LinkRow
from graphsvc.snapshot.dates import day
from graphsvc.snapshot.entity_tables import cluster_table, ints, organization_table, project_table
from graphsvc.snapshot.merge import Merged, merge, same_as
from graphsvc.snapshot.model import (
    BASES,
    MEMBERSHIP_ROLES,
    RELATION_KINDS,
    Activities,
    Evidences,
    Memberships,
    Relations,
    Snapshot,
)
from graphsvc.snapshot.strings import Strings

COORDINATOR = "coordinator"


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
        self.dropped = 0

    def snapshot(self) -> Snapshot:
        entities = self._entities()
        countries = sorted({str(item.fields["country"]) for item in entities if "country" in item.fields})
        tables = {kind: [item for item in entities if item.id.startswith(f"{kind}:")] for kind in _TABLES}
        del entities
        self.sizes = {kind: len(tables[kind]) for kind in _TABLES}
        self.rows = {kind: self._numbered(tables[kind]) for kind in _TABLES}
        code = {country: number for number, country in enumerate(countries)}
        organizations = organization_table(tables["organization"], code)
        clusters = cluster_table(tables["cluster"], code)
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
            organizations=organizations,
            clusters=clusters,
            projects=project_table(tables["project"], participation),
            participation=participation,
            memberships=memberships,
            relations=relations,
            activities=activities,
            merged=self.joined,
            dropped=self.dropped,
        )

    def _entities(self) -> list[Merged]:
        rows = self.digest.through(self.source.entities())
        priority = {info.id: info.priority for info in self.infos}
        return sorted(merge(rows, priority, self.joined), key=lambda item: item.id)

    def _links(self, kind: str) -> Iterator[LinkRow]:
        return self.digest.through(self.source.links((kind,)))

    def _numbered(self, items: list[Merged]) -> dict[str, int]:
        """Row by id, also by those ids that were joined to another."""
        rows = {item.id: row for row, item in enumerate(items)}
        joined = {other: rows[identifier] for other, identifier in self.joined.items() if identifier in rows}
        return rows | joined

    def _row(self, kind: str, identifier: str) -> int:
        return self.rows[kind].get(identifier, -1)

    def _node(self, identifier: str) -> int:
        start = 0
        for kind in _TABLES:
            if (row := self._row(kind, identifier)) >= 0:
                return start + row
            start += self.sizes[kind]
        return -1

    def _participation(self) -> sp.csr_array:
        organizations, projects, roles = array("i"), array("i"), array("b")
        sources, targets = self.rows["organization"], self.rows["project"]
        for row in self._links("participates"):
            organization, project = sources.get(row.source, -1), targets.get(row.target, -1)
            if organization < 0 or project < 0 or row.basis == Basis.REFUSED:
                self.dropped += 1
                continue
            organizations.append(organization)
            projects.append(project)
            roles.append(2 if row.qualifier == COORDINATOR else 1)
        shape = (self.sizes["organization"], self.sizes["project"])
        return _strongest(np.array(organizations), np.array(projects), np.array(roles, dtype=np.int8), shape)

    def _memberships(self) -> Memberships:
        links = _Links(self.infos)
        for row in self._links("member_of"):
            links.add(row, self._row("organization", row.source), self._row("cluster", row.target))
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
        links = _Links(self.infos)
        for row in self._links("related"):
            if row.qualifier != RelationKind.SAME_AS:
                links.add(row, self._node(row.source), self._node(row.target))
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
        links = _Links(self.infos)
        rows = self._links("performs")
        names = [row.target for row in rows if links.add(row, self._node(row.source), 0)]
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


class _Links:
    """Columns of one kind of link while they are being read."""

    def __init__(self, infos: tuple[DatasetInfo, ...]) -> None:
        self.dataset_code = {info.id: number for number, info in enumerate(infos)}
        self.source: list[int] = []
        self.target: list[int] = []
        self.start: list[int] = []
        self.end: list[int] = []
        self.qualifier: list[str] = []
        self.private: list[bool] = []
        self.read_as: list[str] = []
        self.read_as_de: list[str] = []
        self.says: list[LinkRow] = []
        self.dropped = 0

    def add(self, row: LinkRow, source: int, target: int) -> bool:
        if source < 0 or target < 0:
            self.dropped += 1
            return False
        fields = json.loads(row.fields)
        self.source.append(source)
        self.target.append(target)
        self.start.append(day(fields.get("start")))
        self.end.append(day(fields.get("end"), last=True))
        self.qualifier.append(row.qualifier)
        self.private.append(is_private(row.dataset))
        self.read_as.append(fields.get("read_as", ""))
        self.read_as_de.append(fields.get("read_as_de", ""))
        self.says.append(row)
        return True

    def evidence(self) -> Evidences:
        says = self.says
        return Evidences(
            dataset=ints([self.dataset_code[row.dataset] for row in says]),
            basis=np.array([BASES.index(row.basis) for row in says], dtype=np.int8),
            confidence=np.array(
                [np.nan if row.confidence is None else row.confidence for row in says], dtype=float
            ),
            citation=Strings.of(row.citation for row in says),
            date=Strings.of(row.date or "" for row in says),
            words=Strings.of(row.words or "" for row in says),
            by=Strings.of(row.by or "" for row in says),
        )


def _strongest(
    rows: np.ndarray[Any, Any],
    columns: np.ndarray[Any, Any],
    values: np.ndarray[Any, Any],
    shape: tuple[int, int],
) -> sp.csr_array:
    """A CSR array that keeps the largest of several values for one place."""
    order = np.lexsort((values, columns, rows))
    rows, columns, values = rows[order], columns[order], values[order]
    last = np.ones(len(rows), dtype=bool)
    if len(rows):
        last[:-1] = (rows[1:] != rows[:-1]) | (columns[1:] != columns[:-1])
    matrix = sp.csr_array((values[last], (rows[last], columns[last])), shape=shape)
    matrix.sort_indices()
    return matrix
