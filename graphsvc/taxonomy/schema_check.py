"""JSON Schema validation of a document with messages for readers who do not know the schema."""

import difflib
import json
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

from jsonschema import Draft202012Validator, ValidationError

from graphsvc.errors import Issue
from graphsvc.taxonomy.document import Document

_TYPES = {
    "string": "text",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a group of fields",
}
_REASONS = {
    "const": "must be {}",
    "uniqueItems": "the list names something twice",
    "minItems": "the list is empty",
    "maxItems": "the list is longer than {}",
    "minimum": "must be at least {}",
    "maximum": "must be at most {}",
    "minLength": "must not be empty",
    "maxLength": "longer than {} characters",
}


def shape_issues(document: Document, kind: str = "chain") -> list[Issue]:
    """Every place where `document` differs from `<kind>.schema.json`."""
    found: list[Issue] = []
    for error in _validator(kind).iter_errors(document.data):
        found += _issues(document, error)
    return found


@cache
def _validator(kind: str) -> Draft202012Validator:
    text = (resources.files("graphsvc.taxonomy") / "data" / f"{kind}.schema.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text))


def _issues(document: Document, error: ValidationError) -> Iterator[Issue]:
    path = _path(error)
    expected: Any = error.validator_value
    instance: Any = error.instance
    if error.validator == "additionalProperties" and isinstance(expected, bool):
        allowed = list(error.schema["properties"]) if isinstance(error.schema, dict) else []
        for name in sorted(set(instance) - set(allowed)):
            yield document.issue(_join(path, name), _unknown(name, allowed), name)
    elif error.validator == "required":
        missing = error.message.partition("'")[2].partition("'")[0]
        yield document.issue(path, f"the field {missing} is missing")
    else:
        yield document.issue(path, _reason(document, path, error), _shown(document, path, error.instance))


def _path(error: ValidationError) -> str:
    path = ""
    for part in error.absolute_path:
        path = f"{path}[{part}]" if isinstance(part, int) else _join(path, str(part))
    return path


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _unknown(name: str, allowed: list[str]) -> str:
    near = difflib.get_close_matches(name, allowed, 1)
    return "unknown field" + (f"; is {near[0]} meant?" if near else f"; allowed are {', '.join(allowed)}")


def _shown(document: Document, path: str, instance: object) -> str:
    if path in document.raw:
        return document.raw[path][:80]
    return "" if isinstance(instance, dict | list) else str(instance)[:80]


def _reason(document: Document, path: str, error: ValidationError) -> str:
    expected: Any = error.validator_value
    if error.validator == "type":
        return _wrong_type(document, path, error.instance, str(expected))
    if error.validator == "enum":
        return f"must be one of {', '.join(expected)}"
    return _REASONS.get(str(error.validator), "does not have the form {}").format(expected)


def _wrong_type(document: Document, path: str, instance: object, expected: str) -> str:
    reason = f"must be {_TYPES.get(expected, expected)}"
    if expected == "string" and path in document.raw:
        reads = "nothing" if instance is None else str(instance).lower()
        return f"{reason}: YAML reads it as {reads}; put it in quotes"
    return reason
