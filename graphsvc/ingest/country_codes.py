"""Countries as sources write them: codes of two or three letters, numbers, names in European languages."""

from functools import lru_cache

from babel import Locale
from babel.core import get_global

from graphsvc.ingest.dates import LANGUAGES
from graphsvc.ingest.reference import countries
from graphsvc.messages import Message, msg
from graphsvc.snapshot.regions import region_code
from graphsvc.text_folding import plain

_USUAL = {
    "great britain": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "northern ireland": "GB",
    "usa": "US",
    "u.s.a.": "US",
    "the netherlands": "NL",
    "holland": "NL",
    "czech republic": "CZ",
    "turkey": "TR",
    "brd": "DE",
    "republic of ireland": "IE",
    "macedonia": "MK",
    "hellas": "GR",
    "south korea": "KR",
    "slovak republic": "SK",
    "ceska republika": "CZ",
    "slovenska republika": "SK",
}
_LICENCE_PLATES = {
    "A": "AT",
    "B": "BE",
    "D": "DE",
    "E": "ES",
    "F": "FR",
    "FL": "LI",
    "H": "HU",
    "I": "IT",
    "L": "LU",
    "N": "NO",
    "P": "PT",
    "S": "SE",
    "SLO": "SI",
}
"""Distinguishing signs of vehicles, which stand before post codes."""


@lru_cache(maxsize=4096)
def country(value: str) -> tuple[str | None, str | Message]:
    """An ISO 3166 code of two letters; other codes and names are read with a note. `NA` is Namibia.

    A country that is several today (YU, CS, SU) is left out with a note that names them.

    >>> [country(text)[0] for text in ("DEU", "Germany", "UK", "EL", "xk", "Niederlande", "YU")]
    ['DE', 'DE', 'GB', 'GR', 'XK', 'NL', None]
    """
    given = value.strip().replace("’", "'")
    code = given.upper()
    if (iso := region_code(code)) != code:
        return iso, msg("country code %(code)s repaired to %(to)s", code=code, to=iso)
    if code in countries():
        return code, _noted_former(code)
    found = _LICENCE_PLATES.get(given) or names().get(_key(given))
    if found:
        return found, msg("country read as %(to)s", to=found)
    today = [part for part in get_global("territory_aliases").get(code, ()) if part in countries()]
    if len(today) == 1:
        return today[0], msg("country read as %(to)s", to=today[0])
    if today:
        return None, msg("left out: is several countries today: %(which)s", which=", ".join(today))
    return None, msg("left out: not a country code of ISO 3166, nor the name of a country")


@lru_cache(maxsize=1)
def names() -> dict[str, str]:
    """ISO codes by plain names of countries; a name that means two is left out."""
    found: dict[str, str] = {_key(name): code for code, name in countries().items()}
    for language in ("en", "de", *LANGUAGES):
        for code, name in Locale.parse(language).territories.items():
            if code in countries():
                found.setdefault(_key(name), code)
    return found | _USUAL


def _key(name: str) -> str:
    return plain(name).replace("’", "'").replace(" & ", " and ")


def _noted_former(code: str) -> str | Message:
    """A note for a code that ISO has withdrawn."""
    today = get_global("territory_aliases").get(code, ())
    return msg("the country is %(which)s today", which=", ".join(today)) if today else ""
