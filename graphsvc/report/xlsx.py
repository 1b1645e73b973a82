"""A report as a workbook: a sheet a section, one hidden sheet with what is kept."""

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from python_calamine import CalamineWorkbook

from graphsvc.drawing.spreadsheets import safe, workbook
from graphsvc.report.document import Block, Cell, ReportDocument, Table

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_KEPT = "graphsvc-report"
_PIECE = 30_000
_WIDE, _WIDTH = 100, 110
"""Widths in characters: of a sheet of texts, and of all columns of a table together."""
_LONGEST_NAME = 31
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def write(document: ReportDocument, kept: str) -> bytes:
    """The workbook, ready to print in A4 across."""
    content = io.BytesIO()
    with workbook(content) as book:
        pen = _Pen(book, document.foot)
        sheet = pen.sheet(document.title.partition(":")[0])
        pen.put(sheet, 0, 0, document.title, "title")
        for row, (what, value) in enumerate(document.facts, start=2):
            pen.put(sheet, row, 0, what)
            pen.put(sheet, row, 1, value)
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 1, _WIDE - 26)
        for section in document.sections:
            pen.section(section.title, section.blocks)
        hidden = book.add_worksheet(_KEPT)
        hidden.very_hidden()
        for row, start in enumerate(range(0, len(kept), _PIECE)):
            hidden.write_string(row, 0, f"|{kept[start : start + _PIECE]}|")
    return content.getvalue()


def kept(content: bytes) -> str | None:
    """What `write` kept."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    if _KEPT not in book.sheet_names:
        return None
    return "".join(str(row[0])[1:-1] for row in book.get_sheet_by_name(_KEPT).to_python())


def shown(content: bytes) -> list[str]:
    """The cells of the sheets that are no keeping, row by row."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    names = (name for name in book.sheet_names if name != _KEPT)
    return [text for name in names for text in (name, *_cells(book, name))]


def _cells(book: CalamineWorkbook, name: str) -> Iterator[str]:
    for row in book.get_sheet_by_name(name).to_python():
        for cell in row:
            whole = isinstance(cell, float) and cell.is_integer()
            yield str(int(cell)) if whole else str(cell)  # type: ignore[arg-type]


class _Pen:
    """Writes into a workbook in its few formats."""

    def __init__(self, book: "Workbook", foot: str) -> None:
        self._book, self._foot = book, foot
        top = {"valign": "top", "text_wrap": True}
        self._formats = {
            "text": book.add_format(top),
            "title": book.add_format({"bold": True, "font_size": 16}),
            "head": book.add_format({**top, "bold": True, "bottom": 1}),
        }

    def sheet(self, title: str) -> "Worksheet":
        """A sheet of this name, made to fit the width of a page."""
        sheet = self._book.add_worksheet(title.translate(_NOT_IN_NAMES)[:_LONGEST_NAME].strip("' "))
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L{self._foot.replace('&', '&&')[:200]}&R&P / &N")
        return sheet

    def put(self, sheet: "Worksheet", row: int, column: int, cell: Cell, style: str = "text") -> None:
        """Write a cell; no text is a formula."""
        if isinstance(cell, str):
            sheet.write_string(row, column, str(safe(cell)), self._formats[style])
        else:
            sheet.write_number(row, column, cell, self._formats[style])

    def section(self, title: str, blocks: tuple[Block, ...]) -> None:
        """Write a section as a sheet: its title, then one block under the other."""
        sheet, row = self.sheet(title), 2
        self.put(sheet, 0, 0, title, "title")
        tables = [block for block in blocks if isinstance(block, Table)]
        for column, width in enumerate(_widths(tables[0]) if tables else [_WIDE]):
            sheet.set_column(column, column, width)
        last = len(tables[0].columns) - 1 if tables else 0
        for block in blocks:
            if isinstance(block, Table):
                row = self._table(sheet, row, block) + 1
                continue
            for text in (block,) if isinstance(block, str) else block:
                row = self._text(sheet, row, last, text)
            row += 1

    def _text(self, sheet: "Worksheet", row: int, last: int, text: str) -> int:
        if last:
            sheet.merge_range(row, 0, row, last, "", self._formats["text"])
            sheet.set_row(row, 15 * (1 + len(text) // _WIDE))
        self.put(sheet, row, 0, text)
        return row + 1

    def _table(self, sheet: "Worksheet", row: int, table: Table) -> int:
        for column, named in enumerate(table.columns):
            self.put(sheet, row, column, named.name, "head")
        for number, cells in enumerate(table.rows, start=row + 1):
            for column, cell in enumerate(cells):
                self.put(sheet, number, column, cell)
        return row + 1 + len(table.rows)


def _widths(table: Table) -> list[int]:
    whole = sum(column.weight for column in table.columns)
    return [max(9, _WIDTH * column.weight // whole) for column in table.columns]
