"""Files made to break their reader: workbooks, lists and mappings, the same for the same seed.

Every kind is a function of a random generator. `wrong` says whether the whole file must be refused; else it
is read and what is wrong in it is told by row.
"""

import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.support.hostile_workbooks import WORKBOOKS, Dice, nested_archives, old_form


@dataclass(frozen=True)
class HostileFile:
    """A file, what is wrong with it, and whether all of it must be refused."""

    kind: str
    name: str
    data: bytes
    wrong: bool = True


def _gzip(data: bytes, level: int = 6) -> bytes:
    return gzip.compress(data, level, mtime=0)


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
    "archive as text": (nested_archives, True),
    "old form as text": (old_form, True),
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


KINDS = (
    *(f"workbook: {kind}" for kind in WORKBOOKS),
    *(f"list: {kind}" for kind in LISTS),
    *(f"mapping: {kind}" for kind in MAPPINGS),
)
"""What a file can be, and how it breaks its reader."""


def hostile_file(seed: int, kind: str, number: int = 0) -> HostileFile:
    """One file of a kind; another `number` makes another one."""
    group, _, fault = kind.partition(": ")
    dice = Dice(f"{seed} {fault} {number}")
    if group == "mapping":
        encoding = "utf-16" if number % 4 == 3 else "utf-8"
        return HostileFile(kind, "mapping.yml", MAPPINGS[fault](dice).encode(encoding))
    make, wrong = (WORKBOOKS if group == "workbook" else LISTS)[fault]
    packed = "list.csv.gz" if "packed" in fault else "list.csv"
    return HostileFile(kind, "list.xlsx" if group == "workbook" else packed, make(dice), wrong)


def hostile_files(seed: int, each: int) -> Iterator[HostileFile]:
    """`each` files of every kind."""
    for number in range(each):
        for kind in KINDS:
            yield hostile_file(seed, kind, number)
