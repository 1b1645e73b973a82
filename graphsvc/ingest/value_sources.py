"""Where the text of a field comes from: a column, a constant, a lookup, one side of a pair."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from graphsvc.ingest.coordinates import sides

_PARTNER = re.compile(r"(?<=\d)[A-Z]$")
"""The letter that numbers the partners of a joint project in German grant numbers: `01AB1234A`."""
Cells = Sequence[str]
Get = Callable[[Cells], str]


@dataclass(frozen=True, slots=True)
class ValueSource:
    """`column` names the place in reports; `get` takes the text from the cells of a row."""

    column: str
    get: Get


def columns_of(spec: object, *, needed: bool = True) -> Iterator[str]:
    """The column that a value names, if it cannot do without it or `needed` is false."""
    if isinstance(spec, str):
        yield spec
    elif isinstance(spec, Mapping) and "column" in spec and not (needed and spec.get("optional")):
        yield spec["column"]


def source(
    spec: str | Mapping[str, Any], header: Sequence[str], lookups: Mapping[str, Mapping[str, str]]
) -> ValueSource:
    """Compile a value of a mapping against the header of a table, whose columns were checked before."""
    if isinstance(spec, str):
        return ValueSource(spec, itemgetter(header.index(spec)))
    if "column" not in spec:
        constant: str = spec["const"]
        return ValueSource("", lambda _cells: constant)
    column: str = spec["column"]
    if spec.get("optional") and column not in header:
        return ValueSource(column, lambda _cells: "")
    get: Get = itemgetter(header.index(column))
    if "lookup" in spec:
        get = _through(get, lookups[spec["lookup"]])
    if "part" in spec:
        get = _side(get, 0 if spec["part"] == "first" else 1)
    if "values" in spec:
        get = _translated(get, spec["values"])
    if "form" in spec:
        get = _formed(get, spec["form"])
    if "prefix" in spec:
        get = _prefixed(get, spec["prefix"])
    return ValueSource(column, get)


def _formed(get: Get, form: str) -> Get:
    if form == "grant-stem":
        return lambda cells: _PARTNER.sub("", get(cells))
    return lambda cells: get(cells).rstrip("/").rpartition("/")[2]


def _through(get: Get, table: Mapping[str, str]) -> Get:
    return lambda cells: table.get(get(cells), "")


def _translated(get: Get, table: Mapping[str, str]) -> Get:
    def read(cells: Cells) -> str:
        text = get(cells)
        if text in table or ";" not in text:
            return table.get(text, text)
        return next((table[part] for part in map(str.strip, text.split(";")) if part in table), text)

    return read


def _prefixed(get: Get, prefix: str) -> Get:
    def read(cells: Cells) -> str:
        text = get(cells)
        return prefix + text if text else ""

    return read


def _side(get: Get, number: int) -> Get:
    return lambda cells: sides(get(cells))[number]
