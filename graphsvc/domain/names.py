"""How a stated name is shown: names are kept as they are, the display name is derived."""

import re

_WORD = re.compile(r"[^\W\d_]+")
_VOWEL = re.compile(r"[AEIOUYÄÖÜÀ-ÆÈ-ÏÒ-ÖØ-Ý]")
_SHORT = 4
_TAIL = re.compile(r"\s+[-–(].*$")
_LEGAL_END = re.compile(r",?\s+e\.\s?V\.$", re.IGNORECASE)
_SMALL = """
GmbH gGmbH mbH und für fuer fur der die das des dem den im von zu zur and for of the in at de del della
delle dell do da dos das du des la le les et en el los las per pour par sur aux di al van voor het een ved
og för na oraz pod
"""
_USUAL = {word.upper(): word for word in _SMALL.split()}
"""Words as the languages of the data write them inside a name; legal forms with their own spelling."""


def display_name(name: str | None, identifier: str) -> str:
    """The name to show: capitals lowered, except words of up to four letters or without vowels.

    Articles, conjunctions and GmbH are written as usual, but for the first word of a name.
    A name that has any small letter is left alone; a missing one becomes `PIC 999…` or the bare key.

    >>> display_name("DEUTSCHES INSTITUT FUR LEBENSMITTELTECHNIK EV DIL", "organization:pic-1")
    'Deutsches Institut fur Lebensmitteltechnik EV DIL'
    >>> display_name(None, "organization:pic-999")
    'PIC 999'
    """
    if not name:
        key = identifier.partition(":")[2]
        scheme, _, rest = key.partition("-")
        return f"{scheme.upper()} {rest}" if rest and scheme in ("pic", "ror", "grant", "rcn") else key
    if any(letter.islower() and letter != "ß" for letter in name):
        return name
    return _WORD.sub(lambda match: _lowered(match.group(), first=match.start() == 0), name)


def _lowered(word: str, *, first: bool) -> str:
    if word in _USUAL and not first:
        return _USUAL[word]
    return word if len(word) <= _SHORT or not _VOWEL.search(word) else word.capitalize()


def short_name(name: str) -> str:
    """A name as people say it: without what follows a dash or stands in brackets, without the legal form e.V.

    >>> short_name("GIQS e.V. - Grenzüberschreitende Integrierte Qualitätssicherung")
    'GIQS'
    """
    return _LEGAL_END.sub("", _TAIL.sub("", name)).strip() or name
