"""The parts of a packed spreadsheet, read within a budget; document types and odd part names are refused."""

import posixpath
import zlib
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from graphsvc.ingest.child.refusal import ByteBudget, FileRefused

Attributes = dict[str, str]
WORKBOOK = "xl/workbook.xml"
UNREADABLE_ZIP = (BadZipFile, EOFError, zlib.error, NotImplementedError, RuntimeError)
"""What reading a damaged or protected archive ends in."""
_ENCRYPTED = 1


class SheetPart(NamedTuple):
    """A sheet: its name, the part that holds it, and whether a person sees it."""

    name: str
    part: str
    visible: bool


def letters(place: int) -> str:
    """The letters a spreadsheet shows for a column, counted from 0.

    >>> letters(0), letters(27), letters(16383)
    ('A', 'AB', 'XFD')
    """
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(65 + rest) + text
    return text


def place_of(letters: str) -> int:
    """The place of the column with these letters, counted from 0.

    >>> place_of("A"), place_of("AB"), place_of("XFD")
    (0, 27, 16383)
    """
    place = 0
    for letter in letters:
        place = 26 * place + ord(letter) - ord("A") + 1
    return place - 1


def local(name: str) -> str:
    """A tag without its prefix."""
    return name.rpartition(":")[2]


class PackedParts:
    """The parts of a workbook by name."""

    def __init__(self, archive: ZipFile, most: int) -> None:
        self._archive, self._budget = archive, ByteBudget(most)
        seen: set[str] = set()
        for entry in archive.infolist():
            name = entry.filename
            if name.casefold() in seen:
                raise FileRefused("part-twice", value=name[:100])
            if name.startswith("/") or "\\" in name or ".." in name.split("/"):
                raise FileRefused("part-name", value=name[:100])
            if entry.flag_bits & _ENCRYPTED:
                raise FileRefused("protected")
            seen.add(name.casefold())

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return name in self._archive.NameToInfo

    def parse(
        self,
        name: str,
        start: Callable[[str, Attributes], Any] | None = None,
        end: Callable[[str], Any] | None = None,
        text: Callable[[str], Any] | None = None,
        write: Callable[[bytes], Any] | None = None,
    ) -> None:
        """Read a part of XML, handing on its tags and text, and its bytes to `write`."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.CharacterDataHandler = text
        try:
            with self._archive.open(name) as stream:
                while block := self._budget.next_block(stream.read):
                    parser.Parse(block)
                    if write:
                        write(block)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise FileRefused("xml", value=f"{name[:100]}, {error.lineno}:{error.offset}") from error

    def content(self, name: str) -> bytes:
        """The bytes of a part that is no XML."""
        with self._archive.open(name) as stream:
            return b"".join(iter(lambda: self._budget.next_block(stream.read), b""))

    def copy(self, name: str, write: Callable[[bytes], Any]) -> None:
        """Hand the bytes of a part of XML to `write`."""
        self.parse(name, write=write)

    def sheets(self) -> tuple[list[SheetPart], bool]:
        """The sheets of an XLSX file, and whether its days are counted from 1904."""
        sheets: list[tuple[str, str, bool]] = []
        targets: dict[str, str] = {}
        dates: list[str] = []

        def in_workbook(tag: str, attributes: Attributes) -> None:
            if local(tag) == "sheet":
                links = [value for name, value in attributes.items() if name.endswith(":id")]
                hidden = attributes.get("state", "visible") != "visible"
                sheets.extend((attributes.get("name", ""), link, not hidden) for link in links)
            elif local(tag) == "workbookPr":
                dates.append(attributes.get("date1904", ""))

        def in_links(tag: str, attributes: Attributes) -> None:
            if local(tag) == "Relationship":
                targets[attributes.get("Id", "")] = attributes.get("Target", "")

        self.parse(WORKBOOK, in_workbook)
        links = "xl/_rels/workbook.xml.rels"
        if self.has(links):
            self.parse(links, in_links)
        found = [
            SheetPart(name, posixpath.normpath(posixpath.join("/xl", targets.get(link, "")))[1:], visible)
            for name, link, visible in sheets
        ]
        return [one for one in found if self.has(one.part)], dates[:1] in (["1"], ["true"])


def chosen(sheets: Sequence[SheetPart], wanted: str) -> SheetPart:
    """The sheet of that name, else the first that is not hidden. Raises `FileRefused` where there is none."""
    named = [one for one in sheets if one.name == wanted]
    visible = [one for one in sheets if one.visible]
    for one in (*named, *visible, *sheets):
        return one
    raise FileRefused("no-sheet")


def _refuse_doctype(*_: object) -> None:
    raise FileRefused("doctype")
