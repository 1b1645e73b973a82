"""The network view: organizations and clusters and every tie between them."""

import hashlib

import numpy as np

from graphsvc.arrays import Float64s, Int64s
from graphsvc.drawing.community_scene import community_scene
from graphsvc.drawing.coordinates import cities, coordinates, countries, regions
from graphsvc.drawing.filtering import chosen_nodes, chosen_ties, within
from graphsvc.drawing.filters import Filter
from graphsvc.drawing.layout import placed_together
from graphsvc.drawing.layouts import Layouts
from graphsvc.drawing.map_graph import EDGE_KINDS, MapGraph, MapTies
from graphsvc.drawing.messages import LANGUAGES, both
from graphsvc.drawing.scene import DrawingLimit, Edges, LegendLine, Nodes, Scene, Texts
from graphsvc.drawing.styling import coloring, sizes
from graphsvc.drawing.views import View
from graphsvc.network.sparse import Matrix
from graphsvc.snapshot import ORGANIZATION_KINDS

KINDS = (*ORGANIZATION_KINDS, "cluster")


def network_scene(ground: MapGraph, view: View, asked: Filter, layouts: Layouts) -> Scene:
    """Draw what the filter leaves in; over the view's cap its communities, with a note.

    The picture is that of the whole network, so that a node keeps its place under every filter; only a
    surrounding (`ego`) or a choice (`only`) gets a picture of its own. Of a network too large to be placed as
    a whole, a community is placed by itself, and so is what another filter leaves in.

    Raises:
        UnknownId: the filter names an id that is not there.
    """
    ties = chosen_ties(ground, asked, view.relations)
    chosen = chosen_nodes(ground, asked, ties)
    ties = within(ties, chosen)
    nodes = np.flatnonzero(chosen)
    if len(nodes) > view.cap:
        return community_scene(ground, view, nodes, ties, layouts)
    return drawn(
        ground, view, asked, nodes=nodes, ties=ties, placed=_placed(ground, asked, nodes, ties, layouts)
    )


def drawn(
    ground: MapGraph,
    view: View,
    asked: Filter,
    *,
    nodes: Int64s,
    ties: MapTies,
    placed: Float64s,
    cut: DrawingLimit | None = None,
    clusters: Matrix | None = None,
) -> Scene:
    """Put together the scene of the given nodes and ties at the given positions.

    Where clusters are drawn, `clusters` is the network between all of them (over the nodes of the ground).
    """
    network = ties.among(nodes).network(len(nodes))
    look = coloring(ground, asked.color or view.color, nodes, usual=view.color, clusters=clusters)
    sized = sizes(asked.size or view.size, network, ground, nodes, clusters)
    kinds, kind = _kinds(ground, nodes)
    edge_kinds, edges = drawn_ties(nodes, ties)
    return Scene(
        view=view.id,
        digest=ground.snapshot.digest,
        title=view.title,
        caption=view.caption,
        kinds=kinds,
        groups=look.groups,
        edge_kinds=edge_kinds,
        colored_by=look.title,
        sized_by=sized.title,
        nodes=_nodes(ground, nodes, kind=kind, group=look.of, size=sized.values, placed=placed),
        edges=edges,
        years=ground.years,
        cut=cut,
        focus=ground.snapshot.merged.get(asked.ego, asked.ego),
        measure=look.measure,
        waiting=_joined(look.waiting, sized.waiting),
    )


def drawn_ties(nodes: Int64s, ties: MapTies) -> tuple[tuple[LegendLine, ...], Edges]:
    """Kinds of ties for the legend, and the ties between sorted nodes as edges of a scene."""
    used, local = np.unique(ties.kind), ties.among(nodes)
    lines = tuple(
        LegendLine(EDGE_KINDS[code], both(f"relation.{EDGE_KINDS[code]}"), int(code)) for code in used
    )
    return lines, Edges(
        source=tuple(local.source.tolist()),
        target=tuple(local.target.tolist()),
        kind=tuple(np.searchsorted(used, ties.kind).tolist()),
        weight=tuple(np.round(ties.weight, 6).tolist()),
        count=tuple(ties.count.tolist()),
        years=tuple(ties.years.tolist()),
    )


def _joined(*words: Texts | None) -> Texts | None:
    said = [text for text in words if text]
    return {language: " ".join(text[language] for text in said) for language in LANGUAGES} if said else None


def whole_positions(ground: MapGraph, layouts: Layouts) -> Float64s:
    """Positions of all nodes of the snapshot in the picture of the whole network."""
    ids = (*ground.snapshot.organizations.ids, *ground.snapshot.clusters.ids)
    return layouts.positions("network", ground.key, ids, ground.network)


def shared_positions(ground: MapGraph, nodes: Int64s, layouts: Layouts) -> Float64s:
    """Positions by snapshot number: of all nodes in the picture of the whole network, if it is not too large.

    Else of the given sorted nodes alone, by the ties among them, NaN for all others.
    """
    if placed_together(ground.size):
        return whole_positions(ground, layouts)
    placed = np.full((ground.size, 2), np.nan)
    ids = tuple(ground.snapshot.node_id(int(node)) for node in nodes)
    key = f"{ground.key} {hashlib.sha256(np.ascontiguousarray(nodes, dtype=np.int64).tobytes()).hexdigest()}"
    placed[nodes] = layouts.positions("network-part", key, ids, Matrix(ground.network[nodes][:, nodes]))
    return placed


def _placed(ground: MapGraph, asked: Filter, nodes: Int64s, ties: MapTies, layouts: Layouts) -> Float64s:
    if not asked.local:
        return shared_positions(ground, _companions(ground, asked, nodes), layouts)[nodes]
    network = Matrix(ties.network(ground.size)[nodes][:, nodes])
    key = f"{ground.key} {asked.to_query()}"
    ids = tuple(ground.snapshot.node_id(int(node)) for node in nodes)
    return layouts.positions(f"network-{asked.ego or 'chosen'}".replace(":", "-"), key, ids, network)


def _companions(ground: MapGraph, asked: Filter, nodes: Int64s) -> Int64s:
    """The nodes that are placed with some: all of the community in which a filter looks."""
    if asked.community is None:
        return nodes
    inside = np.flatnonzero(ground.visible & (ground.communities.of == asked.community))
    return inside if placed_together(len(inside)) else nodes


def _kinds(ground: MapGraph, nodes: Int64s) -> tuple[tuple[LegendLine, ...], Int64s]:
    code = np.full(len(nodes), len(ORGANIZATION_KINDS), dtype=np.int64)
    inside = nodes < ground.organizations
    code[inside] = np.asarray(ground.snapshot.organizations.kind)[nodes[inside]]
    used = np.unique(code)
    entries = tuple(LegendLine(KINDS[index], both(f"kind.{KINDS[index]}"), int(index)) for index in used)
    return entries, np.searchsorted(used, code)


def _nodes(
    ground: MapGraph, nodes: Int64s, *, kind: Int64s, group: Int64s, size: Float64s, placed: Float64s
) -> Nodes:
    snapshot = ground.snapshot
    lng, lat = coordinates(ground, nodes)
    return Nodes(
        ids=tuple(snapshot.node_id(int(node)) for node in nodes),
        labels=tuple(snapshot.name(int(node)) for node in nodes),
        kind=tuple(kind.tolist()),
        group=tuple(group.tolist()),
        size=tuple(np.round(size, 6).tolist()),
        x=tuple(np.round(placed[:, 0], 5).tolist()),
        y=tuple(np.round(placed[:, 1], 5).tolist()),
        lng=lng,
        lat=lat,
        country=countries(ground, nodes),
        region=regions(ground, nodes),
        city=cities(ground, nodes),
    )
