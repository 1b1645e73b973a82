"""Where nodes stand in a picture: as in the network, or by longitude and latitude over countries."""

import json
from dataclasses import dataclass

import numpy as np

from graphsvc.arrays import Bools, Float64s
from graphsvc.drawing.pictures.marks import Area, Box, Point
from graphsvc.drawing.scene import Scene

_TURN = 2.399963
_APART = 0.03
"""Angle and distance, in degrees, in the spiral of nodes at one place, as on the page (`places.js`)."""
_CENTRAL = (4, 96)
"""Percent of the seats that a geographic section keeps where all of them would leave too little room."""
_FAR = 3.0
_LEAST_DEGREES = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Where each node stands in pixels, which are drawn, and the outlines of countries."""

    x: Float64s
    y: Float64s
    shown: Bools
    areas: tuple[Area, ...] = ()


def network_places(scene: Scene, room: Box) -> Places:
    """All nodes at the positions of the scene, as large as the room allows."""
    across, down = np.array(scene.nodes.x, dtype=np.float64), np.array(scene.nodes.y, dtype=np.float64)
    frame = _frame(across, down, np.ones(len(across), dtype=bool), 1e-9)
    x, y = _fitted(across, down, frame, room)
    return Places(x, y, np.ones(len(across), dtype=bool))


def geographic_places(scene: Scene, room: Box, outlines: str) -> Places:
    """Nodes at their seats; those without a known one, and those far from nearly all, are not shown.

    Args:
        scene: with longitudes and latitudes.
        room: where the map is drawn.
        outlines: countries as GeoJSON.
    """
    lng = np.array([np.nan if value is None else value for value in scene.nodes.lng], dtype=np.float64)
    lat = np.array([np.nan if value is None else value for value in scene.nodes.lat], dtype=np.float64)
    known = ~(np.isnan(lng) | np.isnan(lat))
    across, down = _spread(lng, _mercator(lat), known)
    frame = _frame(across, down, known, _LEAST_DEGREES)
    if known.any():
        left, right = np.percentile(across[known], _CENTRAL)
        low, high = np.percentile(down[known], _CENTRAL)
        if frame.width > _FAR * (right - left) or frame.height > _FAR * (high - low):
            near = known & (across >= left) & (across <= right) & (down >= low) & (down <= high)
            frame = _larger(_frame(across, down, near, _LEAST_DEGREES))
    x, y = _fitted(across, down, frame, room)
    inside = known & (x >= room.left) & (x <= room.right) & (y >= room.top) & (y <= room.bottom)
    return Places(x, y, inside, _areas(outlines, frame, room))


def _mercator(lat: Float64s) -> Float64s:
    """Mercator in degrees: one degree of longitude is one unit."""
    turned: Float64s = np.degrees(np.log(np.tan(np.pi / 4 + np.radians(np.clip(lat, -80, 84)) / 2)))
    return turned


def _spread(lng: Float64s, north: Float64s, known: Bools) -> tuple[Float64s, Float64s]:
    """Nodes of one place around it."""
    rank = np.zeros(len(lng))
    crowd: dict[tuple[float, float], int] = {}
    for node in np.flatnonzero(known).tolist():
        spot = (lng[node], north[node])
        rank[node] = crowd[spot] = crowd.get(spot, -1) + 1
    away = _APART * np.sqrt(rank)
    return lng + away * np.cos(_TURN * rank), north + away * np.sin(_TURN * rank)


def _frame(across: Float64s, down: Float64s, nodes: Bools, least: float) -> Box:
    """What holds all of some nodes, at least so wide and high."""
    if not nodes.any():
        return Box(-10, 35, 30, 75)
    ends = [(float(values[nodes].min()), float(values[nodes].max())) for values in (across, down)]
    (left, right), (low, high) = (
        (one - max(least - (two - one), 0) / 2, two + max(least - (two - one), 0) / 2) for one, two in ends
    )
    return Box(left, low, right, high)


def _larger(frame: Box) -> Box:
    """A frame with a tenth more on each side."""
    across, down = frame.width / 10, frame.height / 10
    return Box(frame.left - across, frame.top - down, frame.right + across, frame.bottom + down)


def _fitted(across: Float64s, down: Float64s, frame: Box, room: Box) -> tuple[Float64s, Float64s]:
    """From units of the drawing, which grow upwards, to pixels, which grow downwards."""
    scale = min(room.width / max(frame.width, 1e-9), room.height / max(frame.height, 1e-9))
    if not np.isfinite(scale) or frame.width == frame.height == 0:
        scale = 1.0
    x = (room.left + room.right) / 2 + (across - (frame.left + frame.right) / 2) * scale
    y = (room.top + room.bottom) / 2 - (down - (frame.top + frame.bottom) / 2) * scale
    return x, y


def _areas(outlines: str, frame: Box, room: Box) -> tuple[Area, ...]:
    """The rings of the countries that reach into the room."""
    found: list[Area] = []
    for feature in json.loads(outlines)["features"]:
        shape = feature["geometry"]
        polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        for ring in (ring for polygon in polygons for ring in polygon):
            corners = np.array(ring, dtype=np.float64)
            x, y = _fitted(corners[:, 0], _mercator(corners[:, 1]), frame, room)
            if x.max() < room.left or x.min() > room.right or y.max() < room.top or y.min() > room.bottom:
                continue
            points: list[Point] = list(zip(x.tolist(), y.tolist(), strict=True))
            found.append(Area(tuple(points)))
    return tuple(found)
