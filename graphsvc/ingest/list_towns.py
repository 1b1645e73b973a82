"""Headings of a list that are places: a row with a town alone, over the members that sit there."""

from collections.abc import Sequence
from functools import lru_cache

from graphsvc.ingest.reference import cities, municipalities
from graphsvc.text_folding import plain

_LEAST, _MOSTLY = 2, 0.6


def town_headings(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the rows with one cell alone are places: two of them at least, and most of all such rows."""
    alone = [cell for cells in rows if (cell := alone_in(cells))]
    found = sum(map(is_town, alone))
    return found >= _LEAST and found >= _MOSTLY * len(alone)


def alone_in(cells: Sequence[str]) -> str:
    """The one cell of a row that is filled, nothing where several are."""
    filled = [cell for cell in cells if cell]
    return filled[0] if len(filled) == 1 else ""


def is_town(text: str) -> bool:
    """Whether a text is the name of a European town or municipality."""
    return bool(countries_of(text))


def countries_of(town: str) -> set[str]:
    """The countries (ISO 3166) in which there is a town or municipality of that name.

    >>> sorted(countries_of("Dresden")), sorted(countries_of("Muster"))
    (['DE'], [])
    """
    return _towns().get(plain(town.rstrip(":").strip()), set())


@lru_cache(maxsize=1)
def _towns() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for country, name in (*municipalities(), *((city.country, plain(city.name)) for city in cities())):
        found.setdefault(name, set()).add(country)
    return found
