"""Translatable messages: an English template and its values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Union

Value = Union[str, int, float, date, Mapping[str, str], "Message", tuple["Value", ...]]


@dataclass(frozen=True, slots=True)
class Message:
    """An English text with ``%(name)s`` places and the values that fill them.

    ``text`` is the key of the translation catalogue; ``many`` is its plural form, chosen by the value ``n``.
    Values are strings (taken as they are), numbers, dates, labels by language code, sentences, or tuples of
    these (read as a list). A number whose name ends in ``_share`` is a share of one and reads as percentage,
    a string whose name ends in ``_date`` is a year, month or day in ISO form and reads as a date.
    ``str(sentence)`` is the English sentence.
    """

    text: str
    values: Mapping[str, Value] = field(default_factory=dict)
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
    """Make a sentence from an English ``text`` and the ``values`` of its places."""
    return Message(text, values)


def english(text: str, /, **values: Value) -> str:
    """The English words of a sentence, for what is kept, printed or sent as they are.

    A page of another language tells them anew (`graphsvc.web.retelling`).
    """
    return str(msg(text, **values))


def say_n(one: str, many: str, *, n: int, **values: Value) -> Message:
    """Make a sentence whose wording depends on the count ``n``, itself a value of the text."""
    return Message(one, {"n": n, **values}, many)


def _english(name: str, value: Value) -> str:
    if isinstance(value, str):
        return _dated(value) if name.endswith("_date") else value
    if isinstance(value, Message):
        return str(value)
    if isinstance(value, Mapping):
        return value.get("en") or next(iter(value.values()), "")
    if isinstance(value, tuple):
        return _listed([_english(name, part) for part in value])
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
