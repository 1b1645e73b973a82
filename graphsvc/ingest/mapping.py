"""`dataset.yml` and `mapping.yml`: read, and checked completely before the first row is looked at."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from itertools import islice
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from pydantic import BaseModel, ValidationError

from graphsvc.domain import DatasetInfo, is_private
from graphsvc.domain.records import (
    Activity,
    Cluster,
    Fact,
    Membership,
    Organization,
    Participation,
    Project,
    Relation,
    Statement,
)
from graphsvc.domain.validation import validation_issues
from graphsvc.errors import InvalidData, Issue
from graphsvc.ingest.cleaning import FIELDS
from graphsvc.messages import Message, msg
from graphsvc.taxonomy.document import Document, read_document
from graphsvc.taxonomy.schema_check import schema_issues

DATASET, MAPPING = "dataset.yml", "mapping.yml"
MOST_ISSUES = 50
"""Faults of one file that are told at once."""
COLLECTED: dict[str, type[Fact] | type[Statement]] = {"facts": Fact, "statements": Statement}
_RECORDS: dict[str, type[BaseModel]] = {
    "organization": Organization,
    "cluster": Cluster,
    "project": Project,
    "participation": Participation,
    "membership": Membership,
    "relation": Relation,
    "activity": Activity,
}
ENDS = {
    "organization": ("id",),
    "cluster": ("id",),
    "project": ("id",),
    "participation": ("organization", "project"),
    "membership": ("organization", "cluster"),
    "relation": ("source", "target"),
    "activity": ("performer",),
}
"""Which ids each record is made of."""
_QUALIFIER = {"relation": ("relation",), "activity": ("stage",)}
_LISTS = {"cluster": ("sectors",), "organization": ("aliases",)}


def read_dataset(folder: Path) -> tuple[DatasetInfo, list[dict[str, Any]]]:
    """What `dataset.yml` says about the dataset, and its assertions. Raises `InvalidData`."""
    _, data = _document(folder / DATASET, "dataset")
    assertions = data.pop("assertions", [])
    info = dataset_info(data, DATASET)
    if is_private(info.id):
        message = msg(
            "%(file)s: the id %(id)s is reserved for what a person enters", file=DATASET, id=info.id
        )
        raise InvalidData(message, [Issue(DATASET, 0, "id", info.id, msg("reserved"))])
    return info, assertions


def dataset_info(fields: Mapping[str, Any], file: str) -> DatasetInfo:
    """What `fields` of `file` say about a dataset. Raises `InvalidData`."""
    try:
        return DatasetInfo.model_validate(fields)
    except ValidationError as error:
        raise InvalidData(
            msg("%(file)s cannot be used", file=file), validation_issues(error, file)
        ) from error


def read_mapping(path: Path) -> dict[str, Any]:
    """A mapping file that fits its schema and names only fields, lookups and collections that exist."""
    document, mapping = _document(path, "mapping")
    issues = sorted(islice(_faults(document, mapping), MOST_ISSUES))
    if issues:
        raise InvalidData(msg("%(file)s cannot be used", file=path.name), issues)
    return mapping


def _document(path: Path, kind: str) -> tuple[Document, dict[str, Any]]:
    """The document that a file holds, and its fields."""
    document = read_document(path)
    issues = list(islice(schema_issues(document, _schema(kind)), MOST_ISSUES))
    if issues:
        raise InvalidData(msg("%(file)s does not fit its schema", file=path.name), sorted(issues))
    assert isinstance(document.data, dict)  # noqa: S101 - the schema says so
    return document, document.data


@cache
def _schema(kind: str) -> Draft202012Validator:
    file = resources.files("graphsvc.ingest").joinpath("data", f"{kind}.schema.json")
    return Draft202012Validator(json.loads(file.read_text(encoding="utf-8")))


def _faults(document: Document, mapping: Mapping[str, Any]) -> Iterator[Issue]:
    for collection, spec in mapping.get("collections", {}).items():
        known = {*Fact.model_fields, *Statement.model_fields}
        for field in spec["columns"]:
            if field not in known:
                yield document.issue(
                    f"collections.{collection}.columns.{field}", msg("no field of facts or statements"), field
                )
    for number, table in enumerate(mapping["tables"]):
        for place, record in enumerate(table["records"]):
            where = f"tables[{number}].records[{place}]"
            yield from (
                document.issue(f"{where}.{at}", why, value)
                for at, value, why in _record_faults(record, mapping)
            )


def _record_faults(
    record: Mapping[str, Any], mapping: Mapping[str, Any]
) -> Iterator[tuple[str, str, Message]]:
    kind = record["record"]
    needed = (*ENDS[kind], *_QUALIFIER.get(kind, ()))
    yield from ((part, "", msg("a %(kind)s needs it", kind=kind)) for part in needed if part not in record)
    yield from (
        (f"fields.{field}", field, msg("no field of a %(kind)s", kind=kind))
        for field in _unfit_fields(record)
    )
    for part, kinds in (("aliases", ("organization",)), ("identifiers", ("organization", "project"))):
        if part in record and kind not in kinds:
            yield part, "", msg("a %(kind)s has none", kind=kind)
    known = mapping.get("lookups", {})
    yield from (("lookup", name, msg("no such lookup")) for name in _lookups_of(record) if name not in known)
    yield from _collect_faults(record, mapping)


def _unfit_fields(record: Mapping[str, Any]) -> list[str]:
    model = _RECORDS.get(record["record"])
    there = set(model.model_fields) & set(FIELDS) if model else set()
    lists = _LISTS.get(record["record"], ())
    return [field for field in record.get("fields", {}) if field not in there] + [
        field for field in record.get("lists", {}) if field not in lists
    ]


def _collect_faults(
    record: Mapping[str, Any], mapping: Mapping[str, Any]
) -> Iterator[tuple[str, str, Message]]:
    kind = record["record"]
    for field, spec in record.get("collect", {}).items():
        if kind != "cluster" or field not in COLLECTED:
            yield (
                f"collect.{field}",
                field,
                msg("nothing of a %(kind)s is collected under that name", kind=kind),
            )
        elif spec["from"] not in mapping.get("collections", {}):
            yield f"collect.{field}", spec["from"], msg("no such collection")


def _lookups_of(node: object) -> Iterator[str]:
    if isinstance(node, Mapping):
        if isinstance(node.get("lookup"), str):
            yield node["lookup"]
        for part in node.values():
            yield from _lookups_of(part)
    elif isinstance(node, list):
        for part in node:
            yield from _lookups_of(part)
