"""Query parameters as values; what cannot be read is refused by name."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar, get_args, get_origin, overload

from flask import request
from pydantic import BaseModel, ValidationError

from graphsvc.domain.ids import ID_PATTERN
from graphsvc.domain.validation import validation_message
from graphsvc.errors import UnknownId
from graphsvc.ingest.list_sheet import ReadingChoice
from graphsvc.messages import Message, msg
from graphsvc.web.problems import Unreadable

Question = TypeVar("Question", bound=BaseModel)


def read(question: type[Question], **spelled: object) -> Question:
    """The question in this request's address; `spelled` are the fields that a page writes in its own way.

    Empty parameters count as absent, a decimal comma is understood. Raises `UnknownId` for what is no id and
    `Unreadable` for a value out of bounds, by the name of the parameter.
    """
    given: dict[str, object] = {}
    for name, field in question.model_fields.items():
        if values := [value for one in request.args.getlist(name) if (value := one.strip())]:
            given[name] = values if _several(field.annotation) else _number(values[0], field.annotation)
    try:
        return question.model_validate({**given, **spelled})
    except ValidationError as error:
        fault = error.errors()[0]
        if fault.get("ctx", {}).get("pattern") == ID_PATTERN:
            raise UnknownId("id", str(fault["input"])) from None
        raise _unreadable(question, fault) from None


@overload
def integer(name: str, default: int, *, least: int, most: int) -> int: ...
@overload
def integer(name: str, default: None, *, least: int, most: int) -> int | None: ...
def integer(name: str, default: int | None, *, least: int, most: int) -> int | None:
    """The whole number in parameter `name`, `default` when it is absent or empty."""
    given = request.args.get(name, "").strip()
    if not given:
        return default
    value = whole(given)
    if value is None or not least <= value <= most:
        raise Unreadable(_no_whole_number(name, least, most))
    return value


def whole(text: str) -> int | None:
    """The number that `text` writes in digits, leading zeros or not; nothing over 18 digits of value."""
    digits = text.lstrip("0") or text[-1:]
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 18 else None


def reading_choice() -> ReadingChoice:
    """How the form of this request asks for a table to be read."""
    return ReadingChoice(
        sheet=request.form.get("sheet", ""),
        encoding=request.form.get("encoding", ""),
        delimiter=request.form.get("delimiter", ""),
        header=whole(request.form.get("header", "")),
        fields=tuple(request.form.getlist("column")),
    )


def floating(name: str) -> float | None:
    """The number in parameter `name` (a decimal comma is understood), nothing where it is empty."""
    given = request.args.get(name, "").strip().replace(",", ".")
    if not given:
        return None
    try:
        value = float(given)
    except ValueError:
        value = -1.0
    if not 0 <= value < 1e6:
        raise Unreadable(msg("%(name)s must be a number that is not negative.", name=name))
    return value


def _no_whole_number(name: str, least: int, most: int) -> Message:
    return msg(
        "%(name)s must be a whole number from %(least)s to %(most)s.", name=name, least=least, most=most
    )


def _unreadable(question: type[BaseModel], fault: Mapping[str, Any]) -> Unreadable:
    """What is wrong with a parameter, numbers by their bounds."""
    name = str(fault["loc"][0])
    field = question.model_fields[name]
    bounds = {key: getattr(one, key) for one in field.metadata for key in ("ge", "le") if hasattr(one, key)}
    if len(bounds) < 2 or _several(field.annotation):
        told = msg(
            "%(place)s: %(reason)s (found %(value)s)",
            place=name,
            reason=validation_message(fault),
            value=str(fault["input"])[:100],
        )
    elif _holds(field.annotation, int):
        told = _no_whole_number(name, bounds["ge"], bounds["le"])
    else:
        told = msg("%(name)s must be a number from 0 to %(most)s.", name=name, most=bounds["le"])
    return Unreadable(told)


def _number(text: str, annotation: object) -> str:
    """A number as the model reads it: a point in place of a decimal comma, no leading zeros."""
    if _holds(annotation, float):
        return text.replace(",", ".")
    value = whole(text) if _holds(annotation, int) else None
    return text if value is None else str(value)


def _several(annotation: object) -> bool:
    return _holds(annotation, list) or _holds(annotation, tuple)


def _holds(annotation: object, kind: type) -> bool:
    """Whether a field is of this kind, optional or not."""
    return kind in (annotation, get_origin(annotation), *get_args(annotation))


def day(name: str) -> str | None:
    """The day in parameter `name` as ISO writes it, nothing where it is empty."""
    given = request.args.get(name, "").strip()
    if not given:
        return None
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError:
        raise Unreadable(msg("%(name)s must be a day written like 2018-06-30.", name=name)) from None
