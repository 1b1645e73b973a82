"""What differs in a report: between the visible text and what was written, and between then and now."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from graphsvc.report.document import ReportDocument
from graphsvc.report.files import visible_in, write
from graphsvc.report.frozen import Frozen

Line = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where two texts differ; `before` or `now` is empty where one has nothing."""

    section: str
    before: str
    now: str


def altered(frozen: Frozen, form: str, content: bytes) -> tuple[Difference, ...]:
    """Where the text of a file is not the one that was written, word by word with the words around.

    What was written is the frozen document, written and read again in the same form: so line breaks, and
    what another program does to a file without touching its text, are no differences.
    """
    written, shown = (visible_in(form, one) for one in (write(frozen, form), content))
    if written == shown:
        return ()
    return tuple(
        Difference("", _around(written, a, b), _around(shown, c, d))
        for a, b, c, d in _unequal(written, shown)
    )


def changed(before: ReportDocument, now: ReportDocument) -> tuple[Difference, ...]:
    """Lines of a report that are not the same when it is made again; facts about its making are left out."""
    old, new = before.lines()[len(before.facts) + 1 :], now.lines()[len(now.facts) + 1 :]
    found = []
    for a, b, c, d in _unequal(old, new):
        for place in range(max(b - a, d - c)):
            was = old[a + place] if a + place < b else ("", "")
            is_now = new[c + place] if c + place < d else ("", "")
            found.append(Difference(was[0] or is_now[0], was[1], is_now[1]))
    return tuple(found)


def reasons(section: str, before: Frozen, now: Frozen) -> tuple[str, ...]:
    """The inputs on which a section rests that are no longer what they were, by name."""
    named = next((one.rests_on for one in before.document.sections if one.title == section), ())
    return tuple(name for name in named if before.inputs.get(name) != now.inputs.get(name))


def _unequal(old: Sequence[object], new: Sequence[object]) -> list[tuple[int, int, int, int]]:
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [(a, b, c, d) for tag, a, b, c, d in steps if tag != "equal"]


def _around(words: Sequence[str], first: int, after: int, more: int = 3) -> str:
    return " ".join(words[max(0, first - more) : after + more])
