"""Where an organization or cluster sits, as a row states it: checked, and lost letters restored."""

from collections import defaultdict
from functools import lru_cache
from typing import Any

from graphsvc.ingest import coordinates
from graphsvc.ingest.reference import cities, municipalities
from graphsvc.messages import Message, msg
from graphsvc.snapshot.regions import fits_country
from graphsvc.text_folding import folded

Note = tuple[str, str, str | Message]
"""Column, what stood there, what was done about it."""


def check_place(fields: dict[str, Any], notes: list[Note]) -> None:
    """Put right what a record says of its place, or leave it out; what was done goes to `notes`.

    Coordinates come in pairs and not from the Gulf of Guinea, a NUTS code lies in the stated country, and a
    town gets back the letters that a source without accents lost.
    """
    _check_coordinates(fields, notes)
    nuts, country = fields.get("nuts"), fields.get("country")
    if nuts and country and not fits_country(nuts, country):
        notes.append(("nuts", fields.pop("nuts"), msg("left out: not in %(country)s", country=country)))
    if (city := fields.get("city")) and country and (spelled := town_in_full(country, city)) != city:
        notes.append(("city", city, msg("lost letters restored: the town is spelled %(town)s", town=spelled)))
        fields["city"] = spelled


def _check_coordinates(fields: dict[str, Any], notes: list[Note]) -> None:
    lat, lng = fields.get("lat"), fields.get("lng")
    if lat is None or lng is None or lat == lng == 0:
        for field in ("lat", "lng"):
            if field in fields:
                why = (
                    msg("left out: zero for unknown")
                    if lat == lng == 0
                    else msg("left out: the other coordinate is missing")
                )
                notes.append((field, str(fields.pop(field)), why))
        return
    place, note = coordinates.checked(lat, lng, fields.get("country"))
    if note:
        notes.append(("lat, lng", f"{lat}, {lng}", note))
    if place:
        fields["lat"], fields["lng"] = place
    else:
        del fields["lat"], fields["lng"]


@lru_cache(maxsize=65_536)
def town_in_full(country: str, city: str) -> str:
    """A town without accents as it is spelled, where all places of that country it may be have one spelling.

    >>> town_in_full("DE", "MUNCHEN"), town_in_full("DE", "Muenchen"), town_in_full("DK", "Kobenhavn")
    ('München', 'München', 'København')
    >>> town_in_full("DE", "Munster"), town_in_full("DE", "BERLIN"), town_in_full("DE", "Munich")
    ('Munster', 'BERLIN', 'Munich')
    """
    if not city.isascii():
        return city
    spellings = _spellings().get((country, folded(city)), frozenset())
    return next(iter(spellings)) if len(spellings) == 1 and not min(spellings).isascii() else city


@lru_cache(maxsize=1)
def _spellings() -> dict[tuple[str, str], frozenset[str]]:
    """The spellings of towns by country and folded name."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for (country, _), (name, _) in municipalities().items():
        found[country, folded(name)].add(name)
    for city in cities():
        found[city.country, folded(city.name)].add(city.name)
    return {key: frozenset(names) for key, names in found.items()}
