"""Folding: text reduced to what two spellings of one name share."""

import re
import unicodedata
from functools import lru_cache

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
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
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


def spelt_out(text: str) -> str:
    """`text` in small letters with umlauts written as two letters: ü→ue, ö→oe, å→aa.

    >>> spelt_out("Müller")
    'mueller'
    """
    return plain(unicodedata.normalize("NFC", text).casefold().translate(_UMLAUTS))


def words(text: str) -> list[str]:
    """The plain words of `text`, in order, without punctuation."""
    return _WORD.findall(plain(text))
