"""The view of projects: organizations, clusters and the projects that organizations take part in."""

from dataclasses import replace

import numpy as np

from graphsvc.arrays import Float64s, Int64s
from graphsvc.drawing.community_scene import community_scene
from graphsvc.drawing.filtering import chosen_ties, within
from graphsvc.drawing.filters import Filter
from graphsvc.drawing.layouts import Layouts
from graphsvc.drawing.map_graph import MapGraph, MapTies
from graphsvc.drawing.messages import both
from graphsvc.drawing.network_scene import KINDS, drawn, drawn_ties, shared_positions
from graphsvc.drawing.scene import LegendLine, Nodes, Scene
from graphsvc.drawing.styling import sizes
from graphsvc.drawing.two_mode import two_mode
from graphsvc.drawing.views import View
from graphsvc.network.sparse import Matrix

_TURN = np.pi * (3 - np.sqrt(5))
_APART = 0.012
"""Angle between a project and the next, and how far each stands from the middle of its participants, as a
share of the picture: projects with the same participants do not hide one another."""


def projects_scene(ground: MapGraph, view: View, asked: Filter, layouts: Layouts) -> Scene:
    """Draw organizations and clusters where the folded network has them, each project amid its participants.

    A surrounding or a choice gets a picture of its own; over the view's cap communities are drawn.

    Raises:
        UnknownId: the filter names an id that is not there.
    """
    found = two_mode(ground, view, asked)
    first = int(np.searchsorted(found.nodes, ground.size))
    if len(found.nodes) > view.cap:
        folded = chosen_ties(ground, asked, ("collaboration", *view.relations))
        ties = within(folded, found.of(ground.size))
        return community_scene(
            ground, view, found.nodes[:first], ties, layouts, projects=len(found.nodes) - first
        )
    placed = _placed(ground, asked, found.nodes, found.ties, layouts)
    stated = found.ties.where(found.ties.target < ground.size)
    scene = drawn(ground, view, asked, nodes=found.nodes[:first], ties=stated, placed=placed[:first])
    edge_kinds, edges = drawn_ties(found.nodes, found.ties)
    network = found.ties.among(found.nodes).network(len(found.nodes))
    sized = sizes(asked.size or view.size, network, ground, found.nodes[:first])
    projects = found.nodes[first:] - ground.size
    grouped = scene.colored_by == both("color.kind")
    line = LegendLine("project", both("kind.project"), len(KINDS))
    measure = scene.measure
    return replace(
        scene,
        kinds=(*scene.kinds, line) if len(projects) else scene.kinds,
        groups=(*scene.groups, line) if len(projects) and grouped else scene.groups,
        edge_kinds=edge_kinds,
        edges=edges,
        measure=measure and replace(measure, values=(*measure.values, *(None for _ in range(len(projects))))),
        nodes=_with_projects(
            ground,
            scene,
            projects,
            placed=placed[first:],
            group=len(scene.groups) if grouped else -1,
            size=_filled(sized.values, network),
        ),
    )


def _placed(ground: MapGraph, asked: Filter, nodes: Int64s, ties: MapTies, layouts: Layouts) -> Float64s:
    if asked.local:
        network = ties.among(nodes).network(len(nodes))
        ids = tuple(ground.snapshot.node_id(int(node)) for node in nodes)
        name = f"projects-{asked.ego or 'chosen'}".replace(":", "-")
        return layouts.positions(name, f"{ground.key} {asked.to_query()}", ids, network)
    placed = shared_positions(ground, nodes[nodes < ground.size], layouts)
    known = ~np.isnan(placed[:, 0])
    of_organizations = np.where(known[:, None], placed, 0.0)[: ground.organizations]
    members = Matrix(ground.incidence.T)
    counts = np.maximum(members @ known[: ground.organizations].astype(np.float64), 1)
    middle = (members @ of_organizations) / counts[:, None]
    angle = _TURN * np.arange(len(middle))
    across = float(np.ptp(placed[known])) if known.any() else 1.0
    middle += _APART * across * np.column_stack([np.cos(angle), np.sin(angle)])
    return np.concatenate([placed, middle])[nodes]


def _filled(values: Float64s, network: Matrix) -> tuple[float, ...]:
    """Sizes of all nodes: by a figure of organizations alone, projects are as small as the smallest."""
    least = float(values.min()) if len(values) else 1.0
    filled = np.concatenate([values, np.full(network.shape[0] - len(values), least)])
    return tuple(np.round(filled, 6).tolist())


def _with_projects(
    ground: MapGraph, scene: Scene, projects: Int64s, *, placed: Float64s, group: int, size: tuple[float, ...]
) -> Nodes:
    table, nodes, number = ground.snapshot.projects, scene.nodes, len(projects)
    nowhere, blank = (None,) * number, ("",) * number
    rows = projects.tolist()
    return replace(
        nodes,
        ids=(*nodes.ids, *(table.ids[row] for row in rows)),
        labels=(*nodes.labels, *(table.acronyms[row] or table.titles[row] for row in rows)),
        kind=(*nodes.kind, *(len(scene.kinds) for _ in rows)),
        group=(*nodes.group, *(group for _ in rows)),
        size=size,
        x=(*nodes.x, *np.round(placed[:, 0], 5).tolist()),
        y=(*nodes.y, *np.round(placed[:, 1], 5).tolist()),
        lng=(*nodes.lng, *nowhere),
        lat=(*nodes.lat, *nowhere),
        country=(*nodes.country, *blank),
        region=(*nodes.region, *blank),
        city=(*nodes.city, *blank),
    )
