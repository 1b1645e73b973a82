"""The first sheet of an XLSX file as rows of text, whatever dimension it claims.

The reader of workbooks reserves memory for the rectangle from the first to the last cell. So it gets a copy
that holds the cells of the table only, with empty rows closed up: one cell far away costs nothing.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import IO, Any
from zipfile import BadZipFile, ZipFile
from zlib import error as zlib_error

from graphsvc.ingest.child.parts import PackedParts, letters
from graphsvc.ingest.child.refusal import FileRefused
from graphsvc.ingest.child.sheet import SheetCopy

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_WORKBOOK = (
    f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><workbookPr date1904="%s"/>'
    '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_LINK = (
    f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_RELATIONS}/%s" Target="%s"/></Relationships>'
)
_UNREADABLE = (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, zlib_error)
"""What unpacking a damaged archive ends in."""
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)


def write_rows(path: str, limits: dict[str, int], out: IO[bytes]) -> None:
    """Write the rows of the first sheet as lines of JSON: `[number, [cells]]`, the header first.

    A row with a cell that is too long becomes `[number, column, beginning of the cell]`.
    """
    try:
        with ZipFile(path) as archive:
            copy, numbers = _bounded_copy(PackedParts(archive, limits["unpacked"]), limits)
    except _UNREADABLE as error:
        raise FileRefused("workbook") from error
    for number, cells in zip(numbers, _values(copy), strict=False):
        line = _line(number, cells, limits["cell"])
        out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")


def _bounded_copy(parts: PackedParts, limits: dict[str, int]) -> tuple[BytesIO, Sequence[int]]:
    sheet, since_1904 = parts.first_sheet()
    buffer = BytesIO()
    with ZipFile(buffer, "w") as target:
        target.writestr("[Content_Types].xml", _TYPES)
        target.writestr("_rels/.rels", _LINK % ("officeDocument", "xl/workbook.xml"))
        target.writestr("xl/workbook.xml", _WORKBOOK % int(since_1904))
        target.writestr("xl/_rels/workbook.xml.rels", _LINK % ("worksheet", "worksheets/sheet1.xml"))
        for name in ("xl/sharedStrings.xml", "xl/styles.xml"):
            if parts.has(name):
                with target.open(name, "w") as part:
                    parts.copy(name, part.write)
        with target.open("xl/worksheets/sheet1.xml", "w") as part:
            numbers = _copied(parts, sheet, part.write, limits)
    buffer.seek(0)
    return buffer, numbers


def _copied(
    parts: PackedParts, sheet: str, write: Callable[[bytes], Any], limits: dict[str, int]
) -> Sequence[int]:
    copy = SheetCopy(write, limits)
    write(f'<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
    parts.parse(sheet, copy.start, copy.end, copy.text)
    write(b"</sheetData></worksheet>")
    return copy.numbers


def _values(copy: BytesIO) -> Iterator[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        rows = CalamineWorkbook.from_filelike(copy).get_sheet_by_index(0).iter_rows()
        for row in rows:
            yield [_as_text(value) for value in row]
    except CalamineError as error:
        raise FileRefused("workbook") from error


def _line(number: int, cells: list[str], most: int) -> list[object]:
    for place, cell in enumerate(cells):
        if len(cell) > most:
            return [number, letters(place), cell[:100]]
    while cells and not cells[-1].strip():
        cells.pop()
    return [number, cells]


def _as_text(value: object) -> str:
    """A spreadsheet cell as the text a CSV would hold: whole numbers without fraction, dates in ISO form."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return (
            value.date().isoformat()
            if (value.hour, value.minute, value.second) == (0, 0, 0)
            else value.isoformat(" ")
        )
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
