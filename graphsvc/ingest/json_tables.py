"""JSON and JSON lines as tables: one object a row, what is nested in columns with dots."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graphsvc.ingest.source_files import unreadable
from graphsvc.messages import msg

MAX_OBJECT = 64 << 20
"""Characters of one object."""
MAX_COLUMNS = 1_000
MAX_DEPTH = 8
_CHUNK = 1 << 20
_BETWEEN = " \t\r\n,[]"
Record = dict[str, str]


def write_json_table(path: Path, file: str, target: Path) -> None:
    """Write the objects of `path` as a CSV with a column for each of their fields. Raises `InvalidData`."""
    columns: dict[str, None] = {}
    for record in _records(path, file):
        columns.update(dict.fromkeys(record))
        if len(columns) > MAX_COLUMNS:
            raise unreadable(file, msg("more than %(most)s columns", most=MAX_COLUMNS))
    if not columns:
        raise unreadable(file, msg("holds no list of objects"))
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(columns), restval="")
        writer.writeheader()
        writer.writerows(_records(path, file))


def flat(value: Any, name: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """Columns and texts of an object: `a.b` for what is nested, items of a list separated by `; `.

    Objects of a list that have a `type` or `types` stand under it: `names.types.label`, `links.type.website`.

    >>> dict(flat({"id": 1, "geo": {"lat": 2.5}, "links": [{"type": "web", "value": "a.org"}]}))
    {'id': '1', 'geo.lat': '2.5', 'links.type.web': 'a.org'}
    """
    if depth > MAX_DEPTH:
        return
    if isinstance(value, dict):
        for key, part in value.items():
            yield from flat(part, f"{name}.{key}" if name else str(key), depth + 1)
    elif isinstance(value, list):
        yield from _listed(value, name, depth)
    elif value is not None and name:
        text = value if isinstance(value, str) else json.dumps(value)
        yield name, text.replace("\0", "")


def _listed(items: list[Any], name: str, depth: int) -> Iterator[tuple[str, str]]:
    found: dict[str, list[str]] = {}
    for item in items:
        for under, part in _typed(item, name):
            for column, text in flat(part, under, depth + 1):
                found.setdefault(column, []).append(text)
    yield from ((column, "; ".join(dict.fromkeys(texts))) for column, texts in found.items())


def _typed(item: Any, name: str) -> Iterator[tuple[str, Any]]:
    """A part of a list and the name of its column; a value with types once for each of them."""
    if not isinstance(item, dict):
        yield name, item
        return
    for key in ("types", "type"):
        kinds = item.get(key)
        if isinstance(kinds, str | list) and kinds:
            rest = {field: part for field, part in item.items() if field not in (key, "lang")}
            told = rest.get("value", rest)
            for kind in [kinds] if isinstance(kinds, str) else kinds:
                yield f"{name}.{key}.{kind}", told
            return
    yield name, item


def _records(path: Path, file: str) -> Iterator[Record]:
    for found in _objects(path, file):
        yield from (dict(flat(one)) for one in _unwrapped(found))


def _unwrapped(found: Any) -> list[Any]:
    """The object itself, or the list of objects that it wraps (`results`, `items`, …)."""
    if not isinstance(found, dict):
        return []
    if set(found) <= {"head", "results"} and isinstance(found.get("results"), dict):
        found = found["results"]
    for key in ("results", "items", "records", "data", "bindings", "organizations", "institutions"):
        if isinstance(found.get(key), list) and all(isinstance(one, dict) for one in found[key]):
            return list(found[key])
    return [found]


def _objects(path: Path, file: str) -> Iterator[Any]:
    """The objects of a list, or one after the other. Raises `InvalidData` that names the broken one."""
    decoder = json.JSONDecoder()
    number, text, ended = 1, "", False
    try:
        with path.open(encoding="utf-8-sig") as stream:
            while True:
                text = text.lstrip(_BETWEEN)
                if not text and ended:
                    return
                try:
                    found, end = decoder.raw_decode(text)
                except (ValueError, RecursionError) as error:
                    if ended or len(text) > MAX_OBJECT or isinstance(error, RecursionError):
                        raise unreadable(
                            file, msg("no readable JSON"), number + 1, value=text[:100]
                        ) from None
                    more = stream.read(max(_CHUNK, len(text)))
                    text, ended = text + more, not more
                    continue
                if not isinstance(found, dict) and not isinstance(found, list):
                    raise unreadable(file, msg("holds no list of objects"), number + 1, value=text[:100])
                yield found
                number, text = number + 1, text[end:]
    except UnicodeDecodeError:
        raise unreadable(file, msg("JSON that is not UTF-8")) from None
