"""A copy of a sheet that holds its table only: columns of the header, rows that have cells."""

from collections.abc import Callable
from html import escape
from typing import Any

from graphsvc.ingest.child.parts import Attributes, letters, local
from graphsvc.ingest.child.refusal import FileRefused

MAX_ROW, MAX_COLUMN = 1_048_576, 16_384
"""The last row and column that a spreadsheet has."""

Cell = tuple[int, str, str, str]
"""Column counted from 0, type, style, value as written."""


class SheetCopy:
    """Takes the tags of a sheet and writes its rows anew; `numbers` are the numbers they had.

    The first row is the header. Of the cells right of it a row keeps the first one, so that it can be told.
    Empty rows are left out. Raises `FileRefused` for more columns, rows or cells than `limits` allow.
    """

    def __init__(self, write: Callable[[bytes], Any], limits: dict[str, int]) -> None:
        self._write, self._limits = write, limits
        self.numbers: list[int] = []
        self._width = 0
        self._row = 0
        self._cells: list[Cell] = []
        self._column = -1
        self._cell: Attributes | None = None
        self._text: list[str] = []
        self._open: list[str] = []

    def start(self, tag: str, attributes: Attributes) -> None:
        """A tag begins."""
        name = local(tag)
        if name == "row":
            self._row = _number(attributes.get("r"), self._row + 1)
            self._cells, self._column = [], -1
        elif name == "c":
            self._column = _column(attributes.get("r"), self._column + 1)
            self._cell, self._text = attributes, []
        self._open.append(name)
        if len(self._open) > 100:
            raise FileRefused("depth", self._row)

    def text(self, data: str) -> None:
        """Text between tags."""
        if self._cell is not None and (
            self._open[-1] == "v" or (self._open[-1] == "t" and "rPh" not in self._open)
        ):
            self._text.append(data)

    def end(self, tag: str) -> None:
        """A tag ends."""
        self._open.pop()
        name = local(tag)
        if name == "c" and self._cell is not None:
            value = "".join(self._text)
            if value:
                kind = self._cell.get("t", "")
                kind = "str" if kind == "inlineStr" else kind
                self._cells.append((self._column, kind, self._cell.get("s", ""), value))
            self._cell = None
        elif name == "row" and self._cells:
            self._finish(self._cells)

    def _finish(self, cells: list[Cell]) -> None:
        if not self.numbers:
            cells = self._header(cells)
        else:
            beyond = [cell for cell in cells if cell[0] >= self._width][:1]
            cells = [cell for cell in cells if cell[0] < self._width]
            cells += [(self._width, *cell[1:]) for cell in beyond]
        self.numbers.append(self._row)
        rows = len(self.numbers)
        if rows > self._limits["rows"] + 1:
            raise FileRefused("rows", self._row, most=self._limits["rows"])
        if rows * (self._width + 1) > self._limits["cells"]:
            raise FileRefused("cells", self._row, most=self._limits["cells"])
        self._write(_written(rows, cells))

    def _header(self, cells: list[Cell]) -> list[Cell]:
        if self._row > 1:
            raise FileRefused("no-header", 1)
        last = max(column for column, *_ in cells)
        if last >= self._limits["columns"]:
            raise FileRefused("columns", 1, letters(last), most=self._limits["columns"])
        self._width = last + 1
        # the sheet must begin in its first column, or the reader of workbooks would move all others
        return cells if any(column == 0 for column, *_ in cells) else [(0, "str", "", " "), *cells]


def _written(row: int, cells: list[Cell]) -> bytes:
    parts = [f'<row r="{row}">']
    for column, kind, style, value in cells:
        given = "".join(f' {name}="{escape(text)}"' for name, text in (("t", kind), ("s", style)) if text)
        parts.append(f'<c r="{letters(column)}{row}"{given}><v xml:space="preserve">{escape(value)}</v></c>')
    return "".join([*parts, "</row>"]).encode()


def _number(text: str | None, default: int) -> int:
    if text is None:
        return default
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text[:8]) <= MAX_ROW or len(text) > 7:
        raise FileRefused("place", value=text[:100])
    return int(text)


def _column(text: str | None, default: int) -> int:
    if text is None:
        return default
    found = 0
    for letter in text[:4].upper():
        if not "A" <= letter <= "Z":
            break
        found = found * 26 + ord(letter) - 64
    if not 1 <= found <= MAX_COLUMN:
        raise FileRefused("place", value=text[:100])
    return found - 1
