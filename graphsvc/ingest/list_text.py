"""Rows of a delimited text that nobody vouches for: any delimiter and encoding, quotes left open."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from graphsvc.errors import InvalidData, Issue
from graphsvc.ingest.child.parts import letters
from graphsvc.ingest.encodings import ENCODINGS, GUESSED, believed, mixed_text
from graphsvc.ingest.lines import MAX_CELL
from graphsvc.ingest.list_header_words import header_languages
from graphsvc.ingest.sandbox import Limits
from graphsvc.ingest.source_files import unreadable
from graphsvc.messages import Message, msg

DELIMITERS: dict[str, Message] = {
    ";": msg("semicolon"),
    "\t": msg("tab"),
    "|": msg("vertical bar"),
    ",": msg("comma"),
}
"""What a person may choose from; where several fit equally well, the first is taken."""
_BRACKETS = re.compile(r"\([^()]*\)")
_SEP = re.compile(r"\s*sep=(.)\s*", re.IGNORECASE)
_LINE = re.compile(r"\r\n|\r|\n")
_LOOKED_AT = 200
_WIDE = 3
"""Cells of a row that hardly come about by semicolons or the like within a text."""
_MOST_LINES = 30
"""Lines that one row may have; a quotation mark that is open for longer was never closed."""
UNCLOSED = msg("a quotation mark is never closed; read to the end of its line")
MIXED = msg("some lines are in UTF-8, others in %(encoding)s: look at the letters")
_BEGINNING, _RARE = 2000, 10
"""At the beginning of a text not one character in ten is a control character."""
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_HTML = re.compile(r"\s*<(?:!doctype html|html|table)\b", re.IGNORECASE)


class TextTable(NamedTuple):
    """Rows with their numbers, how they were read, rows that could not be, and what was mended in others."""

    rows: list[tuple[int, list[str]]]
    encoding: str
    delimiter: str
    refused: list[Issue]
    mended: list[Issue]


def read_text(
    data: bytes, file: str, limits: Limits, encoding: str | None = None, delimiter: str | None = None
) -> TextTable:
    """The rows of a text; what is not given of encoding and delimiter is told by the text itself.

    A first line `sep=;` names the delimiter and is no row. Raises `InvalidData` for what is no such text, for
    an encoding that it cannot have, and for too many lines.
    """
    guess = believed(data, header_languages)
    encoding = encoding or guess.encoding
    mixed = guess.mixed and encoding == guess.encoding
    text = _decoded(data, file, encoding, mixed=mixed)
    lines = _LINE.split(text, maxsplit=limits.lines or 0)  # more are refused: no need to cut them all
    if limits.lines and len(lines) > limits.lines:
        reason = msg("more than %(most)s lines", most=limits.lines)
        raise unreadable(file, reason, limits.lines + 1)
    while lines and not lines[-1].strip("\x1a\x00 "):
        lines.pop()
    named = _SEP.fullmatch(lines[0]) if lines else None
    lines = lines[1:] if named else lines
    mark, width = (named[1], 0) if named else _sniffed(lines)
    if delimiter or named:
        mark = delimiter or mark
        width = _usual_width(lines, mark)[1]
    table = TextTable([], encoding, mark, [], [])
    csv.field_size_limit(MAX_CELL)
    for number, start, cells in _rows(lines, mark, width, table, file):
        long = [at for at, cell in enumerate(cells) if len(cell) > limits.cell] if cells else []
        if cells is None or long:
            reason = msg("a cell is longer than %(most)s characters", most=limits.cell)
            table.refused.append(Issue(file, number, letters(long[0]) if long else "", start[:100], reason))
        else:
            table.rows.append((number, _other_delimiter(cells, mark) if width > 1 else cells))
    if (mixed or not guess.sure) and encoding == guess.encoding:
        _doubt_encoding(table, file, MIXED if mixed else GUESSED)
    return table


def _decoded(data: bytes, file: str, encoding: str, *, mixed: bool) -> str:
    try:
        text = mixed_text(data, encoding) if mixed else data.decode(encoding).removeprefix("\ufeff")
    except (UnicodeDecodeError, LookupError) as error:
        shown = ENCODINGS.get(encoding, encoding)
        message = msg(
            "%(file)s is not in the encoding %(encoding)s; choose another", file=file, encoding=shown
        )
        raise InvalidData(message, [Issue(file, 0, "", "", msg("unknown encoding"))]) from error
    if data.startswith(b"%PDF"):
        raise unreadable(file, msg("a PDF is no table; save the list as XLSX or CSV"))
    if _HTML.match(text):
        raise unreadable(file, msg("a web page, whatever its name says; open it and save it as XLSX"))
    if text.lstrip().startswith("<?xml"):
        raise unreadable(file, msg("XML, whatever its name says; open it and save it as XLSX"))
    start = text[:_BEGINNING]
    if len(_CONTROL.findall(start)) * _RARE > len(start):
        raise unreadable(file, msg("neither a text nor a spreadsheet"))
    return text


def _sniffed(lines: Sequence[str]) -> tuple[str, int]:
    """The delimiter by which most lines have equally many cells, and how many; one column where none does.

    What stands in brackets parts no cells: "Mill Ltd (7621 Pécs, Fő u. 3)".
    """
    some = [_BRACKETS.sub("", line) for line in lines[:_LOOKED_AT] if line.strip()]
    found = {mark: _usual_width(some, mark) for mark in DELIMITERS}
    best = max(found, key=lambda mark: (found[mark][0], found[mark][1]))
    times, width = found[best]
    # a short table may have as many lines with titles and notes as with rows
    wide = best != "," and times > 1 and width >= _WIDE
    return (best, width) if wide or times * 2 > len(some) or (times and len(some) < 3) else (";", 1)


def _usual_width(lines: Sequence[str], mark: str) -> tuple[int, int]:
    """How many lines have as many cells as most that have several, and how many cells these are."""
    widths = Counter(_width(line, mark) for line in lines[:_LOOKED_AT])
    del widths[1]
    width, times = max(widths.items(), key=lambda pair: (pair[1], pair[0]), default=(1, 0))
    return times, width


def _width(line: str, mark: str) -> int:
    if '"' not in line:
        return line.count(mark) + 1
    return len(_parsed(line[:10_000], mark))


def _parsed(text: str, mark: str) -> list[str]:
    """The cells of one row, quotation marks taken as kindly as may be."""
    try:
        return next(csv.reader([text], delimiter=mark), [])
    except csv.Error:
        return []


def _rows(
    lines: Sequence[str], mark: str, width: int, table: TextTable, file: str
) -> Iterator[tuple[int, str, list[str] | None]]:
    """Row number, beginning and cells (nothing where one is too long); empty lines count as rows."""
    at, number, unclosed = 0, 0, False
    while at < len(lines):
        number += 1
        line, used = lines[at], 1
        try:
            cells: list[str] | None = next(csv.reader([line], delimiter=mark, strict=True), [])
            if unclosed and line.count('"') % 2:  # it would have closed the quotation mark of the row before
                cells, unclosed = _bare(line, mark), False
        except csv.Error as error:
            if "field limit" in str(error):
                cells = None
            elif "unexpected end" in str(error) and (joined := _joined(lines, at, mark, width)):
                cells, used = joined
            else:
                unclosed = "unexpected end" in str(error)
                if unclosed:
                    table.mended.append(Issue(file, number, "", line[:100], UNCLOSED))
                cells = _bare(line, mark) if unclosed else _parsed(line, mark)
        yield number, line, cells
        at += used


def _joined(lines: Sequence[str], at: int, mark: str, width: int) -> tuple[list[str], int] | None:
    """The row that begins at a line and goes on in the next ones, and how many lines it has.

    Nothing where the quotation mark is never closed: up to the end, or up to where only the quotation mark of
    a later row would close it, so that each of the lines is a row of its own.
    """
    quotes = 0
    for used, line in enumerate(lines[at : at + _MOST_LINES], 1):
        quotes += line.count('"')
        if used == 1 or quotes % 2:
            continue
        several = lines[at : at + used]
        try:
            (cells,) = csv.reader(["\n".join(several)], delimiter=mark, strict=True)
        except (csv.Error, ValueError):
            return None
        own_rows = width > 1 and all(one.count(mark) == width - 1 for one in several)
        return None if own_rows else (cells, used)
    return None


def _bare(line: str, mark: str) -> list[str]:
    """The cells of a line in which quotation marks begin and end nothing."""
    return [cell.strip().removeprefix('"').removesuffix('"').replace('""', '"') for cell in line.split(mark)]


def _other_delimiter(cells: list[str], mark: str) -> list[str]:
    """A row that is one cell, cut at the delimiter that its names of columns stand between."""
    if len(cells) != 1:
        return cells
    for other in DELIMITERS:
        parts = cells[0].split(other)
        if other != mark and len(parts) > 1 and all(header_languages(part) for part in parts):
            return parts
    return cells


def _doubt_encoding(table: TextTable, file: str, doubt: Message) -> None:
    """Name the first row whose letters rest on a guess."""
    for number, cells in table.rows:
        odd = next((cell for cell in cells if not cell.isascii()), None)
        if odd is not None:
            shown = ENCODINGS.get(table.encoding, table.encoding)
            reason = replace(doubt, values={"encoding": shown})
            table.mended.append(Issue(file, number, "", odd[:100], reason))
            return
