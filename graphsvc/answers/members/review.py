"""What was found of a member list, to be looked over before it counts."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass, field
from typing import Any

from graphsvc.answers.members.claims import NEW
from graphsvc.errors import InvalidData, Issue
from graphsvc.ingest.list_rows import MemberRow
from graphsvc.ingest.member_matching import Candidate, ResolvedMember
from graphsvc.messages import Message, msg
from graphsvc.state.list_reading import ListReading
from graphsvc.state.refs import Ref

SKIP = "skip"


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A row that is one known organization."""

    row: int
    name: str
    place: str
    ref: Ref
    score: float


@dataclass(frozen=True, slots=True)
class MemberChoice:
    """An organization that a doubtful row may be, and what speaks for or against it."""

    ref: Ref
    why: Message
    score: float


@dataclass(frozen=True, slots=True)
class DoubtfulRow:
    """A row that a person has to decide about; `why` tells what is odd about the row itself."""

    row: int
    name: str
    place: str
    candidates: tuple[MemberChoice, ...]
    why: Message | None = None


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row that is no known organization."""

    row: int
    name: str
    place: str


@dataclass(frozen=True, slots=True)
class RepeatedRow:
    """A row that names the member of an earlier row once more."""

    row: int
    name: str
    place: str
    first: int


@dataclass(frozen=True, slots=True)
class LeftOutRow:
    """A row that is taken for no member, and why; where it has a name, a person may take it all the same."""

    row: int
    name: str
    why: Message
    choosable: bool


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A row that was refused or left out, as it stands in the file, and the reasons."""

    row: int
    cells: tuple[str, ...]
    reasons: tuple[str | Message, ...]


@dataclass(frozen=True, slots=True)
class StatedRow:
    """What a row says its member does: labels of the stages it names, and words that are not understood."""

    row: int
    name: str
    stages: tuple[Mapping[str, str], ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListChange:
    """What a list changes in the one in use: its members before, how many come, and who would go."""

    before: int
    come: int
    gone: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class MemberStages:
    """Members of an own list: all, with a stated or confirmed stage, with an inferred one, without."""

    members: int
    assigned: int
    proposed: int
    open: int


@dataclass(frozen=True, slots=True)
class MemberList:
    """What was found of a list; `refused` rows are not among the others, `corrected` ones are.

    `repeated` and `left_out` rows are left out unless answered otherwise; `stated` tells of rows with words
    on stages; `change` is there where a list is in use; `answers` are those given so far.
    """

    token: str
    cluster: str
    reading: ListReading
    found: tuple[FoundRow, ...]
    doubtful: tuple[DoubtfulRow, ...]
    new: tuple[NewRow, ...]
    refused: tuple[Issue, ...]
    corrected: tuple[Issue, ...]
    repeated: tuple[RepeatedRow, ...] = ()
    left_out: tuple[LeftOutRow, ...] = ()
    stated: tuple[StatedRow, ...] = ()
    change: ListChange | None = None
    answers: Mapping[int, str] = field(default_factory=dict)


def decided(one: ResolvedMember, answer: str | None) -> str | None:
    """What a row becomes: an id, `new`, or nothing. Raises `InvalidData` for what was not offered."""
    offered = [candidate.id for candidate in one.candidates]
    if answer is None:
        return {"found": offered[0] if offered else None, "new": NEW}.get(one.state)
    if answer == SKIP:
        return None
    if answer != NEW and answer not in offered:
        raise InvalidData(
            msg("row %(row)s was not offered %(answer)s", row=one.entry.row, answer=repr(answer[:100]))
        )
    return answer


def row_name_place(entry: MemberRow) -> tuple[int, str, str]:
    """The row, name and place of an entry, as the parts of a review begin."""
    return entry.row, entry.name, ", ".join(part for part in (entry.city, entry.country) if part)


def kept_row(one: ResolvedMember) -> dict[str, Any]:
    """A resolved row as JSON."""
    entry = one.entry
    return {
        "entry": list(astuple(entry)),
        "state": one.state,
        "candidates": [list(astuple(best)) for best in one.candidates],
    }


def resolved_row(plain: Mapping[str, Any]) -> ResolvedMember:
    """The inverse of `kept_row`."""
    candidates = tuple(
        Candidate(identifier, name, score, *map(tuple, fields))
        for identifier, name, score, *fields in plain["candidates"]
    )
    return ResolvedMember(MemberRow(*plain["entry"]), plain["state"], candidates)
