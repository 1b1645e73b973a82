"""Names as lists write them: numbered, or with the place behind a comma or in brackets."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from graphsvc.ingest.list_towns import is_town
from graphsvc.ingest.names import name_key
from graphsvc.ingest.organization_kinds import kind_of_name
from graphsvc.ingest.postal_lines import begins_with_post_code, is_address, is_reaching

_NUMBERED = re.compile(r"^\d{1,4}[.)]\s+(?=\S)")
_BRACKETED = re.compile(r"(.*\S)\s*\(\s*((?:\d{4,5}\s+)?([^()]+?))\s*\)")
_COMMA = re.compile(r"\s*[,;]\s*")
_STREET = re.compile(r"[^\W\d]\D*\d{1,4} ?[a-z]?", re.IGNORECASE)
"""A street with its number, as far as form tells."""
_DIGIT = re.compile(r"\d")
_LEAST, _MOSTLY = 3, 0.6
_LETTERS = 5
"""Letters of the longest short form."""


class NameWriting(NamedTuple):
    """How most names of a list are written: with a number before them, with the place behind."""

    numbered: bool = False
    placed: bool = False

    def parts(self, text: str) -> tuple[str, str]:
        """Name and place of a cell.

        >>> NameWriting(numbered=True, placed=True).parts("2. Holsten-Brauerei AG, Hamburg")
        ('Holsten-Brauerei AG', 'Hamburg')
        >>> NameWriting(placed=True).parts("Muster Mejeri AB (Malmö)")
        ('Muster Mejeri AB', 'Malmö')
        >>> NameWriting(placed=True).parts("Muster Malom (7621 Pécs, Fő u. 3.)")
        ('Muster Malom', '7621 Pécs, Fő u. 3.')
        """
        name = _NUMBERED.sub("", text, count=1) if self.numbered else text
        return _name_and_place(name) if self.placed else (name, "")


def name_and_address(text: str) -> tuple[str, str]:
    """The name in a cell and the address in the lines below it; no address where there is none.

    A line by which somebody is reached begins the address, and after a name with its legal form any line.

    >>> name_and_address("Muster Mejeri AB\\nBox 1"), name_and_address("Institut für\\nMuster 2 e.V.")
    (('Muster Mejeri AB', 'Box 1'), ('Institut für\\nMuster 2 e.V.', ''))
    >>> name_and_address("FH Muster\\nCampus 1\\n59063 Hamm")
    ('FH Muster', 'Campus 1\\n59063 Hamm')
    """
    first, *below = [line.strip() for line in text.split("\n")]
    rest = "\n".join(below)
    has_form = bool(name_key(first).legal) and not name_key(rest).legal and _DIGIT.search(rest)
    reached = next((at for at, line in enumerate(below) if is_reaching(line)), None)
    if below and has_form:
        return first, rest
    if reached is None or is_reaching(first):
        return text, ""
    while reached and _STREET.fullmatch(below[reached - 1]):
        reached -= 1
    return " ".join([first, *below[:reached]]), "\n".join(below[reached:])


def without_mark(name: str) -> str:
    """A name without the asterisks of a footnote behind it.

    >>> without_mark("Muster GmbH*"), without_mark("**")
    ('Muster GmbH', '**')
    """
    return name.rstrip("* ") or name


def usual_writing(names: Sequence[str], *, place_named: bool) -> NameWriting:
    """How the names of a list are written; places are looked for where no column names them."""
    numbered = _mostly(names, lambda name: _NUMBERED.match(name) is not None)
    placed = not place_named and _mostly(names, lambda name: bool(_name_and_place(name)[1]))
    return NameWriting(numbered, placed)


def _name_and_place(name: str) -> tuple[str, str]:
    """A name and the place in brackets or behind its last comma; no place where what stands there is none."""
    bracketed = _BRACKETED.fullmatch(name)
    if bracketed is not None and _is_place(bracketed[2], bracketed[3]):
        return bracketed[1], bracketed[2]
    for found in _COMMA.finditer(name):
        if begins_with_post_code(behind := name[found.end() :]) or is_address(behind):
            return name[: found.start()].strip(), behind
    before, _, behind = (part.strip() for part in name.rpartition(","))
    short = 0 < len(behind) <= 40 and len(behind.split()) <= 4 and not any(map(str.isdigit, behind))
    placed = short and kind_of_name(before) is not None and kind_of_name(behind) is None
    return (before, behind) if placed else (name, "")


def _is_place(text: str, town: str) -> bool:
    """Whether brackets hold a place: a town, or postcode, town and street."""
    return begins_with_post_code(text) or (is_town(town) and not _is_short(town))


def _is_short(behind: str) -> bool:
    """Whether a word in brackets looks like the short form of the name before it."""
    return behind.isupper() and len(behind) <= _LETTERS


def _mostly(names: Sequence[str], fits: Callable[[str], bool]) -> bool:
    return len(names) >= _LEAST and sum(map(fits, names)) >= _MOSTLY * len(names)
