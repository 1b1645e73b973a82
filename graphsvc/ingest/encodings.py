"""The encoding of a text that does not say it: the one that makes its letters those of a language."""

import codecs
import re
from collections import Counter
from collections.abc import Callable, Collection
from contextlib import suppress
from typing import NamedTuple

from graphsvc.messages import Message, msg

ENCODINGS: dict[str, str | Message] = {
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": msg("Windows-1252 (Western Europe)"),
    "cp1250": msg("Windows-1250 (Central Europe)"),
    "cp1257": msg("Windows-1257 (Baltic)"),
    "cp1253": msg("Windows-1253 (Greek)"),
    "cp1251": msg("Windows-1251 (Cyrillic)"),
    "cp1254": msg("Windows-1254 (Turkish)"),
    "iso8859_2": msg("ISO 8859-2 (Central Europe)"),
    "iso8859_15": msg("ISO 8859-15 (Western Europe)"),
    "iso8859_16": msg("ISO 8859-16 (Romanian)"),
    "iso8859_13": msg("ISO 8859-13 (Baltic)"),
    "iso8859_7": msg("ISO 8859-7 (Greek)"),
    "iso8859_5": msg("ISO 8859-5 (Cyrillic)"),
    "mac_roman": msg("Mac Roman (Western Europe)"),
    "mac_latin2": msg("Mac Latin 2 (Central Europe)"),
    "cp850": msg("DOS 850 (Western Europe)"),
    "cp852": msg("DOS 852 (Central Europe)"),
}
"""What a person may choose from; where several fit equally well, the first is believed."""
GUESSED = msg("the encoding is a guess (%(encoding)s): look at the letters")
_BYTEWISE = tuple(encoding for encoding in ENCODINGS if not encoding.startswith("utf"))
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GREEK, _CYRILLIC = "άέήίόύώϊϋΐΰαβγδεζηθικλμνξοπρστυφχψως", "абвгдежзийклмнопрстуфхцчшщъыьэюяєіїґёў"
ALPHABETS = {
    "de": "äöüß",
    "fr": "àâæçèéêëîïôœùûüÿ",
    "it": "àèéìîòóù",
    "es": "áéíñóúüªº",
    "pt": "àáâãçéêíóôõúü",
    "nl": "éëïóöüèê",
    "pl": "ąćęłńóśźż",
    "cs": "áčďéěíňóřšťúůýž",
    "sk": "áäčďéíĺľňóôŕšťúýž",
    "hu": "áéíóöőúüű",
    "ro": "ăâîșțşţ",
    "hr": "čćđšž",
    "sl": "čšž",
    "sv": "åäöé",
    "da": "æøåé",
    "fi": "äöå",
    "et": "äöõüšž",
    "lv": "āčēģīķļņšūž",
    "lt": "ąčęėįšųūž",
    "tr": "çğıöşüâ",
    "mt": "ċġħż",
    "is": "áðéíóúýþæö",
    "el": _GREEK,
    "bg": _CYRILLIC,
}
"""The letters beyond ASCII of each language."""
_SIGNS = frozenset("–—‘’‚“”„«»§°·•€®™©…´`²³½&\u00a0№")
_STRAY, _SIGN, _OTHER_LANGUAGE, _SECOND, _NO_LETTER = 3.0, 0.3, 0.2, 0.5, 1.0
_INSIDE = re.compile(r"[^\W\d_](?=[^\W\d_])")
_SAMPLE = 1 << 16
_SURE = 0.25
"""Cost for each character beyond ASCII up to which an encoding is no mere guess."""
_RARE, _FEW = ("cp8", "mac_"), 8
"""Encodings of DOS and old Macs are a guess where fewer characters beyond ASCII speak for them."""
_WORD_GAIN = 3.0
_MANY = 3
"""One line in three, of those with more than ASCII, is UTF-8 in a text put together from several."""

Languages = Callable[[str], Collection[str]]


class Believed(NamedTuple):
    """An encoding, and whether it is more than a guess; `mixed`: that of the lines that are not UTF-8."""

    encoding: str
    sure: bool
    mixed: bool = False


def believed(data: bytes, languages: Languages) -> Believed:
    """The encoding of `data`: as its mark says, else UTF-8, UTF-16, else the bytewise one of least cost.

    `languages` gives the languages of the column names that a text begins with, one for each name that was
    recognized. An encoding costs less the fewer languages its letters need, the more of them are those of
    the column names, and the fewer signs stand where letters should.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Believed(encoding, True)
    if (wide := _without_mark(data)) is not None:
        return Believed(wide, True)
    if _is_utf8(data):
        return Believed("utf-8-sig", True)
    if rest := _beside_utf8(data):
        return believed(rest, languages)._replace(mixed=True)
    sample, start = _sample(data), data[:4096]
    known = len(languages(start.decode("ascii", "replace")))
    costs: dict[str, float] = {}
    for encoding in _BYTEWISE:
        with suppress(UnicodeDecodeError):
            text = sample.decode(encoding)
            named = languages(start.decode(encoding, "replace"))
            costs[encoding] = _cost(text, named, gained=max(len(named) - known, 0))
    best = min(costs, key=costs.__getitem__)
    beyond = sum(byte > 127 for byte in sample)
    enough = beyond >= _FEW or not best.startswith(_RARE)
    return Believed(best, enough and costs[best] <= _SURE * beyond)


def mixed_text(data: bytes, encoding: str) -> str:
    """The text of lines of which each is UTF-8 or, where it cannot be, in `encoding`."""
    return "".join(
        line.decode("utf-8" if _is_utf8(line) else encoding) for line in data.splitlines(keepends=True)
    )


def _beside_utf8(data: bytes) -> bytes:
    """The column names and the lines that are not UTF-8, where many others are; else nothing.

    Letters of another encoding that are UTF-8 by chance stand in single lines.
    """
    first, *lines = data.splitlines() or [b""]
    beyond = [line for line in lines if not line.isascii()]
    others = [line for line in beyond if not _is_utf8(line)]
    utf8 = len(beyond) - len(others)
    return b"\n".join([first, *others]) if others and utf8 > 1 and _MANY * utf8 >= len(beyond) else b""


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _without_mark(data: bytes) -> str | None:
    """UTF-16 shows by its zero bytes: every other one in European texts."""
    start = data[:2000]
    if len(start) < 4 or start.count(0) < len(start) // 4:
        return None
    return "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"


def _sample(data: bytes) -> bytes:
    """The lines with bytes beyond ASCII, so many as are needed."""
    lines: list[bytes] = []
    size = 0
    for line in re.split(rb"[\r\n]+", data):
        if not line.isascii():
            lines.append(line[:2000])
            size += len(lines[-1])
            if size > _SAMPLE:
                break
    return b"\n".join(lines)


def _cost(text: str, named: Collection[str], gained: int) -> float:
    """What the characters beyond ASCII cost, and what column names gain that only this encoding shows.

    `named` are the languages of the column names, `gained` how many of these need letters beyond ASCII.
    """
    letters: Counter[str] = Counter()
    cost = -_WORD_GAIN * gained
    for place, character in enumerate(text):
        if character.isascii():
            continue
        if character.isalpha() and character not in _SIGNS:
            letters[character.lower()] += 1
            if character.isupper() and place and text[place - 1].islower():
                cost += _NO_LETTER
        else:
            cost += _SIGN if character in _SIGNS and not _within_word(text, place) else _STRAY
    return cost + _alphabet_cost(letters, frozenset(named))


def _within_word(text: str, place: int) -> bool:
    return bool(_INSIDE.match(text[place - 1 : place] + text[place + 1 : place + 2])) if place else False


def _alphabet_cost(letters: Counter[str], named: frozenset[str]) -> float:
    """What the letters cost as those of one language, the others as those of a second."""
    return min(_in_languages(letters, one, named) for one in ALPHABETS) if letters else 0.0


def _in_languages(letters: Counter[str], language: str, named: frozenset[str]) -> float:
    own = ALPHABETS[language]
    foreign = _OTHER_LANGUAGE if named and language not in named else 0.0
    cost = sum(times * foreign for letter, times in letters.items() if letter in own)
    rest = {letter: times for letter, times in letters.items() if letter not in own}
    if not rest:
        return cost
    return cost + min(
        sum(times * (_SECOND if letter in ALPHABETS[other] else _NO_LETTER) for letter, times in rest.items())
        for other in ALPHABETS
    )
