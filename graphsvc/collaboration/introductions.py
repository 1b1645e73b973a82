"""Introductions with double consent: each step is one transaction, contacts show once both have agreed."""

import secrets
import sqlite3
from collections.abc import Iterable
from typing import Literal, get_args

from graphsvc.collaboration.accounts import SignedIn
from graphsvc.collaboration.database import PeopleDatabase, note
from graphsvc.collaboration.introduction_views import (
    SIDES,
    IntroductionRow,
    IntroductionView,
    Part,
    SuggestedAt,
    WhatBecame,
    part_of,
    possible_steps,
    scopes_of,
    shown_to,
    speakers,
)
from graphsvc.collaboration.mail import queue_mail
from graphsvc.errors import ForbiddenStep, InvalidData, LimitReached, NoRight, UnknownId
from graphsvc.messages import msg
from graphsvc.taxonomy.introductions import introduction_course

Outcome = Literal["together", "contact", "nothing"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
"""What can come of an introduction: they work together, they are in contact, nothing."""
MOST_MESSAGE, MOST_A_DAY = 2000, 10


class Introductions:
    """The introductions of one instance. Every step notes itself in the audit log and queues its mail."""

    def __init__(self, database: PeopleDatabase) -> None:
        self._database = database

    def parties(self, identifier: str) -> frozenset[str]:
        """The organizations and clusters that have a part in an introduction; none where there is none."""
        with self._database.read() as rows:
            found = rows.execute(
                "SELECT source, target, broker FROM introduction WHERE id = ?", (identifier,)
            ).fetchone()
        return frozenset(filter(None, found)) if found else frozenset()

    def brokers(self, clusters: Iterable[str]) -> tuple[str, ...]:
        """Those of `clusters` whose management has an account, by id."""
        with self._database.read() as rows:
            return tuple(
                one for one in sorted(set(clusters)) if speakers(rows, one, self._database.now()[:10])
            )

    def ask(
        self,
        person: SignedIn,
        source: str,
        target: str,
        *,
        message: str = "",
        anonymous: bool = False,
        broker: str | None = None,
        closed: bool = False,
        seen: SuggestedAt | None = None,
    ) -> str:
        """Ask for an introduction; returns its id.

        `seen` is where the suggestion stood that led to it; `closed` says that the target does not want to be
        suggested. Raises `InvalidData`, `LimitReached`, `NoRight` for who does not speak for the source,
        `ForbiddenStep` where one of the two is open.
        """
        if source not in scopes_of(person):
            raise NoRight(signed_in=True)
        if source == target:
            raise InvalidData(msg("An organization cannot be introduced to itself."))
        if len(message) > MOST_MESSAGE:
            raise InvalidData(msg("A message has at most %(most)s characters.", most=MOST_MESSAGE))
        now, identifier = self._database.now(), f"introduction:{secrets.token_hex(8)}"
        state = introduction_course().next("draft", "sender", brokered=bool(broker), agreed=False)["ask"]
        with self._database.write() as rows:
            self._check_new(rows, source, target, broker, closed=closed)
            rows.execute(
                "INSERT INTO introduction "
                "(id, source, target, broker, anonymous, message, state, asked_by, asked) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (identifier, source, target, broker, anonymous, message.strip(), state, person.number, now),
            )
            if seen:
                rows.execute(
                    "UPDATE introduction SET profile = ?, rank = ?, shown = ? WHERE id = ?",
                    (seen.profile, seen.rank, seen.shown, identifier),
                )
            note(rows, now, person.number, "ask", identifier)
            queue_mail(rows, identifier, broker or target, "waiting", now)
        return identifier

    def step(
        self,
        person: SignedIn,
        identifier: str,
        step: str,
        *,
        words: str = "",
        tell: bool = False,
        outcome: str = "together",
    ) -> IntroductionView:
        """Take a step and return what is then to be seen.

        `words` are the line of a broker or the reason of a refusal, which the other side sees only with
        `tell`. Raises `UnknownId` for who has no part in it, `ForbiddenStep` with the steps that are
        possible, `InvalidData` for an outcome that is none.
        """
        if len(words) > MOST_MESSAGE:
            raise InvalidData(msg("A message has at most %(most)s characters.", most=MOST_MESSAGE))
        with self._database.write() as rows:
            row, part = self._of(rows, person, identifier)
            possible = possible_steps(row, part)
            if step not in possible:
                raise ForbiddenStep(step, sorted(possible))
            now = self._database.now()
            to = possible[step]
            rows.execute("UPDATE introduction SET state = ? WHERE id = ?", (to, identifier))
            if step == "accept":
                self._agree(rows, row, part, person.number, both=introduction_course().phase(to) == "agreed")
            elif step == "forward":
                rows.execute(
                    "UPDATE introduction SET line = ?, forwarded = ? WHERE id = ?",
                    (words.strip(), now, identifier),
                )
                queue_mail(rows, identifier, row["target"], "waiting", now)
            elif introduction_course().phase(to) == "ended":
                self._end(rows, row, part)
            if step == "decline":
                rows.execute(
                    "UPDATE introduction SET reason = ?, told = ? WHERE id = ?",
                    (words.strip(), tell, identifier),
                )
            if step == "outcome":
                self._tell_outcome(rows, identifier, part, outcome, now)
            note(rows, now, person.number, step, identifier)
        return self.view(person, identifier)

    def view(self, person: SignedIn, identifier: str) -> IntroductionView:
        """An introduction as a person sees it. Raises `UnknownId` for who has no part in it."""
        with self._database.read() as rows:
            return shown_to(rows, *self._of(rows, person, identifier))

    def of(self, person: SignedIn) -> tuple[IntroductionView, ...]:
        """All introductions in which a person has a part, what waits first, then the newest."""
        scopes = scopes_of(person)
        places = ", ".join("?" * len(scopes))
        with self._database.read() as rows:
            found = rows.execute(
                f"SELECT * FROM introduction WHERE source IN ({places}) OR target IN ({places}) "  # noqa: S608
                f"OR broker IN ({places}) ORDER BY asked DESC, id",
                scopes * 3,
            ).fetchall()
            shown = [shown_to(rows, row, part) for row in found if (part := part_of(row, person))]
        return tuple(sorted(shown, key=lambda one: not one.waits))

    def all_of(self, scope: str) -> tuple[IntroductionRow, ...]:
        """The introductions of an organization or cluster, for the operator, by day and id."""
        with self._database.read() as rows:
            found = rows.execute(
                "SELECT id, state, source, target, broker, anonymous, asked, agreed, outcome AS confirmed "
                "FROM introduction WHERE ? IN (source, target, broker) ORDER BY asked, id",
                (scope,),
            ).fetchall()
        return tuple(IntroductionRow(**{**row, "anonymous": bool(row["anonymous"])}) for row in found)

    def block(self, person: SignedIn, identifier: str) -> None:
        """Take no further requests from the sender of an introduction.

        Raises `UnknownId` for who has no part in it, `ForbiddenStep` for who is not the receiver.
        """
        with self._database.write() as rows:
            row, part = self._of(rows, person, identifier)
            if part != "receiver":
                raise ForbiddenStep("block", sorted(possible_steps(row, part)))
            now = self._database.now()
            rows.execute(
                "INSERT INTO block VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                (row["target"], row["source"], now),
            )
            note(rows, now, person.number, "block", identifier)

    def source(self, identifier: str) -> str:
        """Who asked, for what is told of a sender without a name. Raises `UnknownId`."""
        with self._database.read() as rows:
            found = rows.execute("SELECT source FROM introduction WHERE id = ?", (identifier,)).fetchone()
        if found is None:
            raise UnknownId("introduction", identifier)
        return str(found["source"])

    def confirmed(self) -> tuple[tuple[str, str, str], ...]:
        """The pairs that both sides said to work together, with the day, by id."""
        with self._database.read() as rows:
            found = rows.execute(
                "SELECT source, target, outcome FROM introduction WHERE outcome IS NOT NULL ORDER BY id"
            ).fetchall()
        return tuple((row["source"], row["target"], row["outcome"][:10]) for row in found)

    def what_became(self) -> tuple[WhatBecame, ...]:
        """What became of each introduction up to now, by day and id."""
        phase = introduction_course().phase
        with self._database.read() as rows:
            found = rows.execute("SELECT * FROM introduction ORDER BY asked, id").fetchall()
        return tuple(
            WhatBecame(
                id=row["id"],
                source=row["source"],
                target=row["target"],
                person=row["asked_by"],
                day=row["asked"][:10],
                seen=SuggestedAt(row["profile"], row["rank"], row["shown"]) if row["profile"] else None,
                declined=row["state"] == "declined" and row["ended_by"] == "receiver",
                agreed=phase(row["state"]) == "agreed",
                confirmed=row["outcome"] is not None,
            )
            for row in found
        )

    def _check_new(
        self, rows: sqlite3.Connection, source: str, target: str, broker: str | None, *, closed: bool
    ) -> None:
        open_states = [one.id for one in introduction_course().states if one.phase == "open"]
        places = ", ".join("?" * len(open_states))
        if rows.execute(
            f"SELECT 1 FROM introduction WHERE source = ? AND target = ? AND state IN ({places})",  # noqa: S608
            (source, target, *open_states),
        ).fetchone():
            raise ForbiddenStep("ask", ())
        lately = rows.execute(
            "SELECT count(*) FROM introduction WHERE source = ? AND asked > ?",
            (source, self._database.now(days=-1)),
        ).fetchone()[0]
        if lately >= MOST_A_DAY:
            raise LimitReached(
                msg("At most %(n)s introductions can be asked for in a day; go on tomorrow.", n=MOST_A_DAY)
            )
        today = self._database.now()[:10]
        blocked = rows.execute(
            "SELECT 1 FROM block WHERE scope = ? AND blocked = ?", (target, source)
        ).fetchone()
        if closed or blocked or not speakers(rows, target, today):  # one sentence, so that none is told apart
            raise InvalidData(msg("This organization takes no requests for introductions here at present."))
        if broker and not speakers(rows, broker, today):
            raise InvalidData(msg("The management of this cluster has no account here; choose another."))

    def _agree(
        self, rows: sqlite3.Connection, row: sqlite3.Row, part: Part, person: int, *, both: bool
    ) -> None:
        """Keep that a side has accepted; the other one is asked, or both are told that they have agreed."""
        identifier, now, side = row["id"], self._database.now(), SIDES[part]
        rows.execute(
            f"UPDATE introduction SET {side}_agreed = ?, {side}_person = ? WHERE id = ?",  # noqa: S608
            (now, person, identifier),
        )
        if not both:
            if part == "receiver":  # a receiver was asked before
                queue_mail(rows, identifier, row["source"], "waiting", now)
            return
        rows.execute("UPDATE introduction SET agreed = ? WHERE id = ?", (now, identifier))
        for scope in (row["source"], row["target"]):
            queue_mail(rows, identifier, scope, "agreed", now)

    def _end(self, rows: sqlite3.Connection, row: sqlite3.Row, part: Part) -> None:
        rows.execute("UPDATE introduction SET ended_by = ? WHERE id = ?", (part, row["id"]))
        if part != "sender":
            queue_mail(rows, row["id"], row["source"], "ended", self._database.now())

    def _tell_outcome(
        self, rows: sqlite3.Connection, identifier: str, part: Part, outcome: str, now: str
    ) -> None:
        if outcome not in OUTCOMES:
            raise InvalidData(
                msg("“%(outcome)s” is no outcome; known are %(known)s", outcome=outcome, known=OUTCOMES)
            )
        side = SIDES[part]
        rows.execute(
            f"UPDATE introduction SET {side}_outcome = ? WHERE id = ?",  # noqa: S608 - one of two columns
            (outcome, identifier),
        )
        rows.execute(
            "UPDATE introduction SET outcome = ? WHERE id = ? AND outcome IS NULL "
            "AND source_outcome = 'together' AND target_outcome = 'together'",
            (now, identifier),
        )

    def _of(self, rows: sqlite3.Connection, person: SignedIn, identifier: str) -> tuple[sqlite3.Row, Part]:
        row = rows.execute("SELECT * FROM introduction WHERE id = ?", (identifier,)).fetchone()
        part = part_of(row, person) if row else None
        if part is None:
            raise UnknownId("introduction", identifier)
        return row, part
