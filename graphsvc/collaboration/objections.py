"""Objections to being suggested to some, or for some topics: known to those who object alone."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from graphsvc.collaboration.accounts import SignedIn
from graphsvc.collaboration.database import PeopleDatabase, note
from graphsvc.collaboration.introduction_views import scopes_of
from graphsvc.domain import Basis, Evidence, Feedback
from graphsvc.errors import InvalidData, NoRight
from graphsvc.messages import msg
from graphsvc.text_folding import words

DATASET = "person-objections"
"""These words are private: no file, no page but that of who objects, no log holds them."""
LEAST_LETTERS, MOST_LETTERS, MOST = 3, 100, 100

Kind = Literal["to", "topic"]


@dataclass(frozen=True, slots=True)
class NarrowObjection:
    """That an organization or cluster (`scope`) is not suggested `to` another (an id), or for a `topic`."""

    scope: str
    kind: Kind
    value: str


class NarrowObjections:
    """The objections that are not to being suggested at all."""

    def __init__(self, database: PeopleDatabase) -> None:
        self._database = database

    def of(self, scope: str) -> tuple[NarrowObjection, ...]:
        """Those of an organization or cluster, by kind and value."""
        return tuple(one for one in self._all() if one.scope == scope)

    def add(self, person: SignedIn, objection: NarrowObjection) -> None:
        """Keep an objection. Raises `NoRight` for who does not speak for its scope, and `InvalidData`."""
        self._check(person, objection)
        with self._database.write() as rows:
            there = rows.execute(
                "SELECT count(*) FROM objection WHERE scope = ?", (objection.scope,)
            ).fetchone()[0]
            if there >= MOST:
                raise InvalidData(msg("There are at most %(most)s such objections.", most=MOST))
            now = self._database.now()
            rows.execute(
                "INSERT INTO objection VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (objection.scope, objection.kind, objection.value, now),
            )
            note(rows, now, person.number, f"object ({objection.kind})", objection.scope)

    def withdraw(self, person: SignedIn, objection: NarrowObjection) -> None:
        """Take an objection back; one that is not there stays so. Raises `NoRight`."""
        if objection.scope not in scopes_of(person):
            raise NoRight(signed_in=True)
        with self._database.write() as rows:
            rows.execute(
                "DELETE FROM objection WHERE scope = ? AND kind = ? AND value = ?",
                (objection.scope, objection.kind, objection.value),
            )
            what = f"withdraw objection ({objection.kind})"
            note(rows, self._database.now(), person.number, what, objection.scope)

    def words(self) -> tuple[Feedback, ...]:
        """The objections as words of persons, for the rule that suggestions follow."""
        return tuple(_word(one) for one in self._all())

    def _all(self) -> list[NarrowObjection]:
        with self._database.read() as rows:
            found = rows.execute("SELECT scope, kind, value FROM objection ORDER BY scope, kind, value")
            return [NarrowObjection(*row) for row in found]

    def _check(self, person: SignedIn, objection: NarrowObjection) -> None:
        if objection.scope not in scopes_of(person):
            raise NoRight(signed_in=True)
        if objection.kind == "to" and objection.value == objection.scope:
            raise InvalidData(msg("An organization is never suggested to itself."))
        if objection.kind == "topic" and (
            len(objection.value) > MOST_LETTERS
            or not objection.value.isprintable()
            or not words(objection.value)
            or min(map(len, words(objection.value))) < LEAST_LETTERS
        ):
            raise InvalidData(
                msg(
                    "A topic is words of at least %(least)s letters each, %(most)s letters in all.",
                    least=LEAST_LETTERS,
                    most=MOST_LETTERS,
                )
            )


def _word(one: NarrowObjection) -> Feedback:
    key = sha256(f"{one.scope}\n{one.kind}\n{one.value}".encode()).hexdigest()[:16]
    return Feedback(
        id=f"feedback:objection-{key}",
        type="objection",
        query=one.scope,
        candidate=one.value if one.kind == "to" else None,
        field=one.value if one.kind == "topic" else None,
        evidence=Evidence(basis=Basis.STATED, dataset=DATASET),
    )
