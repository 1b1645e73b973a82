"""Results as JSON: records become objects, sentences become text in the language that was asked for."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from flask import Response, current_app, json
from pydantic import BaseModel

from graphsvc.messages import Message
from graphsvc.web.language import tell


def plain(value: object) -> Any:
    """`value` made of objects, lists, strings, numbers, booleans and null only."""
    if isinstance(value, Message):
        return tell(value)
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if is_dataclass(value) and not isinstance(value, type):
        value = {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


def columns(value: object) -> Response:
    """A JSON response of what is plain already, such as the columns of a large scene."""
    return current_app.response_class(json.dumps(value, sort_keys=False), mimetype="application/json")


def answer(value: object) -> Response:
    """A JSON response of `value`; the order of names is kept."""
    text = json.dumps(plain(value), sort_keys=False, ensure_ascii=False)
    return current_app.response_class(text, mimetype="application/json")
