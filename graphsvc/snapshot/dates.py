"""Partial dates as day numbers, so that periods compare as arrays."""

from calendar import monthrange
from datetime import date
from functools import lru_cache

import numpy as np

NO_DAY = int(np.iinfo(np.int32).min)
"""Day number of an unknown date."""

_EPOCH = date(1970, 1, 1).toordinal()


@lru_cache(maxsize=65_536)
def day(text: str | None, *, last: bool = False) -> int:
    """Days since 1970-01-01 of an ISO date; of a year or month its first day, or its last with `last`.

    >>> day("1970-02"), day("1970", last=True), day(None) == NO_DAY
    (31, 364, True)
    """
    if not text:
        return NO_DAY
    parts = [int(part) for part in text.split("-")]
    month = parts[1] if len(parts) > 1 else (12 if last else 1)
    if len(parts) > 2:
        number = min(parts[2], monthrange(parts[0], month)[1])
    else:
        number = monthrange(parts[0], month)[1] if last else 1
    return date(parts[0], month, number).toordinal() - _EPOCH


def iso(number: int) -> str:
    """The ISO date of a day number, empty for `NO_DAY`."""
    return "" if number == NO_DAY else date.fromordinal(int(number) + _EPOCH).isoformat()


def last_of_month(year: int, month: int) -> int:
    """Day number of the last day of a month.

    >>> iso(last_of_month(2024, 2))
    '2024-02-29'
    """
    return date(year, month, monthrange(year, month)[1]).toordinal() - _EPOCH
