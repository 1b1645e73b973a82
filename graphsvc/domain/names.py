"""How a stated name is shown: names are kept as they are, the display name is derived."""

import re

_WORD = re.compile(r"[^\W\d_]+")
_VOWEL = re.compile(r"[AEIOUYÄÖÜÀ-ÆÈ-ÏÒ-ÖØ-Ý]")
_SHORT = 4


def display_name(name: str | None, identifier: str) -> str:
    """The name to show: capitals lowered, except words of up to four letters or without vowels.

    A name that has any small letter is left alone; a missing one becomes `PIC 999…` or the bare key.

    >>> display_name("DEUTSCHES INSTITUT FUR LEBENSMITTELTECHNIK EV DIL", "organization:pic-1")
    'Deutsches Institut FUR Lebensmitteltechnik EV DIL'
    >>> display_name(None, "organization:pic-999")
    'PIC 999'
    """
    if not name:
        key = identifier.partition(":")[2]
        scheme, _, rest = key.partition("-")
        return f"{scheme.upper()} {rest}" if rest and scheme in ("pic", "ror", "grant", "rcn") else key
    if name != name.upper():
        return name
    return _WORD.sub(lambda match: _lowered(match.group()), name)


def _lowered(word: str) -> str:
    return word if len(word) <= _SHORT or not _VOWEL.search(word) else word.capitalize()
