"""Another table to the right of a list: it is not read, and that is told."""

from collections.abc import Sequence
from itertools import pairwise

from graphsvc.ingest.child.parts import place_of
from graphsvc.text_folding import plain


def beside(columns: Sequence[str], names: Sequence[str]) -> int | None:
    """Where another table begins: behind an empty column, with a column called as one before it.

    `columns` are the letters of the columns that are not empty, `names` what they are called.

    >>> beside(["A", "B", "D", "E"], ["Member", "Town", "Partner", "Town"])
    2
    >>> beside(["A", "B", "C", "D"], ["Member", "Town", "Partner", "Town"]) is None
    True
    """
    for at, (left, right) in enumerate(pairwise(map(place_of, columns)), 1):
        before = {plain(name) for name in names[:at] if name}
        if right - left > 1 and before & {plain(name) for name in names[at:] if name}:
            return at
    return None
