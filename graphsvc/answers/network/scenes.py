"""Scenes, neighbourhoods and export files of maps, computed in the request or by the worker."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from graphsvc.answers.network.map_data import CachedLayouts, CachedMapGraph, Later, TooLarge, Work
from graphsvc.answers.network.map_files import File, WantedFile, map_query, origin
from graphsvc.answers.network.map_table import Left
from graphsvc.answers.network.results_cache import Results
from graphsvc.drawing import (
    Filter,
    MapDifference,
    Scene,
    SideNames,
    View,
    build_scene,
    chain_flow,
    difference_scene,
    sankey_chart,
    scene_columns,
    vis_data,
)
from graphsvc.drawing.layout import placed_together
from graphsvc.errors import Busy
from graphsvc.state.bounded_cache import BoundedCache
from graphsvc.taxonomy import chain

_HEAVY = {"betweenness": 2_000_000, "closeness": 2_000_000}
"""Nodes times ties of a map of clusters from which the worker computes an indicator."""
_MOST_SCENES = 10_000
_MOST_LETTERS = 64_000_000
"""Texts of scenes kept in memory, and characters of all of them."""


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
        with self._by_the_worker(ground, view, asked):
            return build_scene(ground, view, asked, self._layouts)

    def difference(
        self,
        ground: CachedMapGraph,
        found: MapDifference,
        clusters: View,
        names: SideNames,
    ) -> Scene:
        """The scene of a difference. Raises `Busy` while the worker places the nodes."""
        with self._by_the_worker(ground, clusters, Filter()):
            return difference_scene(ground, found, clusters, self._layouts, names)

    @contextmanager
    def _by_the_worker(self, ground: CachedMapGraph, view: View, asked: Filter) -> Iterator[None]:
        """What takes too long for a request is queued, and `Busy` raised."""
        try:
            yield
        except TooLarge as large:
            if self._later is None:
                raise
            if large.whole:
                work: Work = "network" if placed_together(ground.size) else "picture"
                raise Busy(*self._later(work, key=ground.snapshot.digest)) from large
            raise Busy(*self._ask(view, asked)) from large

    def text(self, ground: CachedMapGraph, view: View, asked: Filter, language: str, found: Left) -> str:
        """The scene as JSON for `map.js`. Raises as `scene` does."""
        name = _name(ground, view, asked, language, self._form)
        known = self._texts.get(name) or self._results.text(ground.key, name)
        if known is None:
            if self._later and _heavy(view, asked, found):
                raise Busy(*self._ask(view, asked))
            scene = self.scene(ground, view, asked)
            known = self._columns(ground, view, asked, scene, language)
            if scene.waiting:
                return known
        self._texts.put(name, known)
        return known

    def keep(self, ground: CachedMapGraph, view: View, asked: Filter) -> None:
        """Make a scene that takes long and keep it in both languages."""
        scene = build_scene(ground, view, asked, self._layouts)
        for language in ("de", "en"):
            text = self._columns(ground, view, asked, scene, language)
            self._results.keep_text(ground.key, _name(ground, view, asked, language, self._form), text)

    def _columns(self, ground: CachedMapGraph, view: View, asked: Filter, scene: Scene, language: str) -> str:
        source = origin(ground, view, asked)
        return _json(scene_columns(scene, language, regions=self._regions, origin=source))

    @property
    def _form(self) -> str:
        return "scene-2-regions" if self._regions else "scene-2"

    def around(
        self, ground: CachedMapGraph, view: View, asked: Filter, language: str
    ) -> dict[str, Any] | None:
        """A neighbourhood for `neighbourhood.js`, None of what may not be drawn. Raises `UnknownId`."""
        node = ground.snapshot.node(asked.ego)
        if node >= ground.size or not ground.visible[node]:
            return None
        return vis_data(self.scene(ground, view, asked), language)

    def export(self, ground: CachedMapGraph, wanted: WantedFile, found: Left) -> File:
        """A file of a map. Raises `UnknownId`, and `Busy` while indicators or a large file are made."""
        kept = self._results.content(ground.key, _file_name(ground, wanted))
        if kept is None and self._later and len(found.nodes) + found.edges > wanted.quick_rows:
            told = {"form": wanted.form, "language": wanted.language, "site": wanted.site}
            raise Busy(*self._later("export", query=wanted.query(), **told))
        content = kept or self._content(ground, wanted)
        name = f"graphsvc-{wanted.view.id}-{ground.snapshot.digest[:8]}.{wanted.form}"
        return File(content, wanted.mimetype, name, wanted.origin(ground).licences())

    def keep_export(self, ground: CachedMapGraph, wanted: WantedFile) -> None:
        """Make a large file of a map and keep it."""
        content = self._content(ground, wanted)
        self._results.keep_content(ground.key, _file_name(ground, wanted), content)

    def _content(self, ground: CachedMapGraph, wanted: WantedFile) -> bytes:
        scene = self.scene(ground, wanted.view, wanted.asked)
        figures = ground.known_figures() if wanted.needs_indicators else None
        if figures is None and wanted.needs_indicators and self._later:
            raise Busy(*self._later("network", key=ground.snapshot.digest))
        return wanted.content(ground, scene, figures)

    def _ask(self, view: View, asked: Filter) -> tuple[int, int]:
        if self._later is None:
            raise TooLarge(whole=False)
        return self._later("scene", query=[list(pair) for pair in map_query(view, asked)])


def flow(ground: CachedMapGraph, view: View, asked: Filter, language: str) -> dict[str, Any]:
    """The chart of a view that shows a value chain."""
    return sankey_chart(chain_flow(ground, view, asked, chain(view.chain or "")), language)


def _heavy(view: View, asked: Filter, found: Left) -> bool:
    if view.shows != "clusters":
        return False
    work = len(found.nodes) * found.edges
    return any(work > _HEAVY.get(look, work) for look in (asked.size or view.size, asked.color or view.color))


def _file_name(ground: CachedMapGraph, wanted: WantedFile) -> str:
    return _hashed(wanted.form, ground, wanted.view.version, wanted.query(), wanted.language, wanted.site)


def _name(ground: CachedMapGraph, view: View, asked: Filter, language: str, form: str) -> str:
    return _hashed(form, ground, view.id, view.version, asked.to_query(), language)


def _hashed(form: str, ground: CachedMapGraph, *asked: object) -> str:
    words = json.dumps([ground.snapshot.digest, *asked])
    return f"{form}-{hashlib.sha256(words.encode()).hexdigest()[:32]}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
