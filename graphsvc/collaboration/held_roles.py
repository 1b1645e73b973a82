"""Roles that people hold: for which scope, and until when."""

import sqlite3
from dataclasses import dataclass

from graphsvc.domain.ids import is_id, kind_of
from graphsvc.errors import InvalidData, UnknownId
from graphsvc.messages import msg
from graphsvc.taxonomy.rights import shipped_rights

EVERYWHERE = "*"
"""The scope of a role that is given for the service as a whole."""


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role that a person holds: for which scope, and until which day (inclusive; None without end)."""

    role: str
    scope: str
    until: str | None = None

    def holds(self, day: str) -> bool:
        """Whether it is held on a day (ISO form)."""
        return self.until is None or self.until >= day


def checked_scope(role: str, scope: str) -> str:
    """The scope for which a role can be given. Raises `UnknownId` for a role, `InvalidData` for a scope."""
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


def give(rows: sqlite3.Connection, person: int, held: HeldRole) -> None:
    """Give a role to a person; one that they hold gets the new end."""
    rows.execute(
        "INSERT INTO held_role VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET until = excluded.until",
        (person, held.role, held.scope, held.until),
    )


def roles_of(rows: sqlite3.Connection, person: int) -> tuple[HeldRole, ...]:
    """All roles that were given to a person, also those that have ended."""
    found = rows.execute(
        "SELECT role, scope, until FROM held_role WHERE person = ? ORDER BY role, scope", (person,)
    )
    return tuple(HeldRole(*row) for row in found)
