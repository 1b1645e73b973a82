"""Personal data: a copy for its person, erasure, the audit log, and the record of processing."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.parser import BytesHeaderParser
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from graphsvc.collaboration.accounts import INVITATION_DAYS, SignedIn
from graphsvc.collaboration.contact_fields import checked_mail
from graphsvc.collaboration.database import PeopleDatabase, note, stamp
from graphsvc.collaboration.erasures import Erasures
from graphsvc.errors import UnknownId
from graphsvc.plain_yaml import read_yaml
from graphsvc.taxonomy.introductions import introduction_course

LEGAL_BASES = "legal-bases.yml"
"""File of the operator's folder of texts that names the legal basis of each processing by its id."""


_COPIED = {
    "roles": "SELECT role, scope, until FROM held_role WHERE person = :number",
    "sessions": "SELECT purpose, browser, begun, seen FROM session WHERE person = :number",
    "links": "SELECT purpose, role, scope, until, ends FROM link WHERE mail = :mail",
    "claims": "SELECT organization, cluster, asked FROM claim WHERE mail = :mail",
    "asked": """SELECT id, source, target, broker, anonymous, message, state, asked FROM introduction
        WHERE asked_by = :number ORDER BY asked, id""",
    "accepted": """SELECT id, source, target, state, agreed FROM introduction
        WHERE :number IN (source_person, target_person) ORDER BY asked, id""",
    "forwarded": """SELECT id, line FROM introduction WHERE id IN
        (SELECT object FROM audit WHERE person = :number AND what = 'forward') ORDER BY id""",
    "declined": """SELECT id, reason FROM introduction WHERE id IN
        (SELECT object FROM audit WHERE person = :number AND what = 'decline') ORDER BY id""",
    "digest": "SELECT every, sent, shown FROM digest WHERE person = :number",
    "audit": "SELECT at, what, object FROM audit WHERE person = :number ORDER BY number",
}
_ERASED = (
    """UPDATE introduction SET line = '' WHERE id IN
        (SELECT object FROM audit WHERE person = :number AND what = 'forward')""",
    """UPDATE introduction SET reason = '' WHERE id IN
        (SELECT object FROM audit WHERE person = :number AND what = 'decline')""",
    "UPDATE introduction SET message = '' WHERE asked_by = :number",
    "DELETE FROM link WHERE mail = :mail",
    "DELETE FROM claim WHERE mail = :mail",
    "DELETE FROM person WHERE number = :number",
)


@dataclass(frozen=True, slots=True)
class AuditRow:
    """Who (a number; None: the command line) did what to which object, and when."""

    number: int
    at: str
    person: int | None
    what: str
    object: str


class PersonalData:
    """What one instance holds about people; `mail_folder` is where mail is written that is not sent."""

    def __init__(self, database: PeopleDatabase, mail_folder: Path) -> None:
        self._database, self._mail_folder = database, mail_folder
        self._erasures = Erasures(database.path.parent)

    def export(self, mail: str) -> dict[str, Any]:
        """A copy of what is kept of a person, but for the hashes of secrets. Raises `UnknownId`."""
        with self._database.read() as rows:
            person = _person(rows, mail)
            values = {"number": person["number"], "mail": person["mail"]}
            found = {
                name: [dict(row) for row in rows.execute(query, values)] for name, query in _COPIED.items()
            }
        about = {name: person[name] for name in ("number", "mail", "name", "language", "made")}
        return {"person": about, **found}

    def erase(self, mail: str) -> int | None:
        """Erase a person: account, words and mail; returns the number, which leads to nobody from then on.

        What they asked for and is open is withdrawn. The organizations of an introduction and its days stay,
        as do the rows of the audit log, which hold the number alone. Who was only invited has no number.
        It is kept that the address was erased, so that `replay` finds it. Raises `UnknownId`.
        """
        mail = checked_mail(mail)
        with self._database.read() as rows:
            if mail not in _begun(rows):
                raise UnknownId("person", mail)
        self._erasures.add(mail, self._database.now())  # first, so that a kill leaves nobody half erased
        return self._erase((mail,))[0]

    def replay(self) -> int:
        """Erase again who was erased after this copy of the database was made; returns how many.

        Who came back later under the same address stays.
        """
        erasures = self._erasures.all()
        if not erasures or not self._database.path.exists():
            return 0
        with self._database.read() as rows:
            found = _begun(rows).items()
        again = [
            mail
            for mail, begun in found
            if any(begun <= erasure.at and erasure.of(mail) for erasure in erasures)
        ]
        if again:
            self._erase(again)
        return len(again)

    def _erase(self, mails: Sequence[str]) -> list[int | None]:
        with self._database.write() as rows:
            numbers = [_erase_rows(rows, mail, self._database.now()) for mail in mails]
        for path in self._mail_folder.glob("*.eml"):
            if _addressed(path.read_bytes(), mails):
                path.unlink(missing_ok=True)
        self._database.compact()
        return numbers

    def note(self, person: SignedIn, what: str, about: str) -> None:
        """Note in the audit log that somebody did something to an object."""
        with self._database.write() as rows:
            note(rows, self._database.now(), person.number, what, about)

    def audit(self, about: str) -> tuple[AuditRow, ...]:
        """The audit log about an object: a person, introduction, organization or cluster, by number."""
        with self._database.read() as rows:
            found = rows.execute(
                "SELECT number, at, person, what, object FROM audit WHERE object = ? OR object IN "
                "(SELECT id FROM introduction WHERE ? IN (source, target, broker)) ORDER BY number",
                (about, about),
            ).fetchall()
        return tuple(AuditRow(**row) for row in found)


def processing_record(texts: Path | None) -> list[dict[str, Any]]:
    """The record of processing: purposes, fields, retention; legal bases where the operator names them."""
    named: dict[str, Any] = {}
    if texts and (texts / LEGAL_BASES).is_file():
        named = read_yaml((texts / LEGAL_BASES).read_text(encoding="utf-8")) or {}
    return [one | {"legal_basis": named.get(one["id"])} for one in _processings()]


@cache
def _processings() -> list[dict[str, Any]]:
    text = (resources.files("graphsvc.collaboration") / "processing.yml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = read_yaml(text)
    return found


def _begun(rows: sqlite3.Connection) -> dict[str, str]:
    """Since when each address is here: as that of an account, else of its first link or claim that waits."""
    claims = rows.execute("SELECT mail, min(asked) AS asked FROM claim GROUP BY mail").fetchall()
    links = rows.execute("SELECT mail, min(ends) AS ends FROM link GROUP BY mail").fetchall()
    accounts = rows.execute("SELECT mail, made FROM person").fetchall()
    invited = {
        row["mail"]: stamp(datetime.fromisoformat(row["ends"]), days=-INVITATION_DAYS) for row in links
    }
    asked = {row["mail"]: row["asked"] for row in claims}
    return asked | invited | {row["mail"]: row["made"] for row in accounts}


def _erase_rows(rows: sqlite3.Connection, mail: str, now: str) -> int | None:
    """Delete or empty the rows of an address; the number of its account, if there is one."""
    person = rows.execute("SELECT number FROM person WHERE mail = ?", (mail,)).fetchone()
    number = person["number"] if person else None
    if number is not None:
        _withdraw(rows, number)
        note(rows, now, None, "erase", f"person:{number}")
    for statement in _ERASED:
        rows.execute(statement, {"number": number, "mail": mail})
    return number


def _withdraw(rows: sqlite3.Connection, number: int) -> None:
    """Withdraw what a person asked for and is open."""
    asked = rows.execute(
        "SELECT id, state, broker FROM introduction WHERE asked_by = ?", (number,)
    ).fetchall()
    for one in asked:
        to = introduction_course().next(one["state"], "sender", brokered=bool(one["broker"]), agreed=False)
        if "withdraw" in to:
            rows.execute(
                "UPDATE introduction SET state = ?, ended_by = 'sender' WHERE id = ?",
                (to["withdraw"], one["id"]),
            )


def _addressed(mail: bytes, to: Sequence[str]) -> bool:
    """Whether a mail is to one of some addresses, also where its header has them encoded."""
    header = BytesHeaderParser(policy=policy.default).parsebytes(mail)["To"] or ""
    text = f"{header}\n{mail.decode(errors='replace')}".lower()
    return any(one in text for one in to)


def _person(rows: sqlite3.Connection, mail: str) -> sqlite3.Row:
    found: sqlite3.Row | None = rows.execute(
        "SELECT * FROM person WHERE mail = ?", (checked_mail(mail),)
    ).fetchone()
    if found is None:
        raise UnknownId("person", mail)
    return found
