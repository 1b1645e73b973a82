"""Tables from files: CSV (also gzipped) and XLSX, as rows of text with their row numbers."""

import codecs
import csv
import gzip
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO, cast

from graphsvc.domain.sentence import english
from graphsvc.errors import InvalidData, Issue

MAX_CELL = 1_000_000
"""Characters in one cell; a longer one refuses its row."""
MAX_UNPACKED = 4 << 30
"""Bytes of text in one file, unpacked."""
MAX_WORKBOOK = 64 << 20
"""Bytes of an XLSX file; unpacked it may hold eight times as much."""
_CHUNK = 1 << 20
_DELIMITERS = ",;"

Rows = Iterator[tuple[int, Sequence[str]]]


@dataclass(frozen=True)
class Table:
    """A table on disk: where it is, its name in reports, its columns and how many rows it has at most."""

    path: Path
    file: str
    header: tuple[str, ...]
    size: int
    encoding: str = "utf-8-sig"
    delimiter: str = ","
    _cells: Sequence[Sequence[str]] | None = field(default=None, repr=False)

    def rows(self, issues: list[Issue]) -> Rows:
        """Row number (the header is row 1) and cells; as many cells as the header has.

        Empty rows are passed over, short ones filled up; rows with more cells than the header and rows
        that are no CSV are refused into `issues`.
        """
        source = enumerate(self._cells, 2) if self._cells is not None else self._csv_rows(issues)
        width = len(self.header)
        for number, cells in source:
            if len(cells) == width:
                if any(cells):
                    yield number, cells
            elif len(cells) < width:
                if any(cells):
                    yield number, [*cells, *[""] * (width - len(cells))]
            elif any(cells[width:]):
                extra = "; ".join(cells[width:])[:200]
                issues.append(
                    Issue(self.file, number, "", extra, english("more cells than the header has columns"))
                )
            else:
                yield number, cells[:width]

    def _csv_rows(self, issues: list[Issue]) -> Iterator[tuple[int, Sequence[str]]]:
        csv.field_size_limit(MAX_CELL)
        with _text(self.path, self.encoding) as stream:
            reader = csv.reader(stream, delimiter=self.delimiter)
            next(reader, None)
            number = 1
            while True:
                number += 1
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    issues.append(
                        Issue(
                            self.file,
                            number,
                            "",
                            "",
                            english("not readable as CSV: %(error)s", error=str(error)),
                        )
                    )
                    continue
                yield number, cells


def open_table(path: Path, root: Path | None = None) -> Table:
    """Look at a CSV or XLSX file: its columns, encoding (UTF-8, else cp1252) and delimiter (`,` or `;`).

    Raises `InvalidData` when the file is no table, is too large, or names a column twice.
    """
    file = path.relative_to(root).as_posix() if root else path.name
    try:
        table = _workbook(path, file) if path.suffix.lower() == ".xlsx" else _csv(path, file)
    except (OSError, EOFError, zipfile.BadZipFile) as error:
        raise InvalidData(
            english("%(file)s cannot be read: %(error)s", file=file, error=str(error)),
            [Issue(file, 0, "", "", str(error))],
        ) from error
    twice = sorted({column for column in table.header if table.header.count(column) > 1 and column})
    if twice:
        raise InvalidData(
            english("%(file)s names columns twice: %(columns)s", file=file, columns=", ".join(twice)),
            [Issue(file, 1, twice[0], "", english("named twice"))],
        )
    if not any(table.header):
        raise InvalidData(
            english("%(file)s has no header", file=file), [Issue(file, 1, "", "", english("no header"))]
        )
    return table


def is_table(path: Path) -> bool:
    """Whether the name of a file says that it is a table we read."""
    name = path.name.lower()
    return path.is_file() and name.endswith((".csv", ".csv.gz", ".xlsx")) and not name.startswith((".", "~"))


def tables_in(folder: Path, pattern: str = "*") -> list[Path]:
    """The tables of a folder whose names match, sorted by name."""
    return sorted((path for path in folder.glob(pattern) if is_table(path)), key=lambda path: path.name)


def _binary(path: Path) -> BinaryIO:
    return cast("BinaryIO", gzip.open(path, "rb")) if path.suffix.lower() == ".gz" else path.open("rb")


def _text(path: Path, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(_binary(path), encoding=encoding, newline="")


def _csv(path: Path, file: str) -> Table:
    encoding, lines = _looked_through(path, file)
    with _text(path, encoding) as stream:
        first = "".join(line for _, line in zip(range(20), stream, strict=False))
    headers = {
        mark: next(csv.reader(io.StringIO(first, newline=""), delimiter=mark), []) for mark in _DELIMITERS
    }
    delimiter = max(_DELIMITERS, key=lambda mark: (len(headers[mark]), mark == ","))
    header = tuple(column.strip() for column in headers[delimiter])
    return Table(path, file, header, lines, encoding, delimiter)


def _looked_through(path: Path, file: str) -> tuple[str, int]:
    """Encoding and an upper bound of the number of rows, in one pass over the bytes."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    utf8, lines, size, last = True, 0, 0, b""
    with _binary(path) as stream:
        while block := stream.read(_CHUNK):
            size += len(block)
            if size > MAX_UNPACKED:
                raise InvalidData(
                    english("%(file)s is larger than %(most)s GiB", file=file, most=MAX_UNPACKED >> 30),
                    [Issue(file, 0, "", "", english("too large"))],
                )
            if size == len(block) and block.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                raise InvalidData(
                    english("%(file)s is UTF-16; save it as UTF-8", file=file),
                    [Issue(file, 0, "", "", "UTF-16")],
                )
            lines, last = lines + block.count(b"\n"), block
            if utf8:
                try:
                    decoder.decode(block)
                except UnicodeDecodeError:
                    utf8 = False
    if utf8:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            utf8 = False
    rows = max(lines - 1 + (not last.endswith(b"\n")), 0)
    if utf8:
        return "utf-8-sig", rows
    _check_cp1252(path, file)
    return "cp1252", rows


def _check_cp1252(path: Path, file: str) -> None:
    decoder = codecs.getincrementaldecoder("cp1252")()
    with _binary(path) as stream:
        while block := stream.read(_CHUNK):
            try:
                decoder.decode(block)
            except UnicodeDecodeError as error:
                message = english("%(file)s is neither UTF-8 nor cp1252; save it as UTF-8", file=file)
                raise InvalidData(message, [Issue(file, 0, "", "", english("unknown encoding"))]) from error


def _workbook(path: Path, file: str) -> Table:
    from python_calamine import CalamineError, CalamineWorkbook

    packed = path.stat().st_size
    with zipfile.ZipFile(path) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    if packed > MAX_WORKBOOK or unpacked > 8 * MAX_WORKBOOK:
        raise InvalidData(
            english(
                "%(file)s is larger than %(most)s MiB; save the sheet as CSV",
                file=file,
                most=MAX_WORKBOOK >> 20,
            ),
            [Issue(file, 0, "", "", english("too large"))],
        )
    try:
        sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
        values = sheet.to_python(skip_empty_area=False)
    except CalamineError as error:
        raise InvalidData(
            english("%(file)s is not a readable XLSX file: %(error)s", file=file, error=str(error)),
            [Issue(file, 0, "", "", str(error))],
        ) from error
    cells = [[_as_text(value) for value in row] for row in values]
    header = tuple(column.strip() for column in cells[0]) if cells else ()
    return Table(path, file, header, max(len(cells) - 1, 0), _cells=cells[1:])


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
