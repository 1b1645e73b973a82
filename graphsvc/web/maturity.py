"""Technology readiness levels, one line each."""

from graphsvc.domain.sentence import Sentence, say

_LINES = (
    say("basic principle observed"),
    say("application thought of"),
    say("proof of concept by experiment"),
    say("works in the laboratory"),
    say("works in a relevant environment"),
    say("demonstrated in a relevant environment"),
    say("prototype demonstrated in operation"),
    say("complete and qualified"),
    say("proven in real operation"),
)


def levels() -> list[tuple[int, Sentence]]:
    """Level and meaning, from 1 to 9."""
    return list(enumerate(_LINES, start=1))
