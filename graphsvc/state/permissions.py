"""Permission to write, asked before anything is written."""

from graphsvc.errors import ReadOnly
from graphsvc.messages import msg
from graphsvc.settings import Settings


def writable(settings: Settings, *, by_rights: bool = False) -> None:
    """Raise `ReadOnly` when the service is open to others.

    `by_rights`: what is written is named in the rights, which have decided where people have accounts.
    """
    if settings.read_only and not (by_rights and settings.accounts):
        raise ReadOnly(msg("This service is public and therefore read-only."))
