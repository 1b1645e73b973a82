"""Hundreds of mangled copies of the shipped chains: refused with file and path, or equal in meaning."""

import random
from collections.abc import Callable
from pathlib import Path

import graphsvc.taxonomy
from graphsvc.taxonomy import check_chain, load_chain
from tests.support.repetitions import TIMES

FILES = sorted((Path(graphsvc.taxonomy.__file__).parent / "data" / "chain").glob("*.yml"))
ALPHABET = "abz09 -_:,[]{}\"'#&*!|>%@`\t\n\\?ä\u2028\x00~="
TRAPS = ["no", "1.10", "null", "~", "[]", "{}", "2026-02-30", "0x", "!!binary aGk="]
TRAPS += ["<<: 1", "*a", "- -", ".nan", "1e999"]


def drop_line(text: str, rng: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    del lines[rng.randrange(len(lines))]
    return "".join(lines)


def repeat_line(text: str, rng: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    place = rng.randrange(len(lines))
    return "".join([*lines[:place], lines[place], *lines[place:]])


def swap_lines(text: str, rng: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    first, second = rng.sample(range(len(lines)), 2)
    lines[first], lines[second] = lines[second], lines[first]
    return "".join(lines)


def indent(text: str, rng: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    place = rng.randrange(len(lines))
    lines[place] = rng.choice([" ", "  ", "\t"]) + lines[place]
    return "".join(lines)


def cut(text: str, rng: random.Random) -> str:
    return text[: rng.randrange(len(text))]


def change_character(text: str, rng: random.Random) -> str:
    place = rng.randrange(len(text))
    return text[:place] + rng.choice(ALPHABET) + text[place + rng.randrange(2) :]


def drop_characters(text: str, rng: random.Random) -> str:
    place = rng.randrange(len(text))
    return text[:place] + text[place + rng.randrange(1, 40) :]


def trap(text: str, rng: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    place = rng.choice([i for i, line in enumerate(lines) if ": " in line])
    lines[place] = lines[place].partition(": ")[0] + ": " + rng.choice(TRAPS) + "\n"
    return "".join(lines)


def harmless(text: str, rng: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    place = rng.choice([i for i, line in enumerate(lines) if not line.startswith(" ")])
    return "".join([*lines[:place], "# a remark\n\n", *lines[place:]]).replace(
        "\n", rng.choice(["\n", "\r\n"])
    )


MANGLERS: list[Callable[[str, random.Random], str]] = [
    drop_line,
    repeat_line,
    swap_lines,
    indent,
    cut,
    change_character,
    drop_characters,
    trap,
    harmless,
]


def test_mangled_files_are_refused_with_file_and_path_or_mean_the_same(tmp_path: Path) -> None:
    rng = random.Random(4)
    refused = kept = 0
    originals = {path: (path.read_text(encoding="utf-8"), load_chain(path).meaning()) for path in FILES}
    for number in range(180 * TIMES):
        text, meaning = originals[FILES[number % len(FILES)]]
        mangled = MANGLERS[number % len(MANGLERS)](text, rng)
        path = tmp_path / "mangled.yml"
        path.write_text(mangled, encoding="utf-8", newline="")
        found = check_chain(path)
        refused += bool(found)
        assert all(issue.file == "mangled.yml" and issue.reason and issue.row for issue in found), found
        if not found:
            kept += 1
            assert load_chain(path).meaning() == meaning
    assert refused > 120
    assert kept > 18
