"""A copy of a sheet that holds its cells only: what is empty, and be it a million rows, is left out."""

from collections.abc import Callable, Container, Iterable
from html import escape
from typing import Any

from graphsvc.ingest.child.parts import Attributes, letters, local
from graphsvc.ingest.child.refusal import FileRefused

MAX_ROW, MAX_COLUMN = 1_048_576, 16_384
"""The last row and column that a spreadsheet has."""

Cell = tuple[int, str, str, str]
"""Column counted from 0, type, style, value as written."""
_TRUE = ("1", "true")
_LETTERS = "$ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


class SheetCopy:
    """Takes the tags of a sheet and writes its rows anew, with empty rows and columns closed up.

    `numbers` are the numbers its rows had; `columns` says by the number of a column (counted from 0) which
    one it is in the copy; `merged` are merged cells as (column, first row, last row); `hidden` are rows that
    nobody sees, `struck` cells (row, column) that are struck through: their style is in `strikes`. Raises
    `FileRefused` for more columns, rows or cells than `limits` allow.
    """

    def __init__(
        self, write: Callable[[bytes], Any], limits: dict[str, int], strikes: Container[str] = ()
    ) -> None:
        self._write, self._limits, self._strikes = write, limits, strikes
        self.hidden: list[int] = []
        self.struck: list[tuple[int, int]] = []
        self.numbers: list[int] = []
        self.columns: dict[int, int] = {}
        self.merged: list[tuple[int, int, int]] = []
        self._row, self._hidden = 0, False
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
            self._hidden = attributes.get("hidden") in _TRUE
        elif name == "c":
            self._column = _column(attributes.get("r"), self._column + 1)
            self._cell, self._text = attributes, []
        elif name == "mergeCell" and len(self.merged) < self._limits["rows"]:
            self._merge(attributes.get("ref", ""))
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
            if value.strip():
                kind = self._cell.get("t", "")
                kind = "str" if kind == "inlineStr" else kind
                style = self._cell.get("s", "")
                self._cells.append((self._column, kind, style, value))
                if style in self._strikes:
                    self.struck.append((self._row, self._column))
            self._cell = None
        elif name == "row" and self._cells:
            self._finish(self._cells)

    def _merge(self, ref: str) -> None:
        first, _, last = ref.partition(":")
        column, rows = (
            _column(first, 0),
            [_number(part.lstrip(_LETTERS), 0) for part in (first, last or first)],
        )
        if rows[1] > rows[0]:
            self.merged.append((column, rows[0], rows[1]))

    def _finish(self, cells: list[Cell]) -> None:
        if not self.numbers:
            # the sheet must begin in its first column, or the reader of workbooks would move all others
            self.columns[cells[0][0]] = 0
        cells = sorted((self.columns.setdefault(cell[0], len(self.columns)), *cell[1:]) for cell in cells)
        self.numbers.append(self._row)
        if self._hidden:
            self.hidden.append(self._row)
        if len(self.columns) > self._limits["columns"]:
            place = letters(max(self.columns))
            raise FileRefused("columns", self._row, place, most=self._limits["columns"])
        rows = len(self.numbers)
        if rows > self._limits["rows"] + 1:
            raise FileRefused("rows", self._row, most=self._limits["rows"])
        if rows * len(self.columns) > self._limits["cells"]:
            raise FileRefused("cells", self._row, most=self._limits["cells"])
        self._write(_written(rows, cells))


class StruckStyles:
    """The numbers of the cell styles of a workbook whose font is struck through, in `found`."""

    def __init__(self) -> None:
        self.found: set[str] = set()
        self._within: list[str] = []
        self._fonts: list[bool] = []
        self._styles = 0

    def start(self, tag: str, attributes: Attributes) -> None:
        """A tag of the part of styles begins."""
        name = local(tag)
        above = self._within[-1] if self._within else ""
        if name == "font" and above == "fonts":
            self._fonts.append(False)
        elif name == "strike" and above == "font" and self._fonts:
            self._fonts[-1] = attributes.get("val", "1") in _TRUE
        elif name == "xf" and above == "cellXfs":
            font = attributes.get("fontId", "")
            if font.isdecimal() and self._fonts[int(font[:6]) : int(font[:6]) + 1] == [True]:
                self.found.add(str(self._styles))
            self._styles += 1
        self._within.append(name)

    def end(self, _tag: str) -> None:
        """A tag ends."""
        self._within.pop()


class MergedCells:
    """Fills the rows that merged cells (column of the row, first row, last row) span with what they say."""

    def __init__(self, spans: Iterable[tuple[int, int, int]]) -> None:
        self._begin: dict[int, list[tuple[int, int]]] = {}
        for column, first, last in spans:
            self._begin.setdefault(first, []).append((column, last))
        self._open: dict[int, tuple[int, str]] = {}

    def filled(self, number: int, cells: list[str]) -> list[str]:
        """The cells of the next row; those that a merged cell of a row above covers say what it says."""
        for column, (last, value) in list(self._open.items()):
            if number > last:
                del self._open[column]
            elif column < len(cells) and not cells[column]:
                cells[column] = value
        for column, last in self._begin.get(number, ()):
            if 0 <= column < len(cells) and cells[column]:
                self._open[column] = (last, cells[column])
        return cells


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
