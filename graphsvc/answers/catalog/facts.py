"""Provenance of an entity's fields: the winning claim of each field, and its disputes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graphsvc.domain import DatasetInfo, display_city, display_name, is_private, kind_of
from graphsvc.domain.names import country_name
from graphsvc.domain.rows import EntityRow
from graphsvc.messages import Message, msg
from graphsvc.snapshot.merge import in_winning_order
from graphsvc.state.feedback import Dispute, said
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.refs import FactReference, Ref, fact_of
from graphsvc.state.snapshot_tables import tables

FIELDS: Mapping[str, Message] = {
    "name": msg("Name"),
    "organization_kind": msg("Kind"),
    "country": msg("Country"),
    "city": msg("City"),
    "nuts": msg("Region (NUTS)"),
    "website": msg("Website"),
    "sme": msg("Small or medium-sized enterprise"),
    "identifiers": msg("Identifiers"),
    "aliases": msg("Other names"),
    "text": msg("Description"),
    "sectors": msg("Sectors"),
    "label": msg("Label"),
    "founded": msg("Founded"),
    "region": msg("Region"),
}
"""Names of fields as pages show them."""

KINDS: Mapping[str, Mapping[str, str]] = {
    "company": {"en": "company", "de": "Unternehmen"},
    "research": {"en": "research institute", "de": "Forschungsinstitut"},
    "education": {"en": "university or school", "de": "Hochschule oder Schule"},
    "public": {"en": "public body", "de": "öffentliche Stelle"},
    "other": {"en": "other organization", "de": "andere Organisation"},
}


Shown = str | Mapping[str, str] | Message


@dataclass(frozen=True, slots=True)
class FieldValue:
    """A value of a field as it is shown."""

    field: Message
    value: Shown


@dataclass(frozen=True, slots=True)
class FieldFact:
    """One field with its value as it is shown, and the claim that gave it; `id` names the field."""

    id: str
    field: Message
    value: Shown
    fact: FactReference


@dataclass(frozen=True, slots=True)
class SourceStatement:
    """What one claim says of an entity: under which id (`record`), on what it rests, and its values."""

    record: str
    fact: FactReference
    values: tuple[FieldValue, ...]


@dataclass(frozen=True, slots=True)
class EntityClaims:
    """What the store says of one entity under its `ids`: claims in the order in which they win, disputes."""

    ids: tuple[str, ...]
    rows: tuple[EntityRow, ...]
    infos: Mapping[str, DatasetInfo]
    disputes: tuple[Dispute, ...]

    def fields(self) -> tuple[FieldFact, ...]:
        """Every field that is shown, with the claim that wins it; private claims are left out."""
        found: dict[str, FieldFact] = {}
        disputed = {dispute.field for dispute in self.disputes}
        for row in self.rows:
            if is_private(row.dataset):
                continue
            fact = fact_of(row, self.infos[row.dataset])
            for field, value in json.loads(row.fields).items():
                if field in FIELDS and field not in found:
                    fact_here = replace(fact, disputed=field in disputed)
                    told = _as_everywhere(field, value, row.id)
                    found[field] = FieldFact(field, FIELDS[field], told, fact_here)
        return tuple(found[field] for field in FIELDS if field in found)

    def statements(self) -> tuple[SourceStatement, ...]:
        """What each claim says, those that win first; private claims are left out."""
        found = []
        for row in self.rows:
            given = json.loads(row.fields)
            values = tuple(FieldValue(FIELDS[one], shown(one, given[one])) for one in FIELDS if one in given)
            if values and not is_private(row.dataset):
                found.append(SourceStatement(row.id, fact_of(row, self.infos[row.dataset]), values))
        return tuple(found)

    def records(self) -> tuple[Ref, ...]:
        """The records that are one entity, by id with a name each; empty for an entity of one record."""
        if len(self.ids) == 1:
            return ()
        names = {
            row.id: display_name(name, row.id)
            for row in reversed(self.rows)
            if (name := json.loads(row.fields).get("name"))
        }
        return tuple(Ref(one, kind_of(one), names.get(one, one)) for one in sorted(self.ids))

    def field(self, name: str) -> Any:
        """The winning value of a field as the claim has it; None where no claim has one."""
        for row in self.rows:
            value = json.loads(row.fields).get(name)
            if value is not None:
                return value
        return None

    def fact(self) -> FactReference | None:
        """The fact of the claim that wins; nothing for an entity that only private claims know."""
        public = [row for row in self.rows if not is_private(row.dataset)]
        return fact_of(public[0], self.infos[public[0].dataset]) if public else None


def claims(graph: CurrentGraph, identifier: str, *, sources: bool = True) -> EntityClaims:
    """The claims about an entity under all ids that are joined to it; only its disputes unless `sources`."""
    ids = graph.snapshot().ids_of(identifier)
    disputes = tuple(one for one in said(graph).disputes if one.entity == ids[0])
    if not sources:
        return EntityClaims(ids, (), {}, disputes)
    rows, infos = tables(graph).lately(f"claims {identifier}", lambda: _rows(graph, ids))
    return EntityClaims(ids, rows, infos, disputes)


def _rows(graph: CurrentGraph, ids: Sequence[str]) -> tuple[tuple[EntityRow, ...], Mapping[str, DatasetInfo]]:
    with graph.store.read() as reader:
        rows = list(reader.entities((kind_of(ids[0]),), ids))
        infos = {info.id: info for info in reader.datasets()}
    priority = {name: info.priority for name, info in infos.items()}
    return tuple(in_winning_order(rows, priority)), infos


def _as_everywhere(field: str, value: Any, identifier: str) -> Shown:
    if field == "name":
        return display_name(value, identifier)
    if field == "city":
        return display_city(str(value))
    return shown(field, value)


def shown(field: str, value: Any) -> Shown:
    """The value of a field as pages show it."""
    if field == "organization_kind":
        return KINDS[value]
    if field == "country":
        return country_name(value)
    if field == "sme":
        return msg("yes") if value else msg("no")
    if isinstance(value, list):
        return ", ".join(value)
    return str(value)
