"""A copy of an XLSB file in which each cell names its column, as the reader of workbooks needs it.

A program may leave out the column of a cell that follows the one before it ("short" cells, which libraries
write); the reader passes over such cells. Nor does it tell merged cells. Records as in [MS-XLSB] 2.3.
"""

import posixpath
from collections.abc import Iterator
from io import BytesIO
from typing import NamedTuple
from zipfile import ZipFile

from graphsvc.ingest.child.parts import Attributes, PackedParts, local
from graphsvc.ingest.child.refusal import FileRefused

BINARY = "xl/workbook.bin"
_LINKS = "xl/_rels/workbook.bin.rels"
_XML = ("[Content_Types].xml", "_rels/.rels", _LINKS)
_OTHERS = ("xl/sharedStrings.bin", "xl/styles.bin")
_ROW, _CELLS, _SHORT_CELLS = 0, range(1, 12), range(12, 19)
_SHORTER = 11
"""By how much the number of a short cell's record is greater than that of the same cell with its column."""
_MERGED, _SHEET = 176, 156
_ABSENT = 0xFFFFFFFF


class BinarySheet(NamedTuple):
    """Merged cells of a sheet by its name, as (column, first row, last row), rows counted from 1."""

    name: str
    merged: list[tuple[int, int, int]]


def full_copy(parts: PackedParts) -> tuple[BytesIO, list[BinarySheet]]:
    """The copy, and the sheets with their merged cells. Raises `FileRefused` for records that are cut off."""
    buffer = BytesIO()
    found: list[BinarySheet] = []
    with ZipFile(buffer, "w") as target:
        for name in filter(parts.has, _XML):
            with target.open(name, "w") as part:
                parts.copy(name, part.write)
        for name in filter(parts.has, _OTHERS):
            target.writestr(name, parts.content(name))
        book = parts.content(BINARY)
        target.writestr(BINARY, book)
        places = _targets(parts)
        for name, link in _sheets(book):
            place = places.get(link, "")
            sheet = BinarySheet(name, [])
            if parts.has(place) and place not in target.NameToInfo:
                target.writestr(place, _full(parts.content(place), sheet.merged))
            found.append(sheet)
    buffer.seek(0)
    return buffer, found


def _full(data: bytes, merged: list[tuple[int, int, int]]) -> bytes:
    """The records of a sheet, short cells with their column; merged cells are added to `merged`."""
    copy = bytearray()
    column = -1
    for kind, start, begin, end in _records(data):
        if kind == _ROW:
            column = -1
        elif kind in _CELLS:
            column = _number(data, begin)
        elif kind in _SHORT_CELLS:
            column += 1
            copy += bytes((kind - _SHORTER,)) + _length(end - begin + 4)
            copy += column.to_bytes(4, "little") + data[begin:end]
            continue
        elif kind == _MERGED:
            first, last, left = (_number(data, begin + at) for at in (0, 4, 8))
            merged.append((left, first + 1, last + 1))
        copy += data[start:end]
    return bytes(copy)


def _sheets(book: bytes) -> Iterator[tuple[str, str]]:
    """Name and link of each sheet."""
    for kind, _, begin, _ in _records(book):
        if kind == _SHEET:
            link, at = _text(book, begin + 8)
            yield _text(book, at)[0], link


def _targets(parts: PackedParts) -> dict[str, str]:
    targets: dict[str, str] = {}

    def in_links(tag: str, attributes: Attributes) -> None:
        if local(tag) == "Relationship":
            place = posixpath.normpath(posixpath.join("/xl", attributes.get("Target", "")))
            targets[attributes.get("Id", "")] = place[1:]

    if parts.has(_LINKS):
        parts.parse(_LINKS, in_links)
    return targets


def _records(data: bytes) -> Iterator[tuple[int, int, int, int]]:
    """Number of each record, where it begins, and where its content begins and ends."""
    at = 0
    while at < len(data):
        start = at
        kind = data[at]
        at += 1
        if kind & 0x80:
            kind = kind & 0x7F | (_byte(data, at) & 0x7F) << 7
            at += 1
        size = shift = 0
        while True:
            byte = _byte(data, at)
            size |= (byte & 0x7F) << shift
            at, shift = at + 1, shift + 7
            if not byte & 0x80 or shift == 28:
                break
        if at + size > len(data):
            raise FileRefused("workbook")
        yield kind, start, at, at + size
        at += size


def _byte(data: bytes, at: int) -> int:
    if at >= len(data):
        raise FileRefused("workbook")
    return data[at]


def _number(data: bytes, at: int) -> int:
    if at + 4 > len(data):
        raise FileRefused("workbook")
    return int.from_bytes(data[at : at + 4], "little")


def _text(data: bytes, at: int) -> tuple[str, int]:
    """A text with its length before it, and where it ends."""
    size = _number(data, at)
    size = 0 if size == _ABSENT else 2 * size
    if at + 4 + size > len(data):
        raise FileRefused("workbook")
    return data[at + 4 : at + 4 + size].decode("utf-16-le", "replace"), at + 4 + size


def _length(size: int) -> bytes:
    written = bytearray()
    while size > 0x7F:
        written.append(size & 0x7F | 0x80)
        size >>= 7
    written.append(size)
    return bytes(written)
