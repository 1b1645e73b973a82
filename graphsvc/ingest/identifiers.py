"""External identifiers in the forms in which sources write them: addresses, with spaces, as decimals."""

import re
from collections.abc import Callable
from functools import lru_cache

from graphsvc.ingest.text_repair import INVISIBLE
from graphsvc.messages import Message, msg

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*?([^\s/#?=]+)/?\Z", re.IGNORECASE)
_DECIMAL = re.compile(r"(\d+)[.,]0+\Z")
_NUMBERS = frozenset(("pic", "rcn", "grant"))
_SPACED = frozenset(("isni", "vat", "lei"))
_PIC = re.compile(r"[1-9]\d{8}\Z")
_SHAPES: dict[str, Callable[[str], str]] = {
    "ror": str.lower,
    "lei": str.upper,
    "vat": str.upper,
    "isni": str.upper,
}


@lru_cache(maxsize=65_536)
def identifier_value(scheme: str, given: str) -> tuple[str | None, str | Message]:
    """The identifier without its scheme, in its usual form, and what was done to it.

    >>> identifier_value("ror", "https://ror.org/02nv7yv05")[0]
    '02nv7yv05'
    >>> identifier_value("isni", "0000 0001 2096 0218")[0]
    '0000000120960218'
    >>> identifier_value("pic", "999000001.0")[0], identifier_value("pic", "9.99E+08")[0]
    ('999000001', None)
    """
    text = given.strip()
    if found := _ADDRESS.match(text):
        text = found[1]
    if scheme in _SPACED:
        text = re.sub(r"[\s.-]", "", text)
    note: str | Message = ""
    if scheme in _NUMBERS and (decimal := _DECIMAL.match(text)):
        text, note = decimal[1], msg("read as %(value)s", value=decimal[1])
    text = _SHAPES.get(scheme, str)(text)
    unfit = _CONTROL.search(text) or INVISIBLE.search(text) or any(c.isspace() for c in text)
    if not text or len(text) > 200 or unfit:
        return None, msg("left out: not an identifier")
    if scheme == "pic" and not (text.isascii() and text.isdigit()):
        return None, msg("left out: a PIC is nine digits")
    if scheme == "pic" and not _PIC.match(text):
        note = msg("doubtful: a PIC is nine digits")
    return text, note
