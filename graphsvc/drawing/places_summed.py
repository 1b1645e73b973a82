"""Nodes summed by place, for the geographic map: hundreds of points instead of thousands."""

from dataclasses import dataclass

from graphsvc.drawing.scene import Scene

_GRID = 10


@dataclass(frozen=True, slots=True)
class Place:
    """A place: name, mean position in degrees, the ids there (sorted), and whether one is a cluster."""

    label: str
    lng: float
    lat: float
    ids: tuple[str, ...]
    cluster: bool


@dataclass(frozen=True, slots=True)
class Link:
    """Summed tie strength between two places (indices, the smaller first)."""

    source: int
    target: int
    weight: float


@dataclass(frozen=True, slots=True)
class SummedPlaces:
    """Places, those with most nodes first, and links, the strongest first."""

    points: tuple[Place, ...]
    links: tuple[Link, ...]


def summed_places(scene: Scene) -> SummedPlaces:
    """Sum nodes within a tenth of a degree to places; nodes without coordinates are left out."""
    members: dict[tuple[int, int], list[int]] = {}
    cell: dict[int, tuple[int, int]] = {}
    for node, (lng, lat) in enumerate(zip(scene.nodes.lng, scene.nodes.lat, strict=True)):
        if lng is not None and lat is not None:
            cell[node] = (round(lng * _GRID), round(lat * _GRID))
            members.setdefault(cell[node], []).append(node)
    order = sorted(members, key=lambda key: (-len(members[key]), key))
    number = {key: place for place, key in enumerate(order)}
    return SummedPlaces(
        tuple(_place(scene, members[key]) for key in order),
        _links(scene, {node: number[key] for node, key in cell.items()}),
    )


def _place(scene: Scene, members: list[int]) -> Place:
    nodes = scene.nodes
    names = [nodes.city[node] for node in members if nodes.city[node]]
    name = max(sorted(set(names)), key=names.count) if names else nodes.labels[members[0]]
    country = nodes.country[members[0]]
    return Place(
        label=f"{name} ({country})" if country else name,
        lng=round(sum(nodes.lng[node] or 0.0 for node in members) / len(members), 4),
        lat=round(sum(nodes.lat[node] or 0.0 for node in members) / len(members), 4),
        ids=tuple(sorted(nodes.ids[node] for node in members)),
        cluster=any(scene.kinds[nodes.kind[node]].id == "cluster" for node in members),
    )


def _links(scene: Scene, place: dict[int, int]) -> tuple[Link, ...]:
    summed: dict[tuple[int, int], float] = {}
    edges = scene.edges
    for source, target, weight in zip(edges.source, edges.target, edges.weight, strict=True):
        one, other = place.get(source, -1), place.get(target, -1)
        if one >= 0 and other >= 0 and one != other:
            pair = (min(one, other), max(one, other))
            summed[pair] = summed.get(pair, 0.0) + weight
    order = sorted(summed, key=lambda pair: (-summed[pair], pair))
    return tuple(Link(*pair, round(summed[pair], 6)) for pair in order)
