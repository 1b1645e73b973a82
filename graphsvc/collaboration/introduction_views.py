"""Who has which part in an introduction, and what that part sees of it and may do."""

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from graphsvc.collaboration.accounts import SignedIn
from graphsvc.collaboration.decision import visible
from graphsvc.taxonomy.introductions import introduction_course
from graphsvc.taxonomy.rights import shipped_rights

Part = Literal["sender", "receiver", "broker"]
SIDES = {"sender": "source", "receiver": "target"}
"""The columns of the two sides begin with these words."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to write to."""

    name: str
    mail: str


@dataclass(frozen=True, slots=True)
class IntroductionView:
    """An introduction as one part of it sees it: what it may not see is None, or empty.

    `steps` are those it may take now, `waits` whether the next step is expected of it; `asked` and `agreed`
    are days.
    """

    id: str
    part: Part
    state: str
    source: str | None
    target: str | None
    broker: str | None
    anonymous: bool
    message: str
    line: str
    asked: str
    agreed: str | None
    steps: tuple[str, ...]
    waits: bool
    contact: Contact | None
    reason: str
    own_outcome: str | None
    outcome: str | None


@dataclass(frozen=True, slots=True)
class IntroductionRow:
    """An introduction as the operator sees it: who, when, in which state, and nothing that was written."""

    id: str
    state: str
    source: str
    target: str
    broker: str | None
    anonymous: bool
    asked: str
    agreed: str | None
    confirmed: str | None


@dataclass(frozen=True, slots=True)
class SuggestedAt:
    """Where the suggestion stood from which somebody asked: matching profile, rank, length of the list."""

    profile: str
    rank: int
    shown: int


@dataclass(frozen=True, slots=True)
class WhatBecame:
    """What became of one introduction; `seen` is None where nobody followed a suggestion.

    `declined` says that the other side declined, `confirmed` that both said to work together; `day` is that
    of the request. `person` is the number of who asked, None for one who was erased.
    """

    id: str
    source: str
    target: str
    person: int | None
    day: str
    seen: SuggestedAt | None
    declined: bool
    agreed: bool
    confirmed: bool


def speakers(rows: sqlite3.Connection, scope: str, day: str) -> list[int]:
    """Who speaks for an organization or cluster on a day, by number."""
    found = rows.execute(
        "SELECT person, role FROM held_role WHERE scope = ? AND (until IS NULL OR until >= ?)", (scope, day)
    )
    return sorted({row["person"] for row in found if row["role"] in _speaking()})


def _speaking() -> Collection[str]:
    """The roles that take steps for the organization or cluster they are held for."""
    return shipped_rights().action("introductions.step").roles


def scopes_of(person: SignedIn) -> list[str]:
    """The organizations and clusters that a person speaks for, by id."""
    return sorted({one.scope for one in person.roles if one.role in _speaking()})


def part_of(row: sqlite3.Row, person: SignedIn) -> Part | None:
    """What a person is in an introduction; who speaks for both sides is the sender and never both.

    A receiver has no part in what the broker has not forwarded.
    """
    scopes = scopes_of(person)
    if row["source"] in scopes:
        return "sender"
    if row["target"] in scopes and (row["forwarded"] or not row["broker"]):
        return "receiver"
    return "broker" if row["broker"] in scopes else None


def possible_steps(row: sqlite3.Row, part: Part) -> dict[str, str]:
    """The steps that a part may take now, and where each leads."""
    agreed = part in SIDES and row[f"{SIDES[part]}_agreed"] is not None
    return dict(introduction_course().next(row["state"], part, brokered=bool(row["broker"]), agreed=agreed))


def shown_to(rows: sqlite3.Connection, row: sqlite3.Row, part: Part) -> IntroductionView:
    """An introduction as a part of it sees it now, by the rights to its fields."""
    agreed = introduction_course().phase(row["state"]) == "agreed"
    seen = {
        field.id: visible(
            field, part, agreed=agreed, anonymous=bool(row["anonymous"]), told=bool(row["told"])
        )
        for field in shipped_rights().fields
    }
    side = SIDES.get(part, "")
    other = {"source": "target", "target": "source"}.get(side, "")
    possible = tuple(sorted(possible_steps(row, part)))
    return IntroductionView(
        id=row["id"],
        part=part,
        state=row["state"],
        source=row["source"] if seen["sender"] else None,
        target=row["target"] if seen["receiver"] else None,
        broker=row["broker"],
        anonymous=bool(row["anonymous"]),
        message=row["message"] if seen["message"] else "",
        line=row["line"] if seen["message"] else "",
        asked=row["asked"][:10],
        agreed=row["agreed"][:10] if row["agreed"] else None,
        steps=possible,
        waits="forward" in possible
        or ("accept" in possible and (part == "receiver" or row["state"] == "accepted-by-one")),
        contact=_contact(rows, row[f"{other}_person"]) if other and seen["contact"] else None,
        reason=row["reason"] if seen["reason"] or row["ended_by"] == part else "",
        own_outcome=row[f"{side}_outcome"] if side else None,
        outcome=row[f"{other}_outcome"] if other and seen["outcome"] else None,
    )


def _contact(rows: sqlite3.Connection, person: int | None) -> Contact | None:
    """Name and address of a person; None for one who has left."""
    found = rows.execute("SELECT name, mail FROM person WHERE number = ?", (person,)).fetchone()
    return Contact(found["name"], found["mail"]) if found else None
