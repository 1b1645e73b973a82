"""Where nodes are: coordinates, country, region and city, organizations and clusters alike."""

from collections.abc import Callable

import numpy as np

from graphsvc.arrays import Int64s
from graphsvc.drawing.map_graph import MapGraph

Coordinates = tuple[float | None, ...]


def coordinates(ground: MapGraph, nodes: Int64s) -> tuple[Coordinates, Coordinates]:
    """Longitudes and latitudes in degrees, None where unknown."""
    tables = (ground.snapshot.organizations, ground.snapshot.clusters)
    lng = np.concatenate([np.asarray(table.lng, dtype=np.float64) for table in tables])[nodes]
    lat = np.concatenate([np.asarray(table.lat, dtype=np.float64) for table in tables])[nodes]
    return _known(lng), _known(lat)


def countries(ground: MapGraph, nodes: Int64s) -> tuple[str, ...]:
    """Country codes, empty where unknown."""
    tables = (ground.snapshot.organizations, ground.snapshot.clusters)
    codes = np.concatenate([np.asarray(table.country) for table in tables])[nodes].tolist()
    known = (*ground.snapshot.countries, "")
    return tuple(known[code] for code in codes)


def regions(ground: MapGraph, nodes: Int64s) -> tuple[str, ...]:
    """Region codes, empty where unknown."""
    return tuple(ground.regions[node] for node in nodes.tolist())


def cities(ground: MapGraph, nodes: Int64s) -> tuple[str, ...]:
    """Names of cities, empty where unknown."""
    snapshot = ground.snapshot
    return _each(
        ground,
        nodes,
        snapshot.organizations.city.__getitem__,
        lambda row: snapshot.clusters.records[row].city or "",
    )


def _each(
    ground: MapGraph, nodes: Int64s, organization: Callable[[int], str], cluster: Callable[[int], str]
) -> tuple[str, ...]:
    first = ground.organizations
    return tuple(organization(node) if node < first else cluster(node - first) for node in nodes.tolist())


def _known(values: np.ndarray) -> Coordinates:
    return tuple(None if np.isnan(value) else round(float(value), 4) for value in values)
