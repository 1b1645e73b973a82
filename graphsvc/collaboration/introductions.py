"""Introductions with double consent: each step is one transaction, contacts show once both have agreed."""

import secrets
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from graphsvc.collaboration.accounts import SignedIn
from graphsvc.collaboration.database import PeopleDatabase, note
from graphsvc.collaboration.decision import visible
from graphsvc.errors import ForbiddenStep, InvalidData, LimitReached, NoRight, UnknownId
from graphsvc.messages import msg
from graphsvc.taxonomy.introductions import introduction_course
from graphsvc.taxonomy.rights import shipped_rights

Part = Literal["sender", "receiver", "broker"]
Outcome = Literal["together", "contact", "nothing"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
"""What can come of an introduction: they work together, they are in contact, nothing."""
MOST_MESSAGE, MOST_A_DAY = 2000, 10
_SPEAKING = ("member", "cluster")
"""Roles that speak for the organization or cluster they are held for."""
_COLUMN = {"sender": "source", "receiver": "target"}


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
    ) -> str:
        """Ask for an introduction; returns its id.

        `closed` says that the target does not want to be suggested. Raises `InvalidData`, `LimitReached`,
        `NoRight` for who does not speak for the source, `ForbiddenStep` where one of the two is open.
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
            possible = _possible(row, part)
            if step not in possible:
                raise ForbiddenStep(step, sorted(possible))
            now = self._database.now()
            to = possible[step]
            rows.execute("UPDATE introduction SET state = ? WHERE id = ?", (to, identifier))
            if step == "accept":
                self._agree(rows, row, part, person.number, both=introduction_course().phase(to) == "agreed")
            elif step == "forward":
                queue_mail(rows, identifier, row["target"], "waiting", now)
            elif introduction_course().phase(to) == "ended":
                self._end(rows, row, part)
            if step == "forward":
                rows.execute(
                    "UPDATE introduction SET line = ?, forwarded = ? WHERE id = ?",
                    (words.strip(), now, identifier),
                )
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
            return _shown(rows, *self._of(rows, person, identifier))

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
            shown = [_shown(rows, row, part) for row in found if (part := _part(row, person))]
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
                raise ForbiddenStep("block", sorted(_possible(row, part)))
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
        identifier, now, side = row["id"], self._database.now(), _COLUMN[part]
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
        side = _COLUMN[part]
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
        part = _part(row, person) if row else None
        if part is None:
            raise UnknownId("introduction", identifier)
        return row, part


def speakers(rows: sqlite3.Connection, scope: str, day: str) -> list[int]:
    """Who speaks for an organization or cluster on a day, by number."""
    found = rows.execute(
        "SELECT DISTINCT person FROM held_role WHERE scope = ? AND role IN (?, ?) "
        "AND (until IS NULL OR until >= ?) ORDER BY person",
        (scope, *_SPEAKING, day),
    )
    return [row["person"] for row in found]


def queue_mail(rows: sqlite3.Connection, identifier: str, scope: str, kind: str, now: str) -> None:
    """Queue a mail about an introduction to all who speak for `scope`; the same one is queued once."""
    for person in speakers(rows, scope, now[:10]):
        key = f"{identifier.partition(':')[2]}-{kind}-{now.replace(':', '')}-{person}"
        rows.execute(
            "INSERT INTO outbox VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", (key, person, kind, identifier)
        )


def scopes_of(person: SignedIn) -> list[str]:
    """The organizations and clusters that a person speaks for, by id."""
    return sorted({one.scope for one in person.roles if one.role in _SPEAKING})


def _part(row: sqlite3.Row, person: SignedIn) -> Part | None:
    """What a person is in an introduction; who speaks for both sides is the sender and never both.

    A receiver has no part in what the broker has not forwarded.
    """
    scopes = scopes_of(person)
    if row["source"] in scopes:
        return "sender"
    if row["target"] in scopes and (row["forwarded"] or not row["broker"]):
        return "receiver"
    return "broker" if row["broker"] in scopes else None


def _possible(row: sqlite3.Row, part: Part) -> dict[str, str]:
    agreed = part in _COLUMN and row[f"{_COLUMN[part]}_agreed"] is not None
    return dict(introduction_course().next(row["state"], part, brokered=bool(row["broker"]), agreed=agreed))


def _shown(rows: sqlite3.Connection, row: sqlite3.Row, part: Part) -> IntroductionView:
    agreed = introduction_course().phase(row["state"]) == "agreed"
    seen = {
        field.id: visible(
            field, part, agreed=agreed, anonymous=bool(row["anonymous"]), told=bool(row["told"])
        )
        for field in shipped_rights().fields
    }
    side = _COLUMN.get(part, "")
    other = {"source": "target", "target": "source"}.get(side, "")
    possible = tuple(sorted(_possible(row, part)))
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
