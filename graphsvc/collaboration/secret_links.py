"""Links in mail that work once: an invitation to a role, or to a new password."""

import secrets
import sqlite3
from typing import Literal

from graphsvc.collaboration.held_roles import HeldRole
from graphsvc.collaboration.passwords import hash_of
from graphsvc.errors import UnknownId

Purpose = Literal["invitation", "reset"]


def add_link(
    rows: sqlite3.Connection, purpose: Purpose, mail: str, held: HeldRole | None, *, now: str, ends: str
) -> str:
    """Keep a link for an address until it `ends`, and forget those that have; returns its secret."""
    secret = secrets.token_urlsafe(32)
    role, scope, until = (held.role, held.scope, held.until) if held else (None, None, None)
    rows.execute("DELETE FROM link WHERE ends <= ?", (now,))
    rows.execute(
        "INSERT INTO link VALUES (?, ?, ?, ?, ?, ?, ?)",
        (hash_of(secret), purpose, mail, role, scope, until, ends),
    )
    return secret


def opened_link(rows: sqlite3.Connection, purpose: Purpose, secret: str, now: str) -> sqlite3.Row:
    """The link of a secret. Raises `UnknownId` for one that was used, has ended or never was."""
    found: sqlite3.Row | None = rows.execute(
        "SELECT * FROM link WHERE hash = ? AND purpose = ? AND ends > ?", (hash_of(secret), purpose, now)
    ).fetchone()
    if found is None:
        raise UnknownId(purpose, "")
    return found
