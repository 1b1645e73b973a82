"""Assignment of organizations to regions, and the hierarchy of regions.

A region is a NUTS code or, as the widest, an ISO country code. NUTS writes Greece `EL` and the United Kingdom
`UK`; as regions the countries are `GR` and `GB`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from graphsvc.arrays import Bools, Float64s, Floats
from graphsvc.snapshot.geo import EARTH_KM, on_sphere

# Largest distance in km to a known city whose region is taken over (docs/regions.md).
NEAR_KM = 25.0
_NUTS_COUNTRY = {"GR": "EL", "GB": "UK"}
_ISO_COUNTRY = {nuts: iso for iso, nuts in _NUTS_COUNTRY.items()}
_PARTS = {
    "GP": "FRY1",
    "BL": "FRY1",
    "MF": "FRY1",
    "MQ": "FRY2",
    "GF": "FRY3",
    "RE": "FRY4",
    "YT": "FRY5",
    "AX": "FI2",
    "SJ": "NO0B",
}
"""Countries of ISO that lie, for NUTS, in a region of another one."""


@dataclass(frozen=True, eq=False)
class Cities:
    """Known cities, a row each: ISO country, NUTS code (of any level, never empty) and degrees."""

    country: Sequence[str]
    nuts: Sequence[str]
    lat: Floats
    lng: Floats


def assign(
    nuts: Iterable[str],
    country: Iterable[str],
    lat: Floats,
    lng: Floats,
    cities: Cities,
) -> tuple[str, ...]:
    """Its region: the NUTS code given, else that of the nearest known city, else its country, else "".

    A city may lie at most 25 km away, by great circle.

    Args:
        nuts: NUTS codes, empty where unknown.
        country: ISO country codes, empty where unknown.
        lat: degrees, NaN where unknown.
        lng: degrees, NaN where unknown.
        cities: the known cities; only those of the same country count, of equally near ones the first.
    """
    codes, countries = [region_code(code) for code in nuts], list(country)
    open_places = defaultdict(list)
    for place, code in enumerate(codes):
        if len(code) <= 2:
            codes[place] = code or countries[place]
            if countries[place] and np.isfinite(lat[place]) and np.isfinite(lng[place]):
                open_places[countries[place]].append(place)
    rows = defaultdict(list)
    for row, named in enumerate(cities.country):
        rows[named].append(row)
    for named, places in open_places.items():
        if named in rows:
            of = rows[named]
            found = _nearest(on_sphere(lat[places], lng[places]), on_sphere(cities.lat[of], cities.lng[of]))
            for place, city in zip(places, found, strict=True):
                if city >= 0:
                    codes[place] = region_code(cities.nuts[of[city]])
    return tuple(codes)


def region_code(code: str) -> str:
    """A NUTS code as a region: a country in its ISO form, anything longer as it stands.

    >>> region_code("EL"), region_code("EL30"), region_code("DE")
    ('GR', 'EL30', 'DE')
    """
    return _ISO_COUNTRY.get(code, code)


def nuts_code(region: str) -> str:
    """A region as NUTS writes it.

    >>> nuts_code("GR"), nuts_code("EL30"), nuts_code("DE")
    ('EL', 'EL30', 'DE')
    """
    return _NUTS_COUNTRY.get(region, region)


def country_of(region: str) -> str:
    """The ISO country of a region.

    >>> country_of("UKI31"), country_of("GB"), country_of("DEF03")
    ('GB', 'GB', 'DE')
    """
    return region_code(region[:2])


def fits_country(region: str, country: str) -> bool:
    """Whether a region can lie in an ISO country; overseas territories have both codes.

    >>> fits_country("FRY40", "RE"), fits_country("FRY40", "FR"), fits_country("FRY10", "RE")
    (True, True, False)
    """
    part = _PARTS.get(country)
    return country_of(region) == country or (part is not None and region.startswith(part))


def above(region: str) -> tuple[str, ...]:
    """A region and all it lies in, narrow before wide.

    >>> above("EL30")
    ('EL30', 'EL3', 'GR')
    """
    if len(region) <= 2:
        return (region_code(region),) if region else ()
    return (*(region[:length] for length in range(len(region), 2, -1)), country_of(region))


def prefixes(region: str) -> tuple[str, ...]:
    """With what the codes of everything in a region begin, for a region in either form.

    >>> prefixes("EL"), prefixes("GB"), prefixes("EL30"), prefixes("DE")
    (('GR', 'EL'), ('GB', 'UK'), ('EL30',), ('DE',))
    """
    code = region_code(region)
    return tuple(dict.fromkeys((code, nuts_code(code))))


def lies_in(codes: Iterable[str], region: str) -> Bools:
    """Whether each of `codes` (as `assign` gives them) lies in `region`, a NUTS code or ISO country code."""
    stems = prefixes(region)
    return np.fromiter((code.startswith(stems) for code in codes), dtype=bool)


def _nearest(places: Float64s, cities: Float64s) -> list[int]:
    """For each place the row of the nearest city, the first of equally near ones, or -1."""
    from scipy.spatial import KDTree

    tree = KDTree(cities)
    chord = 2 * float(np.sin(NEAR_KM / EARTH_KM / 2))
    distance, row = (
        np.atleast_1d(found) for found in tree.query(places, distance_upper_bound=chord * (1 + 1e-9))
    )
    nearest: list[int] = np.where(np.isfinite(distance), row, -1).tolist()
    for place, city in enumerate(nearest):
        if city >= 0:
            equal = tree.query_ball_point(places[place], distance[place] * (1 + 1e-12))
            nearest[place] = min([city, *equal])
    return nearest
