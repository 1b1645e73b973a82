"""Names as lists write them: numbered, or with the place behind a comma."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from graphsvc.ingest.organization_kinds import kind_of_name

_NUMBERED = re.compile(r"\d{1,4}[.)]\s+(?=\S)")
_LEAST, _MOSTLY = 3, 0.6


class NameWriting(NamedTuple):
    """How most names of a list are written: with a number before them, with the place behind."""

    numbered: bool = False
    placed: bool = False

    def parts(self, text: str) -> tuple[str, str]:
        """Name and place of a cell.

        >>> NameWriting(numbered=True, placed=True).parts("2. Holsten-Brauerei AG, Hamburg")
        ('Holsten-Brauerei AG', 'Hamburg')
        """
        name = _NUMBERED.sub("", text, count=1) if self.numbered and _NUMBERED.match(text) else text
        before, _, behind = name.rpartition(",")
        return (before.strip(), behind.strip()) if self.placed and _has_place(name) else (name, "")


def usual_writing(names: Sequence[str], *, place_named: bool) -> NameWriting:
    """How the names of a list are written; places are looked for where no column names them."""
    numbered = _mostly(names, lambda name: _NUMBERED.match(name) is not None)
    return NameWriting(numbered, not place_named and _mostly(names, _has_place))


def _has_place(name: str) -> bool:
    before, comma, behind = (part.strip() for part in name.rpartition(","))
    short = 0 < len(behind) <= 40 and len(behind.split()) <= 4 and not any(map(str.isdigit, behind))
    return bool(comma) and short and kind_of_name(before) is not None and kind_of_name(behind) is None


def _mostly(names: Sequence[str], fits: Callable[[str], bool]) -> bool:
    return len(names) >= _LEAST and sum(map(fits, names)) >= _MOSTLY * len(names)
