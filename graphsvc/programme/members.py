"""How many members a cluster says it has."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from graphsvc.domain import Fact

_COUNT = re.compile(r"(?:about |more than )?(\d[\d,]*)(?: partners)?")
"""A number of members as facts word it; "180 medtech firms" counts something else."""


class MembersStated(NamedTuple):
    """A number of members with the partial ISO date it is of (empty where none is told) and its source."""

    date: str
    total: int
    citation: str


def members_stated(facts: Iterable[Fact]) -> MembersStated | None:
    """The newest number of members that facts of a cluster state."""
    stated = (
        MembersStated(one.known or one.since or "", int(number[1].replace(",", "")), one.citation)
        for one in facts
        if one.what == "members" and (number := _COUNT.fullmatch(one.value))
    )
    return max(stated, default=None)
