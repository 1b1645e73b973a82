"""Tables from files: CSV (also gzipped) and workbooks, as rows of text with their row numbers."""

import codecs
import csv
import gzip
import io
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from mmap import mmap
from pathlib import Path
from typing import Any, BinaryIO, cast

from graphsvc.errors import MOST_TOLD, InvalidData, Issue
from graphsvc.ingest.child.parts import letters
from graphsvc.ingest.encodings import ENCODINGS, GUESSED, believed
from graphsvc.ingest.lines import MAX_CELL, BoundedLines, csv_reason
from graphsvc.ingest.list_header_words import header_languages
from graphsvc.ingest.sandbox import TABLE, workbook_rows
from graphsvc.ingest.source_files import (
    GZIP,
    LONG_COLUMN_NAME,
    NO_GZIP,
    OLE,
    PACKED_TWICE,
    ZIP,
    check_size,
    column_name_fault,
    unreadable,
)
from graphsvc.messages import msg

MAX_UNPACKED = 4 << 30
"""Bytes of text in one file, unpacked."""
MAX_RATIO = 250
"""How many times larger than its file a gzipped text may be, once it is larger than `_SMALL`."""
MAX_REFUSED = 100_000
"""Rows of one load that may be refused; with more of them the files do not fit their mapping."""
_SMALL = 64 << 20
_CHUNK = 1 << 20
_WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
TABLES = (".csv", ".csv.gz", ".tsv", ".tsv.gz", *_WORKBOOKS)
"""How the names of tables end."""
_DELIMITERS = ",;\t|"

Rows = Iterator[tuple[int, Sequence[str]]]


@dataclass(frozen=True)
class SourceTable:
    """A table on disk: where it is, its name in reports, its columns and how many rows it has at most.

    `notes` are what a person should look at, whatever is made of the rows.
    """

    path: Path
    file: str
    header: tuple[str, ...]
    size: int
    encoding: str = "utf-8-sig"
    delimiter: str = ","
    notes: tuple[Issue, ...] = ()
    _workbook: mmap | None = field(default=None, repr=False)

    def rows(self, issues: list[Issue]) -> Rows:
        """Row number (the header is row 1) and cells; as many cells as the header has.

        Empty rows are passed over, short ones filled up; rows with more cells than the header and rows
        that are no CSV are refused into `issues`.
        """
        source = self._csv_rows(issues) if self._workbook is None else self._workbook_rows(issues)
        width = len(self.header)
        for number, cells in source:
            if len(cells) == width:
                if any(cells):
                    yield number, cells
            elif len(cells) < width:
                if any(cells):
                    yield number, [*cells, *[""] * (width - len(cells))]
            elif any(cells[width:]):
                extra = "; ".join(filter(None, cells[width:]))[:200]
                reason = msg("more cells than the header has columns")
                refuse(Issue(self.file, number, "", extra, reason), issues)
            else:
                yield number, cells[:width]

    def _csv_rows(self, issues: list[Issue]) -> Rows:
        csv.field_size_limit(MAX_CELL)
        with _text(self.path, self.encoding) as stream:
            lines = BoundedLines(stream)
            reader = csv.reader(lines, delimiter=self.delimiter)
            next(reader, None)
            number = 1
            while True:
                number += 1
                lines.begin_row()
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    refuse(Issue(self.file, number, "", lines.beginning, csv_reason(error)), issues)
                    continue
                yield number, cells

    def _workbook_rows(self, issues: list[Issue]) -> Rows:
        lines = _json_lines(cast("mmap", self._workbook))
        next(lines, None)
        next(lines, None)
        for number, *rest in lines:
            if len(rest) == 1:
                yield number, rest[0]
            else:
                column, value = rest
                reason = msg("the cell is too long")
                refuse(Issue(self.file, number, column, value, reason), issues)


def refuse(issue: Issue, issues: list[Issue]) -> None:
    """Add the reason why a row is refused. Raises `InvalidData` for more than `MAX_REFUSED` of them."""
    issues.append(issue)
    if len(issues) > MAX_REFUSED:
        message = msg(
            "%(file)s: more than %(most)s rows were refused, so nothing was taken",
            file=issue.file,
            most=MAX_REFUSED,
        )
        raise InvalidData(message, issues[:MOST_TOLD])


def open_table(path: Path, root: Path | None = None) -> SourceTable:
    """Look at a CSV file or workbook: its columns, encoding and delimiter, as its own bytes tell them.

    Raises `InvalidData` when the file is no table, is too large, or names a column twice.
    """
    file = path.relative_to(root).as_posix() if root else path.name
    try:
        table = _opened(path, file)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise unreadable(file, NO_GZIP) from error
    except OSError as error:
        raise unreadable(file, error.strerror or str(error)) from error
    for place, column in enumerate(table.header):
        if fault := column_name_fault(column):
            raise unreadable(file, fault, 1, letters(place), column[:100])
    twice = sorted({column for column in table.header if table.header.count(column) > 1 and column})
    if twice:
        raise InvalidData(
            msg("%(file)s names columns twice: %(columns)s", file=file, columns=", ".join(twice)),
            [Issue(file, 1, twice[0], "", msg("named twice"))],
        )
    if not any(table.header):
        raise InvalidData(
            msg("%(file)s has no header", file=file), [Issue(file, 1, "", "", msg("no header"))]
        )
    return table


def is_table(path: Path) -> bool:
    """Whether the name of a file says that it is a table we read."""
    name = path.name.lower()
    return path.is_file() and name.endswith(TABLES) and not name.startswith((".", "~"))


def tables_in(folder: Path, pattern: str = "*") -> list[Path]:
    """The tables of a folder whose names match, sorted by name."""
    return sorted((path for path in folder.glob(pattern) if is_table(path)), key=lambda path: path.name)


def all_tables_in(folder: Path) -> list[Path]:
    """The tables of a folder and of those below it, sorted by path."""
    return sorted(path for path in folder.rglob("*") if is_table(path))


def _opened(path: Path, file: str) -> SourceTable:
    """The table as its first bytes say: a workbook, a packed text or a text."""
    with path.open("rb") as stream:
        first = stream.read(8)
    if first.startswith((ZIP, OLE)) or path.suffix.lower() == ".xlsx":
        check_size(path, file, TABLE.packed)
        return _workbook(path, file)
    if not first.startswith(GZIP) and path.suffix.lower() == ".gz":
        raise unreadable(file, NO_GZIP)
    return _csv(path, file)


def _binary(path: Path) -> BinaryIO:
    with path.open("rb") as stream:
        packed = stream.read(2) == GZIP
    return cast("BinaryIO", gzip.open(path, "rb")) if packed else path.open("rb")


def _text(path: Path, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(_binary(path), encoding=encoding, newline="")


def _csv(path: Path, file: str) -> SourceTable:
    encoding, lines, notes = _looked_through(path, file)
    csv.field_size_limit(MAX_CELL)
    headers: dict[str, list[str]] = {}
    for mark in _DELIMITERS:
        with _text(path, encoding) as stream:
            try:
                headers[mark] = next(csv.reader(BoundedLines(stream), delimiter=mark), [])
            except csv.Error as error:
                raise unreadable(file, csv_reason(error), 1, letters(0)) from error
    delimiter = max(_DELIMITERS, key=lambda mark: (len(headers[mark]), mark == ","))
    header = tuple(column.strip() for column in headers[delimiter])
    if len(header) > TABLE.columns:
        reason = msg("the header has more than %(most)s columns", most=TABLE.columns)
        raise unreadable(file, reason, 1, letters(TABLE.columns))
    return SourceTable(path, file, header, lines, encoding, delimiter, notes)


def _looked_through(path: Path, file: str) -> tuple[str, int, tuple[Issue, ...]]:
    """Encoding, an upper bound of the number of rows, and a note where the encoding is a guess.

    What is not UTF-8 is decoded once more, as a whole.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    utf8, lines, size, last, sample = True, 0, 0, b"", b""
    packed = max(_SMALL, MAX_RATIO * path.stat().st_size)
    with _binary(path) as stream:
        while block := stream.read(_CHUNK):
            if not size:
                _check_beginning(block, file)
                sample = block
            size += len(block)
            if size > packed:
                reason = msg("unpacked it is more than %(most)s times larger", most=MAX_RATIO)
                raise unreadable(file, reason)
            if size > MAX_UNPACKED:
                raise InvalidData(
                    msg("%(file)s is larger than %(most)s GiB", file=file, most=MAX_UNPACKED >> 30),
                    [Issue(file, 0, "", "", msg("too large"))],
                )
            lines, last = lines + block.count(b"\n"), block
            if utf8:
                try:
                    decoder.decode(block)
                except UnicodeDecodeError:
                    utf8 = False
                    sample = sample if sample is block else sample + block
    if utf8:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            utf8 = False
    rows = max(lines - 1 + (not last.endswith(b"\n")), 0)
    if utf8:
        return "utf-8-sig", rows, ()
    guess = believed(sample, header_languages)
    _check_encoding(path, file, guess.encoding)
    shown = ENCODINGS.get(guess.encoding, guess.encoding)
    doubt = Issue(file, 0, "", "", replace(GUESSED, values={"encoding": shown}))
    return guess.encoding, rows, () if guess.sure else (doubt,)


def _check_beginning(block: bytes, file: str) -> None:
    """Refuse what only looks like a text by its name."""
    if block.startswith((ZIP, GZIP)):
        raise unreadable(file, PACKED_TWICE)


def _check_encoding(path: Path, file: str, encoding: str) -> None:
    decoder = codecs.getincrementaldecoder(encoding)()
    with _binary(path) as stream:
        try:
            while block := stream.read(_CHUNK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeError as error:
            shown = ENCODINGS.get(encoding, encoding)
            message = msg(
                "%(file)s is not in one encoding (%(encoding)s); save it as UTF-8", file=file, encoding=shown
            )
            raise InvalidData(message, [Issue(file, 0, "", "", msg("unknown encoding"))]) from error


def _workbook(path: Path, file: str) -> SourceTable:
    rows = workbook_rows(path, file, TABLE)
    lines = _json_lines(rows)
    next(lines)
    number, *first = next(lines, (1, []))
    if len(first) > 1:
        raise unreadable(file, LONG_COLUMN_NAME, 1, *first)
    header = tuple(column.strip() for column in first[0]) if number == 1 else ()
    size = sum(1 for _ in _ends(rows)) - 2
    return SourceTable(path, file, header, max(size, 0), _workbook=rows)


def _ends(rows: mmap) -> Iterator[int]:
    """Where the lines of JSON end; the empty line after the last one is no row."""
    at = 0
    while (end := rows.find(b"\n", at)) > at:
        yield end
        at = end + 1


def _json_lines(rows: mmap) -> Iterator[list[Any]]:
    """The rows of a workbook; several passes may be under way at once."""
    at = 0
    for end in _ends(rows):
        yield json.loads(rows[at:end])
        at = end + 1
