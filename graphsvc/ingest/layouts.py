"""Known sources: mappings that ship with the product, recognized by the columns of tables."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from graphsvc.errors import InvalidData, Issue
from graphsvc.ingest import readers
from graphsvc.ingest.mapping import DATASET, ENDS, read_mapping
from graphsvc.ingest.readers import SourceTable
from graphsvc.ingest.value_sources import columns_of
from graphsvc.messages import Message, msg

LOOKED_FOR = msg("looked for %(what)s")
"""The tables of a layout that a folder does not have."""
_MOST_MISSING = 3
_STEM = re.compile(r"[.*\[]")
_PLAIN = re.compile(r"[\s_-]+")


class NotRecognized(InvalidData):
    """Tables of no known layout; `near` are the few columns that one layout lacks."""

    near: Sequence[Issue] = ()


def layouts() -> list[dict[str, Any]]:
    """The built-in mappings, in the order of their file names."""
    folder = resources.files("graphsvc.ingest").joinpath("data", "layouts")
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith(".yml"))
    return [_layout(name) for name in names]


@cache
def _layout(name: str) -> dict[str, Any]:
    with resources.as_file(resources.files("graphsvc.ingest").joinpath("data", "layouts", name)) as path:
        return read_mapping(path)


def recognized(folder: Path) -> dict[str, Any]:
    """The built-in mapping whose columns the tables of the folder have.

    Raises `NotRecognized` that names what the nearest layout lacks, then all that was looked for and found.
    """
    tables = tables_of(folder)
    nearest: list[Issue] = []
    for mapping in layouts():
        lacking = [issue for pattern in mapping["recognize"] for issue in _lacking(tables, mapping, pattern)]
        if tables and not lacking:
            return mapping
        if len(lacking) <= _MOST_MISSING and (not nearest or len(lacking) < len(nearest)):
            nearest = lacking
    looked_for = [
        tuple(
            msg("%(file)s with %(columns)s", file=pattern, columns=", ".join(columns))
            for pattern, columns in mapping["recognize"].items()
        )
        for mapping in layouts()
    ]
    found: list[str | Message] = [f"{table.file}: {', '.join(table.header)[:200]}" for table in tables]
    issues = [
        Issue(folder.name, 0, "", "", replace(LOOKED_FOR, values={"what": what})) for what in looked_for
    ]
    issues += [
        Issue(folder.name, 0, "", "", msg("found %(what)s", what=text))
        for text in found or [msg("no table (CSV, CSV.GZ or XLSX)")]
    ]
    message = msg(
        "%(folder)s has neither %(file)s nor tables of a known layout", folder=folder.name, file=DATASET
    )
    error = NotRecognized(message, [*nearest, *issues])
    error.near = nearest
    raise error


def tables_of(folder: Path) -> list[SourceTable]:
    """The tables of a folder and of those below it."""
    return [readers.open_table(path, folder) for path in readers.all_tables_in(folder)]


def fitted(
    tables: Sequence[SourceTable], mapping: Mapping[str, Any], spec: Mapping[str, Any]
) -> list[SourceTable]:
    """The tables that a part of a known layout means, with their columns called as it calls them.

    Those by which the layout is recognized may have any name; the others are known by their names too.
    """
    needed = mapping["recognize"].get(spec["file"]) or sorted(set(columns(spec)))
    called = [_called(table, [*needed, *every_column(spec)], spec) for table in tables]
    by_name = spec["file"] not in mapping["recognize"]
    return [
        table
        for table in called
        if set(needed) <= set(table.header) and (not by_name or _is_named(table, spec["file"]))
    ]


def columns(spec: Mapping[str, Any]) -> Iterator[str]:
    """Every column that a table must have for a part of a mapping."""
    yield from every_column(spec, needed=True)


def every_column(spec: Mapping[str, Any], *, needed: bool = False) -> Iterator[str]:
    """Every column that a part of a mapping reads, or those it cannot do without."""
    if "records" not in spec:
        yield spec["key"]
        yield from columns_of(spec.get("value"), needed=needed)
        yield from spec.get("columns", {}).values()
        yield from spec.get("where", {})
        return
    for record in spec["records"]:
        values = [record.get(part) for part in ("role", "relation", "stage")]
        values += list(record.get("aliases", ()))
        parts = [
            record.get(part, {})
            for part in ("fields", "lists", "identifiers", "evidence", *ENDS[record["record"]])
        ]
        values += [value for part in parts for value in part.values()]
        yield from (column for value in values for column in columns_of(value, needed=needed))
        yield from record.get("where", {})
        yield from (part["by"] for part in record.get("collect", {}).values())


def _lacking(tables: Sequence[SourceTable], mapping: Mapping[str, Any], pattern: str) -> list[Issue]:
    """What keeps the tables from having the one that a layout needs: of the nearest table, else of all."""
    spec = next(one for one in mapping["tables"] if one["file"] == pattern)
    needed = mapping["recognize"][pattern]
    if fitted(tables, mapping, spec):
        return []
    title = mapping["dataset"]["title"]
    best: list[Issue] = [Issue(pattern, 0, "", "", msg("no such table"))] * (_MOST_MISSING + 1)
    for table in tables:
        there = ", ".join(table.header)[:200]
        missing = sorted(set(needed) - set(_called(table, needed, spec).header))
        if len(missing) * 2 > len(needed):
            continue
        reason = msg("the column is missing that tables of %(title)s have", title=title)
        issues = [Issue(table.file, 1, column, there, reason) for column in missing]
        if len(issues) < len(best):
            best = issues
    return best


def _called(table: SourceTable, names: Sequence[str], spec: Mapping[str, Any]) -> SourceTable:
    """The table with its columns renamed to `names` where they differ by case, or by another known name."""
    header = list(table.header)
    places = {_plain(column): place for place, column in reversed([*enumerate(header)])}
    for name in dict.fromkeys(names):
        if name not in header:
            others = (name, *spec.get("also", {}).get(name, ()))
            place = next((places[_plain(one)] for one in others if _plain(one) in places), None)
            if place is not None:
                header[place] = name
    return replace(table, header=tuple(header))


def _plain(column: str) -> str:
    return _PLAIN.sub("", column).casefold()


def _is_named(table: SourceTable, pattern: str) -> bool:
    return _STEM.split(pattern)[0].casefold() in table.file.rpartition("/")[2].casefold()
