"""One side of a difference as a picture; beside the other one each node stands at the same place."""

import numpy as np

from graphsvc.arrays import Int64s
from graphsvc.drawing.messages import in_language
from graphsvc.drawing.palette import tie_color
from graphsvc.drawing.pictures.composing import disc
from graphsvc.drawing.pictures.marks import Box, Disc, Picture, Point, Stroke
from graphsvc.drawing.pictures.naming import Names
from graphsvc.drawing.pictures.places import geographic_places, network_places
from graphsvc.drawing.scene import Scene

WIDTH, HEIGHT = 900, 720
MOST_TIES = 3_000
"""Ties in a picture; of more the strongest are drawn."""
_FONT = 15.0
_FEW = 200
"""Nodes up to which discs are as large as the font allows; of more each is smaller."""
_NAMED = 150
"""Nodes for which a place for the name is looked for."""
_ON_BOTH = 2


def panel(scene: Scene, side: int, language: str, outlines: str = "") -> Picture:
    """Draw what is on one side: what is there alone stands out of what is on both.

    Args:
        scene: of a difference; groups and kinds of ties are its states.
        side: 0 or 1.
        language: of the words.
        outlines: countries as GeoJSON; with it nodes stand at their seats.
    """
    stage = Box(0, 0, WIDTH, HEIGHT)
    edge = 2 * _FONT
    room = Box(edge, edge, WIDTH - edge, HEIGHT - edge)
    places = geographic_places(scene, room, outlines) if outlines else network_places(scene, room)
    spots: list[Point] = list(zip(places.x.tolist(), places.y.tolist(), strict=True))
    here = [node for node in shown_nodes(scene, side) if places.shown[node]]
    most = max(scene.nodes.size, default=0.0) or 1.0
    unit = _FONT * min(1.0, (_FEW / max(len(here), 1)) ** 0.5)
    discs = [_disc(scene, node, spots[node], unit, (scene.nodes.size[node] / most) ** 0.5) for node in here]
    circles = np.zeros((len(scene.nodes), 3))
    for node, drawn in zip(here, discs, strict=True):
        circles[node] = (*drawn.center, drawn.radius)
    names = Names(room, _FONT, circles[here])
    names.place(_named_first(scene, here), scene.nodes.labels, circles)
    label = in_language(scene.edge_kinds[side].label, language)
    ties = [
        _tie(scene, tie, spots)
        for tie in shown_ties(scene, side)
        if places.shown[scene.edges.source[tie]] and places.shown[scene.edges.target[tie]]
    ]
    marks = (*ties, *discs, *names.marks)
    return Picture(WIDTH, HEIGHT, label, in_language(scene.title, language), stage, places.areas, marks)


def shown_nodes(scene: Scene, side: int) -> list[int]:
    """Nodes of a side, those that are on it alone last, so that they lie above the others."""
    groups = scene.nodes.group
    return [node for state in (_ON_BOTH, side) for node, group in enumerate(groups) if group == state]


def shown_ties(scene: Scene, side: int) -> list[int]:
    """The strongest ties of a side, those that are on it alone last."""
    kind, weight = np.array(scene.edges.kind), np.array(scene.edges.weight)
    of_side: Int64s = np.flatnonzero((kind == side) | (kind == _ON_BOTH))
    strongest = np.sort(of_side[np.argsort(-weight[of_side], kind="stable")[:MOST_TIES]])
    found: list[int] = strongest[np.argsort(kind[strongest] == side, kind="stable")].tolist()
    return found


def _disc(scene: Scene, node: int, spot: Point, unit: float, share: float) -> Disc:
    both = scene.nodes.group[node] == _ON_BOTH
    return disc(scene, node, spot, (0.15 + 0.5 * share if both else 0.3 + 0.6 * share) * unit)


def _tie(scene: Scene, tie: int, spots: list[Point]) -> Stroke:
    edges = scene.edges
    state = scene.edge_kinds[edges.kind[tie]]
    both = edges.kind[tie] == _ON_BOTH
    crowd = min(1.0, 400 / max(len(edges), 1))
    ends = spots[edges.source[tie]], spots[edges.target[tie]]
    width, opacity = (0.8, 0.15 + 0.35 * crowd) if both else (1.0 + 0.8 * crowd, 0.3 + 0.6 * crowd)
    return Stroke(*ends, tie_color(scene, tie), width, opacity, dashed=state.outlined)


def _named_first(scene: Scene, here: list[int]) -> list[int]:
    """What is on this side alone is named first, then the largest."""
    nodes = scene.nodes
    order = sorted(here, key=lambda node: (nodes.group[node] == _ON_BOTH, -nodes.size[node], nodes.ids[node]))
    return order[:_NAMED]
