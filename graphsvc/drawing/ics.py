"""Days with a text as a calendar file (RFC 5545)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

_LINE = 75
"""Bytes of a line; longer ones go on in the next (RFC 5545, section 3.1)."""
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A whole day in a calendar: ISO day, title, description; `key` names it in later files too."""

    key: str
    day: str
    title: str
    description: str = ""


def calendar(name: str, days: Iterable[CalendarDay], made: str, reminders: Iterable[int] = ()) -> bytes:
    """A calendar file; `made` is the ISO day it tells of itself, `reminders` are days before each day."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//graphsvc//EN", f"X-WR-CALNAME:{_text(name)}"]
    for one in days:
        lines += _event(one, made, tuple(reminders))
    lines.append("END:VCALENDAR")
    return "".join(part + "\r\n" for line in lines for part in _folded(line)).encode()


def _event(one: CalendarDay, made: str, reminders: tuple[int, ...]) -> Iterator[str]:
    day = date.fromisoformat(one.day)
    yield "BEGIN:VEVENT"
    yield f"UID:{sha256(one.key.encode()).hexdigest()[:32]}@graphsvc"
    yield f"DTSTAMP:{made.replace('-', '')}T000000Z"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(one.title)}"
    if one.description:
        yield f"DESCRIPTION:{_text(one.description)}"
    yield "TRANSP:TRANSPARENT"
    for before in reminders:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:-P{before}D")
        yield from (f"DESCRIPTION:{_text(one.title)}", "END:VALARM")
    yield "END:VEVENT"


def _text(text: str) -> str:
    return text.translate(_ESCAPED)


def _folded(line: str) -> Iterator[str]:
    """The line in parts of at most `_LINE` bytes, none of them within a character."""
    part, size = "", 0
    for character in line:
        width = len(character.encode())
        if size + width > _LINE:
            yield part
            part, size = " ", 1
        part, size = part + character, size + width
    yield part
