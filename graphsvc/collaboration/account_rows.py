"""What is shown of accounts: a person, an invitation, a session."""

from dataclasses import dataclass

from graphsvc.collaboration.held_roles import HeldRole


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
    """What somebody is invited to, as the page of the link says it; `known` where they have an account."""

    mail: str
    role: str
    scope: str
    known: bool


@dataclass(frozen=True, slots=True)
class SessionRow:
    """Where a person is signed in; `scope` says whether a program may write or only read."""

    number: int
    purpose: str
    browser: str
    begun: str
    seen: str
    scope: str
