"""Whole numbers that a program wrote with a fraction: 28195.0 as postcode."""

import re
from collections.abc import Sequence

from graphsvc.ingest.empty_cells import is_nothing

_FLOAT = re.compile(r"[-+]?\d+\.0+")
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")


def float_columns(rows: Sequence[Sequence[str]], width: int) -> set[int]:
    """The columns of numbers in which whole ones were written with a fraction: 28195.0."""
    found = set()
    for at in range(width):
        values = [cells[at] for cells in rows if cells[at] and not is_nothing(cells[at])]
        fits = bool(values) and all(_NUMBER.fullmatch(value) for value in values)
        if fits and all(_FLOAT.fullmatch(value) for value in values if "." in value):
            found.add(at)
    return found
