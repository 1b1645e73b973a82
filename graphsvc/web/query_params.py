"""Query parameters as values; what cannot be read is refused by name."""

from datetime import date
from typing import overload

from flask import request

from graphsvc.messages import msg
from graphsvc.web.problems import Unreadable


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
        raise Unreadable(
            msg(
                "%(name)s must be a whole number from %(least)s to %(most)s.",
                name=name,
                least=least,
                most=most,
            )
        )
    return value


def whole(text: str) -> int | None:
    """The number that `text` writes in digits, leading zeros or not; nothing over 18 digits of value."""
    digits = text.lstrip("0") or text[-1:]
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 18 else None


def floating(name: str, default: float | None, *, most: float | None = None) -> float | None:
    """The number in parameter `name` (a decimal comma is understood), `default` when there is none."""
    given = request.args.get(name, "").strip().replace(",", ".")
    if not given:
        return default
    try:
        value = float(given)
    except ValueError:
        value = -1.0
    if most is not None and not 0 <= value <= most:
        told = msg("%(name)s must be a number from 0 to %(most)s.", name=name, most=most)
        raise Unreadable(told)
    if not 0 <= value < 1e6:
        raise Unreadable(msg("%(name)s must be a number that is not negative.", name=name))
    return value


def day(name: str) -> str | None:
    """The day in parameter `name` as ISO writes it, nothing where it is empty."""
    given = request.args.get(name, "").strip()
    if not given:
        return None
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError:
        raise Unreadable(msg("%(name)s must be a day written like 2018-06-30.", name=name)) from None
