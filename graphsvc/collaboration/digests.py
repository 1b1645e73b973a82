"""Digests: who gets one how often, the link that ends it, and what was told before."""

import json
import secrets
import sqlite3
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from graphsvc.collaboration.accounts import SignedIn, signed_in_as
from graphsvc.collaboration.database import PeopleDatabase, days_between, note
from graphsvc.collaboration.introduction_views import scopes_of
from graphsvc.collaboration.introductions import Introductions
from graphsvc.errors import InvalidData
from graphsvc.messages import msg

Every = Literal["daily", "weekly", "never"]
EVERY: tuple[Every, ...] = get_args(Every)
_DAYS = {"daily": 1, "weekly": 7}


@dataclass(frozen=True, slots=True)
class DigestReader:
    """Who is due a digest: the scopes they speak for, how many introductions wait, what was told before.

    `shown` holds pairs of scope and candidate, both as ids; `stop` is the secret of the link that ends it.
    """

    person: int
    language: str
    scopes: tuple[str, ...]
    waiting: int
    shown: frozenset[tuple[str, str]]
    stop: str


@dataclass(frozen=True, slots=True)
class DigestText:
    """What a digest tells: `filled` are the places of the mail, `shown` the pairs that it names."""

    filled: Mapping[str, str]
    shown: Collection[tuple[str, str]]


class Digests:
    """The digests of one instance."""

    def __init__(self, database: PeopleDatabase) -> None:
        self._database = database

    def every(self, person: int) -> Every:
        """How often a person gets one; never, until they ask for it."""
        with self._database.read() as rows:
            found = rows.execute("SELECT every FROM digest WHERE person = ?", (person,)).fetchone()
        return found["every"] if found else "never"

    def choose(self, person: SignedIn, every: str) -> None:
        """Keep how often a person wants one; the first comes after that time. Raises `InvalidData`."""
        if every not in EVERY:
            raise InvalidData(msg("A digest comes daily, weekly or never."))
        with self._database.write() as rows:
            rows.execute(
                "INSERT INTO digest (person, every, stop, sent) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (person) DO UPDATE SET every = excluded.every, sent = excluded.sent",
                (person.number, every, secrets.token_urlsafe(24), self._database.now()),
            )
            note(rows, self._database.now(), person.number, f"digest {every}", f"person:{person.number}")

    def stop(self, secret: str) -> None:
        """End the digest of a link; one that never was, or has ended, is answered alike."""
        with self._database.write() as rows:
            found = rows.execute(
                "SELECT person FROM digest WHERE stop = ? AND every <> 'never'", (secret,)
            ).fetchone()
            if found:
                rows.execute("UPDATE digest SET every = 'never' WHERE person = ?", (found["person"],))
                number = found["person"]
                note(rows, self._database.now(), number, "digest never", f"person:{number}")

    def due(self, tell: Callable[[DigestReader], DigestText | None]) -> tuple[int, ...]:
        """Queue what `tell` makes for each reader whose day has come; returns the persons, by number.

        A reader for whom it makes nothing gets nothing, until the next time. That a digest was made and its
        mail are one transaction, so that after a kill it is neither lost nor made again.
        """
        now = self._database.now()
        with self._database.read() as rows:
            subscribed = rows.execute(
                "SELECT * FROM digest JOIN person ON person.number = digest.person "
                "WHERE every <> 'never' ORDER BY person"
            ).fetchall()
            due = [
                (row, signed_in_as(rows, row, now))
                for row in subscribed
                if days_between(row["sent"], now) >= _DAYS[row["every"]]
            ]
        readers = [self._reader(*one) for one in due]
        return tuple(one.person for one in readers if self._queue(one, tell(one)))

    def _reader(self, row: sqlite3.Row, person: SignedIn) -> DigestReader:
        asked = Introductions(self._database).of(person)
        return DigestReader(
            person=person.number,
            language=person.language,
            scopes=tuple(scopes_of(person)),
            waiting=sum(one.waits for one in asked),
            shown=frozenset((scope, one) for scope, one in json.loads(row["shown"])),
            stop=row["stop"],
        )

    def _queue(self, reader: DigestReader, told: DigestText | None) -> bool:
        """Keep that a reader was told, and queue the mail; whether this process was the first."""
        now = self._database.now()
        with self._database.write() as rows:
            first = rows.execute(
                "UPDATE digest SET sent = ? WHERE person = ? AND every <> 'never' AND sent < ?",
                (now, reader.person, now[:10]),
            ).rowcount
            if not first or not told:
                return False
            rows.execute(
                "UPDATE digest SET shown = ? WHERE person = ?",
                (json.dumps(sorted(told.shown)), reader.person),
            )
            rows.execute(
                "INSERT INTO outbox VALUES (?, ?, 'digest', '', ?)",
                (f"digest-{now[:10]}-{reader.person}", reader.person, json.dumps(dict(told.filled))),
            )
        return True
