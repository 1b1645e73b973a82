"""Regions by name, and the known cities by which organizations without a NUTS code find theirs.

The tables lie in `seeds/reference/`. `city_regions.csv` gives a city the NUTS code that at least 70 % of the
organizations of Horizon 2020 with a code within 10 km of it share, at the level where they do; it must agree
with the code that 85 % of those in the same first-level division share, which also stands for cities without
any. Tried on held-out organizations, of those that get a code 93 % are right at NUTS level 1, 91 % at level 2
and 85 % at level 3.
"""

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from babel import Locale

from graphsvc.domain.names import country_name
from graphsvc.ingest.reference import cities as reference_cities
from graphsvc.ingest.reference import nuts_regions
from graphsvc.ingest.region_codes import current, of_city
from graphsvc.settings import packaged
from graphsvc.snapshot import Clusters, Organizations, Snapshot
from graphsvc.snapshot.regions import Cities, above, assign
from graphsvc.state.derived import content_digest, kept

_FORMAT = "2"
"""Goes up with the reference tables and the rule, so that regions of an older version are not taken."""


@cache
def known_cities() -> Cities:
    """The cities whose region is known, by GeoNames id."""
    path = packaged("seeds") / "reference" / "city_regions.csv"
    with path.open(encoding="utf-8", newline="") as file:
        nuts = {row["geonames_id"]: row["nuts"] for row in csv.DictReader(file)}
    known = [city for city in reference_cities() if city.geonames_id in nuts]
    return Cities(
        country=tuple(city.country for city in known),
        nuts=tuple(nuts[city.geonames_id] for city in known),
        lat=np.array([city.lat for city in known]),
        lng=np.array([city.lng for city in known]),
    )


@dataclass(frozen=True, eq=False)
class RegionNames:
    """The region (NUTS code, else ISO country, else "") of each organization and of each cluster.

    `counted` is the number of organizations that are not hidden in each region that holds anything.
    """

    organizations: tuple[str, ...]
    clusters: tuple[str, ...]
    counted: Mapping[str, int]


def places(snapshot: Snapshot, home: Path) -> RegionNames:
    """The regions of everything in a snapshot; `home` keeps them."""
    return kept(home / "places", _digest(snapshot), RegionNames, lambda: _assigned(snapshot))


def _digest(snapshot: Snapshot) -> str:
    """A digest of what `_assigned` reads of a snapshot."""
    table, clusters = snapshot.organizations, snapshot.clusters
    columns = (table.nuts, table.country, table.city, table.lat, table.lng, table.hidden)
    of_clusters = (clusters.nuts, clusters.country, clusters.lat, clusters.lng)
    cities = (record.city or "" for record in clusters.records)
    return content_digest(_FORMAT, (*columns, *of_clusters), (*snapshot.countries, *cities))


def _assigned(snapshot: Snapshot) -> RegionNames:
    def found(table: Organizations | Clusters, cities: Sequence[str]) -> tuple[str, ...]:
        countries = [snapshot.countries[code] if code >= 0 else "" for code in table.country.tolist()]
        codes = [_stated(*one) for one in zip(table.nuts, countries, cities, strict=True)]
        return assign(codes, countries, table.lat, table.lng, known_cities())

    organizations = found(snapshot.organizations, snapshot.organizations.city)
    clusters = found(snapshot.clusters, [record.city or "" for record in snapshot.clusters.records])
    counted: Counter[str] = Counter()
    shown = zip(organizations, snapshot.organizations.hidden.tolist(), strict=True)
    for code, times in Counter(code for code, hidden in shown if not hidden).items():
        counted.update(dict.fromkeys(above(code), times))
    for code in set(clusters):
        counted.update(dict.fromkeys(above(code), 0))
    return RegionNames(organizations, clusters, dict(counted))


def _stated(nuts: str, country: str, city: str) -> str:
    """The region by the NUTS code in the edition of 2021, else by the name of the city."""
    code = current(nuts)
    return code if len(code) > 2 or not city else (of_city(country, city) or code)


@cache
def region_name(code: str) -> str | Mapping[str, str]:
    """The name of a region: a country's by language, a NUTS region's as written there, else the code."""
    region = nuts_regions().get(code)
    if len(code) > 2:
        return region.name if region else code
    return country_name(code)


def region_exists(code: str) -> bool:
    """Whether a code names a NUTS region or a country."""
    return code in nuts_regions() or code in Locale("en").territories


def parent_of(code: str) -> str | None:
    """The region one level up, a country for the widest NUTS level, nothing for a country."""
    return next(iter(above(code)[1:]), None)
