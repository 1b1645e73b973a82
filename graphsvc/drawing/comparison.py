"""Two filters that are held against each other, as they stand in an address: two periods, or two sets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from graphsvc.drawing.filters import Filter
from graphsvc.errors import InvalidData, Issue
from graphsvc.messages import Message, msg

BY = ("organizations", "clusters", "regions")
SECOND = "with-"
"""What the names of parameters begin with that hold for the second side alone."""
PERIOD_STATES = ("gone", "new", "kept")
SET_STATES = ("first", "second", "both", "between")
"""How a node or tie stands: on the first side alone, the second alone, on both, or between two sets."""


@dataclass(frozen=True, slots=True)
class FilterPair:
    """Two filters and whether organizations, clusters or regions are compared; they differ in one respect."""

    by: str
    first: Filter
    second: Filter

    @classmethod
    def from_query(cls, query: Mapping[str, Sequence[str]]) -> "FilterPair":
        """Read an address: the second side is the first with what `with-` parameters say in its place.

        Raises:
            InvalidData: a value that cannot be, a period that ends before it begins, sides that are the same
                or that differ both in their period and in their set.
        """
        issues: list[Issue] = []
        by = next((text for text in query.get("by", ()) if text), BY[0])
        if by not in BY:
            issues.append(_fault("by", by, msg("must be one of %(known)s", known=", ".join(BY))))
        own = {name: values for name, values in query.items() if not name.startswith(SECOND)}
        other = {
            name.removeprefix(SECOND): values for name, values in query.items() if name.startswith(SECOND)
        }
        first, second = _read(own, "", issues), _read({**own, **other}, SECOND, issues)
        if not issues:
            issues += _faults(_unlike(first, second))
        if issues:
            raise InvalidData(msg("a comparison that cannot be made"), issues)
        return cls(by, first, second)

    def to_query(self) -> tuple[tuple[str, str], ...]:
        """The parameters in canonical order."""
        ours, theirs = self.first.to_query(), self.second.to_query()
        unlike = {name for name, _ in {*ours} ^ {*theirs}}
        second = [(f"{SECOND}{name}", value) for name, value in theirs if name in unlike]
        left_out = [(f"{SECOND}{name}", "") for name in sorted(unlike - {name for name, _ in theirs})]
        by = (("by", self.by),) if self.by != BY[0] else ()
        return (*by, *ours, *second, *left_out)

    @property
    def of_periods(self) -> bool:
        """Whether two periods are compared, else two sets."""
        return (self.first.start, self.first.end) != (self.second.start, self.second.end)

    @property
    def shared(self) -> Filter:
        """What holds for both sides alike."""
        usual: dict[str, Any] = {one.name: one.default for one in fields(Filter)}
        return replace(self.first, **{name: usual[name] for name in self.unlike})

    @property
    def unlike(self) -> tuple[str, ...]:
        """Names of the fields in which the sides differ, in the order of `Filter`."""
        return _unlike(self.first, self.second)

    @property
    def states(self) -> tuple[str, ...]:
        """How nodes and ties can stand."""
        return PERIOD_STATES if self.of_periods else SET_STATES


def _read(query: Mapping[str, Sequence[str]], prefix: str, issues: list[Issue]) -> Filter:
    try:
        found = Filter.from_query(query)
    except InvalidData as error:
        issues += [replace(issue, column=f"{prefix}{issue.column}") for issue in error.issues]
        return Filter()
    if found.start and found.end and found.start > found.end:
        issues.append(_fault(f"{prefix}to", str(found.end), msg("the period ends before it begins")))
    return found


def _unlike(first: Filter, second: Filter) -> tuple[str, ...]:
    return tuple(one.name for one in fields(Filter) if getattr(first, one.name) != getattr(second, one.name))


def _faults(unlike: Sequence[str]) -> list[Issue]:
    """What is wrong with how two sides differ."""
    names = set(unlike)
    period = names & {"start", "end"}
    if not names:
        return [
            _fault(f"{SECOND}from", "", msg("both sides are the same: give another period or another set"))
        ]
    if period and names - period:
        reason = msg(
            "either two periods or two sets: with both, nobody could tell what a difference comes from"
        )
        return [_fault(f"{SECOND}{min(names - period)}", "", reason)]
    return []


def _fault(name: str, value: str, reason: Message) -> Issue:
    return Issue("address", 0, name, value, reason)
