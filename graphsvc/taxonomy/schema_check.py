"""JSON Schema validation of a document with messages for readers who do not know the schema."""

import difflib
import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import Any

from jsonschema import Draft202012Validator, ValidationError

from graphsvc.errors import Issue
from graphsvc.messages import Message, msg
from graphsvc.taxonomy.document import Document

_TYPES = {
    "string": msg("text"),
    "integer": msg("a whole number"),
    "boolean": msg("true or false"),
    "array": msg("a list"),
    "object": msg("a group of fields"),
}
_REASONS = {
    "const": msg("must be %(bound)s"),
    "uniqueItems": msg("the list names something twice"),
    "minItems": msg("the list is empty"),
    "maxItems": msg("the list is longer than %(bound)s"),
    "minimum": msg("must be at least %(bound)s"),
    "maximum": msg("must be at most %(bound)s"),
    "minLength": msg("must not be empty"),
    "maxLength": msg("longer than %(bound)s characters"),
    "pattern": msg("does not have the form %(bound)s"),
}
_UNFIT = msg("does not have a form that is allowed here")


def shape_issues(document: Document, kind: str = "chain") -> list[Issue]:
    """Every place where `document` differs from `<kind>.schema.json`."""
    return list(schema_issues(document, _validator(kind)))


def schema_issues(document: Document, validator: Draft202012Validator) -> Iterator[Issue]:
    """Every place where `document` differs from a schema."""
    for error in validator.iter_errors(document.data):
        yield from _issues(document, error)


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
        yield document.issue(path, msg("the field %(field)s is missing", field=missing))
    else:
        yield document.issue(path, _reason(document, path, error), _shown(document, path, error.instance))


def _path(error: ValidationError) -> str:
    path = ""
    for part in error.absolute_path:
        path = f"{path}[{part}]" if isinstance(part, int) else _join(path, str(part))
    return path


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _unknown(name: str, allowed: list[str]) -> Message:
    near = difflib.get_close_matches(name, allowed, 1)
    if near:
        return msg("unknown field; is %(near)s meant?", near=near[0])
    return msg("unknown field; allowed are %(allowed)s", allowed=", ".join(allowed))


def _shown(document: Document, path: str, instance: object) -> str:
    if path in document.raw:
        return document.raw[path][:80]
    return "" if isinstance(instance, dict | list) else str(instance)[:80]


def _reason(document: Document, path: str, error: ValidationError) -> Message:
    expected: Any = error.validator_value
    if error.validator == "type":
        return _wrong_type(document, path, error.instance, str(expected))
    if error.validator == "enum":
        return msg("must be one of %(known)s", known=", ".join(expected))
    return replace(_REASONS.get(str(error.validator), _UNFIT), values={"bound": str(expected)})


def _wrong_type(document: Document, path: str, instance: object, expected: str) -> Message:
    kind = _TYPES.get(expected, expected)
    if expected == "string" and path in document.raw:
        reads = msg("nothing") if instance is None else str(instance).lower()
        return msg("must be %(kind)s: YAML reads it as %(value)s; put it in quotes", kind=kind, value=reads)
    return msg("must be %(kind)s", kind=kind)
