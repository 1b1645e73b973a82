"""Cells of our own CSV files: text that a spreadsheet would run as a formula is made harmless, and back."""

import json
from collections.abc import Callable
from functools import cache
from typing import Any

from pydantic import BaseModel

from graphsvc.messages import msg

_RISKY = tuple("'=+-@\t\r")
Read = Callable[[str], Any]


def guarded(text: str) -> str:
    """`text` with one `'` before it where it starts with `' = + - @`, tab or carriage return, or is empty.

    >>> guarded("=1+1"), guarded("'s Hertogenbosch"), guarded("Jena")
    ("'=1+1", "''s Hertogenbosch", 'Jena')
    """
    return "'" + text if not text or text.startswith(_RISKY) else text


def unguarded(cell: str) -> str:
    """The text of a guarded cell: exactly one `'` is taken off."""
    return cell.removeprefix("'")


def to_cell(value: object) -> str:
    """A field as a cell: nothing as an empty one, lists as JSON, numbers and yes/no bare, text guarded."""
    if value is None:
        return ""
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@cache
def readers_of(record: type[BaseModel]) -> dict[str, Read]:
    """How the cells of a record's fields are read back, by field."""
    properties = record.model_json_schema()["properties"]
    return {field: _reader(schema) for field, schema in properties.items() if field != "evidence"}


def _reader(schema: dict[str, Any]) -> Read:
    types = {part.get("type") for part in schema.get("anyOf", [schema])}
    if "array" in types:
        return json.loads
    if "boolean" in types:
        return _yes_or_no
    if "integer" in types:
        return int
    return float if "number" in types else unguarded


def _yes_or_no(cell: str) -> bool:
    if cell not in ("true", "false"):
        raise ValueError(msg("neither true nor false"))
    return cell == "true"
