"""Postcode and place where both stand in one cell, alone or in an address."""

import re

from graphsvc.ingest.list_towns import countries_of

_BEFORE = re.compile(
    r"(?:[A-Z]{1,3}[- ]+)?(\d{4} ?[A-Z]{2}\b|\d{4}-\d{3}|\d{4,5}(?!\d)|\d{2,3}[ -]\d{2,3}(?!\d))[,;/ ]+(\D.*)"
)
_AFTER = re.compile(r"(\D+?)[,;/ ]+(?:[A-Z]{1,3}-)?(\d{4,5}|\d{2,3}[ -]\d{2,3})")
_ADDRESS = re.compile(
    r".*(?:[,;\n]\s*|\s(?=\d{5}\s))(?:[A-Z]{1,3}[- ]+)?"
    r"(\d{4} ?[A-Z]{2}|\d{4}-\d{3}|\d{4,5}|\d{2,3}[ -]\d{2,3})[ \t]+([^\d,;\n]+?)\s*(?:[,;]\D*)?(?:\n.*)?",
    re.DOTALL,
)
_STREET = re.compile(r"[,;]\D*\d.*")
"""A street with its number behind the place."""
_STREET_LINE = re.compile(
    r"(?:\S*(?:str\.|straße|strasse|gasse|weg|platz|allee|straat|laan|plein|gatan|vägen|gade|vej|utca)"
    r"|(?:via|rue|ulica|ul\.|calle|avenida|postbus|postfach|box|bp)\b\D*) ?\d{1,5} ?[a-z]?"
)
_TOWN_LINE = re.compile(r"(?:[a-z]{1,3}-)?(?:\d{4,5}|\d{4} ?[a-z]{2}|\d{2,3}[ -]\d{2,3}) [^\W\d][^\d,]*")
_CALLED = re.compile(r"(?:(?:tel|telefon|fon|fax|mobil|phone|t|f|m)\b[.:]*\s*)?\+?[\d() /.-]{6,}")
_ONLINE = re.compile(r"\S+@\S+|(?:https?://|www\.)\S+")
_LINES = (_STREET_LINE, _TOWN_LINE, _CALLED, _ONLINE)
_MARKED = re.compile(r"(?:^|[,;\n]\s*)([A-Z]{1,3})-\d{3}")
_LAST_PART = re.compile(r"[,;\n]\s*([^\W\d][^\d,;\n]{3,40})\s*$")
_DISTRICT = re.compile(r"(.*\S)\s*(?:\(\s*[A-Z]{2}\s*\)|\s[A-Z]{2})")
"""A place and the two letters of its canton or province."""
_FIVE_DIGITS = frozenset(("DE", "ES", "FI", "FR", "IT", "TR", "UA", "US"))
"""Countries in which a postcode of five digits may begin with a zero."""
_LONGEST = 200


def is_address(text: str) -> bool:
    """Whether a text is an address that holds postcode and place; a country or further lines may follow."""
    return _address(text) is not None


def begins_with_post_code(text: str) -> bool:
    """Whether a text is a postcode and a town, a street may follow."""
    return _BEFORE.fullmatch(text) is not None


def is_reaching(text: str) -> bool:
    """Whether a text is a line by which somebody is reached: street, place, telephone, mail or website.

    >>> [is_reaching(one) for one in ("Kerkstraat 4", "1012 AB Amsterdam", "T 020-5551234", "Hospital No 4")]
    [True, True, True, False]
    """
    line = text.strip().lower()
    return is_address(text) or any(form.fullmatch(line) for form in _LINES)


def _address(text: str) -> re.Match[str] | None:
    return _ADDRESS.fullmatch(text) if len(text) <= _LONGEST else None


def country_behind(place: str) -> str:
    """The last part of an address in several, which may be the name of a country.

    >>> country_behind("Box 1, 221 00 Lund, Sverige"), country_behind("Lund")
    ('Sverige', '')
    """
    return found[1] if (found := _LAST_PART.search(place)) else ""


def country_mark(*texts: str) -> str:
    """The mark of a country before a postcode, in the first text that has one; "" where none has.

    >>> country_mark("", "A-3542 Gföhl"), country_mark("CH-8000", "Zürich"), country_mark("28195 Bremen")
    ('A', 'CH', '')
    """
    return next((found[1] for text in texts if (found := _MARKED.search(text))), "")


def post_code_and_place(post_code: str, place: str) -> tuple[str, str]:
    """Postcode and place, also where both stand in one cell.

    >>> post_code_and_place("", "D-28195 Bremen"), post_code_and_place("", "Wien 1010")
    (('28195', 'Bremen'), ('1010', 'Wien'))
    >>> post_code_and_place("", "Am Wall 5, 28195 Bremen"), post_code_and_place("", "Ring 1, 1010 Wien, AT")
    (('28195', 'Bremen'), ('1010', 'Wien'))
    >>> post_code_and_place("", "9021 Győr, Fő tér 1."), post_code_and_place("", "6430 Schwyz SZ")
    (('9021', 'Győr'), ('6430', 'Schwyz'))
    """
    found = _BEFORE.fullmatch(place) or _address(place)
    if found:
        return post_code or found[1], _without_district(_STREET.sub("", found[2]).strip())
    found = _AFTER.fullmatch(place)
    return (post_code or found[2], found[1].strip()) if found else (post_code, place)


def _without_district(place: str) -> str:
    found = _DISTRICT.fullmatch(place)
    return found[1] if found and not found[1].isupper() else place


def with_lost_zero(post_code: str, country: str | None, town: str, *, among_longer: bool) -> str:
    """A postcode with the zero that a spreadsheet took from its beginning, where country or town prove it.

    `among_longer` says that other postcodes of the list have five digits.

    >>> with_lost_zero("1067", "DE", "", among_longer=False)
    '01067'
    >>> [with_lost_zero("1067", None, town, among_longer=True) for town in ("Dresden", "Wien")]
    ['01067', '1067']
    """
    if not (post_code.isdecimal() and len(post_code) == 4):
        return post_code
    countries = {country} if country else (countries_of(town) if among_longer else set())
    return f"0{post_code}" if countries and countries <= _FIVE_DIGITS else post_code
