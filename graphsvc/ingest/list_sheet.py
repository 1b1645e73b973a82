"""The rows of a member list as they stand in its file, whatever form the file has."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from graphsvc.errors import Issue
from graphsvc.ingest.child.parts import letters
from graphsvc.ingest.list_text import read_text
from graphsvc.ingest.sandbox import LIST, unpacked, workbook_rows
from graphsvc.ingest.source_files import GZIP, NO_GZIP, OLE, PACKED_TWICE, ZIP, check_size, unreadable
from graphsvc.messages import msg

_ANY_ZIP = b"PK"
"""First bytes of any archive, also of empty and divided ones."""


@dataclass(frozen=True)
class ReadingChoice:
    """How a person wants a list to be read; what is not given is guessed.

    `header` is the number of the row that names the columns (0: none does), `fields` says what each column is
    taken for.
    """

    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""
    header: int | None = None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class ListSheet:
    """The rows of a list (number and cells) that are not empty, all equally wide, and where they come from.

    `columns` are the letters of the columns in a spreadsheet; `sheets` are those to choose from and `sheet`
    the one that was read, of a text nothing; of a text `encoding` and `delimiter` say how it was read.
    `hidden` are rows that a spreadsheet does not show, `struck` cells (row, letters of the column) it strikes
    through; XLS and XLSB do not tell.
    """

    file: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    columns: tuple[str, ...]
    sheets: tuple[str, ...] = ()
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""
    refused: tuple[Issue, ...] = ()
    mended: tuple[Issue, ...] = ()
    hidden: frozenset[int] = frozenset()
    struck: frozenset[tuple[int, str]] = frozenset()


def read_sheet(path: Path, choice: ReadingChoice) -> ListSheet:
    """Read a file that holds a list: CSV (also packed by gzip), XLSX, XLSM, XLS, XLSB or ODS.

    Raises `InvalidData` with place and reason for what is no such file, is too large or protected.
    """
    file = path.name
    check_size(path, file, LIST.packed)
    with path.open("rb") as stream:
        first = stream.read(8)
    if first.startswith((_ANY_ZIP, OLE)):
        return _closed_up(_from_workbook(path, choice))
    if first.startswith(GZIP):
        data = unpacked(path, file, LIST)
    elif path.suffix.lower() == ".gz":
        raise unreadable(file, NO_GZIP)
    else:
        data = path.read_bytes()
    if data.startswith((ZIP, GZIP)):
        raise unreadable(file, PACKED_TWICE)
    read = read_text(data, file, LIST, choice.encoding or None, choice.delimiter or None)
    width = max((len(cells) for _, cells in read.rows), default=0)
    if width > LIST.columns:
        row = next(number for number, cells in read.rows if len(cells) > LIST.columns)
        reason = msg("the header has more than %(most)s columns", most=LIST.columns)
        usual = [len(cells) for number, cells in read.rows if number != row]
        if max(usual, default=0) > LIST.columns or row == read.rows[0][0]:
            raise unreadable(file, reason, row)
    return _closed_up(
        ListSheet(
            file,
            tuple((number, tuple(cells)) for number, cells in read.rows),
            tuple(map(letters, range(width))),
            encoding=read.encoding,
            delimiter=read.delimiter,
            refused=tuple(read.refused),
            mended=tuple(read.mended),
        )
    )


def _from_workbook(path: Path, choice: ReadingChoice) -> ListSheet:
    with workbook_rows(path, path.name, LIST, choice.sheet) as content:
        about, *lines = [json.loads(line) for line in content[:].splitlines() if line]
    rows: list[tuple[int, tuple[str, ...]]] = []
    refused: list[Issue] = []
    for number, *rest in lines:
        if len(rest) == 1:
            rows.append((number, tuple(rest[0])))
        else:
            column, value = rest
            refused.append(Issue(path.name, number, column, value, msg("the cell is too long")))
    return ListSheet(
        path.name,
        tuple(rows),
        tuple(map(letters, about["columns"])),
        tuple(about["sheets"]),
        about["sheet"],
        refused=tuple(refused),
        hidden=frozenset(about["hidden"]),
        struck=frozenset((row, letters(column)) for row, column in about["struck"]),
    )


def _closed_up(sheet: ListSheet) -> ListSheet:
    """The sheet without empty rows and columns, its rows filled up, cells without outer spaces."""
    rows = [(number, _stripped(cells)) for number, cells in sheet.rows if any(map(str.strip, cells))]
    kept = sorted({at for _, cells in rows for at, cell in enumerate(cells) if cell})
    closed = tuple(
        (number, tuple(cells[at] if at < len(cells) else "" for at in kept)) for number, cells in rows
    )
    return replace(sheet, rows=closed, columns=tuple(sheet.columns[at] for at in kept))


def _stripped(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in cells)
