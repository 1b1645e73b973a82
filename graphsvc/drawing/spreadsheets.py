"""Plain tables as CSV and XLSX, with texts that a spreadsheet could take for formulas made harmless."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

Cell = str | int | float | None

_FORMULA = ("'", "=", "+", "-", "@", "\t", "\r")
_LONGEST = 32_000
_NO_CLOCK = datetime(2000, 1, 1, tzinfo=UTC)


def safe(cell: Cell) -> Cell:
    """Put one `'` before a text that a spreadsheet could take for a formula; numbers stay as they are."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def sheet_csv(rows: Iterable[Sequence[Cell]], language: str) -> bytes:
    """Rows as CSV that the spreadsheet programs of a language open in columns.

    UTF-8 with a byte order mark, so that they read umlauts; in German with semicolons and decimal commas,
    else with commas and decimal points.
    """
    text = io.StringIO()
    german = language == "de"
    writer = csv.writer(text, delimiter=";" if german else ",", lineterminator="\r\n")
    writer.writerows([_with_comma(cell) if german else safe(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _with_comma(cell: Cell) -> Cell:
    return str(cell).replace(".", ",") if isinstance(cell, float) else safe(cell)


def sheets_xlsx(sheets: Mapping[str, Iterable[Sequence[Cell]]]) -> bytes:
    """Sheets by name as XLSX, first row and column of each frozen; the same rows, the same bytes."""
    content = io.BytesIO()
    with workbook(content) as book:
        for name, rows in sheets.items():
            sheet = add_sheet(book, name[:31], rows)
            sheet.freeze_panes(1, 1)
            sheet.autofit()
    return content.getvalue()


def workbook(content: io.BytesIO) -> "Workbook":
    """An XLSX file that is written to `content` when it is closed; it names no time of its making."""
    from xlsxwriter import Workbook

    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(content, plain)
    book.set_properties({"created": _NO_CLOCK})
    return book


def add_sheet(book: "Workbook", name: str, rows: Iterable[Sequence[Cell]]) -> "Worksheet":
    """Write rows as a sheet, the first one as its frozen head; texts end after `_LONGEST` characters."""
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True})
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                sheet.write_string(row, column, str(safe(cell))[:_LONGEST], bold if row == 0 else None)
            elif cell is not None:
                sheet.write_number(row, column, cell)
    sheet.freeze_panes(1, 0)
    return sheet
