"""Accounts: invitations that work once, passwords, sessions, resets. Secrets are kept as hashes alone."""

import secrets
import sqlite3
from dataclasses import dataclass
from typing import Literal

from graphsvc.collaboration.account_rows import AccountRow, InvitationShown, SessionRow
from graphsvc.collaboration.contact_fields import MOST_NAME, checked_mail, checked_name
from graphsvc.collaboration.database import PeopleDatabase, note
from graphsvc.collaboration.held_roles import HeldRole, checked_scope, give, roles_of
from graphsvc.collaboration.passwords import fits, hash_of, nobodys_hash, password_hash
from graphsvc.collaboration.secret_links import add_link, opened_link
from graphsvc.errors import InvalidData, UnknownId
from graphsvc.messages import msg

INVITATION_DAYS, RESET_HOURS, SESSION_DAYS = 14, 1, {"pages": 30, "api": 365}
_SEEN_MINUTES = 10

TokenScope = Literal["read", "write"]
"""What a program may do with its token: read what the person reads, or also take steps in their name."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person as the service knows them in one session; `roles` are those that hold today.

    `writes` is false for a program whose token may only read.
    """

    number: int
    mail: str
    name: str
    language: str
    roles: tuple[HeldRole, ...]
    session: int
    writes: bool = True


class Accounts:
    """The accounts of one instance."""

    def __init__(self, database: PeopleDatabase) -> None:
        self._database = database

    def invite(self, mail: str, role: str, scope: str, until: str | None) -> str | None:
        """Invite somebody to a role; returns the secret of the link, none where the account has the role now.

        Raises `UnknownId` for a role and `InvalidData` for an address, scope or day that cannot be.
        """
        mail, scope = checked_mail(mail), checked_scope(role, scope)
        with self._database.write() as rows:
            note(rows, self._database.now(), None, f"invite {role}", scope)
            known = rows.execute("SELECT number FROM person WHERE mail = ?", (mail,)).fetchone()
            if known:
                give(rows, known["number"], HeldRole(role, scope, until))
                return None
            return self._link(rows, mail, HeldRole(role, scope, until))

    def offer(self, mail: str, scope: str) -> str:
        """The secret of a link by which the holder of an address becomes member of an organization.

        Who has an account needs it too: that the address is theirs shows when they open the link.
        """
        with self._database.write() as rows:
            note(rows, self._database.now(), None, "offer member", scope)
            return self._link(rows, mail, HeldRole("member", scope, None))

    def take(self, secret: str) -> None:
        """Give an account the role of its link, once. Raises `UnknownId`."""
        with self._database.write() as rows:
            found = opened_link(rows, "invitation", secret, self._database.now())
            person = rows.execute("SELECT number FROM person WHERE mail = ?", (found["mail"],)).fetchone()
            if person is None:
                raise UnknownId("invitation", "")
            number = person["number"]
            give(rows, number, HeldRole(found["role"], found["scope"], found["until"]))
            rows.execute("DELETE FROM link WHERE hash = ?", (found["hash"],))
            note(rows, self._database.now(), number, "accept invitation", f"person:{number}")

    def invitation(self, secret: str) -> InvitationShown:
        """What a link invites to. Raises `UnknownId` for one that was used, has ended or never was."""
        with self._database.read() as rows:
            found = opened_link(rows, "invitation", secret, self._database.now())
            known = rows.execute("SELECT 1 FROM person WHERE mail = ?", (found["mail"],)).fetchone()
        return InvitationShown(found["mail"], found["role"], found["scope"], known is not None)

    def accept(self, secret: str, name: str, password: str, language: str, browser: str = "") -> str:
        """Make the account that a link invites to, once; returns the secret of a session.

        All roles to which the address is invited are given at once; the other links end.
        Raises `UnknownId` for a link that no longer works, `InvalidData` for a name or password.
        """
        name = checked_name(name)
        with self._database.read() as rows:
            mail = opened_link(rows, "invitation", secret, self._database.now())["mail"]
        hashed = password_hash(password, mail)
        with self._database.write() as rows:
            now = self._database.now()
            opened_link(rows, "invitation", secret, now)
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
                give(rows, number, HeldRole(*one))
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

    def sign_in_vouched(self, mail: str, browser: str = "") -> str | None:
        """The secret of a new session for an address that a provider has checked; none without an account.

        Only ASCII letters are made small: some others would become those of the address of somebody else.
        """
        mail = mail.encode(errors="backslashreplace").lower().decode()
        with self._database.write() as rows:
            found = rows.execute("SELECT number FROM person WHERE mail = ?", (mail,)).fetchone()
            if not found:
                return None
            number = found["number"]
            note(rows, self._database.now(), number, "sign in with provider", f"person:{number}")
            return self._begin(rows, number, browser)

    def signed_in(self, secret: str, purpose: str = "pages") -> SignedIn | None:
        """Who holds the secret of a session that has not ended."""
        hashed, now = hash_of(secret), self._database.now()
        with self._database.read() as rows:
            found = rows.execute(
                "SELECT session.number AS session, seen, scope, person.* FROM session "
                "JOIN person ON person.number = session.person WHERE hash = ? AND purpose = ? AND begun > ?",
                (hashed, purpose, self._database.now(days=-SESSION_DAYS[purpose])),
            ).fetchone()
            if not found:
                return None
            person = signed_in_as(
                rows, found, now, session=found["session"], writes=found["scope"] == "write"
            )
        if found["seen"] < self._database.now(minutes=-_SEEN_MINUTES):
            with self._database.write() as rows:
                rows.execute("UPDATE session SET seen = ? WHERE number = ?", (now, found["session"]))
        return person

    def sessions(self, person: int) -> tuple[SessionRow, ...]:
        """Where a person is signed in, the last one first."""
        with self._database.read() as rows:
            found = rows.execute(
                "SELECT number, purpose, browser, begun, seen, scope FROM session "
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

    def api_token(self, person: int, name: str, scope: TokenScope) -> str:
        """A secret by which a program acts for a person, or reads in their name, for a year; shown once."""
        with self._database.write() as rows:
            note(rows, self._database.now(), person, f"make API token ({scope})", f"person:{person}")
            return self._begin(rows, person, name, purpose="api", scope=scope)

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
            now, ends = self._database.now(), self._database.now(hours=RESET_HOURS)
            return add_link(rows, "reset", mail, None, now=now, ends=ends), known["language"]

    def check_reset(self, secret: str) -> None:
        """Raise `UnknownId` where a link to a new password no longer works."""
        with self._database.read() as rows:
            opened_link(rows, "reset", secret, self._database.now())

    def renew(self, secret: str, new: str) -> None:
        """Set another password by a reset link, once, and end all sessions.

        Raises `UnknownId` for a link that no longer works, `InvalidData` for a password.
        """
        with self._database.read() as rows:
            mail = opened_link(rows, "reset", secret, self._database.now())["mail"]
        hashed = password_hash(new, mail)
        with self._database.write() as rows:
            found = opened_link(rows, "reset", secret, self._database.now())
            rows.execute("DELETE FROM link WHERE hash = ?", (found["hash"],))
            person = rows.execute("SELECT number FROM person WHERE mail = ?", (found["mail"],)).fetchone()
            if person is None:
                raise UnknownId("reset", "")
            self._set_password(rows, person["number"], hashed, but=None)

    def all(self) -> tuple[AccountRow, ...]:
        """Everybody who has an account, by number."""
        with self._database.read() as rows:
            found = rows.execute("SELECT number, mail, name, made FROM person ORDER BY number").fetchall()
            return tuple(AccountRow(**row, roles=roles_of(rows, row["number"])) for row in found)

    def _link(self, rows: sqlite3.Connection, mail: str, held: HeldRole) -> str:
        now, ends = self._database.now(), self._database.now(days=INVITATION_DAYS)
        return add_link(rows, "invitation", mail, held, now=now, ends=ends)

    def _begin(
        self,
        rows: sqlite3.Connection,
        person: int,
        browser: str,
        *,
        purpose: str = "pages",
        scope: TokenScope = "write",
    ) -> str:
        secret, now = secrets.token_urlsafe(32), self._database.now()
        rows.execute(
            "INSERT INTO session (hash, person, purpose, browser, begun, seen, scope) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (hash_of(secret), person, purpose, browser[:MOST_NAME], now, now, scope),
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


def signed_in_as(
    rows: sqlite3.Connection, person: sqlite3.Row, now: str, *, session: int = 0, writes: bool = True
) -> SignedIn:
    """A row of `person` with the roles that it holds now."""
    return SignedIn(
        number=person["number"],
        mail=person["mail"],
        name=person["name"],
        language=person["language"],
        roles=tuple(one for one in roles_of(rows, person["number"]) if one.holds(now[:10])),
        session=session,
        writes=writes,
    )
