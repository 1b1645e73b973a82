"""What can go wrong, without a word of HTTP; `web` maps these to status codes in one table."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


def _seen(character: str) -> str:
    if character.isprintable() or character.isspace():
        return character
    return character.encode("unicode_escape").decode("ascii")


@dataclass(frozen=True, order=True)
class Issue:
    """One finding about one place of the input: where it stands, what stood there, what is wrong with it.

    `row` counts from 1 with the header as row 1, as a spreadsheet shows it; 0 means the whole file.
    Characters of `value` that cannot be seen are written as escapes, so that showing it turns no text around.
    """

    file: str
    row: int
    column: str
    value: str
    reason: str

    def __post_init__(self) -> None:
        if not self.value.isprintable():
            object.__setattr__(self, "value", "".join(map(_seen, self.value)))

    def __str__(self) -> str:
        place = f"{self.file}:{self.row}" if self.row else self.file
        column = f", {self.column}" if self.column else ""
        return f"{place}{column}: {self.reason}" + (f" (found {self.value!r})" if self.value else "")


MOST_TOLD = 100
"""Findings of one input that are told in words."""


class GraphsvcError(Exception):
    """Root of every error this package raises on purpose."""


class InvalidData(GraphsvcError):
    """Input that cannot be taken; `issues` says where and why, all at once."""

    def __init__(self, message: str, issues: Sequence[Issue] = ()) -> None:
        super().__init__("\n".join([message, *(f"  {issue}" for issue in issues[:MOST_TOLD])]))
        self.message = message
        self.issues = tuple(issues)


class InvalidTaxonomy(InvalidData):
    """A value chain, matching profile or other taxonomy file that breaks its schema or its own rules."""


class UnknownId(GraphsvcError):
    """An id, chain, view or profile that does not exist here; `nearest` tells of those alike, a line each."""

    def __init__(self, what: str, value: str, nearest: Sequence[str] = ()) -> None:
        lines = ["The nearest:", *(f"  {line}" for line in nearest)] if nearest else []
        super().__init__("\n".join([f"unknown {what}: {value}", *lines]))
        self.what = what
        self.value = value
        self.nearest = tuple(nearest)


class Busy(GraphsvcError):
    """What was asked for is being computed by the worker, which has done `done` of `total` steps."""

    def __init__(self, done: int = 0, total: int = 0) -> None:
        super().__init__(f"this is being computed ({done} of {total} steps done); ask again in a moment")
        self.done, self.total = done, total


class NotComputed(GraphsvcError):
    """The worker tried to compute what was asked for and could not."""


class ReadOnly(GraphsvcError):
    """Write refused: the service is public and therefore read-only."""


class StoreError(GraphsvcError):
    """The store refused or could not do what was asked; nothing of the batch was written."""


class DiskFull(StoreError):
    """The disk takes no more; nothing of what was asked was written."""

    def __init__(self) -> None:
        super().__init__("The disk of the service is full: nothing can be written until there is room again.")


class StoreUnavailable(StoreError):
    """The store cannot be reached or opened."""


class StoreReadOnly(StoreError):
    """The store can be read at present, but takes no writes."""


class StoreEmptied(StoreUnavailable):
    """The file of the store holds nothing any more, although there was data before."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"the store {path} is empty (0 bytes), although this instance had data: "
            "put a backup in its place, or remove the file to begin anew"
        )
        self.path = path


class UnknownEnd(StoreError):
    """A link names an entity that no claim introduces."""


class StillUsed(StoreError):
    """Retiring would remove an entity that another dataset's links still need."""


class RunLost(StoreError):
    """Another load of the same dataset began meanwhile and took over; this one cannot go on."""
