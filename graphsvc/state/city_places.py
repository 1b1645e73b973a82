"""Where a city lies, by the organizations and clusters of a snapshot there and by the table of cities."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from graphsvc.arrays import Float64s
from graphsvc.ingest.reference import cities
from graphsvc.snapshot import Clusters, Organizations, Snapshot
from graphsvc.snapshot.geo import kilometers, on_sphere
from graphsvc.snapshot.regions import NEAR_KM
from graphsvc.state.snapshot_tables import SnapshotTables
from graphsvc.text_folding import folded

AGREE = 0.75
"""Share of the known places of a name that must lie together; below, several cities have that name."""
_POSTCODE = re.compile(r"^(?:[A-Z]{1,2}[- ])?\d{4,5}\s+")


class CityPlace(NamedTuple):
    """A city: ISO country, degrees, and the share of the known places of its name that lie there."""

    country: str
    lat: float
    lng: float
    agreement: float = 1.0


class CityPlaces:
    """Known cities by name, in whichever spelling."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._spots: dict[str, list[CityPlace]] = defaultdict(list)
        for name, place in (*_of_organizations(snapshot), *_of_clusters(snapshot), *_of_reference()):
            self._spots[folded(name)].append(place)
        self._found: dict[tuple[str, str | None], CityPlace | None] = {}

    def find(self, city: str, country: str | None) -> CityPlace | None:
        """The city of that name, with or without a postcode before it; None if it is unknown or ambiguous."""
        name = folded(_POSTCODE.sub("", city.strip()))
        if name not in self._spots:
            return None
        if (name, country) not in self._found:
            self._found[name, country] = self._agreed(name, country)
        return self._found[name, country]

    def _agreed(self, name: str, country: str | None) -> CityPlace | None:
        spots = [spot for spot in self._spots[name] if country is None or spot.country == country]
        if not spots:
            return None
        lat, lng = np.array([spot.lat for spot in spots]), np.array([spot.lng for spot in spots])
        middle = float(np.median(lat)), float(np.median(lng))
        near = kilometers(lat, lng, *middle) <= NEAR_KM
        if not near.any() or near.mean() < AGREE:
            return None
        countries = Counter(spot.country for spot, counts in zip(spots, near, strict=True) if counts)
        ((most, _),) = countries.most_common(1)
        return CityPlace(most, round(middle[0], 4), round(middle[1], 4), round(float(near.mean()), 2))


def city_places(known: SnapshotTables) -> CityPlaces:
    """The cities that a snapshot knows, made once."""
    return known.memo("cities", lambda made: CityPlaces(made.snapshot))


def seats(known: SnapshotTables) -> tuple[Float64s, Float64s]:
    """Where each organization and each cluster sits, as points on the unit sphere (n × 3), made once.

    As stated, else where its town lies, else NaN.
    """
    return known.memo("seats", _seats)


def _seats(known: SnapshotTables) -> tuple[Float64s, Float64s]:
    snapshot, places = known.snapshot, city_places(known)
    records = snapshot.clusters.records
    return (
        _points(snapshot.organizations, snapshot.organizations.city, snapshot.countries, places),
        _points(snapshot.clusters, [one.city or "" for one in records], snapshot.countries, places),
    )


def _points(
    table: Organizations | Clusters, towns: Sequence[str], countries: Sequence[str], places: CityPlaces
) -> Float64s:
    lat, lng = table.lat.astype(np.float64), table.lng.astype(np.float64)
    for row in np.flatnonzero(np.isnan(lat)).tolist():
        code = int(table.country[row])
        town = towns[row]
        if town and (found := places.find(town, countries[code] if code >= 0 else None)):
            lat[row], lng[row] = found.lat, found.lng
    return on_sphere(lat, lng)


def _of_organizations(snapshot: Snapshot) -> Iterator[tuple[str, CityPlace]]:
    table = snapshot.organizations
    placed = np.isfinite(table.lat) & np.isfinite(table.lng) & (table.country >= 0)
    for row in np.flatnonzero(placed & ~table.hidden).tolist():
        if city := table.city[row]:
            country = snapshot.countries[int(table.country[row])]
            yield city, CityPlace(country, float(table.lat[row]), float(table.lng[row]))


def _of_clusters(snapshot: Snapshot) -> Iterator[tuple[str, CityPlace]]:
    for record in snapshot.clusters.records:
        if record.city and record.country and record.lat is not None and record.lng is not None:
            yield record.city, CityPlace(record.country, record.lat, record.lng)


def _of_reference() -> Iterator[tuple[str, CityPlace]]:
    for city in cities():
        yield city.name, CityPlace(city.country, city.lat, city.lng)
