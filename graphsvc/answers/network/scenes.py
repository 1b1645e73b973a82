"""Scenes, neighbourhoods and export files of maps, computed in the request or by the worker."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import numpy as np

from graphsvc.answers.network.map_data import CachedLayouts, CachedMapGraph, Later, TooLarge
from graphsvc.answers.network.map_table import Left
from graphsvc.answers.network.results_cache import Figures, Results
from graphsvc.arrays import Float64s
from graphsvc.domain import is_private
from graphsvc.drawing import (
    Filter,
    Origin,
    Scene,
    View,
    alone_html,
    build_scene,
    chain_flow,
    load_assets,
    sankey_chart,
    scene_columns,
    to_csv,
    to_gexf,
    to_graphml,
    to_xlsx,
    to_zip,
    vendor_folder,
    vis_data,
)
from graphsvc.errors import Busy, UnknownId
from graphsvc.state.bounded_cache import BoundedCache
from graphsvc.taxonomy import chain

FORMATS = {
    "csv": "text/csv",
    "edges.csv": "text/csv",
    "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "graphml": "application/graphml+xml",
    "gexf": "application/gexf+xml",
    "html": "text/html",
}
_HEAVY = {"betweenness": 2_000_000, "closeness": 2_000_000}
"""Nodes times ties of a map of clusters from which the worker computes an indicator."""
_QUICK_ROWS = {
    "csv": 100_000,
    "edges.csv": 100_000,
    "zip": 100_000,
    "xlsx": 50_000,
    "graphml": 100_000,
    "gexf": 100_000,
    "html": 200_000,
}
_MOST_SCENES = 10_000
_MOST_LETTERS = 64_000_000
"""Texts of scenes kept in memory, and characters of all of them."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to save: content, type and name."""

    content: bytes
    mimetype: str
    filename: str


class Scenes:
    """Builds scenes and exports from one map graph."""

    def __init__(
        self, results: Results, layouts: CachedLayouts, later: Later | None, *, regions: bool = False
    ) -> None:
        self._results, self._layouts, self._later, self._regions = results, layouts, later, regions
        self._texts: BoundedCache[str, str] = BoundedCache(
            _MOST_SCENES, _MOST_LETTERS, lambda _, text: len(text)
        )

    def scene(self, ground: CachedMapGraph, view: View, asked: Filter) -> Scene:
        """The scene of a view. Raises `UnknownId`, and `Busy` while the worker makes it."""
        try:
            return build_scene(ground, view, asked, self._layouts)
        except TooLarge as large:
            if self._later is None:
                raise
            if large.whole:
                raise Busy(*self._later("network", key=ground.snapshot.digest)) from large
            raise Busy(*self._ask(view, asked)) from large

    def text(self, ground: CachedMapGraph, view: View, asked: Filter, language: str, found: Left) -> str:
        """The scene as JSON for `map.js`. Raises as `scene` does."""
        name = _name(ground, view, asked, language, self._form)
        known = self._texts.get(name) or self._results.text(ground.key, name)
        if known is None:
            if self._later and _heavy(view, asked, found):
                raise Busy(*self._ask(view, asked))
            scene = self.scene(ground, view, asked)
            known = _json(scene_columns(scene, language, regions=self._regions))
            if scene.waiting:
                return known
        self._texts.put(name, known)
        return known

    def keep(self, ground: CachedMapGraph, view: View, asked: Filter) -> None:
        """Make a scene that takes long and keep it in both languages."""
        scene = build_scene(ground, view, asked, self._layouts)
        for language in ("de", "en"):
            text = _json(scene_columns(scene, language, regions=self._regions))
            self._results.keep_text(ground.key, _name(ground, view, asked, language, self._form), text)

    @property
    def _form(self) -> str:
        return "scene-regions" if self._regions else "scene"

    def around(
        self, ground: CachedMapGraph, view: View, asked: Filter, language: str
    ) -> dict[str, Any] | None:
        """A neighbourhood for `neighbourhood.js`, None of what may not be drawn. Raises `UnknownId`."""
        node = ground.snapshot.node(asked.ego)
        if node >= ground.size or not ground.visible[node]:
            return None
        return vis_data(self.scene(ground, view, asked), language)

    def export(
        self, ground: CachedMapGraph, view: View, asked: Filter, form: str, *, language: str, found: Left
    ) -> File:
        """A file of a map: csv (nodes), edges.csv, zip (both), xlsx, graphml, gexf or html.

        All but edges.csv and html carry every indicator of the organizations. Raises `UnknownId` for another
        format, `Busy` while indicators, picture or a large file are made.
        """
        if form not in FORMATS:
            raise UnknownId("format", form)
        kept = self._results.content(ground.key, _name(ground, view, asked, language, form))
        if kept is None and self._later and len(found.nodes) + found.edges > _QUICK_ROWS[form]:
            raise Busy(*self._later("export", query=_query(view, asked), form=form, language=language))
        content = kept or self._content(ground, view, asked, form, language)
        return File(content, FORMATS[form], f"graphsvc-{view.id}-{ground.snapshot.digest[:8]}.{form}")

    def keep_export(
        self, ground: CachedMapGraph, view: View, asked: Filter, form: str, *, language: str
    ) -> None:
        """Make a large file of a map and keep it."""
        content = self._content(ground, view, asked, form, language)
        self._results.keep_content(ground.key, _name(ground, view, asked, language, form), content)

    def _content(self, ground: CachedMapGraph, view: View, asked: Filter, form: str, language: str) -> bytes:
        scene = self.scene(ground, view, asked)
        if form == "html":
            return alone(scene, language).encode()
        if form == "edges.csv":
            return to_csv(scene, language, "edges")
        figures = ground.known_figures()
        if figures is None and self._later:
            raise Busy(*self._later("network", key=ground.snapshot.digest))
        origin = _origin(ground, view, asked)
        return _file(scene, form, language, _columns(ground, scene, figures), origin)

    def _ask(self, view: View, asked: Filter) -> tuple[int, int]:
        if self._later is None:
            raise TooLarge(whole=False)
        return self._later("scene", query=_query(view, asked))


def alone(scene: Scene, language: str) -> str:
    """A scene as one page that needs no network."""
    folder = vendor_folder()
    outlines = (folder / "countries.json").read_text(encoding="utf-8")
    return alone_html("map", scene_columns(scene, language), language, load_assets(folder, "map"), outlines)


def flow(ground: CachedMapGraph, view: View, asked: Filter, language: str) -> dict[str, Any]:
    """The chart of a view that shows a value chain."""
    return sankey_chart(chain_flow(ground, view, asked, chain(view.chain or "")), language)


def _heavy(view: View, asked: Filter, found: Left) -> bool:
    if view.shows != "clusters":
        return False
    work = len(found.nodes) * found.edges
    return any(work > _HEAVY.get(look, work) for look in (asked.size or view.size, asked.color or view.color))


def _query(view: View, asked: Filter) -> list[list[str]]:
    return [list(pair) for pair in (("view", view.id), *asked.to_query())]


def _name(ground: CachedMapGraph, view: View, asked: Filter, language: str, form: str) -> str:
    words = json.dumps([ground.snapshot.digest, view.id, view.version, asked.to_query(), language])
    return f"{form}-{hashlib.sha256(words.encode()).hexdigest()[:32]}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _columns(ground: CachedMapGraph, scene: Scene, figures: Figures | None) -> dict[str, Float64s]:
    if figures is None or (scene.nodes.ids and scene.nodes.ids[0].startswith("community:")):
        return {}
    nodes = np.array([ground.snapshot.node(identifier) for identifier in scene.nodes.ids], dtype=np.int64)
    blank = np.full(ground.size - ground.organizations, np.nan)
    return {name: np.concatenate([values, blank])[nodes] for name, values in figures.values.items()}


def _origin(ground: CachedMapGraph, view: View, asked: Filter) -> Origin:
    public = tuple(info for info in ground.snapshot.datasets if not is_private(info.id))
    address = urlencode([(name, value) for name, value in _query(view, asked)])
    return Origin(f"/map?{address}", public)


def _file(scene: Scene, form: str, language: str, columns: Mapping[str, Float64s], origin: Origin) -> bytes:
    match form:
        case "csv":
            return to_csv(scene, language, indicators=columns)
        case "zip":
            return to_zip(scene, language, columns, origin)
        case "xlsx":
            return to_xlsx(scene, language, columns, origin)
        case "graphml":
            return to_graphml(scene, language, columns, origin).encode()
        case _:
            return to_gexf(scene, language, columns, origin).encode()
