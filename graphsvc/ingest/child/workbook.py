"""A sheet of a spreadsheet file as rows of text, whatever dimension it claims.

The reader of workbooks reserves memory for the rectangle from the first to the last cell. So it gets a copy
of an XLSX file that holds the cells only, with empty rows and columns closed up.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import IO
from zipfile import ZipFile

from graphsvc.ingest.child.binary_workbook import BINARY, full_copy
from graphsvc.ingest.child.opendocument import CONTENT, OpenDocument
from graphsvc.ingest.child.parts import UNREADABLE_ZIP, WORKBOOK, PackedParts, SheetPart, chosen, letters
from graphsvc.ingest.child.refusal import FileRefused
from graphsvc.ingest.child.sheet import MergedCells, SheetCopy, StruckStyles

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
_UNREADABLE = (*UNREADABLE_ZIP, OSError, ValueError)
"""What reading a damaged workbook ends in."""
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)


Rows = Iterator[tuple[int, list[str]]]


def write_rows(path: str, limits: dict[str, int], out: IO[bytes], sheet: str = "") -> None:
    """Write a sheet (the one of that name, else the first that is not hidden) as lines of JSON.

    The first line names the sheets, the one that was read, its columns that are not empty (counted from 0),
    its hidden rows and the cells (row, column) that are struck through, where the form tells. The others are
    `[number, [cells]]`, as many cells as columns at most. A row with a cell that is too long becomes
    `[number, column, beginning of the cell]`.
    """
    with open(path, "rb") as stream:  # noqa: PTH123 - the reading process starts without pathlib
        packed = stream.read(2) == b"PK"
    try:
        if packed:
            with ZipFile(path) as archive:
                _write_packed(PackedParts(archive, limits["unpacked"]), limits, out, sheet)
        else:
            _write_binary(path, limits, out, sheet, {})
    except _UNREADABLE as error:
        raise FileRefused("workbook") from error


def _write_packed(parts: PackedParts, limits: dict[str, int], out: IO[bytes], wanted: str) -> None:
    if parts.has(CONTENT):
        sheets = OpenDocument(parts, limits)
        one = chosen(sheets.sheets, wanted)
        _begin(out, sheets.sheets, one, sheets.columns(one.name), sheets.marks(one.name))
        _write(out, limits, sheets.columns(one.name), sheets.rows(one.name))
    elif parts.has(BINARY):
        full, merged = full_copy(parts)
        _write_binary(full, limits, out, wanted, dict(merged))
    elif parts.has(WORKBOOK):
        found, since_1904 = parts.sheets()
        one = chosen(found, wanted)
        buffer, copy = _bounded_copy(parts, one.part, since_1904, limits)
        _begin(out, found, one, sorted(copy.columns), (copy.hidden, copy.struck))
        _write(out, limits, sorted(copy.columns), _copied_rows(buffer, copy))
    else:
        raise FileRefused("no-workbook")


def _begin(
    out: IO[bytes],
    sheets: Sequence[SheetPart],
    one: SheetPart,
    columns: list[int],
    marks: tuple[Sequence[int], Sequence[tuple[int, int]]] = ((), ()),
) -> None:
    names = [sheet.name for sheet in sorted(sheets, key=lambda sheet: not sheet.visible)]
    about = {"sheet": one.name, "sheets": names, "columns": columns}
    _tell(out, about | dict(zip(("hidden", "struck"), marks, strict=True)))


def _write(out: IO[bytes], limits: dict[str, int], columns: list[int], rows: Rows) -> None:
    for number, cells in rows:
        _tell(out, _line(number, cells, columns, limits["cell"]))


def _tell(out: IO[bytes], line: object) -> None:
    out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")


def _bounded_copy(
    parts: PackedParts, sheet: str, since_1904: bool, limits: dict[str, int]
) -> tuple[BytesIO, SheetCopy]:
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
        styles = StruckStyles()
        if parts.has("xl/styles.xml"):
            parts.parse("xl/styles.xml", styles.start, styles.end)
        with target.open("xl/worksheets/sheet1.xml", "w") as part:
            copy = SheetCopy(part.write, limits, styles.found)
            part.write(f'<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
            parts.parse(sheet, copy.start, copy.end, copy.text)
            part.write(b"</sheetData></worksheet>")
    buffer.seek(0)
    return buffer, copy


def _copied_rows(buffer: BytesIO, copy: SheetCopy) -> Rows:
    from python_calamine import CalamineError, CalamineWorkbook

    order = [copy.columns[column] for column in sorted(copy.columns)]
    merged = MergedCells(
        (sorted(copy.columns).index(column), first, last)
        for column, first, last in copy.merged
        if column in copy.columns
    )
    try:
        rows = CalamineWorkbook.from_filelike(buffer).get_sheet_by_index(0).iter_rows()
        for number, row in zip(copy.numbers, rows, strict=False):
            cells = [_as_text(row[place]) if place < len(row) else "" for place in order]
            yield number, merged.filled(number, cells)
    except CalamineError as error:
        raise FileRefused("workbook") from error


def _write_binary(
    file: str | BytesIO,
    limits: dict[str, int],
    out: IO[bytes],
    wanted: str,
    merged_cells: Mapping[str, list[tuple[int, int, int]]],
) -> None:
    """Sheets of the binary forms of Excel (XLS, XLSB), whose area the reader takes as it is claimed.

    `merged_cells` are (column, first row, last row) by sheet where the reader does not tell them.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_object(file)
        sheets = [
            SheetPart(one.name, one.name, one.visible == SheetVisibleEnum.Visible)
            for one in book.sheets_metadata
        ]
        one = chosen(sheets, wanted)
        sheet = book.get_sheet_by_name(one.name)
        if sheet.height * sheet.width > limits["cells"]:
            raise FileRefused("cells", sheet.height, most=limits["cells"])
        if sheet.height > limits["rows"] + 1:
            raise FileRefused("rows", sheet.height, most=limits["rows"])
        row, column = sheet.start or (0, 0)
        columns = list(range(column, column + sheet.width))
        told = [
            (first[1], first[0] + 1, last[0] + 1) for first, last in sheet.merged_cell_ranges or ()
        ] or merged_cells.get(one.name, [])
        merged = MergedCells((left - column, first, last) for left, first, last in told)
        rows = (
            (number, merged.filled(number, [_as_text(cell) for cell in cells]))
            for number, cells in enumerate(sheet.iter_rows(), row + 1)
        )
        _begin(out, sheets, one, columns)
        _write(out, limits, columns, rows)
    except PasswordError as error:
        raise FileRefused("protected") from error
    except CalamineError as error:
        raise FileRefused("old") from error


def _line(number: int, cells: list[str], columns: list[int], most: int) -> list[object]:
    for place, cell in enumerate(cells):
        if len(cell) > most:
            return [number, letters(columns[place]), cell[:100]]
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
