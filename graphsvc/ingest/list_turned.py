"""Lists in which a member is no row.

They lie on their side, have the names before each value, or have lines of an address below each name.
"""

from collections.abc import Sequence
from dataclasses import replace

from graphsvc.errors import Issue
from graphsvc.ingest.child.parts import place_of
from graphsvc.ingest.list_header_words import NAME, ORGANIZATION, senses_of
from graphsvc.ingest.list_sheet import ListSheet
from graphsvc.ingest.postal_lines import is_reaching
from graphsvc.messages import Message, msg

ON_ITS_SIDE = msg("the list lies on its side: each of its columns is read as a row")
NAMES_BEFORE = msg("names stand before each value: the lines about a member are read as one row")
ADDRESSES_BELOW = msg("the lines below each name are read as its address")
_MOSTLY, _TELLING = 0.6, 0.5
_NAMES = frozenset({NAME, ORGANIZATION})
_LEAST = 2
"""Blocks that are no chance."""

Rows = Sequence[tuple[int, tuple[str, ...]]]


def upright(sheet: ListSheet) -> ListSheet:
    """The sheet with a row for each member, where its first column is what names the values.

    A row that is made of a column has the number of that column (A is 1), one that is made of several lines
    the number of the last; `mended` says so. Titles above and below are left out.
    """
    if len(sheet.columns) == 1 and (blocks := _blocks(sheet)):
        told = Issue(sheet.file, 0, "", "", ADDRESSES_BELOW)
        return replace(sheet, rows=blocks, mended=(*sheet.mended, told))
    lines = [(number, cells) for number, cells in sheet.rows if sum(map(bool, cells)) > 1]
    split = [(number, halves) for number, cells in sheet.rows for halves in _halves(cells)]
    if len(sheet.columns) == 1 and len(split) > _MOSTLY * len(sheet.rows):
        lines = split
    labels = [cells[0].removesuffix(":").strip() for _, cells in lines]
    fields = [_fields(label) for label in labels]
    named = sum(bool(one & _NAMES) for one in fields)
    known = sum(map(bool, fields))
    if not named or known < max(2, _MOSTLY * len(lines)) or any(map(_names_columns, lines)):
        return sheet
    if named > 1 and known > named:
        return _of_lines(sheet, lines, labels, fields)
    return _on_its_side(sheet, lines) if named == 1 and len(sheet.columns) > 2 else sheet


def _blocks(sheet: ListSheet) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """A row for each block of lines with empty ones between, where most blocks are a name and an address."""
    blocks: list[list[tuple[int, str]]] = []
    for number, (cell,) in sheet.rows:
        if blocks and blocks[-1][-1][0] == number - 1:
            blocks[-1].append((number, cell))
        else:
            blocks.append([(number, cell)])
    several = [[cell for _, cell in block] for block in blocks if len(block) > 1]
    reached = [one for one in several if not is_reaching(one[0]) and any(map(is_reaching, one[1:]))]
    if len(reached) < _LEAST or len(reached) < _MOSTLY * len(several):
        return ()
    return tuple((block[0][0], ("\n".join(cell for _, cell in block),)) for block in blocks)


def _halves(cells: Sequence[str]) -> list[tuple[str, ...]]:
    label, mark, value = cells[0].partition(":")
    return [(label.strip(), value.strip())] if mark and value.strip() else []


def _fields(label: str) -> set[str]:
    """What a text may name, where most of its letters do."""
    return {field for field, sense in senses_of(label).items() if sense.letters >= _TELLING * sense.of}


def _names_columns(line: tuple[int, Sequence[str]]) -> bool:
    return sum(bool(_fields(cell)) for cell in line[1]) > 1


def _on_its_side(sheet: ListSheet, lines: Rows) -> ListSheet:
    numbers = [place_of(letters) + 1 for letters in sheet.columns]
    rows = tuple((number, tuple(cells[at] for _, cells in lines)) for at, number in enumerate(numbers))
    return _made(sheet, rows, tuple(str(number) for number, _ in lines), ON_ITS_SIDE)


def _of_lines(sheet: ListSheet, lines: Rows, labels: Sequence[str], fields: Sequence[set[str]]) -> ListSheet:
    """A row for each line that names a member, with what the lines up to the next such line say."""
    starts = [at for at, one in enumerate(fields) if one & _NAMES]
    header = tuple(dict.fromkeys(labels[starts[0] :]))
    rows = [(lines[starts[0]][0], header)]
    for first, last in zip(starts, [*starts[1:], len(lines)], strict=True):
        said = dict.fromkeys(header, "")
        for label, (_, cells) in zip(labels[first:last], lines[first:last], strict=True):
            said[label] = " ".join(filter(None, (said[label], *cells[1:])))
        rows.append((lines[last - 1][0], tuple(said.values())))
    if rows[1][0] == rows[0][0]:
        return sheet
    return _made(sheet, tuple(rows), tuple(map(str, range(1, len(header) + 1))), NAMES_BEFORE)


def _made(sheet: ListSheet, rows: Rows, columns: tuple[str, ...], how: Message) -> ListSheet:
    told = Issue(sheet.file, 0, "", "", how)
    return replace(sheet, rows=tuple(rows), columns=columns, mended=(*sheet.mended, told))
