"""Makers: one for each record of a mapping; a maker turns the cells of a row into one claim row."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphsvc.domain import DatasetInfo, MembershipRole, OrganizationKind
from graphsvc.domain.rows import NO_FIELDS, EntityRow, LinkRow
from graphsvc.ingest import cleaning
from graphsvc.ingest.cleaning import FIELDS, Cleaner, Refuse
from graphsvc.ingest.column_forms import ColumnForms
from graphsvc.ingest.dates import date
from graphsvc.ingest.mapping import ENDS
from graphsvc.ingest.persons import is_person
from graphsvc.ingest.record_ids import cluster_key, id_reader
from graphsvc.ingest.stated_places import Note, check_place
from graphsvc.ingest.text_repair import decoded
from graphsvc.ingest.value_sources import Cells, Get, ValueSource, source
from graphsvc.messages import msg, reason_of

Json = dict[str, Any]

_encoder = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
_STATED = "stated"
_KIND = {
    "participation": "participates",
    "membership": "member_of",
    "relation": "related",
    "activity": "performs",
}
_QUALIFIERS: Mapping[str, tuple[str, Callable[[str], tuple[str, str]], str]] = {
    "participation": ("role", cleaning.role, "participant"),
    "membership": ("role", cleaning.membership_role, MembershipRole.MEMBER.value),
    "relation": ("relation", cleaning.relation, ""),
    "activity": ("stage", cleaning.stage, ""),
}
"""Part of a mapping that qualifies a link, how its text is read, and what stands for none."""
_LIST_MARK = "|"
_SEVERAL = re.compile(r"[;|]")
_LANGUAGE = re.compile(r"\A[a-z]{2,3}: ")
_ANY = frozenset(("organization", "cluster", "project"))


def canonical(fields: Json) -> str:
    """The canonical JSON of fields, as `graphsvc.domain.rows` writes it."""
    return _encoder.encode(fields) if fields else NO_FIELDS


@dataclass(frozen=True)
class Context:
    """What the makers of a dataset share: the dataset and its looked-up and collected tables."""

    info: DatasetInfo
    lookups: Mapping[str, Mapping[str, str]]
    collections: Mapping[str, Mapping[str, Sequence[Json]]]


class RecordBuilder:
    """Makes one record; `once` passes over ids it made before, `key` gives the id or ids of the record."""

    def __init__(
        self, spec: Mapping[str, Any], header: Sequence[str], context: Context, forms: ColumnForms
    ) -> None:
        self._forms = forms
        self.record: str = spec["record"]
        self.is_link = self.record in _KIND
        self.once: bool = spec.get("once", False)
        self._context = context
        self._header = header
        self._where = [
            (header.index(column), frozenset([texts] if isinstance(texts, str) else texts))
            for column, texts in spec.get("where", {}).items()
        ]
        self.selective = bool(self._where)
        self._ids = [
            id_reader(
                [(scheme, self._source(value)) for scheme, value in spec[end].items()],
                _end_kind(self.record, end),
                context.info.id,
            )
            for end in ENDS[self.record]
        ]
        self._fields = [
            (field, *self._field(value, FIELDS[field])) for field, value in spec.get("fields", {}).items()
        ]
        self._lists = [(field, header.index(column)) for field, column in spec.get("lists", {}).items()]
        self._aliases = [self._source(value) for value in spec.get("aliases", ())]
        self._identifiers = [
            (*self._field(value, cleaning.identifier(scheme)),)
            for scheme, value in spec.get("identifiers", {}).items()
        ]
        self._collect = [
            (field, header.index(part["by"]), context.collections[part["from"]])
            for field, part in spec.get("collect", {}).items()
        ]
        evidence = spec.get("evidence", {})
        self._evidence = [
            self._field(evidence[part], FIELDS[part]) if part in evidence else None
            for part in ("citation", "date", "words")
        ]
        self._constant = all(part is None or not part[0] for part in self._evidence)
        self._says = self._read_evidence((), []) if self._constant else None
        self._qualifier = self._read_qualifier(spec)

    @property
    def needs(self) -> frozenset[str]:
        """The kinds of entities that a link may name."""
        if not self.is_link:
            return frozenset()
        kinds = [_end_kind(self.record, end) for end in ENDS[self.record]]
        return frozenset(kind for kind in kinds if kind) if all(kinds) else _ANY

    def applies(self, cells: Cells) -> bool:
        """Whether the row is one of those the mapping chose for this record."""
        return all(cells[index] in texts for index, texts in self._where)

    def key(self, cells: Cells) -> tuple[str, ...]:
        """The id of the entity; or the ends of the link and its qualifier. Raises `Refuse`."""
        if not self.is_link:
            return (self._ids[0](cells),)
        qualifier = self._qualifier(cells) if self._qualifier else ""
        if self.record == "activity":
            return (self._ids[0](cells), qualifier, "")
        return (self._ids[0](cells), self._ids[1](cells), qualifier)

    def make(self, key: tuple[str, ...], cells: Cells, notes: list[Note]) -> EntityRow | LinkRow:
        """The claim of the row; what was repaired or left out goes to `notes`. Raises `Refuse`."""
        fields: Json = {}
        for field, column, get, clean in self._fields:
            text = get(cells)
            if text:
                value, note = clean(text)
                if note:
                    notes.append((column, text, note))
                if value is not None:
                    fields[field] = value
        if self.record == "organization":
            self._finish_organization(fields, cells, notes)
        else:
            self._finish_other(fields, cells, notes)
        citation, date, words = self._says or self._read_evidence(cells, notes)
        tail = (self._context.info.id, _STATED, citation, date, None, words, None, canonical(fields))
        if self.is_link:
            return LinkRow(key[0], key[1], _KIND[self.record], key[2], *tail)
        return EntityRow(key[0], self.record, *tail)

    def start(self, cells: Cells) -> str | None:
        """When the project of the row began, where this maker reads that."""
        for field, _column, get, _clean in self._fields:
            if field == "start":
                text = get(cells)
                return date(text)[0] if text else None
        return None

    @property
    def reads_start(self) -> bool:
        """Whether this maker knows when projects began."""
        return self.record == "project" and any(field == "start" for field, *_ in self._fields)

    def _source(self, value: str | Mapping[str, Any]) -> ValueSource:
        return source(value, self._header, self._context.lookups)

    def _field(self, value: str | Mapping[str, Any], clean: Cleaner) -> tuple[str, Get, Cleaner]:
        found = self._source(value)
        return found.column, found.get, self._forms.cleaner(clean, found.column)

    def _read_qualifier(self, spec: Mapping[str, Any]) -> Get | None:
        if self.record not in _QUALIFIERS:
            return None
        field, clean, default = _QUALIFIERS[self.record]
        if field not in spec:
            return lambda _cells: default
        return _cleaned(self._source(spec[field]).get, clean, default)

    def _read_evidence(self, cells: Cells, notes: list[Note]) -> tuple[str, str | None, str | None]:
        found: list[Any] = []
        for part in self._evidence:
            text = part[1](cells) if part else ""
            value, note = part[2](text) if part and text else (None, "")
            if note and part:
                notes.append((part[0], text, note))
            found.append(value)
        return found[0] or "", found[1] or self._context.info.retrieved, found[2]

    def _finish_organization(self, fields: Json, cells: Cells, notes: list[Note]) -> None:
        stated = fields.get("name")
        aliases = [_original(notes)] if stated is not None and notes else []
        for alias in self._aliases:
            for text in _listed(alias.get(cells)):
                try:
                    aliases.append(cleaning.name(text)[0])
                except Refuse as reason:
                    notes.append(
                        (alias.column, text[:200], msg("left out: %(reason)s", reason=reason_of(reason)))
                    )
        aliases = [alias for alias in dict.fromkeys(aliases) if alias and alias != stated]
        if aliases:
            fields["aliases"] = aliases
        identifiers = self._read_identifiers(cells, notes)
        if identifiers:
            fields["identifiers"] = identifiers
        elif stated is None:
            raise Refuse(msg("neither a name nor an external identifier"))
        kind = fields.get("organization_kind")
        if kind is OrganizationKind.OTHER:
            del fields["organization_kind"]
        if is_person(stated, kind):
            fields["person"] = True
        check_place(fields, notes)

    def _finish_other(self, fields: Json, cells: Cells, notes: list[Note]) -> None:
        for field, index in self._lists:
            texts = [cleaning.line(part)[0] for part in cells[index].split(_LIST_MARK)]
            fields[field] = [text for text in texts if text]
            if not fields[field]:
                del fields[field]
        for field, index, collected in self._collect:
            if (key := cluster_key(cells[index])) in collected:
                fields[field] = collected[key]
        identifiers = self._read_identifiers(cells, notes)
        if identifiers:
            fields["identifiers"] = identifiers
        if self.record == "cluster":
            if "name" not in fields and "facts" not in fields:
                raise Refuse(msg("neither a name nor facts of this cluster"))
            check_place(fields, notes)
        if "start" in fields and "end" in fields and fields["end"] < fields["start"][: len(fields["end"])]:
            notes.append(("end", fields.pop("end"), msg("left out: before the start")))

    def _read_identifiers(self, cells: Cells, notes: list[Note]) -> list[str]:
        found: list[str] = []
        for column, get, clean in self._identifiers:
            for text in _listed(get(cells)):
                value, note = clean(text)
                if note:
                    notes.append((column, text[:200], note))
                if isinstance(value, str) and value not in found:
                    found.append(value)
        return found


def _end_kind(record: str, end: str) -> str | None:
    """The kind of entity that must stand at an end; `None` where several may."""
    if end == "id":
        return record
    return end if end in ("organization", "cluster", "project") else None


def _cleaned(get: Get, clean: Callable[[str], tuple[str, str]], default: str) -> Get:
    def read(cells: Cells) -> str:
        text = get(cells)
        if not text and default:
            return default
        return clean(text)[0]

    return read


def _listed(cell: str) -> list[str]:
    """The texts of a cell that may hold several, separated by `;` or `|`, without the language before them.

    >>> _listed("de: Institut Eins; fr: Institut Un"), _listed("")
    (['Institut Eins', 'Institut Un'], [])
    """
    cell = decoded(cell)[0]
    if ";" not in cell and _LIST_MARK not in cell:
        return [_LANGUAGE.sub("", cell)] if cell else []
    parts = (_LANGUAGE.sub("", part.strip()) for part in _SEVERAL.split(cell))
    return [part for part in parts if part]


def _original(notes: Sequence[Note]) -> str:
    """The name as it stood before repair, where it can stand as an alias."""
    for _column, text, note in notes:
        if note == cleaning.NAME_REPAIRED:
            return text if text.isprintable() and len(text) <= cleaning.MAX_NAME else ""
    return ""
