"""Plain tables as CSV and XLSX, with texts that a spreadsheet could take for formulas made harmless."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

import xlsxwriter

from graphsvc.drawing.exports import Cell, safe

_NO_CLOCK = datetime(2000, 1, 1, tzinfo=UTC)


def sheet_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Rows as CSV with a byte order mark, so that spreadsheets read umlauts."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([safe(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def sheets_xlsx(sheets: Mapping[str, Iterable[Sequence[Cell]]]) -> bytes:
    """Sheets by name as XLSX, the first row of each as a frozen head; the same rows, the same bytes."""
    content = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(content, plain)
    book.set_properties({"created": _NO_CLOCK})
    bold = book.add_format({"bold": True})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name[:31])
        sheet.freeze_panes(1, 1)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, [safe(cell) for cell in row], bold if number == 0 else None)
        sheet.autofit()
    book.close()
    return content.getvalue()
