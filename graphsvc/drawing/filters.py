"""The one filter that network, map and table share, as it stands in an address."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

from graphsvc.errors import InvalidData, Issue
from graphsvc.messages import Message, msg
from graphsvc.network import descriptions

MAX_RADIUS = 3
MEASURES = tuple(
    name
    for name, about in descriptions().items()
    if about.of == "organization" and name not in ("component", "articulation_point", "community")
)
"""Indicators whose values run from low to high."""
GROUPINGS = ("kind", "community", "cluster", "country", "stage", "component", "articulation_point")
COLORS = (*GROUPINGS, "none", *MEASURES)
SIZES = ("members", "none", *MEASURES)

_LISTS = ("kind", "cluster", "country", "region", "stage", "sector", "relation", "only", "called")
_YEAR = re.compile(r"^\d{4}$")


@dataclass(frozen=True, slots=True)
class Filter:
    """What is drawn; an empty tuple, empty text or None leaves everything in.

    `start` and `end` are years of project start, both included (`from` and `to` in addresses). `ego` with
    `radius` keeps what lies within so many steps; `only` keeps the ties between the chosen. `color` and
    `size` overrule the view. `called` leaves everything in and gives communities names (a member's id, a
    space and the name).
    """

    q: str = ""
    kind: tuple[str, ...] = ()
    cluster: tuple[str, ...] = ()
    community: int | None = None
    country: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    sector: tuple[str, ...] = ()
    start: int | None = None
    end: int | None = None
    relation: tuple[str, ...] = ()
    strength: float = 0.0
    ego: str = ""
    radius: int = 1
    only: tuple[str, ...] = ()
    color: str = ""
    size: str = ""
    called: tuple[str, ...] = ()

    @classmethod
    def from_query(cls, query: Mapping[str, Sequence[str]]) -> "Filter":
        """Read the parameters of an address; others are left alone, empty ones mean nothing.

        Raises:
            InvalidData: a year, number, radius, color or size that cannot be; all faults at once.
        """
        reader = _Reader(query)
        lists = {name: reader.texts(name) for name in _LISTS}
        found = cls(
            q=reader.text("q"),
            community=reader.whole("community"),
            start=reader.year("from"),
            end=reader.year("to"),
            strength=reader.strength(),
            ego=reader.text("ego"),
            radius=reader.radius(),
            color=reader.choice("color", COLORS),
            size=reader.choice("size", SIZES),
            **lists,
        )
        if reader.issues:
            raise InvalidData(msg("a filter that cannot be read"), reader.issues)
        return found

    def to_query(self) -> tuple[tuple[str, str], ...]:
        """Return the parameters in canonical order; what is as by default is left out."""
        parts: list[tuple[str, str]] = []
        for field in fields(self):
            value = getattr(self, field.name)
            if value == field.default or (field.name == "radius" and not self.ego):
                continue
            name = {"start": "from", "end": "to"}.get(field.name, field.name)
            if isinstance(value, tuple):
                parts += [(name, entry) for entry in value]
            else:
                parts.append((name, f"{value:g}" if isinstance(value, float) else str(value)))
        return tuple(parts)

    @property
    def local(self) -> bool:
        """Whether only a surrounding or a choice is drawn, which then gets a picture of its own."""
        return bool(self.ego or self.only)


def values_by_name(pairs: Iterable[Sequence[str]]) -> dict[str, list[str]]:
    """Parameters of an address, as `to_query` gives them, with all values of a name together."""
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


class _Reader:
    def __init__(self, query: Mapping[str, Sequence[str]]) -> None:
        self.query = query
        self.issues: list[Issue] = []

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(sorted({text.strip() for text in self.query.get(name, ()) if text.strip()}))

    def text(self, name: str) -> str:
        return next((text.strip() for text in self.query.get(name, ()) if text.strip()), "")

    def whole(self, name: str) -> int | None:
        text = self.text(name).removeprefix("community:")
        if not text:
            return None
        if not text.isdecimal():
            self._fault(name, text, msg("must be a whole number"))
            return None
        return int(text)

    def year(self, name: str) -> int | None:
        text = self.text(name)
        if text and not _YEAR.match(text):
            self._fault(name, text, msg("must be a year of four digits"))
            return None
        return int(text) if text else None

    def strength(self) -> float:
        text = self.text("strength")
        try:
            value = float(text or 0)
        except ValueError:
            value = -1.0
        if not 0 <= value < float("inf"):
            self._fault("strength", text, msg("must be a number from 0"))
            return 0.0
        return value

    def radius(self) -> int:
        value = self.whole("radius")
        if value is None:
            return 1
        if not 1 <= value <= MAX_RADIUS:
            self._fault("radius", str(value), msg("must be 1 to %(most)s", most=MAX_RADIUS))
        return value

    def choice(self, name: str, known: Iterable[str]) -> str:
        text = self.text(name)
        if text and text not in known:
            self._fault(name, text, msg("must be one of %(known)s", known=", ".join(known)))
        return text

    def _fault(self, name: str, value: str, reason: Message) -> None:
        self.issues.append(Issue("address", 0, name, value, reason))
