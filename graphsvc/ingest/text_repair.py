"""Repair of text: UTF-8 that was read as cp1252, HTML entities, and characters that cannot be seen."""

import re
from html import unescape

from graphsvc.messages import Message, msg

INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\U000e0000-\U000e0fff]"
)
"""Characters that show nothing or turn the direction of text: names that look alike would differ."""

_ENTITY = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,30}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def repaired(text: str) -> str:
    """`text` with UTF-8 that was read as cp1252 put right, where reading it back gives the same text.

    >>> repaired("MÃ¼nchen"), repaired("SÃO PAULO")
    ('München', 'SÃO PAULO')
    """
    for _ in range(2):
        if text.isascii():
            return text
        try:
            again = b"".join(map(_byte, text)).decode("utf-8")
        except (UnicodeError, ValueError):
            return text
        text = again
    return text


def decoded(text: str) -> tuple[str, str | Message]:
    """`text` with HTML entities and the escapes of spreadsheets (`_x000D_`) as the characters they stand for.

    >>> text, note = decoded("M&uuml;ller &amp;amp; S&#246;hne_x000D_")
    >>> text, str(note)
    ('Müller & Söhne', 'character references decoded')
    """
    better = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    for _ in range(2):
        better = _ENTITY.sub(lambda found: unescape(found[0]), better)
    if better == text:
        return text, ""
    return better.strip(), msg("character references decoded")


def _byte(character: str) -> bytes:
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return bytes((ord(character),))


def visible(text: str) -> tuple[str, str | Message]:
    """`text` without characters that cannot be seen or turn its direction, and a note that names them.

    >>> text, note = visible("Muster\u202egnirts\u200b GmbH")
    >>> text, str(note)
    ('Mustergnirts GmbH', 'invisible characters taken out: U+200B, U+202E')
    """
    found = sorted({f"U+{ord(character):04X}" for character in INVISIBLE.findall(text)})
    if not found:
        return text, ""
    note = msg("invisible characters taken out: %(which)s", which=", ".join(found[:5]))
    return INVISIBLE.sub("", text).strip(), note
