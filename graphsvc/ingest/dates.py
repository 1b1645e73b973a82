"""Days, months and years as people and programs write them, in the languages of the EU."""

import re
from collections.abc import Iterable
from datetime import date as calendar_date
from datetime import timedelta
from functools import lru_cache

from babel.dates import get_month_names

from graphsvc.messages import Message, msg
from graphsvc.text_folding import plain

LANGUAGES = (
    *("bg", "cs", "da", "de", "de_AT", "el", "en", "es", "et", "fi", "fr", "ga", "hr", "hu", "is", "it"),
    *("lt", "lv", "mt", "nb", "nl", "pl", "pt", "ro", "sk", "sl", "sv", "tr", "uk"),
)
"""Languages of the EU and of its neighbours."""
_ISO = re.compile(r"(\d{4})(?:(?:[-/]|\. ?)(\d{1,2})(?:(?:[-/]|\. ?)(\d{1,2}))?)?\.?(?:[T ].*)?\Z")
_COMPACT = re.compile(r"((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\Z")
_THREE = re.compile(r"(\d{1,2})\s*[-./]\s*(\d{1,2})\s*[-./]\s*(\d{4}|\d{2})(?:[T ,].*)?\Z")
_MONTH_YEAR = re.compile(r"(\d{1,2})\s*[-./]\s*(\d{4})\Z")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?\Z")
_WORDED = re.compile(
    r"(?:(\d{1,2})(?:\s*[.ºª]|(?:st|nd|rd|th|er)\b)?[\s-]*(?:de\s+)?)?([^\W\d_]{3,})\.?[\s,-]*(?:de\s+)?(\d{4}|\d{2})\Z"
)
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\Z")
_EPOCH = calendar_date(1899, 12, 30)
"""Day 0 of spreadsheets."""
_PIVOT = 69
"""Years of two digits from here on are of the 20th century."""


@lru_cache(maxsize=65_536)
def date(value: str, month_first: bool | None = None) -> tuple[str | None, str | Message]:
    """A year, month or day in ISO form; a time of day is dropped.

    `month_first` says how the column writes `3/4/2020`; where that is not known the day stands first, and a
    note says so.

    >>> [date(text)[0] for text in ("31.12.2020", "2020/12/31", "31 Dec 2020", "März 2020", "20201231")]
    ['2020-12-31', '2020-12-31', '2020-12-31', '2020-03', '2020-12-31']
    >>> [date(text)[0] for text in ("2020.12.31.", "2020.", "1 stycznia 2020", "1st Jan 2020")]
    ['2020-12-31', '2020', '2020-01-01', '2020-01-01']
    >>> date("3/4/2020", True)[0], date("44196")[0]
    ('2020-03-04', '2020-12-31')
    """
    given = " ".join(value.split())
    found = _ISO.match(given)
    if found:
        same = len(given) == 4 or given[4] == "-"
        return _valid([int(part) for part in found.groups() if part], "" if same else None)
    parts, doubt = _parts(given, month_first)
    if not parts:
        return None, msg("left out: not a date")
    iso, note = _valid(parts, None)
    if iso and doubt:
        return iso, msg("date read as %(day)s: the month could stand first", day=iso)
    return iso, note


def is_open(value: str) -> bool:
    """Whether only its column tells which is the month.

    >>> is_open("3/4/2020"), is_open("13/4/2020"), is_open("3.4.2020"), is_open("2020-03-04")
    (True, False, False, False)
    """
    found = _THREE.match(value)
    if not found or "." in value:
        return False
    return int(found[1]) <= 12 and int(found[2]) <= 12 and found[1] != found[2]


def writes_month_first(values: Iterable[str]) -> bool | None:
    """Whether a column writes the month before the day, where a value proves it; None where none does."""
    found: set[bool] = set()
    for value in values:
        parts = _THREE.match(value) if value else None
        if parts:
            first, second = int(parts[1]), int(parts[2])
            if first > 12 >= second:
                found.add(False)
            elif second > 12 >= first:
                found.add(True)
            if len(found) > 1:
                return None
    return next(iter(found), None)


def _parts(given: str, month_first: bool | None) -> tuple[list[int], bool]:
    """Year, month and day as far as given, and whether day and month could be the other way round."""
    if found := _COMPACT.match(given):
        return [int(part) for part in found.groups()], False
    if found := _THREE.match(given):
        first, second, year = int(found[1]), int(found[2]), _year(found[3])
        if (second > 12 >= first) or (month_first and first <= 12):
            return [year, first, second], False
        return [year, second, first], month_first is None and is_open(given)
    if found := _MONTH_YEAR.match(given):
        return [int(found[2]), int(found[1])], False
    return _serial(given) if _SERIAL.match(given) else _worded(given), False


def _serial(given: str) -> list[int]:
    """The day that a spreadsheet counts, between 1950 and 2060."""
    day = _EPOCH + timedelta(days=int(float(given)))
    return [day.year, day.month, day.day] if 1950 <= day.year <= 2060 else []


def _worded(given: str) -> list[int]:
    """Year, month and day where the month is a word."""
    if found := _MONTH_FIRST.match(given):
        month, year, day = found[1], int(found[3]), found[2]
    elif found := _WORDED.match(given):
        month, year, day = found[2], _year(found[3]), found[1]
    else:
        return []
    number = months().get(plain(month))
    return [year, number, *([int(day)] if day else [])] if number else []


@lru_cache(maxsize=1)
def months() -> dict[str, int]:
    """Months by their plain names, long and short; names that stand for two months are left out."""
    found: dict[str, int] = {}
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, language).items():
                    key = plain(name).strip(". ")
                    if len(key) > 2 and not key[0].isdigit():
                        found[key] = number if found.get(key, number) == number else 0
    return {name: number for name, number in found.items() if number}


def _year(text: str) -> int:
    year = int(text)
    return year if len(text) == 4 else year + (1900 if year >= _PIVOT else 2000)


def _valid(parts: list[int], note: str | None) -> tuple[str | None, str | Message]:
    try:
        calendar_date(*([*parts, 1, 1])[:3])
    except ValueError:
        return None, msg("left out: no such day")
    iso = "-".join([f"{parts[0]:04d}", *(f"{part:02d}" for part in parts[1:])])
    return iso, msg("date read as %(day)s", day=iso) if note is None else note
