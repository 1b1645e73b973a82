"""Permission to write, asked before anything is written."""

from graphsvc.errors import ReadOnly
from graphsvc.messages import msg
from graphsvc.settings import Settings


def writable(settings: Settings) -> None:
    """Raise `ReadOnly` when the service is open to others."""
    if settings.read_only:
        raise ReadOnly(msg("This service is public and therefore read-only."))
