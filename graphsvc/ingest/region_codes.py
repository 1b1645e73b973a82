"""Regions by what a source says of them: NUTS codes of any edition, and names of municipalities."""

import re
from functools import cache, lru_cache

from graphsvc.ingest.reference import earlier_codes, municipalities, nuts_regions
from graphsvc.messages import Message, msg
from graphsvc.snapshot.regions import nuts_code, region_code
from graphsvc.text_folding import folded, plain

_FORM = re.compile(r"[A-Z]{2}[A-Z0-9]{0,3}\Z")
_WITHOUT = re.compile(r"^(?:[A-Z]{1,3}[- ])?\d{4,6}\s+|\s+cedex\b.*$|\s+\d{1,2}$", re.IGNORECASE)


@lru_cache(maxsize=65_536)
def nuts(value: str) -> tuple[str | None, str | Message]:
    """A code of NUTS 2021 (or an ISO country) and what was done: older and newer editions are recoded.

    >>> nuts("FR716")[0], nuts("GR122")[0], nuts("DE212"), nuts("XX999")[0]
    ('FRK26', 'EL522', ('DE212', ''), None)
    """
    code = value.strip().upper()
    if not _FORM.match(code):
        return None, msg("left out: not of the form of a NUTS code")
    if len(code) == 2:
        return region_code(code), ""
    code = nuts_code(code[:2]) + code[2:]
    if code in nuts_regions():
        same = code == value.strip().upper()
        return code, "" if same else msg("written %(code)s as NUTS does", code=code)
    found, edition = earlier_codes().get(code, ("", ""))
    if found:
        return found, msg(
            "NUTS code %(code)s of the edition of %(edition)s is %(to)s in that of 2021",
            code=code,
            edition=edition,
            to=found,
        )
    return None, msg("left out: no NUTS region of 2021 stands for it")


def current(code: str) -> str:
    """The region of NUTS 2021 for a code that a store holds, or "" where there is none."""
    return nuts(code)[0] or "" if code else ""


@lru_cache(maxsize=65_536)
def of_city(country: str, city: str) -> str:
    """The NUTS code of a municipality by its name, in any spelling, or "" where it is unknown or ambiguous.

    >>> of_city("DE", "MANNHEIM"), of_city("DE", "D-68159 Mannheim"), of_city("FR", "Paris Cedex 07")
    ('DE126', 'DE126', 'FR101')
    """
    name = _WITHOUT.sub("", city.strip())
    found = municipalities().get((country, plain(name)))
    return found[1] if found else _folded_names().get((country, folded(name)), "")


@cache
def _folded_names() -> dict[tuple[str, str], str]:
    """Codes by country and folded name, "" where municipalities written alike lie in several regions."""
    found: dict[tuple[str, str], str] = {}
    for (country, name), (_, code) in municipalities().items():
        key = (country, folded(name))
        found[key] = code if found.get(key, code) == code else ""
    return found
