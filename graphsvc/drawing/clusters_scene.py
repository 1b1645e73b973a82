"""The cluster view: which clusters work together, through the organizations that belong to them."""

from dataclasses import replace

import numpy as np

from graphsvc.drawing.filtering import chosen_nodes, chosen_ties, within
from graphsvc.drawing.filters import Filter
from graphsvc.drawing.layouts import Layouts
from graphsvc.drawing.map_graph import MapGraph, MapTies, joined
from graphsvc.drawing.network_scene import drawn
from graphsvc.drawing.scene import Scene
from graphsvc.drawing.ties_between import ties_between
from graphsvc.drawing.views import View
from graphsvc.network.sparse import Matrix


def clusters_scene(ground: MapGraph, view: View, asked: Filter, layouts: Layouts) -> Scene:
    """Draw clusters; collaboration between two is the summed tie strength between their organizations.

    Organizations belong to a cluster as members, or by running or hosting it. Ties that clusters state
    themselves (cooperates, part of, succeeds) are edges of their own kind.

    Raises:
        UnknownId: the filter names an id that is not there.
    """
    ties = chosen_ties(ground, asked, view.relations)
    stated = ties.where((ties.source >= ground.organizations) & (ties.target >= ground.organizations))
    between = _moved(ties_between(ties, ground.attached), ground.organizations)
    all_ties = joined([between, stated])
    chosen = chosen_nodes(ground, asked, all_ties)
    chosen[: ground.organizations] = False
    shown = within(all_ties, chosen)
    nodes = np.flatnonzero(chosen)
    network = Matrix(shown.network(ground.size)[nodes][:, nodes])
    ids = tuple(ground.snapshot.node_id(int(node)) for node in nodes)
    key = f"{ground.key} {view.relations} {asked.to_query()}"
    placed = layouts.positions("clusters", key, ids, network)
    return drawn(
        ground, view, asked, nodes=nodes, ties=shown, placed=placed, clusters=all_ties.network(ground.size)
    )


def _moved(ties: MapTies, by: int) -> MapTies:
    return replace(ties, source=ties.source + by, target=ties.target + by)
