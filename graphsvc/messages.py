"""Translatable messages: an English template and its values."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Union

Value = Union[str, int, float, date, Mapping[str, str], "Message", tuple["Value", ...]]


@dataclass(frozen=True, slots=True)
class Message:
    """An English text with ``%(name)s`` places and the values that fill them.

    ``text`` is the key of the translation catalogue; ``many`` is its plural form, chosen by the value ``n``.
    Values are strings (taken as they are), numbers, dates, labels by language code, messages, or tuples of
    these (read as a list). A number whose name ends in ``_share`` is a share of one and reads as percentage,
    a string whose name ends in ``_date`` is a year, month or day in ISO form and reads as a date, a tuple
    whose name ends in ``_lines`` reads line by line. ``str(message)`` is the English text.
    """

    text: str
    values: Mapping[str, Value] = field(default_factory=dict, hash=False)
    many: str | None = None

    def __str__(self) -> str:
        text = self.text if self.many is None or self.values.get("n") == 1 else self.many
        return filled(text, {name: _english(name, value) for name, value in self.values.items()})


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with its places filled; a value that ends in a dot ends the sentence with it, not with two.

    >>> filled("Led by %(name)s.", {"name": "foodRegio e.V."})
    'Led by foodRegio e.V.'
    """
    for name, value in values.items():
        if value.endswith("."):
            text = text.replace(f"%({name})s.", f"%({name})s")
    return text % values


def msg(text: str, **values: Value) -> Message:
    """Make a message from an English ``text`` and the ``values`` of its places."""
    return Message(text, values)


def say_n(one: str, many: str, *, n: int, **values: Value) -> Message:
    """Make a sentence whose wording depends on the count ``n``, itself a value of the text."""
    return Message(one, {"n": n, **values}, many)


def reason_of(error: BaseException) -> str | Message:
    """The message that an exception was raised with, else its text."""
    first = error.args[0] if error.args else ""
    return first if isinstance(first, Message) else str(error)


def in_lines(*parts: str | Message) -> str | Message:
    """Texts and messages as one message of as many lines."""
    return parts[0] if len(parts) == 1 else Message("%(all_lines)s", {"all_lines": parts})


def to_json(value: object) -> Any:
    """A message or date as plain data: ``json.dumps(…, default=to_json)``."""
    if isinstance(value, Message):
        kept = {"text": value.text, "values": dict(value.values)}
        return kept if value.many is None else kept | {"many": value.many}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    raise TypeError(f"no JSON for {type(value).__name__}")


def from_json(kept: dict[str, Any]) -> Any:
    """The message or date that `to_json` made plain: ``json.loads(…, object_hook=from_json)``."""
    if kept.keys() >= {"text", "values"}:
        values = {name: _frozen(value) for name, value in kept["values"].items()}
        return Message(kept["text"], values, kept.get("many"))
    return date.fromisoformat(kept["date"]) if kept.keys() == {"date"} else kept


def packed(words: str | Message) -> str:
    """A text or message as one string, for a column of a table."""
    return json.dumps(words, default=to_json, ensure_ascii=False)


def unpacked(kept: str) -> str | Message:
    """What `packed` made a string of; any other string is a text that was kept as it is."""
    try:
        found = json.loads(kept, object_hook=from_json)
    except (ValueError, AttributeError):
        return kept
    return found if isinstance(found, str | Message) else kept


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def _english(name: str, value: Value) -> str:
    if isinstance(value, str):
        return _dated(value) if name.endswith("_date") else value
    if isinstance(value, Message):
        return str(value)
    if isinstance(value, Mapping):
        return value.get("en") or next(iter(value.values()), "")
    if isinstance(value, tuple):
        parts = [_english(name, part) for part in value]
        return "\n".join(parts) if name.endswith("_lines") else _listed(parts)
    return f"{value.day} {value:%B} {value.year}" if isinstance(value, date) else _number(name, value)


def _number(name: str, value: float) -> str:
    if name.endswith("_share"):
        return f"{value:.0%}"
    return f"{value:,}" if isinstance(value, int) else f"{value:,.10g}"


def _dated(value: str) -> str:
    match value.split("-"):
        case [year, month]:
            return f"{date(int(year), int(month), 1):%B} {year}"
        case [_, _, _]:
            return _english("", date.fromisoformat(value))
        case _:
            return value


def _listed(parts: list[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
