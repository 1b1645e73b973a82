"""Mail: plain text in the language of its reader, sent by SMTP or written into the folder `mail`."""

import json
import logging
import smtplib
import sqlite3
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import formatdate, parsedate_to_datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from graphsvc.collaboration.database import PeopleDatabase
from graphsvc.collaboration.introduction_views import speakers
from graphsvc.files import locked, write_file
from graphsvc.plain_yaml import read_yaml
from graphsvc.settings import Settings

log = logging.getLogger("graphsvc.collaboration")

FOLDER = "mail"
_SECONDS = 20
_WHOLE = policy.default.clone(max_line_length=998)  # RFC 5322; a link that was broken would lead nowhere
_PORTS = {"smtp": 25, "smtps": 465}


@dataclass(frozen=True, slots=True)
class WrittenMail:
    """A mail that lies in the folder; `at` is when it was written (UTC, to the minute)."""

    to: str
    subject: str
    at: str
    text: str


class Post:
    """Sends mail as the settings say: to a server, else into a folder of the instance."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @property
    def folder(self) -> Path:
        """Where mail is written that is not sent."""
        return self._settings.home / FOLDER

    @property
    def sends(self) -> bool:
        """Whether a server is named that takes mail."""
        return bool(self._settings.smtp)

    def written(self, most: int) -> tuple[WrittenMail, ...]:
        """The mails in the folder, the newest first, at most so many."""
        paths = sorted(self.folder.glob("*.eml"), key=lambda path: (path.stat().st_mtime_ns, path.name))
        return tuple(_read(path) for path in paths[: -most - 1 : -1])

    @property
    def address(self) -> str:
        """Where the service is found."""
        return self._settings.address

    def send(self, key: str, to: str, kind: str, language: str, values: Mapping[str, str]) -> None:
        """Send one mail; `key` is its own, so that one that is sent again is the same mail.

        Raises `OSError` and `smtplib.SMTPException` where a server does not take it.
        """
        words = _texts()[kind]
        mail = EmailMessage(policy=_WHOLE)
        mail["Subject"] = _line(words["subject"][language].format(**values))
        mail["From"], mail["To"] = self._settings.sender, to
        mail["Date"] = formatdate()
        mail["Message-ID"] = f"<{key}@{self._settings.sender.rpartition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"
        if "stop" in values:
            mail["List-Unsubscribe"] = f"<{values['stop']}>"
        mail.set_content(words["body"][language].format(**values), cte="8bit")
        if not self._settings.smtp:
            write_file(self.folder / f"{key}.eml", mail.as_bytes())
            return
        self._hand_over(mail)

    def _hand_over(self, mail: EmailMessage) -> None:
        at = urlsplit(self._settings.smtp)
        host, port = at.hostname or "", at.port or _PORTS[at.scheme]
        safe = ssl.create_default_context()
        made: smtplib.SMTP = (
            smtplib.SMTP_SSL(host, port, timeout=_SECONDS, context=safe)
            if at.scheme == "smtps"
            else smtplib.SMTP(host, port, timeout=_SECONDS)
        )
        with made as server:
            server.ehlo()
            if at.scheme == "smtp" and server.has_extn("starttls"):
                server.starttls(context=safe)
                server.ehlo()
            if at.username:
                server.login(unquote(at.username), unquote(at.password or ""))
            server.send_message(mail)


class Outbox:
    """Mail that waits to be sent: whose, and of which kind, never to which address."""

    def __init__(self, database: PeopleDatabase, post: Post) -> None:
        self._database, self._post = database, post

    def deliver(self) -> None:
        """Send all that waits, one process after another; after a kill the same mail may be sent again.

        An address that a server refuses is left out. Raises `OSError` and `smtplib.SMTPException`; what was
        not sent waits on.
        """
        with locked(self._database.path.with_name(".mail.lock"), wait=True):
            with self._database.read() as rows:
                waiting = rows.execute(
                    "SELECT key, kind, introduction, filled, mail, language FROM outbox "
                    "JOIN person ON person.number = outbox.person ORDER BY key"
                ).fetchall()
            for one in waiting:
                about = one["introduction"] if one["introduction"].startswith("introduction:") else ""
                where = {"address": f"{self._post.address}/introductions/{about}".rstrip("/")}
                where |= json.loads(one["filled"])
                try:
                    self._post.send(one["key"], one["mail"], one["kind"], one["language"], where)
                except smtplib.SMTPRecipientsRefused:
                    log.warning("A server refused the address of a mail: %s", one["key"])
                with self._database.write() as rows:
                    rows.execute("DELETE FROM outbox WHERE key = ?", (one["key"],))


def queue_mail(rows: sqlite3.Connection, identifier: str, scope: str, kind: str, now: str) -> None:
    """Queue a mail about an introduction to all who speak for `scope`; the same one is queued once."""
    for person in speakers(rows, scope, now[:10]):
        key = f"{identifier.partition(':')[2]}-{kind}-{now.replace(':', '')}-{person}"
        rows.execute(
            "INSERT INTO outbox (key, person, kind, introduction) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (key, person, kind, identifier),
        )


def phrase(kind: str, part: str, language: str, **values: object) -> str:
    """A part of a mail in a language, its places filled; of two forms the first is for an `n` of one."""
    words = _texts()[kind]["parts"][part][language]
    forms = [words] if isinstance(words, str) else words
    text: str = forms[0] if values.get("n") == 1 else forms[-1]
    return text.format(**values)


def _read(path: Path) -> WrittenMail:
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    at = parsedate_to_datetime(mail["Date"]).strftime("%Y-%m-%d %H:%M")
    return WrittenMail(to=str(mail["To"]), subject=str(mail["Subject"]), at=at, text=mail.get_content())


def _line(text: str) -> str:
    """A header on one line, whatever somebody has typed into its values."""
    return " ".join(text.split())


@cache
def _texts() -> dict[str, Any]:
    text = (resources.files("graphsvc.collaboration") / "mails.yml").read_text(encoding="utf-8")
    found: dict[str, Any] = read_yaml(text)
    return found
