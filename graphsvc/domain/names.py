"""Display names: derived from stated names, and of countries."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from babel import Locale

from graphsvc.messages import Message, msg

_WORD = re.compile(r"[^\W\d_]+")
_WORD_OR_BRACKETS = re.compile(r"\([^\W_]+\)|[^\W\d_]+")
_VOWEL = re.compile(r"[AEIOUYÄÖÜÀ-ÆÈ-ÏÒ-ÖØ-Ý]")
_SHORT = 4
_BREAK_MARK = re.compile(r"_x000[DA]_|_x0009_", re.IGNORECASE)
_TAIL = re.compile(r"\s+[-–(].*$")
_LEGAL_END = re.compile(r",?\s+e\.\s?V\.$", re.IGNORECASE)
_SMALL = """
GmbH gGmbH mbH und für fuer fur der die das des dem den im von zu zur and for of the in at de del della
delle dell do da dos das du des la le les et en el los las per pour par sur aux di al van voor het een ved
og för och na nad oraz pod para kai dei con sur
"""
_PLAIN = """
San Food Feed Farm Soil Seed Crop Fish Meat Milk Life Sea Blue Red New East West Open Care Park City Arts
Tech Hub Bois Mar Mer Agro Agri Ltd Inc Bern Bonn Graz Jena Kiel Köln Linz Ulm Wien Main Oslo Roma Cork Leon
Hong Kong Land Wood Pole
"""
_SHORT_ENGLISH = """
a an as by is it its no not or our use used with from into onto over that this via way ways what when all
any big best body cell cold cost cows cut data deep dry each egg eggs fast free full gas good gut heat
high how ice key lean less loss low made make mass more most need net off oil oils old one pest pig pigs
plus rate raw rice risk role root safe salt self side site size slow task test time tool tree two type
unit user well whey wide wild wine year zero
"""
"""Short words of English titles that are no abbreviations."""
_ORDINARY = frozenset(_SHORT_ENGLISH.upper().split())
_FIRST = {word.upper(): word for word in ("The", *_PLAIN.split())}
_USUAL = _FIRST | {word.upper(): word for word in _SMALL.split()}
"""Words as the languages of the data write them inside a name; legal forms with their own spelling."""


def display_name(name: str | None, identifier: str) -> str:
    """The name to show: capitals lowered, except words of up to four letters or without vowels.

    Articles, conjunctions, GmbH and common short words are written as usual, but for articles and
    the like at the beginning of a name.
    A name that has any small letter is left alone; a missing one becomes `PIC 999…` or the bare key.

    >>> display_name("DEUTSCHES INSTITUT FUR LEBENSMITTELTECHNIK EV DIL", "organization:pic-1")
    'Deutsches Institut fur Lebensmitteltechnik EV DIL'
    >>> display_name("THE FOOD INSTITUTE OF THE SEA LTD", "organization:pic-2")
    'The Food Institute of the Sea Ltd'
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
    usual = (_FIRST if first else _USUAL).get(word)
    if usual:
        return usual
    return word if len(word) <= _SHORT or not _VOWEL.search(word) else word.capitalize()


def display_title(title: str) -> str:
    """The title to show: without the marks that a spreadsheet leaves for a line break, spaces put right.

    >>> display_title("Optical properties of sea and_x000D_ocean water")
    'Optical properties of sea and ocean water'
    """
    return " ".join(_BREAK_MARK.sub(" ", title).split())


def has_title(title: str, identifier: str) -> bool:
    """Whether a title is one, and not the number that stands for it where a project has none.

    >>> has_title("Sea and ocean water", "project:rcn-1"), has_title("RCN 1", "project:rcn-1")
    (True, False)
    """
    return bool(title) and title != display_name(None, identifier)


def told_title(title: str, identifier: str) -> str | Message:
    """The title of a project in a sentence; where it has none, that and its number.

    >>> told_title("Sea and ocean water", "project:rcn-1"), str(told_title("RCN 1", "project:rcn-1"))
    ('Sea and ocean water', 'project without a title (RCN 1)')
    """
    if has_title(title, identifier):
        return title
    return msg("project without a title (%(number)s)", number=display_name(None, identifier))


def listed_title(title: str, identifier: str) -> str | Mapping[str, str]:
    """The title of a project as a name in a list; where it has none, by language that, and its number.

    >>> listed_title("RCN 1", "project:rcn-1")
    {'en': 'Project without a title (RCN 1)', 'de': 'Projekt ohne Titel (RCN 1)'}
    """
    if has_title(title, identifier):
        return title
    number = display_name(None, identifier)
    return {"en": f"Project without a title ({number})", "de": f"Projekt ohne Titel ({number})"}


def quiet_title(title: str) -> str:
    """A title of several words in capitals with these lowered; any other as it is.

    The first letter stays, and short words and words in brackets, which may be abbreviations.

    >>> quiet_title("A NOVEL SHELF LIFE TEST FOR DNA OF FISH (ASCAN)"), quiet_title("ECO-BIOPEN")
    ('A novel shelf life test for DNA of fish (ASCAN)', 'ECO-BIOPEN')
    >>> quiet_title("RCN 204256"), quiet_title("Food for ALL")
    ('RCN 204256', 'Food for ALL')
    """
    if " " not in title or any(letter.islower() and letter != "ß" for letter in title):
        return title
    lowered = _WORD_OR_BRACKETS.sub(lambda match: _lowered_in_title(match.group()), title)
    return lowered[:1].upper() + lowered[1:]


@lru_cache(maxsize=65_536)
def display_city(city: str) -> str:
    """The city to show: capitals lowered; nothing for a cell without letters, which only fills a field.

    >>> display_city("BAD HOMBURG"), display_city("S Hertogenbosch"), display_city("-")
    ('Bad Homburg', 'S Hertogenbosch', '')
    """
    if not any(letter.isalpha() for letter in city):
        return ""
    return city.title() if city.isupper() else city


def _lowered_in_title(word: str) -> str:
    ordinary = word in _USUAL or word in _ORDINARY or (len(word) > _SHORT and _VOWEL.search(word))
    return word.lower() if ordinary and word[0] != "(" else word


def short_name(name: str) -> str:
    """A name as people say it: without what follows a dash or stands in brackets, without the legal form e.V.

    >>> short_name("GIQS e.V. - Grenzüberschreitende Integrierte Qualitätssicherung")
    'GIQS'
    """
    return _LEGAL_END.sub("", _TAIL.sub("", name)).strip() or name


@cache
def country_name(code: str) -> Mapping[str, str]:
    """The name of a country (ISO 3166-1 alpha-2) by language, `de` and `en`; the code where there is none.

    >>> country_name("AT")
    {'de': 'Österreich', 'en': 'Austria'}
    """
    return {language: Locale(language).territories.get(code, code) for language in ("de", "en")}
