"""Reference tables that ship with the product: countries, NUTS regions, municipalities and cities.

They lie in `seeds/reference/` with their licences (`reference.yml`); they are no datasets of claims.
"""

import csv
import gzip
import io
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from graphsvc.settings import packaged
from graphsvc.text_folding import plain


class Region(NamedTuple):
    """A NUTS region: code, level 0 to 3, name and the code above it."""

    code: str
    level: int
    name: str
    parent: str


class City(NamedTuple):
    """A place of more than 15,000 inhabitants: GeoNames id, name, ISO country, degrees and population."""

    geonames_id: str
    name: str
    country: str
    lat: float
    lng: float
    population: int


@lru_cache(maxsize=1)
def countries() -> dict[str, str]:
    """ISO 3166 country codes and English names; Kosovo as XK."""
    return {row["iso"]: row["name"] for row in _rows("iso3166_countries.csv")}


@lru_cache(maxsize=1)
def country_boxes() -> dict[str, tuple[tuple[float, float, float, float], ...]]:
    """South, west, north and east of the parts of each country, in degrees; some small islands have none."""
    found: dict[str, tuple[tuple[float, float, float, float], ...]] = {}
    for row in _rows("country_boxes.csv"):
        box = float(row["south"]), float(row["west"]), float(row["north"]), float(row["east"])
        found[row["iso"]] = (*found.get(row["iso"], ()), box)
    return found


@lru_cache(maxsize=1)
def country_midpoints() -> dict[str, tuple[tuple[float, float], ...]]:
    """Latitude and longitude of the points that gazetteers give for a country as a whole."""
    found: dict[str, tuple[tuple[float, float], ...]] = {}
    for row in _rows("country_midpoints.csv"):
        found[row["iso"]] = (*found.get(row["iso"], ()), (float(row["lat"]), float(row["lng"])))
    return found


@lru_cache(maxsize=1)
def nuts_regions() -> dict[str, Region]:
    """NUTS 2021 by code."""
    return {
        row["code"]: Region(row["code"], int(row["level"]), row["name"].strip(), row["parent"])
        for row in _rows("nuts_2021.csv")
    }


@lru_cache(maxsize=1)
def earlier_codes() -> dict[str, tuple[str, str]]:
    """NUTS codes of the editions 2006 to 2024 that are none of 2021: the code of 2021, and the edition.

    The code of 2021 is the narrowest in which at least 75 % of the population of the old region live; it is
    empty where they live in several regions of the first level.
    """
    return {row["code"]: (row["nuts"], row["edition"]) for row in _rows("nuts_editions.csv")}


@lru_cache(maxsize=1)
def municipalities() -> dict[tuple[str, str], tuple[str, str]]:
    """Municipalities by ISO country and plain name: the name as it is spelled there, and its NUTS 2021 code.

    Of several that share a name the code is what 75 % of their inhabitants share; where they share none, the
    name is missing.
    """
    return {
        (row["country"], plain(row["name"])): (row["name"], row["nuts"])
        for row in _rows("municipalities.csv.gz")
    }


@lru_cache(maxsize=1)
def cities() -> tuple[City, ...]:
    """European cities, sorted by GeoNames id."""
    rows = _rows("geonames_cities15000_europe.csv.gz")
    found = [
        City(
            row["geonames_id"],
            row["name"],
            row["country"],
            float(row["lat"]),
            float(row["lng"]),
            int(row["population"]),
        )
        for row in rows
    ]
    return tuple(sorted(found))


def _rows(name: str) -> Iterator[dict[str, str]]:
    data = (packaged("seeds") / "reference" / name).read_bytes()
    text = gzip.decompress(data) if name.endswith(".gz") else data
    table = csv.reader(io.StringIO(text.decode("utf-8"), newline=""))
    header = next(table)
    for row in table:
        yield dict(zip(header, row, strict=True))
