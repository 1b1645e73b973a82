"""Accounts: invitations that work once, passwords, sessions, resets. Secrets are kept as hashes alone."""

import re
import secrets
import sqlite3
from dataclasses import dataclass

from graphsvc.collaboration.database import PeopleDatabase, note
from graphsvc.collaboration.passwords import fits, hash_of, nobodys_hash, password_hash
from graphsvc.domain.ids import is_id, kind_of
from graphsvc.errors import InvalidData, UnknownId
from graphsvc.messages import msg
from graphsvc.taxonomy.rights import shipped_rights

INVITATION_DAYS, RESET_HOURS, SESSION_DAYS, API_DAYS = 14, 1, 30, 365
EVERYWHERE = "*"
"""The scope of a role that is given for the service as a whole."""
_MOST_MAIL, _MOST_NAME = 254, 200
_MAIL = re.compile(r"[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f]+@[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f]+")
_SEEN_MINUTES = 10


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role that a person holds: for which scope, and until which day (inclusive; None without end)."""

    role: str
    scope: str
    until: str | None = None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person as the service knows them in one session; `roles` are those that hold today."""

    number: int
    mail: str
    name: str
    language: str
    roles: tuple[HeldRole, ...]
    session: int


@dataclass(frozen=True, slots=True)
class AccountRow:
    """A person as the operator sees them."""

    number: int
    mail: str
    name: str
    made: str
    roles: tuple[HeldRole, ...]


@dataclass(frozen=True, slots=True)
class InvitationShown:
    """What somebody is invited to, as the page of the link says it."""

    mail: str
    role: str
    scope: str


@dataclass(frozen=True, slots=True)
class SessionRow:
    """Where a person is signed in."""

    number: int
    purpose: str
    browser: str
    begun: str
    seen: str


class Accounts:
    """The accounts of one instance."""

    def __init__(self, database: PeopleDatabase) -> None:
        self._database = database

    def invite(self, mail: str, role: str, scope: str, until: str | None) -> str | None:
        """Invite somebody to a role; returns the secret of the link, none where the account has the role now.

        Raises `UnknownId` for a role and `InvalidData` for an address, scope or day that cannot be.
        """
        mail, scope = checked_mail(mail), _checked_scope(role, scope)
        with self._database.write() as rows:
            note(rows, self._database.now(), None, f"invite {role}", scope)
            known = rows.execute("SELECT number FROM person WHERE mail = ?", (mail,)).fetchone()
            if known:
                _give(rows, known["number"], HeldRole(role, scope, until))
                return None
            return self._link(rows, "invitation", HeldRole(role, scope, until), mail, days=INVITATION_DAYS)

    def invitation(self, secret: str) -> InvitationShown:
        """What a link invites to. Raises `UnknownId` for one that was used, has ended or never was."""
        with self._database.read() as rows:
            found = self._opened(rows, "invitation", secret)
        return InvitationShown(found["mail"], found["role"], found["scope"])

    def accept(self, secret: str, name: str, password: str, language: str, browser: str = "") -> str:
        """Make the account that a link invites to, once; returns the secret of a session.

        All roles to which the address is invited are given at once; the other links end.
        Raises `UnknownId` for a link that no longer works, `InvalidData` for a name or password.
        """
        name = checked_name(name)
        with self._database.read() as rows:
            mail = self._opened(rows, "invitation", secret)["mail"]
        hashed = password_hash(password, mail)
        with self._database.write() as rows:
            self._opened(rows, "invitation", secret)
            now = self._database.now()
            invited = rows.execute(
                "SELECT role, scope, until FROM link WHERE mail = ? AND ends > ?", (mail, now)
            ).fetchall()
            rows.execute("DELETE FROM link WHERE mail = ?", (mail,))
            number = rows.execute(
                "INSERT INTO person (mail, name, password, language, made) VALUES (?, ?, ?, ?, ?)",
                (mail, name, hashed, language, now),
            ).lastrowid
            assert number is not None  # noqa: S101 - an insert into a table with a number gives one
            for one in invited:
                _give(rows, number, HeldRole(*one))
            note(rows, now, number, "accept invitation", f"person:{number}")
            return self._begin(rows, number, browser)

    def sign_in(self, mail: str, password: str, browser: str = "") -> str | None:
        """The secret of a new session; none where address and password do not belong together.

        It takes the same time whether the address is known or not.
        """
        with self._database.read() as rows:
            found = rows.execute(
                "SELECT number, password FROM person WHERE mail = ?", (mail.strip().lower(),)
            ).fetchone()
        right = fits(found["password"] if found else nobodys_hash(), password)
        if not found or not right:
            return None
        with self._database.write() as rows:
            if rows.execute(
                "SELECT 1 FROM person WHERE number = ? AND password = ?", (found["number"], found["password"])
            ).fetchone():  # it was not changed meanwhile
                note(rows, self._database.now(), found["number"], "sign in", f"person:{found['number']}")
                return self._begin(rows, found["number"], browser)
        return None

    def signed_in(self, secret: str, purpose: str = "pages") -> SignedIn | None:
        """Who holds the secret of a session that has not ended."""
        hashed, now = hash_of(secret), self._database.now()
        least = self._database.now(days=-(SESSION_DAYS if purpose == "pages" else API_DAYS))
        with self._database.read() as rows:
            found = rows.execute(
                "SELECT session.number AS session, seen, person.* FROM session "
                "JOIN person ON person.number = session.person WHERE hash = ? AND purpose = ? AND begun > ?",
                (hashed, purpose, least),
            ).fetchone()
            if not found:
                return None
            roles = tuple(one for one in _roles(rows, found["number"]) if holds(one, now[:10]))
        if found["seen"] < self._database.now(minutes=-_SEEN_MINUTES):
            with self._database.write() as rows:
                rows.execute("UPDATE session SET seen = ? WHERE number = ?", (now, found["session"]))
        return SignedIn(
            number=found["number"],
            mail=found["mail"],
            name=found["name"],
            language=found["language"],
            roles=roles,
            session=found["session"],
        )

    def sessions(self, person: int) -> tuple[SessionRow, ...]:
        """Where a person is signed in, the last one first."""
        with self._database.read() as rows:
            found = rows.execute(
                "SELECT number, purpose, browser, begun, seen FROM session "
                "WHERE person = ? ORDER BY number DESC",
                (person,),
            ).fetchall()
        return tuple(SessionRow(*row) for row in found)

    def end(self, person: int, session: int) -> None:
        """End a session of a person; one that is not theirs, or has ended, stays as it is."""
        with self._database.write() as rows:
            ended = rows.execute("DELETE FROM session WHERE number = ? AND person = ?", (session, person))
            if ended.rowcount:
                note(rows, self._database.now(), person, "end session", f"session:{session}")

    def api_token(self, person: int, name: str) -> str:
        """A secret by which a program acts for a person, for a year; shown once."""
        with self._database.write() as rows:
            note(rows, self._database.now(), person, "make API token", f"person:{person}")
            return self._begin(rows, person, name, purpose="api")

    def change_password(self, person: SignedIn, old: str, new: str) -> None:
        """Set another password and end all other sessions. Raises `InvalidData`."""
        with self._database.read() as rows:
            kept = rows.execute("SELECT password FROM person WHERE number = ?", (person.number,)).fetchone()
        if not kept or not fits(kept["password"], old):
            raise InvalidData(msg("The password you have now is not right; nothing was changed."))
        hashed = password_hash(new, person.mail)
        with self._database.write() as rows:
            self._set_password(rows, person.number, hashed, but=person.session)

    def remind(self, mail: str) -> tuple[str, str] | None:
        """The secret of a reset link and the language of the person; none where the address is not known."""
        mail = mail.strip().lower()
        with self._database.write() as rows:
            known = rows.execute("SELECT language FROM person WHERE mail = ?", (mail,)).fetchone()
            if not known:
                return None
            rows.execute("DELETE FROM link WHERE purpose = 'reset' AND mail = ?", (mail,))
            return self._link(rows, "reset", None, mail, hours=RESET_HOURS), known["language"]

    def resets(self, secret: str) -> bool:
        """Whether a link to a new password still works."""
        with self._database.read() as rows:
            return self._found(rows, "reset", secret) is not None

    def renew(self, secret: str, new: str) -> None:
        """Set another password by a reset link, once, and end all sessions.

        Raises `UnknownId` for a link that no longer works, `InvalidData` for a password.
        """
        with self._database.read() as rows:
            mail = self._opened(rows, "reset", secret)["mail"]
        hashed = password_hash(new, mail)
        with self._database.write() as rows:
            found = self._opened(rows, "reset", secret)
            rows.execute("DELETE FROM link WHERE hash = ?", (found["hash"],))
            person = rows.execute("SELECT number FROM person WHERE mail = ?", (found["mail"],)).fetchone()
            if person is None:
                raise UnknownId("reset", "")
            self._set_password(rows, person["number"], hashed, but=None)

    def all(self) -> tuple[AccountRow, ...]:
        """Everybody who has an account, by number."""
        with self._database.read() as rows:
            found = rows.execute("SELECT number, mail, name, made FROM person ORDER BY number").fetchall()
            return tuple(AccountRow(**row, roles=_roles(rows, row["number"])) for row in found)

    def _begin(self, rows: sqlite3.Connection, person: int, browser: str, purpose: str = "pages") -> str:
        secret, now = secrets.token_urlsafe(32), self._database.now()
        rows.execute(
            "INSERT INTO session (hash, person, purpose, browser, begun, seen) VALUES (?, ?, ?, ?, ?, ?)",
            (hash_of(secret), person, purpose, browser[:_MOST_NAME], now, now),
        )
        return secret

    def _set_password(self, rows: sqlite3.Connection, person: int, hashed: str, but: int | None) -> None:
        rows.execute("UPDATE person SET password = ? WHERE number = ?", (hashed, person))
        rows.execute("DELETE FROM session WHERE person = ? AND number IS NOT ?", (person, but))
        rows.execute(
            "DELETE FROM link WHERE purpose = 'reset' AND mail = (SELECT mail FROM person WHERE number = ?)",
            (person,),
        )
        note(rows, self._database.now(), person, "change password", f"person:{person}")

    def _link(
        self, rows: sqlite3.Connection, purpose: str, held: HeldRole | None, mail: str, **lasting: float
    ) -> str:
        secret = secrets.token_urlsafe(32)
        role, scope, until = (held.role, held.scope, held.until) if held else (None, None, None)
        rows.execute("DELETE FROM link WHERE ends <= ?", (self._database.now(),))
        rows.execute(
            "INSERT INTO link VALUES (?, ?, ?, ?, ?, ?, ?)",
            (hash_of(secret), purpose, mail, role, scope, until, self._database.now(**lasting)),
        )
        return secret

    def _opened(self, rows: sqlite3.Connection, purpose: str, secret: str) -> sqlite3.Row:
        found = self._found(rows, purpose, secret)
        if found is None:
            raise UnknownId(purpose, "")
        return found

    def _found(self, rows: sqlite3.Connection, purpose: str, secret: str) -> sqlite3.Row | None:
        found: sqlite3.Row | None = rows.execute(
            "SELECT * FROM link WHERE hash = ? AND purpose = ? AND ends > ?",
            (hash_of(secret), purpose, self._database.now()),
        ).fetchone()
        return found


def holds(held: HeldRole, day: str) -> bool:
    """Whether a role is held on a day (ISO form)."""
    return held.until is None or held.until >= day


def checked_mail(mail: str) -> str:
    """A mail address in small letters. Raises `InvalidData` for what is none."""
    mail = mail.strip().lower()
    if len(mail) > _MOST_MAIL or not _MAIL.fullmatch(mail):
        raise InvalidData(msg("“%(mail)s” is no mail address", mail=mail[:100]))
    return mail


def checked_name(name: str) -> str:
    """The name of a person on one line. Raises `InvalidData` for an empty one."""
    name = " ".join(name.split())[:_MOST_NAME]
    if not name or not name.isprintable():
        raise InvalidData(msg("Please give your name; the other side reads it once both have agreed."))
    return name


def _checked_scope(role: str, scope: str) -> str:
    kind = shipped_rights().role(role)
    if kind.scope == "none":
        raise UnknownId("role", role, [one.id for one in shipped_rights().given_roles])
    if kind.scope == "service":
        return EVERYWHERE
    if not is_id(scope) or kind_of(scope) != kind.scope:
        raise InvalidData(
            msg("the role %(role)s is for one %(kind)s; give its id", role=role, kind=kind.scope)
        )
    return scope


def _give(rows: sqlite3.Connection, person: int, held: HeldRole) -> None:
    rows.execute(
        "INSERT INTO held_role VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET until = excluded.until",
        (person, held.role, held.scope, held.until),
    )


def _roles(rows: sqlite3.Connection, person: int) -> tuple[HeldRole, ...]:
    found = rows.execute(
        "SELECT role, scope, until FROM held_role WHERE person = ? ORDER BY role, scope", (person,)
    )
    return tuple(HeldRole(*row) for row in found)
