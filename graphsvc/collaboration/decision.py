"""Who may do what: the one function that decides, over the rights as data."""

from collections.abc import Collection, Iterable

from graphsvc.collaboration.held_roles import HeldRole
from graphsvc.taxonomy.rights import PERSON, VISITOR, FieldRight, RightAction


def allowed(action: RightAction, roles: Iterable[HeldRole] | None, scopes: Collection[str] = ()) -> bool:
    """Whether somebody may do `action`, which concerns `scopes` (organizations and clusters by id).

    `roles` are those held today, None for a visitor who is not signed in. What the rights do not name is
    denied.
    """
    if VISITOR in action.roles:
        return True
    if roles is None:
        return False
    if PERSON in action.roles:
        return True
    reach = action.roles
    return any(
        reach.get(one.role) == "any" or (reach.get(one.role) == "own" and one.scope in scopes)
        for one in roles
    )


def visible(field: FieldRight, part: str, *, agreed: bool, anonymous: bool, told: bool) -> bool:
    """Whether a part of an introduction (sender, receiver, broker) sees a field of it now.

    `agreed`: both sides have accepted; `anonymous`: the sender wants no name before; `told`: who declined
    wants the reason to be told.
    """
    holds = {"always": True, "named": agreed or not anonymous, "agreed": agreed, "told": told}
    when = field.shown.get(part)
    return when is not None and holds[when]
