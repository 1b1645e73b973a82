"""What can be said of an award on a day: it holds, ends soon, can be renewed, has ended, or is unknown."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Literal

from graphsvc.programme.awards import Award, Days, span
from graphsvc.snapshot import day, iso

Known = Literal["yes", "no", "unknown"]
SOON = 12
"""Months before its end from which an award is told to end soon."""


class LabelState(StrEnum):
    """The state of an award on a day.

    `UNKNOWN` is a label that was held when last known; nothing tells whether it holds on the day.
    """

    NOT_YET = "not_yet"
    VALID = "valid"
    ENDS_WITHIN = "ends_within"
    RENEWABLE = "renewable"
    ENDED = "ended"
    UNKNOWN = "unknown"

    @property
    def holds(self) -> Known:
        """Whether a label holds in this state; not known where neither a source nor a rule tells it."""
        if self in (LabelState.VALID, LabelState.ENDS_WITHIN):
            return "yes"
        return "no" if self in (LabelState.ENDED, LabelState.NOT_YET) else "unknown"


def state_on(award: Award, on: str, *, within: int = SOON) -> LabelState:
    """The state of an award on a day.

    Of a date known as a month or year alone the most careful day counts: an award holds only while it does so
    whichever day was meant. After an end by rule, or one foretold by a source, it can have been renewed
    without a record: that never gives `ENDED`.

    Parameters
    ----------
    on : ISO day
    within : months before the end from which it is `ENDS_WITHIN`
    """
    today = day(on)
    if award.awarded:
        begun = span(award.awarded)
        if today < begun.first:
            return LabelState.NOT_YET
        if today < begun.last:
            return LabelState.UNKNOWN
    if award.end is None:
        seen = bool(award.awarded and award.known) and today <= day(award.known)
        return LabelState.VALID if seen else LabelState.UNKNOWN
    return _by_end(award, award.end.days, today, within)


def ends_between(awards: Iterable[Award], first: str, last: str) -> tuple[Award, ...]:
    """The awards whose last day lies, or may lie, from one ISO day to another, by end and cluster."""
    begin, stop = day(first), day(last)
    found = [one for one in awards if one.end and one.end.days.last >= begin and one.end.days.first <= stop]
    return tuple(sorted(found, key=lambda one: (one.end.days if one.end else Days(0, 0), one.cluster)))


def _by_end(award: Award, end: Days, today: int, within: int) -> LabelState:
    if today <= end.first:
        if not award.awarded and (not award.known or today < day(award.known)):
            return LabelState.UNKNOWN
        return LabelState.ENDS_WITHIN if end.first <= months_later(today, within) else LabelState.VALID
    if today <= end.last:
        return LabelState.UNKNOWN
    if (renewable := award.renewable) and today <= renewable.last:
        return LabelState.RENEWABLE if today <= renewable.first else LabelState.UNKNOWN
    certain = award.end is not None and award.end.by == "stated" and not award.end.told_before
    return LabelState.ENDED if certain else LabelState.UNKNOWN


def months_later(number: int, months: int) -> int:
    """The same day (number) so many months later, or the last of that month where it is shorter."""
    then = date.fromisoformat(iso(number))
    year, month = divmod(then.year * 12 + then.month - 1 + months, 12)
    return day(date(year, month + 1, min(then.day, monthrange(year, month + 1)[1])).isoformat())
