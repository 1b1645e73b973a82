"""Files made to break their reader: workbooks, lists and mappings, the same for the same seed.

Every kind is a function of a random generator. `wrong` says whether the whole file must be refused; else it
is read and what is wrong in it is told by row.
"""

import gzip
import io
import json
import random
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

from graphsvc.ingest.child.parts import letters

Dice = random.Random
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_LINKS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_LEVELS = "".join(f'<!ENTITY {"bcdefghi"[n]} "{("&" + "abcdefgh"[n] + ";") * 10}">' for n in range(8))
_BOMB = f'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{_LEVELS}]>'


@dataclass(frozen=True)
class HostileFile:
    """A file, what is wrong with it, and whether all of it must be refused."""

    kind: str
    name: str
    data: bytes
    wrong: bool = True


def sheet(rows: str, dimension: str = "A1:C2", before: str = "") -> str:
    """The XML of a sheet."""
    return (
        f'{before}<worksheet {_MAIN}><dimension ref="{dimension}"/><sheetData>{rows}</sheetData></worksheet>'
    )


def _put(archive: zipfile.ZipFile, name: str, data: str | bytes) -> None:
    """Add a part without the time of day, so that equal parts make equal archives."""
    archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)


def _gzip(data: bytes, level: int = 6) -> bytes:
    return gzip.compress(data, level, mtime=0)


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


def _nested(dice: Dice) -> bytes:
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


def _old(dice: Dice) -> bytes:
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
    "nested archives": (_nested, True),
    "part twice": (_part_twice, True),
    "unsafe part": (_unsafe_part, True),
    "cut off": (_cut_off, True),
    "noise": (_noise, True),
    "old form": (_old, True),
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


def _one_line(dice: Dice) -> bytes:
    return _gzip(b"name\n" + b"x" * dice.randrange(20 << 20, 60 << 20), 1)


def _gzip_rows(dice: Dice) -> bytes:
    return _gzip(b"name\n" + b"x\n" * dice.randrange(1 << 20, 20 << 20), 1)


def _gzip_cut(dice: Dice) -> bytes:
    data = _gzip(b"name\n" + dice.randbytes(3000))
    return data[: dice.randrange(20, len(data) - 9)]


def _gzip_twice(dice: Dice) -> bytes:
    return _gzip(_gzip(dice.randbytes(100)))


def _wide_text(dice: Dice) -> bytes:
    return "name,city\nMüller,Ulm\n,Kiel\n".encode(dice.choice(["utf-16", "utf-32"]))


def _unknown_text(dice: Dice) -> bytes:
    some = bytes(dice.choice([0x81, 0x8D, 0x8F, 0x90]) for _ in range(2))
    return b"name,city\nM\x81" + some + b",Ulm\n"


def _csv_header(dice: Dice) -> bytes:
    return b"name," + b"x" * dice.randrange(1_001, 400_000) + b"\nX,Ulm\n"


def _control_header(dice: Dice) -> bytes:
    return b"name,ci" + bytes([dice.choice([0, 1, 8, 27])]) + b"ty\nX,Ulm\n"


def _many_columns(dice: Dice) -> bytes:
    return (";".join(f"c{n}" for n in range(dice.randrange(1_001, 9_000))) + "\n").encode()


def _no_name_column(dice: Dice) -> bytes:
    return f"colour,city\n{dice.randrange(9)},Ulm\n".encode()


def _too_many(dice: Dice) -> bytes:
    return b"name\n" + b"Werk\n" * dice.randrange(20_001, 60_000)


def _blank_lines(dice: Dice) -> bytes:
    return b"name\n" + b"\n" * dice.randrange(200_002, 900_000)


def _long_line(dice: Dice) -> bytes:
    return b"name\n" + b"a," * dice.randrange(2_500_000, 3_500_000) + b"\nWerk\n"


def _long_cell(dice: Dice) -> bytes:
    return b"name\n" + b"x" * dice.randrange(1_000_001, 1_500_000) + b"\nWerk\n"


def _control_name(dice: Dice) -> bytes:
    return b"name,city\nMuster" + bytes([dice.choice([0, 1, 7, 27, 127])]) + b"werk,Ulm\nWerk,Kiel\n"


def _turned_name(dice: Dice) -> bytes:
    sign = dice.choice("\u202e\u202a\u2066\u200b\u2060\u00ad\u200f")
    return f"name,city\nMuster{sign}werk,Ulm\n".encode()


def _unseen_name(dice: Dice) -> bytes:
    sign = dice.choice("\u202e\u200b\u2060")
    return f"name,city\n{sign * 3},Ulm\nWerk,Kiel\n".encode()


def _more_cells(dice: Dice) -> bytes:
    return ("name,city\nWerk,Kiel\nX" + ",y" * dice.randrange(2, 50) + "\n").encode()


def _open_quote(dice: Dice) -> bytes:
    after = "".join(f"Werk {n},Kiel\n" for n in range(dice.randrange(3, 300)))
    return f'name,city\nWerk,Kiel\n"Muster{dice.choice(["werk", "", ","])},Ulm\n{after}'.encode()


def _mixed_encodings(dice: Dice) -> bytes:
    names = [f"Mühle {n},Köln\n".encode(dice.choice(["utf-8", "cp1252"])) for n in range(20)]
    return b"name,city\n" + b"".join(names) + "Bäcker,Ulm\n".encode() + "Bäcker,Ulm\n".encode("cp1252")


LISTS: dict[str, tuple[Callable[[Dice], bytes], bool]] = {
    "one packed line": (_one_line, True),
    "packed rows": (_gzip_rows, True),
    "packed and cut off": (_gzip_cut, True),
    "packed twice": (_gzip_twice, True),
    "archive as text": (_nested, True),
    "old form as text": (_old, True),
    "wide characters": (_wide_text, False),
    "unknown characters": (_unknown_text, False),
    "long header": (_csv_header, True),
    "header with control characters": (_control_header, True),
    "many columns": (_many_columns, True),
    "no name": (_no_name_column, True),
    "many rows": (_too_many, True),
    "blank lines": (_blank_lines, True),
    "long line": (_long_line, False),
    "long cell": (_long_cell, False),
    "control characters": (_control_name, False),
    "turned direction": (_turned_name, False),
    "unseen name": (_unseen_name, False),
    "more cells than columns": (_more_cells, False),
    "open quotation mark": (_open_quote, False),
    "mixed encodings": (_mixed_encodings, False),
}

_MAPPING = 'version: "1"\ntables:\n  - file: list.csv\n    records:\n      - record: organization\n'
_REST = "        id: {key: name}\n        fields: {name: name}\n"


def _aliases(dice: Dice) -> str:
    levels = dice.randrange(4, 10)
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, levels)]
    return "\n".join(lines)


def _deep_flow(dice: Dice) -> str:
    depth = dice.randrange(100, 200_000)
    return dice.choice(["[" * depth, "[" * depth + "]" * depth, '{"a":' * depth + "1" + "}" * depth])


def _deep_block(dice: Dice) -> str:
    return "- " * dice.randrange(100, 5_000) + "x"


def _long_number(dice: Dice) -> str:
    number = dice.choice(["9" * 5_000, "1" + ":1" * 100_000, "0x" + "f" * 90_000, "1." + "0" * 9_000])
    return f"{_MAPPING}{_REST}extra: {number}\n"


def _no_number(dice: Dice) -> str:
    return f"{_MAPPING}{_REST}extra: {dice.choice(['.nan', '.inf', '-.inf', '1e999'])}\n"


def _tag(dice: Dice) -> str:
    return dice.choice(
        [
            "!!python/object/apply:os.system ['id']",
            "!!binary aGk=",
            "a: !x y",
            "!!set {a, b}",
            "!!omap [a: 1]",
        ]
    )


def _same_field(dice: Dice) -> str:
    return f"{_MAPPING}{_REST}" + 'version: "1"\n' * dice.randrange(1, 5)


def _documents(dice: Dice) -> str:
    return f"{_MAPPING}{_REST}" + "---\na: 1\n" * dice.randrange(1, 5)


def _odd_field(dice: Dice) -> str:
    return f"{_MAPPING}{_REST}{dice.choice(['1', 'null', 'true', '2020-01-01', '[a]', '.inf'])}: x\n"


def _unknown_field(dice: Dice) -> str:
    return _MAPPING + _REST.replace("name: name", f"field{dice.randrange(99)}: name")


def _elsewhere(dice: Dice) -> str:
    file = dice.choice(["../x.csv", "/etc/passwd", "**/x.csv", "**", "a" * 300, "x\\\\y"])
    return f"{_MAPPING}{_REST}".replace("list.csv", f'"{file}"')


def _no_record(dice: Dice) -> str:
    return _MAPPING.replace("organization", dice.choice(["ship", "__class__", "''", "null"])) + _REST


def _large(dice: Dice) -> str:
    return "a: |\n" + " x\n" * dice.randrange(700_000, 900_000)


def _long_path(dice: Dice) -> str:
    return f"{'k' * dice.randrange(900, 1_000)}: [{'x, ' * 200_000}]"


def _broken(dice: Dice) -> str:
    return dice.choice(["a: [", "\x00", "a: b: c", "\t- x", "{", "%YAML 9.9\n---\n", "a: '", "@x"])


def _many_faults(dice: Dice) -> str:
    return json.dumps({f"x{n}": n for n in range(dice.randrange(1_000, 20_000))})


MAPPINGS: dict[str, Callable[[Dice], str]] = {
    "aliases": _aliases,
    "deep brackets": _deep_flow,
    "deep lists": _deep_block,
    "long number": _long_number,
    "no number": _no_number,
    "tag": _tag,
    "field twice": _same_field,
    "several documents": _documents,
    "odd field name": _odd_field,
    "unknown field": _unknown_field,
    "file elsewhere": _elsewhere,
    "unknown record": _no_record,
    "large": _large,
    "long path": _long_path,
    "broken": _broken,
    "many faults": _many_faults,
}


def hostile_files(seed: int, each: int) -> Iterator[HostileFile]:
    """`each` files of every kind."""
    for number in range(each):
        for kind, (make, wrong) in WORKBOOKS.items():
            yield HostileFile(f"workbook: {kind}", "list.xlsx", make(Dice(f"{seed} {kind} {number}")), wrong)
        for kind, (make, wrong) in LISTS.items():
            name = "list.csv.gz" if "packed" in kind else "list.csv"
            yield HostileFile(f"list: {kind}", name, make(Dice(f"{seed} {kind} {number}")), wrong)
        for kind, write in MAPPINGS.items():
            text = write(Dice(f"{seed} {kind} {number}"))
            encoding = "utf-16" if number % 4 == 3 else "utf-8"
            yield HostileFile(f"mapping: {kind}", "mapping.yml", text.encode(encoding))
