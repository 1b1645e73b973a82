"""What a day asks for: reminders, expiry, questions about outcomes; each once, also after a kill."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from graphsvc.collaboration.accounts import SESSION_DAYS
from graphsvc.collaboration.claims import CLAIM_DAYS
from graphsvc.collaboration.database import PeopleDatabase, days_between, note
from graphsvc.collaboration.disputes import ANSWERED_DAYS
from graphsvc.collaboration.mail import queue_mail
from graphsvc.taxonomy.introductions import introduction_course

REMINDER_DAYS, EXPIRY_DAYS = 14, 28
QUESTION_DAYS = (90, 180, 365)
"""When both sides are asked what came of it, in days after both have agreed."""


@dataclass(frozen=True, slots=True)
class DueEvent:
    """Something that a day asked for: `reminder`, `expired` or `question-90`, `-180`, `-365`.

    Or a `digest` for a person, by number.
    """

    introduction: str | None
    event: str
    person: int | None = None


def find_due(database: PeopleDatabase) -> tuple[DueEvent, ...]:
    """Note, and queue the mail of, what is due at the time of `database`; returns what is new, by id.

    All of it is one transaction. What has ended (links, claims, sessions) is deleted in it.
    """
    now = database.now()
    with database.write() as rows:
        rows.execute("DELETE FROM link WHERE ends <= ?", (now,))
        rows.execute("DELETE FROM claim WHERE asked <= ?", (database.now(days=-CLAIM_DAYS),))
        rows.execute(
            "DELETE FROM dispute WHERE state != 'upheld' AND answered <= ?",
            (database.now(days=-ANSWERED_DAYS),),
        )
        for purpose, days in SESSION_DAYS.items():
            rows.execute(
                "DELETE FROM session WHERE purpose = ? AND begun <= ?", (purpose, database.now(days=-days))
            )
        found = rows.execute("SELECT * FROM introduction ORDER BY id").fetchall()
        return tuple(event for row in found for event in _of(rows, row, now))


def _of(rows: sqlite3.Connection, row: sqlite3.Row, now: str) -> Iterator[DueEvent]:
    phase = introduction_course().phase(row["state"])
    if phase == "open":
        days = days_between(row["asked"], now)
        if days >= EXPIRY_DAYS:
            yield from _expire(rows, row, now)
        elif days >= REMINDER_DAYS and _first(rows, row["id"], "reminder", now):
            for scope in _waiting(row):
                queue_mail(rows, row["id"], scope, "reminder", now)
            yield DueEvent(row["id"], "reminder")
    elif phase == "agreed" and row["outcome"] is None:
        days = days_between(row["agreed"], now)
        new = [
            one for one in QUESTION_DAYS if days >= one and _first(rows, row["id"], f"question-{one}", now)
        ]
        if new:  # after a long pause one question is enough
            for scope in (row["source"], row["target"]):
                queue_mail(rows, row["id"], scope, "question", now)
            yield DueEvent(row["id"], f"question-{new[-1]}")


def _expire(rows: sqlite3.Connection, row: sqlite3.Row, now: str) -> Iterator[DueEvent]:
    to = introduction_course().next(row["state"], "service", brokered=bool(row["broker"]), agreed=False)
    if "expire" in to and _first(rows, row["id"], "expired", now):
        rows.execute(
            "UPDATE introduction SET state = ?, ended_by = 'service' WHERE id = ?", (to["expire"], row["id"])
        )
        queue_mail(rows, row["id"], row["source"], "ended", now)
        note(rows, now, None, "expire", row["id"])
        yield DueEvent(row["id"], "expired")


def _waiting(row: sqlite3.Row) -> list[str]:
    """Whom an introduction waits for."""
    if row["state"] == "with-broker":
        return [row["broker"]]
    sides = [("source", row["source_agreed"]), ("target", row["target_agreed"])]
    open_sides = [row[side] for side, agreed in sides if agreed is None]
    return open_sides if row["state"] == "accepted-by-one" else [row["target"]]


def _first(rows: sqlite3.Connection, introduction: str, event: str, now: str) -> bool:
    """Whether an event is new; it is then noted."""
    added = rows.execute(
        "INSERT INTO introduction_event VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (introduction, event, now)
    )
    return added.rowcount == 1
