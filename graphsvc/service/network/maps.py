"""Scenes of the map page and of the surroundings of one entity, and the files made of them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from graphsvc.drawing import (
    Filter,
    Ground,
    Layouts,
    Scene,
    View,
    alone_html,
    build_scene,
    load_assets,
    load_views,
    scene_columns,
    to_csv,
    to_gexf,
    to_graphml,
    to_xlsx,
    vendor_folder,
    vis_data,
)
from graphsvc.errors import UnknownId
from graphsvc.service.graph import Graph
from graphsvc.service.refs import Ref, ref
from graphsvc.service.tables import tables

MAP_VIEWS = ("network", "geographic", "clusters")

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TYPES = {
    "csv": "text/csv",
    "edges.csv": "text/csv",
    "xlsx": _XLSX,
    "graphml": "application/graphml+xml",
    "gexf": "application/gexf+xml",
    "html": "text/html",
}


@dataclass(frozen=True, slots=True)
class ViewInfo:
    """A view to choose."""

    id: str
    label: Mapping[str, str]
    caption: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TableRow:
    """A node of the map as a row."""

    ref: Ref
    kind: str
    ties: int


@dataclass(frozen=True, slots=True)
class Table:
    """How much the filter leaves, what was cut, and the first rows."""

    nodes: int
    edges: int
    cut: Mapping[str, str] | None
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class Export:
    """A file to send."""

    content: bytes
    mimetype: str
    filename: str


class Maps:
    """Draws scenes over the current snapshot; positions are kept in the instance folder."""

    def __init__(self, graph: Graph, home: Path) -> None:
        self._graph = graph
        self._layouts = Layouts(home / "layouts")

    def views(self) -> tuple[ViewInfo, ...]:
        """The views of the map page, the network first."""
        return tuple(ViewInfo(view, _views()[view].title, _views()[view].caption) for view in MAP_VIEWS)

    def drawn(self, query: Mapping[str, Sequence[str]]) -> Scene:
        """The scene of an address, kept while it is asked for often."""
        view, asked = _view(query), Filter.from_query(query)
        key = f"scene {view.id} {asked.to_query()}"
        return tables(self._graph).lately(
            key, lambda: build_scene(ground(self._graph), view, asked, self._layouts)
        )

    def scene(self, query: Mapping[str, Sequence[str]], language: str) -> dict[str, Any]:
        """The scene as columns for the script."""
        return scene_columns(self.drawn(query), language)

    def table(self, query: Mapping[str, Sequence[str]], limit: int) -> Table:
        """The first rows: most ties first, then by id."""
        scene = self.drawn(query)
        ties = Counter((*scene.edges.source, *scene.edges.target))
        order = sorted(range(len(scene.nodes)), key=lambda node: (-ties[node], scene.nodes.ids[node]))
        rows = tuple(self._row(scene, node, ties[node]) for node in order[:limit])
        return Table(len(scene.nodes), len(scene.edges), scene.cut.text if scene.cut else None, rows)

    def export(self, query: Mapping[str, Sequence[str]], form: str, language: str) -> Export:
        """What the address draws, as a file."""
        if form not in _TYPES:
            raise UnknownId("format", form)
        scene = self.drawn(query)
        return Export(_made(scene, form, language), _TYPES[form], f"graphsvc-{scene.view}.{form}")

    def neighbourhood(self, identifier: str, radius: int, language: str) -> dict[str, Any] | None:
        """Up to 300 nodes around an entity."""
        node, base = self._graph.snapshot().node(identifier), ground(self._graph)
        if node >= base.size or not base.visible[node]:
            return None
        asked = replace(Filter(), ego=identifier, radius=radius)
        key = f"around {identifier} {radius}"
        scene = tables(self._graph).lately(
            key, lambda: build_scene(base, _views()["neighbourhood"], asked, self._layouts)
        )
        return vis_data(scene, language)

    def _row(self, scene: Scene, node: int, ties: int) -> TableRow:
        identifier, kind = scene.nodes.ids[node], scene.kinds[scene.nodes.kind[node]].id
        if kind == "community":
            return TableRow(Ref(identifier, kind, scene.nodes.labels[node]), kind, ties)
        return TableRow(ref(self._graph.snapshot(), identifier), kind, ties)


def ground(graph: Graph) -> Ground:
    """What all scenes of the snapshot share."""
    return graph.derived("ground", Ground)


@cache
def _views() -> Mapping[str, View]:
    return load_views()


def _view(query: Mapping[str, Sequence[str]]) -> View:
    wanted = next(iter(query.get("view", ())), "") or MAP_VIEWS[0]
    if wanted not in MAP_VIEWS:
        raise UnknownId("view", wanted)
    return _views()[wanted]


def _made(scene: Scene, form: str, language: str) -> bytes:
    if form == "xlsx":
        return to_xlsx(scene, language)
    if form == "html":
        outlines = (vendor_folder() / "countries.json").read_text(encoding="utf-8")
        assets = load_assets(vendor_folder(), "map")
        return alone_html("map", scene_columns(scene, language), language, assets, outlines).encode()
    if form == "csv":
        return to_csv(scene, language).encode("utf-8-sig")
    if form == "edges.csv":
        return to_csv(scene, language, "edges").encode("utf-8-sig")
    return (to_graphml if form == "graphml" else to_gexf)(scene, language).encode()
