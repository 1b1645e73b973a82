"""Another table to the right of a list: read below the first where it is one of the same kind, else told."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from graphsvc.errors import Issue
from graphsvc.ingest.child.parts import place_of
from graphsvc.ingest.list_header_words import NAME, ORGANIZATION, senses_of
from graphsvc.ingest.list_row_kinds import is_former_word
from graphsvc.ingest.list_sheet import ListSheet
from graphsvc.messages import msg
from graphsvc.text_folding import plain

NOT_READ = msg("another table stands beside this one and is not read; bring it as a file of its own")


def beside(columns: Sequence[str], names: Sequence[str]) -> int | None:
    """Where another table begins: behind an empty column, with a column called as one before it.

    A table whose columns are called as all those before them needs no empty column between. `columns` are the
    letters of the columns that are not empty, `names` what they are called.

    >>> beside(["A", "B", "D", "E"], ["Member", "Town", "Partner", "Town"])
    2
    >>> beside(["A", "B", "C", "D"], ["Member", "Town", "Partner", "Town"]) is None
    True
    >>> beside(["A", "B", "C", "D"], ["Member", "Town", "Member", "Town"])
    2
    """
    called = [plain(name) for name in names]
    for at, (left, right) in enumerate(pairwise(map(place_of, columns)), 1):
        again = {name for name in called[:at] if name} & {name for name in called[at:] if name}
        if again and (right - left > 1 or (at > 1 and called[at : 2 * at] == called[:at])):
            return at
    return None


def in_one_table(sheet: ListSheet, header: int) -> ListSheet:
    """The sheet with the tables to the right of the first one below it, where they are of the same kind.

    They are where all their columns are called as columns of the first, that of the organization among them,
    and where no title sets them apart. Their rows count on from the last row of the sheet. `mended` tells
    what is read and what is not.
    """
    while (names := next((cells for number, cells in sheet.rows if number == header), None)) is not None:
        at = beside(sheet.columns, names)
        if at is None:
            break
        if not _same_kind(names, at) or _set_apart([cells for row, cells in sheet.rows if row < header], at):
            shown = "; ".join(filter(None, names[at:]))[:100]
            told = Issue(sheet.file, header, sheet.columns[at], shown, NOT_READ)
            return replace(sheet, mended=(*sheet.mended, told))
        sheet = _stacked(sheet, header, names, at)
    return sheet


def _same_kind(names: Sequence[str], at: int) -> bool:
    called = {plain(name) for name in names[:at]}
    named = any({NAME, ORGANIZATION} & senses_of(name).keys() for name in names[at:])
    return named and {plain(name) for name in names[at:] if name} <= called


def _set_apart(titles: Sequence[Sequence[str]], at: int) -> bool:
    """Whether a title over the right table says other than those over the left one: "Former members"."""
    left, right = (
        {plain(cell).split()[0] for cells in titles for cell in cells[part] if cell}
        for part in (slice(at), slice(at, None))
    )
    return not right <= left or any(map(is_former_word, right))


def _stacked(sheet: ListSheet, header: int, names: Sequence[str], at: int) -> ListSheet:
    called = [plain(name) for name in names[:at]]
    to = {place: called.index(plain(names[place])) for place in range(at, len(names)) if names[place]}
    last = sheet.rows[-1][0]
    rows = [(number, cells[:at]) for number, cells in sheet.rows if any(cells[:at])]
    moved = {sheet.columns[place]: sheet.columns[goal] for place, goal in to.items()}
    for number, cells in sheet.rows:
        if number > header and any(cells[place] for place in to):
            below = [""] * at
            for place, goal in to.items():
                below[goal] = below[goal] or cells[place]
            rows.append((last + number, tuple(below)))
    counted = last + header
    reason = msg(
        "the table beside the first is read too; its row %(row)s counts as row %(counted)s",
        row=header,
        counted=counted,
    )
    told = Issue(sheet.file, header, sheet.columns[at], "; ".join(filter(None, names[at:]))[:100], reason)
    return replace(
        sheet,
        rows=tuple(rows),
        columns=sheet.columns[:at],
        mended=(*sheet.mended, told),
        hidden=sheet.hidden | {last + row for row in sheet.hidden},
        struck=sheet.struck
        | {(last + row, moved[column]) for row, column in sheet.struck if column in moved},
    )
