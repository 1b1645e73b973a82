"""Amounts as people and programs write them; what a lone mark means is decided by the whole column."""

import math
import re
from collections.abc import Iterable

from graphsvc.messages import Message, msg

_CURRENCY = re.compile(r"(?:€|\bEUR(?:O|OS)?\b|\beuros?\b)", re.IGNORECASE)
_OTHER_CURRENCY = re.compile(
    r"[$£¥₤₺₽]|\b(?:USD|GBP|CHF|SEK|NOK|DKK|PLN|CZK|HUF|RON|BGN|TRY|JPY)\b", re.IGNORECASE
)
_SPACES = re.compile(r"[\s'’‘`´]")
_PLAIN = re.compile(r"\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?\Z")
_GROUPED = {mark: re.compile(rf"\d{{1,3}}(?:\{mark}\d{{3}})+\Z") for mark in ".,"}
_LONE = re.compile(r"[1-9]\d{0,2}([.,])\d{3}\Z")
_NEGATIVE = re.compile(r"\((.+)\)\Z|[-−–](.+)\Z|(.+)[-−]\Z")

DECIMAL_MARKS = ".,"


def number(value: str, decimal: str = "") -> tuple[float | None, str | Message]:
    """An amount of at least zero in euro or without a unit.

    Of two different marks the last is the decimal mark; a mark that occurs twice groups thousands. What is
    left, as `1.234` or `150,000`, is read by `decimal`, the decimal mark of its column; where that is not
    known the mark groups thousands, and a note says so.

    >>> [number(text)[0] for text in ("1,234.56", "1.234,56", "€ 1'234.50", "1.500.000", "12,5")]
    [1234.56, 1234.56, 1234.5, 1500000.0, 12.5]
    >>> number("150,000", ",")[0], number("150,000", ".")[0]
    (150.0, 150000.0)
    """
    if value.isdecimal():
        return float(value), ""
    bare, below = _bare(value)
    if bare is None:
        return None, msg("left out: not in euro")
    amount, note = _read(bare, decimal)
    if amount is None:
        return None, note
    if below and amount:
        return None, msg("left out: less than zero")
    return amount, note


def count(value: str, decimal: str = "") -> tuple[int | None, str | Message]:
    """A whole number of at least zero."""
    amount, note = number(value, decimal)
    if amount is None or amount == int(amount):
        return (None if amount is None else int(amount)), note
    return None, msg("left out: not a whole number")


def is_open(value: str) -> bool:
    """Whether only its column tells how a value is read.

    >>> is_open("1.234"), is_open("EUR 150,000"), is_open("1234.5"), is_open("0.234")
    (True, True, False, False)
    """
    return not value.isdecimal() and _LONE.match(_bare(value)[0] or "") is not None


def decimal_mark(values: Iterable[str]) -> str:
    """The decimal mark of a column, where values that can be read in one way only agree on one; else ""."""
    found: set[str] = set()
    for value in values:
        if value and not value.isdecimal():
            found |= _shown(_bare(value)[0] or "")
            if len(found) > 1:
                return ""
    return next(iter(found), "")


def _shown(bare: str) -> set[str]:
    """The decimal mark that a value proves."""
    marks = [character for character in bare if character in DECIMAL_MARKS]
    if not marks or _LONE.match(bare):
        return set()
    if len(marks) > 1 and len(set(marks)) == 1:
        return set(DECIMAL_MARKS) - set(marks)
    return {marks[-1]}


def _bare(value: str) -> tuple[str | None, bool]:
    """The digits and marks of an amount without sign, unit and spaces (none for another currency)."""
    text = _CURRENCY.sub("", value)
    if _OTHER_CURRENCY.search(text):
        return None, False
    text = _SPACES.sub("", text)
    negative = _NEGATIVE.match(text)
    if negative:
        text = next(part for part in negative.groups() if part is not None)
    return text.removeprefix("+").removesuffix(",-").removesuffix(",--"), negative is not None


def _read(bare: str, decimal: str) -> tuple[float | None, str | Message]:
    lone = _LONE.match(bare)
    if lone:
        mark = lone[1]
        if mark == decimal:
            return float(bare.replace(mark, ".")), ""
        amount = float(bare.replace(mark, ""))
        note = (
            ""
            if decimal
            else msg("read as %(amount)s: the mark could be a decimal one", amount=f"{amount:g}")
        )
        return amount, note
    marks = {character for character in bare if character in DECIMAL_MARKS}
    if len(marks) == 2:
        last = max(marks, key=bare.rfind)
        whole, _, fraction = bare.rpartition(last)
        group = (marks - {last}).pop()
        fits = _GROUPED[group].match(whole) and fraction.isdigit()
        bare = whole.replace(group, "") + "." + fraction if fits else ""
    elif len(marks) == 1:
        mark = marks.pop()
        if bare.count(mark) > 1:
            bare = bare.replace(mark, "") if _GROUPED[mark].match(bare) else ""
        else:
            bare = ("0" if bare.startswith(mark) else "") + bare.replace(mark, ".")
    if not _PLAIN.match(bare) or not math.isfinite(float(bare)):
        return None, msg("left out: not a number")
    return float(bare), ""
