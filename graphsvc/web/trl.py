"""Technology readiness levels, one line each."""

from graphsvc.messages import Message, msg

_LINES = (
    msg("basic principle observed"),
    msg("application thought of"),
    msg("proof of concept by experiment"),
    msg("works in the laboratory"),
    msg("works in a relevant environment"),
    msg("demonstrated in a relevant environment"),
    msg("prototype demonstrated in operation"),
    msg("complete and qualified"),
    msg("proven in real operation"),
)


def levels() -> list[tuple[int, Message]]:
    """Level and meaning, from 1 to 9."""
    return list(enumerate(_LINES, start=1))
