"""A member list, resolved against the organizations known here, as it is kept until a person decides."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from graphsvc.answers.members.review import LeftOutRow, RepeatedRow, kept_row, resolved_row, row_name_place
from graphsvc.errors import Issue
from graphsvc.ingest.list_duplicates import repeated
from graphsvc.ingest.list_rows import Aside, ReadList, names_of_list
from graphsvc.ingest.member_matching import ResolvedMember
from graphsvc.ingest.persons import is_person
from graphsvc.messages import Message, msg
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.known_names import known_names
from graphsvc.state.list_reading import kept_reading, not_taken, reading_of

_AT_ONCE = 2_000
"""Rows that are resolved together, between two reports of progress."""
PERSON_NAME = msg("looks like the name of a person")


def kept_list(
    graph: CurrentGraph, read: ReadList, remembered: bool, progress: Callable[[int, int], None]
) -> dict[str, Any]:
    """A list that was read as JSON: its rows resolved, those that are set aside, and how it was read.

    `progress` hears how many of its rows are resolved.
    """
    index = known_names(graph)
    rows: list[ResolvedMember] = []
    for first in range(0, len(read.entries), _AT_ONCE):
        progress(first, len(read.entries))
        rows += index.resolve_all(read.entries[first : first + _AT_ONCE])
    progress(len(read.entries), len(read.entries))
    asides = {one.entry.row: Aside(one.entry, PERSON_NAME, True) for one in rows if _doubts_person(one)}
    for one, found in zip(read.asides, index.resolve_all([one.entry for one in read.asides]), strict=True):
        rows.append(found)
        if not one.doubted or found.state != "found":
            asides[one.entry.row] = one
    rows = [replace(one, state="doubtful") if one.entry.row in asides else one for one in rows]
    return {
        "reading": kept_reading(reading_of(read, remembered)),
        "rows": [kept_row(one) for one in sorted(rows, key=lambda one: one.entry.row)],
        "asides": {str(row): [one.reason, one.doubted] for row, one in asides.items()},
        "left_out": [list(vars(issue).values()) for issue in read.left_out],
        "refused": [list(vars(issue).values()) for issue in read.refused],
        "corrected": [list(vars(issue).values()) for issue in read.corrected],
        "not_taken": not_taken(read),
        "names": names_of_list(read),
    }


def _doubts_person(one: ResolvedMember) -> bool:
    """Whether a name that nobody here has looks like a person's: persons are asked about."""
    return one.state == "new" and is_person(one.entry.name, one.entry.kind)


@dataclass(frozen=True)
class WaitingList:
    """The rows of a kept list, and by row number those that are set aside: why, and whether only doubted."""

    rows: Sequence[ResolvedMember]
    asides: Mapping[int, tuple[Message, bool]]

    @classmethod
    def restored(cls, plain: Mapping[str, Any]) -> "WaitingList":
        """The rows of what `kept_list` made."""
        asides = {int(row): (why, doubted) for row, (why, doubted) in plain["asides"].items()}
        return cls([resolved_row(one) for one in plain["rows"]], asides)

    @cached_property
    def repeats(self) -> Mapping[int, int]:
        """By row number of a member the earlier row that it repeats."""
        return repeated(one for one in self.rows if not self._is_left_out(one))

    @property
    def once(self) -> list[ResolvedMember]:
        """The rows of members, each member once."""
        return [one for one in self.rows if not self._is_left_out(one) and one.entry.row not in self.repeats]

    def repeated_rows(self) -> tuple[RepeatedRow, ...]:
        """The rows that repeat earlier ones."""
        return tuple(
            RepeatedRow(*row_name_place(one.entry), self.repeats[one.entry.row])
            for one in self.rows
            if one.entry.row in self.repeats
        )

    def left_out_rows(self, others: Iterable[Issue]) -> tuple[LeftOutRow, ...]:
        """Rows taken for no member: those with a name, which may be taken all the same, and `others`."""
        named = [
            LeftOutRow(one.entry.row, one.entry.name, self.asides[one.entry.row][0], choosable=True)
            for one in self.rows
            if self._is_left_out(one)
        ]
        bare = [
            LeftOutRow(issue.row, issue.value, issue.reason, choosable=False)
            for issue in others
            if isinstance(issue.reason, Message)
        ]
        return tuple(sorted((*named, *bare), key=lambda row: row.row))

    def _is_left_out(self, one: ResolvedMember) -> bool:
        return not self.asides.get(one.entry.row, (None, True))[1]
