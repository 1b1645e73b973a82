"""Disputed facts: said by anybody without an account, answered by the programme office."""

import secrets
import sqlite3
from dataclasses import dataclass

from graphsvc.collaboration.accounts import SignedIn
from graphsvc.collaboration.database import PeopleDatabase, note
from graphsvc.collaboration.passwords import hash_of
from graphsvc.errors import InvalidData, LimitReached, UnknownId
from graphsvc.messages import msg

LEAST_WORDS, MOST_WORDS, MOST_OPEN, ANSWERED_DAYS = 10, 2000, 20, 365
"""Characters of what is said; disputes of one organization that wait; how long an answered one is kept."""
UPHELD, REFUSED, SETTLED = "upheld", "refused", "settled"


@dataclass(frozen=True, slots=True)
class DisputedFact:
    """What somebody says is wrong of an organization.

    `field` is the fact; `state` is `open`, `upheld` (it is shown as disputed), `refused`, or `settled` (it
    was put right); `answer` is what the programme office wrote.
    """

    number: int
    organization: str
    field: str
    words: str
    asked: str
    state: str
    answer: str
    answered: str | None


class Disputes:
    """The disputes of one instance; who said something is not kept."""

    def __init__(self, database: PeopleDatabase) -> None:
        self._database = database

    def say(self, organization: str, field: str, words: str) -> str:
        """Keep what is wrong; returns the secret by which the answer can be read later.

        Raises `InvalidData` for words that are too short or too long, `LimitReached`.
        """
        words = checked_words(words)
        secret, now = secrets.token_urlsafe(32), self._database.now()
        with self._database.write() as rows:
            waiting = rows.execute(
                "SELECT count(*) FROM dispute WHERE organization = ? AND state = 'open'", (organization,)
            ).fetchone()[0]
            if waiting >= MOST_OPEN:
                raise LimitReached(
                    msg("Much of this organization waits for an answer; try again in some days.")
                )
            rows.execute(
                "INSERT INTO dispute (hash, organization, field, words, asked) VALUES (?, ?, ?, ?, ?)",
                (hash_of(secret), organization, field, words, now),
            )
            note(rows, now, None, "dispute", organization)
        return secret

    def all(self) -> tuple[DisputedFact, ...]:
        """All disputes: those that wait by age, then the others, the last answered first."""
        with self._database.read() as rows:
            found = [_dispute(row) for row in rows.execute("SELECT * FROM dispute ORDER BY number")]
        answered = sorted((one for one in found if one.answered), key=lambda one: str(one.answered))
        return (*(one for one in found if not one.answered), *reversed(answered))

    def of(self, secret: str) -> DisputedFact:
        """The dispute of a secret. Raises `UnknownId`."""
        with self._database.read() as rows:
            return _one(rows, "hash = ?", hash_of(secret))

    def answer(self, person: SignedIn, number: int, state: str, words: str = "") -> DisputedFact:
        """Uphold or refuse a dispute that waits, with words; or say that an upheld one is settled.

        Raises `UnknownId` where that is not possible, `InvalidData` for the words.
        """
        with self._database.write() as rows:
            before = "upheld" if state == SETTLED else "open"
            found = _one(rows, f"state = '{before}' AND number = ?", number)
            told = found.answer if state == SETTLED else checked_words(words)
            now = self._database.now()
            rows.execute(
                "UPDATE dispute SET state = ?, answer = ?, answered = ? WHERE number = ?",
                (state, told, now, number),
            )
            note(rows, now, person.number, f"dispute {state}", found.organization)
            return _one(rows, "number = ?", number)


def checked_words(words: str) -> str:
    """What is said, as one line. Raises `InvalidData` where it is too short or too long."""
    words = "".join(one for one in " ".join(words.split()) if one.isprintable())
    if not LEAST_WORDS <= len(words) <= MOST_WORDS:
        raise InvalidData(
            msg("Write between %(least)s and %(most)s characters.", least=LEAST_WORDS, most=MOST_WORDS)
        )
    return words


def _one(rows: sqlite3.Connection, condition: str, value: object) -> DisputedFact:
    row = rows.execute(f"SELECT * FROM dispute WHERE {condition}", (value,)).fetchone()  # noqa: S608 - our own words
    if row is None:
        raise UnknownId("dispute", "")
    return _dispute(row)


def _dispute(row: sqlite3.Row) -> DisputedFact:
    return DisputedFact(**{name: row[name] for name in DisputedFact.__slots__})
