"""Folding: text reduced to what two spellings of one name share."""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

_LETTERS = str.maketrans(
    {
        "ß": "ss",
        "ẞ": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ł": "l",
        "ı": "i",
        "ŋ": "n",
    }
)
_PAIRS = (("ae", "a"), ("oe", "o"), ("ue", "u"), ("aa", "a"))
_GREEK_OU = re.compile("ο[υύ]")
_WORD = re.compile(r"[a-z0-9]+")


@lru_cache(maxsize=65_536)
def plain(text: str) -> str:
    """`text` in small letters without accents: ü→u, ß→ss, ł→l.

    >>> plain("Müller-Łódź")
    'muller-lodz'
    """
    if text.isascii():
        return text.lower()
    lowered = unicodedata.normalize("NFC", text).casefold().translate(_LETTERS)
    return "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))


def caseless(text: str) -> str:
    """`text` with case folded (ß becomes ss) and its words one blank apart; accents stay.

    >>> caseless(" Jörg  BÄR")
    'jörg bär'
    """
    return " ".join(text.casefold().split())


def folded(text: str) -> str:
    """`text` in small letters without accents, and `ae oe ue aa` as `a o u a`: the same for ü, ue and u.

    >>> folded("Südzucker") == folded("Suedzucker") == folded("SUDZUCKER")
    True
    """
    found = plain(text)
    for pair, letter in _PAIRS:
        found = found.replace(pair, letter)
    return found


def latin(text: str) -> str:
    """`text` folded and in Latin letters: Greek, Cyrillic and other scripts are transcribed.

    >>> latin("Софийски институт"), latin("Ινστιτούτο")
    ('sofiyski institut', 'institouto')
    """
    found = folded(text)
    if found.isascii():
        return found
    return folded(anyascii(_GREEK_OU.sub("ou", unicodedata.normalize("NFC", text).casefold())))


def words(text: str) -> list[str]:
    """The folded words of `text`, in order, without punctuation."""
    return _WORD.findall(folded(text))
