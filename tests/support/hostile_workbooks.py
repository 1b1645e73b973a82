"""Workbooks made to break their reader, the same for the same seed.

Every kind is a function of a random generator, with whether the whole file must be refused.
"""

import io
import random
import zipfile
from collections.abc import Callable, Mapping
from xml.sax.saxutils import escape

from graphsvc.ingest.child.parts import letters

Dice = random.Random
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_LINKS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_LEVELS = "".join(f'<!ENTITY {"bcdefghi"[n]} "{("&" + "abcdefgh"[n] + ";") * 10}">' for n in range(8))
_BOMB = f'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{_LEVELS}]>'


def sheet(rows: str, dimension: str = "A1:C2", before: str = "") -> str:
    """The XML of a sheet."""
    return (
        f'{before}<worksheet {_MAIN}><dimension ref="{dimension}"/><sheetData>{rows}</sheetData></worksheet>'
    )


def _put(archive: zipfile.ZipFile, name: str, data: str | bytes) -> None:
    """Add a part without the time of day, so that equal parts make equal archives."""
    archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)


def row(number: int | str, cells: Mapping[str, str], kind: str = "inlineStr") -> str:
    """A row of text cells by their columns."""
    inner = "".join(
        f'<c r="{column}{number}" t="{kind}">'
        + (f"<is><t>{escape(text)}</t></is>" if kind == "inlineStr" else f"<v>{text}</v>")
        + "</c>"
        for column, text in cells.items()
    )
    return f'<row r="{number}">{inner}</row>'


HEAD = row(1, {"A": "name", "B": "city", "C": "country"})
FIRST = row(2, {"A": "Musterwerk GmbH", "B": "Bremen", "C": "DE"})


def workbook(
    sheet_xml: str, strings: str = "", extra: Mapping[str, bytes] | None = None, books: str | None = None
) -> bytes:
    """An XLSX file of one sheet."""
    stream = io.BytesIO()
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        types = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
        _put(
            archive,
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Override PartName="/xl/workbook.xml" '
            f'ContentType="{types}"/></Types>',
        )
        link = (
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
            f'Type="{office}/%s" Target="%s"/></Relationships>'
        )
        _put(archive, "_rels/.rels", link % ("officeDocument", "xl/workbook.xml"))
        _put(archive, "xl/_rels/workbook.xml.rels", link % ("worksheet", "worksheets/sheet1.xml"))
        sheets = '<sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets>'
        default = f"<workbook {_MAIN} {_LINKS}>{sheets}</workbook>"
        _put(archive, "xl/workbook.xml", books or default)
        if strings:
            _put(archive, STRINGS, strings)
        _put(archive, SHEET, sheet_xml)
        for name, data in (extra or {}).items():
            _put(archive, name, data)
    return stream.getvalue()


def _far(dice: Dice) -> bytes:
    column, number = dice.choice(["XFD", "ZZ", "AAA", "E"]), dice.choice([600, 5000, 99_999, 1_048_576])
    return workbook(sheet(HEAD + FIRST + row(number, {column: "stray"}), f"A1:{column}{number}"))


def _wide_header(dice: Dice) -> bytes:
    names = {letters(place): f"c{place}" for place in range(dice.randrange(1_001, 3_000))}
    return workbook(sheet(row(1, names) + FIRST))


def _strings(dice: Dice) -> bytes:
    long = dice.choice("xyz") * dice.randrange(50_000, 90_000)
    strings = f"<sst {_MAIN}><si><t>name</t></si><si><t>{long}</t></si></sst>"
    rows = "".join(row(number, {"A": "1"}, "s") for number in range(2, dice.randrange(8_000, 18_000)))
    return workbook(sheet(row(1, {"A": "0"}, "s") + rows), strings)


def _entities(dice: Dice) -> bytes:
    place = dice.randrange(3)
    bomb = '<c r="A2" t="inlineStr"><is><t>&h;</t></is></c>'
    if place == 0:
        return workbook(sheet(HEAD + f'<row r="2">{bomb}</row>', before=_BOMB))
    if place == 1:
        return workbook(sheet(HEAD + FIRST), f"{_BOMB}<sst {_MAIN}><si><t>&h;</t></si></sst>")
    book = f'<!DOCTYPE x SYSTEM "file:///etc/passwd"><workbook {_MAIN} {_LINKS}/>'
    return workbook(sheet(HEAD + FIRST), books=book)


def _blown_up(dice: Dice) -> bytes:
    return workbook(sheet(HEAD + FIRST + " " * dice.randrange(20 << 20, 40 << 20)))


def nested_archives(dice: Dice) -> bytes:
    """An archive in an archive, several times, and no workbook in it."""
    data = b"name\nX\n"
    for depth in range(dice.randrange(1, 6)):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            _put(archive, f"{depth}.zip", data)
        data = stream.getvalue()
    return data


def _part_twice(dice: Dice) -> bytes:
    other = "".join(dice.choice((letter.lower(), letter.upper())) for letter in SHEET[:-4]) + ".XML"
    return workbook(sheet(HEAD + FIRST), extra={other: sheet(HEAD).encode()})


def _unsafe_part(dice: Dice) -> bytes:
    name = dice.choice(["../../evil.xml", "/etc/passwd", "xl/../../x", "xl\\..\\x"])
    return workbook(sheet(HEAD + FIRST), extra={name: b"x"})


def _cut_off(dice: Dice) -> bytes:
    data = workbook(sheet(HEAD + FIRST))
    return data[: dice.randrange(4, len(data) - 30)]


def _noise(dice: Dice) -> bytes:
    data = bytearray(workbook(sheet(HEAD + "".join(row(n, {"A": f"Werk {n}"}) for n in range(2, 200)))))
    start = data.index(SHEET.encode()) + len(SHEET) + 5
    for _ in range(40):
        data[dice.randrange(start, start + 300)] = dice.randrange(256)
    return bytes(data)


def old_form(dice: Dice) -> bytes:
    """Noise behind the first bytes of an Excel file before 2007."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + dice.randbytes(2000)


def _many_rows(dice: Dice) -> bytes:
    last = dice.randrange(21_000, 30_000)
    return workbook(sheet(HEAD + "".join(row(n, {"A": f"Werk {n}"}) for n in range(2, last))))


def _many_cells(dice: Dice) -> bytes:
    names = {"A": "name"} | {f"{a}{b}": f"{a}{b}" for a in "ABCDEFGHIJ" for b in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    rows = "".join(row(n, {"A": "x", "JZ": "y"}) for n in range(2, dice.randrange(4_500, 6_000)))
    return workbook(sheet(row(1, names) + rows))


def _no_place(dice: Dice) -> bytes:
    return workbook(sheet(HEAD + row(dice.choice(["-1", "0", "9" * 30, "1048577", "x"]), {"A": "X"})))


def _no_column(dice: Dice) -> bytes:
    cell = f'<c r="{dice.choice(["ZZZZ2", "XFE2", "22", "Ä2"])}" t="inlineStr"><is><t>x</t></is></c>'
    return workbook(sheet(HEAD + f'<row r="2">{cell}</row>'))


def _deep_xml(dice: Dice) -> bytes:
    depth = dice.randrange(200, 200_000)
    return workbook(sheet(HEAD + "<a>" * depth + "</a>" * depth))


def _broken_xml(dice: Dice) -> bytes:
    damage = dice.choice(["<row", "&#0;", "&nowhere;", "</worksheet>", "\x01", "<row></c>"])
    return workbook(sheet(HEAD + FIRST + damage))


def _long_header(dice: Dice) -> bytes:
    return workbook(sheet(row(1, {"A": "name", "B": "x" * dice.randrange(1_001, 300_000)}) + FIRST))


def _twice(_dice: Dice) -> bytes:
    return workbook(sheet(row(1, {"A": "name", "B": "name"}) + FIRST))


def _no_name(dice: Dice) -> bytes:
    return workbook(sheet(row(1, {"A": f"colour {dice.randrange(99)}"}) + FIRST, "A1:XFD1048576"))


def _formulas(dice: Dice) -> bytes:
    formula = dice.choice(["1/0", 'HYPERLINK("http://x","y")', "A2", "[1]A!A1", 'WEBSERVICE("http://x")'])
    cell = f'<c r="A3"><f>{escape(formula)}</f></c><c r="B3" t="inlineStr"><is><t>Ulm</t></is></c>'
    return workbook(sheet(HEAD + FIRST + f'<row r="3">{cell}</row>'))


def _wrong_dimension(dice: Dice) -> bytes:
    claimed = dice.choice(["A1:XFD1048576", "A1", "C9:A1", "B2:B2", "", "x", "A1:A1:A1"])
    return workbook(sheet(HEAD + FIRST + row(3, {"B": "Ulm"}), escape(claimed)))


WORKBOOKS: dict[str, tuple[Callable[[Dice], bytes], bool]] = {
    "stray cell": (_far, False),
    "header of many columns": (_wide_header, True),
    "shared string many times": (_strings, True),
    "entities": (_entities, True),
    "blown up": (_blown_up, True),
    "nested archives": (nested_archives, True),
    "part twice": (_part_twice, True),
    "unsafe part": (_unsafe_part, True),
    "cut off": (_cut_off, True),
    "noise": (_noise, True),
    "old form": (old_form, True),
    "many rows": (_many_rows, True),
    "many cells": (_many_cells, True),
    "row without place": (_no_place, True),
    "cell without place": (_no_column, True),
    "deep XML": (_deep_xml, True),
    "broken XML": (_broken_xml, True),
    "long header": (_long_header, True),
    "column twice": (_twice, True),
    "no name": (_no_name, True),
    "formulas without values": (_formulas, False),
    "wrong dimension": (_wrong_dimension, False),
}
