"""The neighbourhood view: who is around one organization or cluster, few enough to look at one by one."""

from dataclasses import replace

import numpy as np

from graphsvc.arrays import Bools, Float64s, Int64s
from graphsvc.drawing.filtering import chosen_nodes, chosen_ties, within
from graphsvc.drawing.filters import Filter
from graphsvc.drawing.layout import apart
from graphsvc.drawing.layouts import Layouts
from graphsvc.drawing.map_graph import MapGraph, MapTies
from graphsvc.drawing.messages import both
from graphsvc.drawing.network_scene import drawn
from graphsvc.drawing.scene import DrawingLimit, Scene
from graphsvc.drawing.views import View
from graphsvc.network.sparse import Matrix

MAX_NODES = 300


def neighbourhood_scene(ground: MapGraph, view: View, asked: Filter, layouts: Layouts) -> Scene:
    """Draw the surroundings of `asked.ego`, at most 300 nodes; beyond, those with the strongest ties to it.

    Nearer nodes come before farther ones, then tie strength to the nodes before, then id. What was left
    out is said in the note.

    Raises:
        UnknownId: the filter names an id that is not there.
    """
    ties = chosen_ties(ground, asked, view.relations)
    chosen = chosen_nodes(ground, asked, ties)
    around = within(ties, chosen)
    cap = min(view.cap, MAX_NODES)
    nodes = np.flatnonzero(chosen)
    cut = None
    if len(nodes) > cap:
        kept = _nearest(ground, around, ground.snapshot.node(asked.ego), chosen, cap)
        cut = DrawingLimit(len(nodes), len(around), both("cut.nearest", shown=cap, nodes=len(nodes)))
        nodes, around = np.flatnonzero(kept), within(around, kept)
    placed = _placed(ground, asked, nodes, around, layouts)
    scene = drawn(ground, view, asked, nodes=nodes, ties=around, placed=placed, cut=cut)
    name = ground.snapshot.name(ground.snapshot.node(asked.ego))
    return replace(scene, title={language: f"{name}: {text}" for language, text in view.title.items()})


def _nearest(ground: MapGraph, ties: MapTies, ego: int, chosen: Bools, cap: int) -> Bools:
    network = ties.network(ground.size)
    kept = np.zeros(ground.size, dtype=bool)
    kept[ego] = True
    left = chosen.copy()
    left[ego] = False
    while kept.sum() < cap and left.any():
        pull = np.asarray(network @ kept.astype(np.float64)) * left
        ring = np.flatnonzero(pull > 0)
        if not len(ring):
            break
        best = ring[np.lexsort((ring, -pull[ring]))][: cap - int(kept.sum())]
        kept[best] = True
        left[ring] = False
    return kept


def _placed(ground: MapGraph, asked: Filter, nodes: Int64s, ties: MapTies, layouts: Layouts) -> Float64s:
    network = Matrix(ties.network(ground.size)[nodes][:, nodes])
    ids = tuple(ground.snapshot.node_id(int(node)) for node in nodes)
    key = f"{ground.key} {asked.to_query()}"
    placed = layouts.positions(f"around-{asked.ego.replace(':', '-')}", key, ids, network)
    return apart(placed, np.full(len(nodes), 0.35 / np.sqrt(max(len(nodes), 12))))
