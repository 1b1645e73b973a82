"""What can go wrong, without a word of HTTP; `web` maps these to status codes in one table.

An error is raised with a `Message` where a person may read it on a page, in the language of the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from graphsvc.messages import Message, in_lines, msg


def _seen(character: str) -> str:
    if character.isprintable() or character.isspace():
        return character
    return character.encode("unicode_escape").decode("ascii")


@dataclass(frozen=True)
class Issue:
    """One finding about one place of the input: where it stands, what stood there, what is wrong with it.

    `row` counts from 1 with the header as row 1, as a spreadsheet shows it; 0 means the whole file.
    Characters of `value` that cannot be seen are written as escapes, so that showing it turns no text around.
    """

    file: str
    row: int
    column: str
    value: str
    reason: str | Message

    def __post_init__(self) -> None:
        if not self.value.isprintable():
            object.__setattr__(self, "value", "".join(map(_seen, self.value)))

    def __lt__(self, other: "Issue") -> bool:
        return self._order < other._order

    def __str__(self) -> str:
        return str(self.message)

    @property
    def message(self) -> Message:
        """Place, reason and value in one line."""
        place = f"{self.file}:{self.row}" if self.row else self.file
        place += f", {self.column}" if self.column else ""
        if not self.value:
            return Message("%(place)s: %(reason)s", {"place": place, "reason": self.reason})
        return msg(
            "%(place)s: %(reason)s (found %(value)s)",
            place=place,
            reason=self.reason,
            value=repr(self.value),
        )

    @property
    def _order(self) -> tuple[str, int, str, str, str]:
        return self.file, self.row, self.column, self.value, str(self.reason)


MOST_TOLD = 100
"""Findings of one input that are told in words."""


class GraphsvcError(Exception):
    """Root of every error this package raises on purpose."""


class InvalidData(GraphsvcError):
    """Input that cannot be taken; `issues` says where and why, all at once."""

    def __init__(self, message: str | Message, issues: Sequence[Issue] = ()) -> None:
        lines = (Message("  %(issue)s", {"issue": issue.message}) for issue in issues[:MOST_TOLD])
        super().__init__(in_lines(message, *lines))
        self.message = message
        self.issues = tuple(issues)


class AmbiguousName(InvalidData):
    """A name that several things have; the message names them."""


class InvalidTaxonomy(InvalidData):
    """A value chain, matching profile or other taxonomy file that breaks its schema or its own rules."""


class UnknownId(GraphsvcError):
    """An id, chain, view or profile that does not exist here; `nearest` tells of those alike, a line each.

    ``str(error)`` is for the command line: it says what was looked for, and the nearest a line each.
    """

    def __init__(self, what: str, value: str, nearest: Sequence[str] = ()) -> None:
        super().__init__(
            msg(
                "Nothing is known here as “%(name)s”. The nearest: %(nearest)s",
                name=value,
                nearest="; ".join(nearest),
            )
            if nearest
            else msg("Nothing is known here as “%(name)s”.", name=value)
        )
        self.what = what
        self.value = value
        self.nearest = tuple(nearest)

    def __str__(self) -> str:
        lines = ["The nearest:", *(f"  {line}" for line in self.nearest)] if self.nearest else []
        return "\n".join([f"unknown {self.what}: {self.value}", *lines])


class RetiredEntity(UnknownId):
    """An id of an organization that was retired by hand: it is kept, and counts nowhere.

    `name` is what it was called, empty where it carries a person's name; `date` the day, `reason` why.
    """

    def __init__(self, what: str, value: str, *, name: str, date: str, reason: str) -> None:
        super().__init__(what, value)
        self.args = (
            msg(
                "%(name)s was retired on %(date)s because: %(reason)s",
                name=name or value,
                date=date,
                reason=reason,
            ),
        )
        self.name, self.date, self.reason = name, date, reason

    def __str__(self) -> str:
        return str(self.args[0])


class Busy(GraphsvcError):
    """What was asked for is being computed by the worker, which has done `done` of `total` steps."""

    def __init__(self, done: int = 0, total: int = 0) -> None:
        super().__init__(
            msg(
                "this is being computed (%(done)s of %(total)s steps done); ask again in a moment",
                done=done,
                total=total,
            )
        )
        self.done, self.total = done, total


class NotComputed(GraphsvcError):
    """The worker tried to compute what was asked for and could not."""


class ReadOnly(GraphsvcError):
    """Write refused: the service is public and therefore read-only."""


class NotAllowed(GraphsvcError):
    """A step of a procedure that its state or its rules do not allow."""


class NoRight(GraphsvcError):
    """Who asks has no right to this: a visitor, a person by their roles, a program whose token only reads."""

    def __init__(self, *, signed_in: bool, reads_only: bool = False) -> None:
        reason = msg("Your roles do not allow this; the page “Who may do what” says who may.")
        if not signed_in:
            reason = msg("Sign in first.")
        elif reads_only:
            reason = msg("This token may only read; make one that may write on the page “Account”.")
        super().__init__(reason)
        self.signed_in = signed_in


class ForbiddenStep(NotAllowed):
    """A step that an introduction cannot take now; `allowed` are those that the asker may take instead."""

    def __init__(self, step: str, allowed: Sequence[str]) -> None:
        super().__init__(
            msg(
                "The step “%(step)s” is not possible now. Possible are: %(allowed)s.",
                step=step,
                allowed=", ".join(allowed),
            )
            if allowed
            else msg("The step “%(step)s” is not possible now, and no other is.", step=step)
        )
        self.allowed = tuple(allowed)


class LimitReached(GraphsvcError):
    """More of something than one may begin in a day."""


class StoreError(GraphsvcError):
    """The store refused or could not do what was asked; nothing of the batch was written."""


class DiskFull(StoreError):
    """The disk takes no more; nothing of what was asked was written."""

    def __init__(self) -> None:
        super().__init__(
            msg("The disk of the service is full: nothing can be written until there is room again.")
        )


class StoreUnavailable(StoreError):
    """The store cannot be reached or opened."""


class StoreReadOnly(StoreError):
    """The store can be read at present, but takes no writes."""


class StoreEmptied(StoreUnavailable):
    """The file of the store holds nothing any more, although there was data before."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            msg(
                "the store %(path)s is empty (0 bytes), although this instance had data: "
                "put a backup in its place, or remove the file to begin anew",
                path=str(path),
            )
        )
        self.path = path


class UnknownEnd(StoreError):
    """A link names an entity that no claim introduces."""


class StillUsed(StoreError):
    """Retiring would remove an entity that another dataset's links still need."""


class RunLost(StoreError):
    """Another load of the same dataset began meanwhile and took over; this one cannot go on."""
