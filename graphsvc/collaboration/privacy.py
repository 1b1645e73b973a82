"""Personal data: a copy for its person, erasure, the audit log, and the record of processing."""

import sqlite3
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from graphsvc.collaboration.accounts import checked_mail
from graphsvc.collaboration.database import PeopleDatabase, note
from graphsvc.errors import UnknownId
from graphsvc.taxonomy.introductions import introduction_course

LEGAL_BASES = "legal-bases.yml"
"""File of the operator's folder of texts that names the legal basis of each processing by its id."""


_COPIED = {
    "roles": "SELECT role, scope, until FROM held_role WHERE person = :number",
    "sessions": "SELECT purpose, browser, begun, seen FROM session WHERE person = :number",
    "links": "SELECT purpose, role, scope, until, ends FROM link WHERE mail = :mail",
    "asked": """SELECT id, source, target, broker, anonymous, message, state, asked FROM introduction
        WHERE asked_by = :number ORDER BY asked, id""",
    "accepted": """SELECT id, source, target, state, agreed FROM introduction
        WHERE :number IN (source_person, target_person) ORDER BY asked, id""",
    "forwarded": """SELECT id, line FROM introduction WHERE id IN
        (SELECT object FROM audit WHERE person = :number AND what = 'forward') ORDER BY id""",
    "declined": """SELECT id, reason FROM introduction WHERE id IN
        (SELECT object FROM audit WHERE person = :number AND what = 'decline') ORDER BY id""",
    "audit": "SELECT at, what, object FROM audit WHERE person = :number ORDER BY number",
}
_ERASED = (
    """UPDATE introduction SET line = '' WHERE id IN
        (SELECT object FROM audit WHERE person = :number AND what = 'forward')""",
    """UPDATE introduction SET reason = '' WHERE id IN
        (SELECT object FROM audit WHERE person = :number AND what = 'decline')""",
    "UPDATE introduction SET message = '' WHERE asked_by = :number",
    "DELETE FROM link WHERE mail = :mail",
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

    def erase(self, mail: str) -> int:
        """Erase a person: account, words and mail; returns the number, which leads to nobody from then on.

        What they asked for and is open is withdrawn. The organizations of an introduction and its days stay,
        as do the rows of the audit log, which hold the number alone. Raises `UnknownId`.
        """
        with self._database.write() as rows:
            person = _person(rows, mail)
            number = person["number"]
            asked = rows.execute(
                "SELECT id, state, broker FROM introduction WHERE asked_by = ?", (number,)
            ).fetchall()
            for one in asked:
                to = introduction_course().next(
                    one["state"], "sender", brokered=bool(one["broker"]), agreed=False
                )
                if "withdraw" in to:
                    rows.execute(
                        "UPDATE introduction SET state = ?, ended_by = 'sender' WHERE id = ?",
                        (to["withdraw"], one["id"]),
                    )
            for statement in _ERASED:
                rows.execute(statement, {"number": number, "mail": person["mail"]})
            note(rows, self._database.now(), None, "erase", f"person:{number}")
        for path in self._mail_folder.glob("*.eml"):
            if person["mail"].encode() in path.read_bytes().lower():
                path.unlink(missing_ok=True)
        self._database.compact()
        return int(number)

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
        named = yaml.safe_load((texts / LEGAL_BASES).read_text(encoding="utf-8")) or {}
    return [one | {"legal_basis": named.get(one["id"])} for one in _processings()]


@cache
def _processings() -> list[dict[str, Any]]:
    text = (resources.files("graphsvc.collaboration") / "processing.yml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = yaml.safe_load(text)
    return found


def _person(rows: sqlite3.Connection, mail: str) -> sqlite3.Row:
    found: sqlite3.Row | None = rows.execute(
        "SELECT * FROM person WHERE mail = ?", (checked_mail(mail),)
    ).fetchone()
    if found is None:
        raise UnknownId("person", mail)
    return found
