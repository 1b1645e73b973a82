"""Filtered map as a table: counts, first rows and the number of nodes left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graphsvc.arrays import Float64s, Int64s
from graphsvc.drawing import Filter, Layouts, View, build_scene
from graphsvc.drawing.filtering import chosen_nodes, chosen_ties, within
from graphsvc.drawing.map_graph import MapGraph
from graphsvc.drawing.two_mode import two_mode
from graphsvc.errors import UnknownId
from graphsvc.messages import Message, msg
from graphsvc.network.sparse import Matrix
from graphsvc.snapshot import ORGANIZATION_KINDS
from graphsvc.state.refs import Label, Ref, node_ref

Query = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class TableRow:
    """A node of the map as a row; `kind` is that of the organization, or cluster or project."""

    ref: Ref
    kind: str
    ties: int


@dataclass(frozen=True, slots=True)
class MapTable:
    """The content of a map as a table: how much there is, what was cut, the best connected first."""

    nodes: int
    edges: int
    cut: Message | Label | None
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, eq=False)
class Left:
    """Nodes (snapshot numbers) that pass a filter, their degrees, the number of ties, what was left out."""

    nodes: Int64s
    ties: Int64s
    edges: int
    cut: Message | Label | None


class _Nowhere(Layouts):
    """Layouts that place every node at one point, for maps that are counted and not drawn."""

    def positions(self, view: str, digest: str, ids: tuple[str, ...], network: Matrix) -> Float64s:
        return np.zeros((len(ids), 2))


def view_of(views: Mapping[str, View], query: Query) -> View:
    """The view that a query names, the network where it names none. Raises `UnknownId`."""
    name = next((text for text in query.get("view", ()) if text), "network")
    if name not in views:
        raise UnknownId("view", name)
    return views[name]


def left(ground: MapGraph, view: View, asked: Filter) -> Left:
    """What a filter leaves in of a view. Raises `UnknownId`."""
    if view.shows in ("clusters", "neighbourhood"):
        return _few(ground, view, asked)
    if view.shows == "projects":
        found = two_mode(ground, view, asked)
        nodes, ties = found.nodes, found.ties
    else:
        ties = chosen_ties(ground, asked, view.relations)
        chosen = chosen_nodes(ground, asked, ties)
        ties = within(ties, chosen)
        nodes = np.flatnonzero(chosen)
    cut: Message | None = None
    if len(nodes) > view.cap:
        cut = msg(
            "These are %(nodes)s nodes, more than the %(cap)s a map can hold: it shows communities first.",
            nodes=len(nodes),
            cap=view.cap,
        )
    ends = np.concatenate([ties.source, ties.target])
    return Left(nodes, np.bincount(ends, minlength=int(nodes.max(initial=0)) + 1)[nodes], len(ties), cut)


def _few(ground: MapGraph, view: View, asked: Filter) -> Left:
    scene = build_scene(ground, view, asked, _Nowhere())
    nodes = np.array([ground.snapshot.node(identifier) for identifier in scene.nodes.ids], dtype=np.int64)
    ends = np.array([*scene.edges.source, *scene.edges.target], dtype=np.int64)
    cut = scene.cut.text if scene.cut else None
    return Left(nodes, np.bincount(ends, minlength=len(nodes)), len(scene.edges), cut)


def table(ground: MapGraph, found: Left, limit: int) -> MapTable:
    """The first rows of a map, the best connected first."""
    order = np.lexsort((found.nodes, -found.ties))[:limit]
    return MapTable(
        nodes=len(found.nodes),
        edges=found.edges,
        cut=found.cut,
        rows=tuple(
            TableRow(
                node_ref(ground.snapshot, int(found.nodes[place])),
                kind_of_node(ground, int(found.nodes[place])),
                int(found.ties[place]),
            )
            for place in order.tolist()
        ),
    )


def kind_of_node(ground: MapGraph, node: int) -> str:
    """The kind of an organization, or cluster or project."""
    if node >= ground.organizations:
        return "cluster" if node < ground.size else "project"
    return ORGANIZATION_KINDS[int(ground.snapshot.organizations.kind[node])]
