"""Query parameters as values; what cannot be read is refused by name."""

from typing import overload

from flask import request

from graphsvc.domain.sentence import say
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
    if not given.isascii() or not given.isdigit() or not least <= int(given[:9]) <= most:
        raise Unreadable(
            say(
                "%(name)s must be a whole number from %(least)s to %(most)s.",
                name=name,
                least=least,
                most=most,
            )
        )
    return int(given)


def floating(name: str, default: float | None) -> float | None:
    """The number in parameter `name` (a decimal comma is understood), `default` when there is none."""
    given = request.args.get(name, "").strip().replace(",", ".")
    if not given:
        return default
    try:
        value = float(given)
    except ValueError:
        value = -1.0
    if not 0 <= value < 1e6:
        raise Unreadable(say("%(name)s must be a number that is not negative.", name=name))
    return value
