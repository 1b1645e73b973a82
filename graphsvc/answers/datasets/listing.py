"""List of datasets with number of records, completeness and age."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graphsvc.answers.datasets.reports import Reports
from graphsvc.domain import DatasetInfo, is_private
from graphsvc.messages import Message, msg
from graphsvc.snapshot import NO_DAY, Snapshot, day
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.refs import OLD_DAYS

_FIELDS: Mapping[str, tuple[tuple[str, Message], ...]] = {
    "organization": (
        ("name", msg("Name")),
        ("organization_kind", msg("Kind")),
        ("country", msg("Country")),
        ("nuts", msg("Region (NUTS)")),
        ("city", msg("City")),
        ("lat", msg("Coordinates")),
        ("website", msg("Website")),
    ),
    "cluster": (
        ("country", msg("Country")),
        ("nuts", msg("Region (NUTS)")),
        ("sectors", msg("Sectors")),
        ("label", msg("Label")),
        ("founded", msg("Founded")),
        ("website", msg("Website")),
    ),
    "project": (
        ("title", msg("Title")),
        ("start", msg("Start")),
        ("end", msg("End")),
        ("topic", msg("Topic")),
    ),
}


@dataclass(frozen=True, slots=True)
class FieldShare:
    """The share of the records of a kind that have a field."""

    kind: str
    name: Message
    share: float


@dataclass(frozen=True, slots=True)
class DatasetRow:
    """A dataset in a list; `title` by language, `all_old` when its period ended over three years ago."""

    id: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    licence: str
    source: str
    attribution: str
    period_from: str | None
    period_to: str | None
    retrieved: str | None
    organizations: int
    clusters: int
    projects: int
    links: int
    refused: int
    corrected: int
    fields: tuple[FieldShare, ...]
    all_old: bool
    private: bool
    synthetic: bool


@dataclass(frozen=True, slots=True)
class _Counted:
    """Claims by (dataset, kind), filled fields by (dataset, kind, field)."""

    claims: Mapping[tuple[str, str], int]
    filled: Mapping[tuple[str, str, str], int]


def dataset_rows(graph: CurrentGraph, home: Path) -> tuple[DatasetRow, ...]:
    """Every dataset by id; the reports of loads are in `home`."""
    snapshot, counted = graph.snapshot(), graph.derived("dataset counts", lambda now: _count(graph, now))
    reports = Reports(graph, home)
    return tuple(_row(snapshot, info, counted, reports.by_kind(info.id)) for info in snapshot.datasets)


def _row(snapshot: Snapshot, info: DatasetInfo, counted: _Counted, report: Mapping[str, Any]) -> DatasetRow:
    kinds = {kind: counted.claims.get((info.id, kind), 0) for kind in ("organization", "cluster", "project")}
    every = sum(n for (dataset, _), n in counted.claims.items() if dataset == info.id)
    return DatasetRow(
        id=info.id,
        title={"en": info.title, "de": info.title_de or info.title},
        description={"en": info.description, "de": info.description_de or info.description},
        licence=info.licence,
        source=info.source,
        attribution=info.attribution,
        period_from=info.period_from,
        period_to=info.period_to,
        retrieved=info.retrieved,
        organizations=kinds["organization"],
        clusters=kinds["cluster"],
        projects=kinds["project"],
        links=every - sum(kinds.values()),
        refused=len(report.get("refused", ())),
        corrected=len(report.get("corrected", ())),
        fields=tuple(_shares(info.id, kinds, counted)),
        all_old=_old(info, snapshot.retrieved),
        private=is_private(info.id),
        synthetic=info.synthetic,
    )


def _shares(dataset: str, kinds: Mapping[str, int], counted: _Counted) -> list[FieldShare]:
    return [
        FieldShare(kind, label, counted.filled.get((dataset, kind, field), 0) / kinds[kind])
        for kind, fields in _FIELDS.items()
        if kinds[kind]
        for field, label in fields
    ]


def _count(graph: CurrentGraph, snapshot: Snapshot) -> _Counted:
    """One walk over the store, without who was retired."""
    gone = {one for stands in snapshot.retired for one in snapshot.ids_of(stands)}
    claims: Counter[tuple[str, str]] = Counter()
    filled: Counter[tuple[str, str, str]] = Counter()
    with graph.store.read() as reader:
        for entity in reader.entities():
            if entity.id in gone:
                continue
            claims[entity.dataset, entity.kind] += 1
            if entity.kind in _FIELDS:
                filled.update((entity.dataset, entity.kind, field) for field in json.loads(entity.fields))
        for link in reader.links():
            if link.source in gone or link.target in gone:
                continue
            claims[link.dataset, link.kind] += 1
    return _Counted(dict(claims), dict(filled))


def _old(info: DatasetInfo, today: str) -> bool:
    end, now = day(info.period_to, last=True), day(today or None, last=True)
    return NO_DAY not in (end, now) and now - end > OLD_DAYS
