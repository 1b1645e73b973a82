"""Files of maps: what is asked for, and the content in each format."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

import numpy as np

from graphsvc.answers.network.map_data import CachedMapGraph
from graphsvc.answers.network.map_table import Query, view_of
from graphsvc.answers.network.results_cache import Figures
from graphsvc.arrays import Float64s
from graphsvc.domain import is_private
from graphsvc.drawing import (
    Filter,
    Origin,
    PictureSize,
    Scene,
    View,
    alone_html,
    composed,
    load_assets,
    scene_columns,
    to_csv,
    to_gexf,
    to_graphml,
    to_png,
    to_svg,
    to_xlsx,
    to_zip,
    vendor_folder,
)
from graphsvc.errors import UnknownId

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {
    "csv": ("text/csv", 100_000),
    "edges.csv": ("text/csv", 100_000),
    "zip": ("application/zip", 100_000),
    "xlsx": (_XLSX, 50_000),
    "graphml": ("application/graphml+xml", 100_000),
    "gexf": ("application/gexf+xml", 100_000),
    "html": ("text/html", 200_000),
    "svg": ("image/svg+xml", 60_000),
    "png": ("image/png", 60_000),
}
"""Media type of each format, and from how many nodes and ties on the worker makes it."""
_PICTURES = ("svg", "png")
_WITH_INDICATORS = ("csv", "zip", "xlsx", "graphml", "gexf")


@dataclass(frozen=True, slots=True)
class File:
    """A file to save: content, type, name, and addresses of the licences of what is in it."""

    content: bytes
    mimetype: str
    filename: str
    licences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WantedFile:
    """A map as a file: view, filter, format, language; `site` is the address of the service, or ""."""

    view: View
    asked: Filter
    form: str
    language: str
    site: str
    size: PictureSize

    @classmethod
    def read(cls, views: Mapping[str, View], query: Query, form: str, language: str, site: str) -> Self:
        """Read an address. Raises `UnknownId` for another format, view or id, and `InvalidData`."""
        if form not in FORMATS:
            raise UnknownId("format", form)
        size = PictureSize.from_query(query) if form in _PICTURES else PictureSize()
        return cls(view_of(views, query), Filter.from_query(query), form, language, site, size)

    @property
    def mimetype(self) -> str:
        """Its media type."""
        return FORMATS[self.form][0]

    @property
    def quick_rows(self) -> int:
        """Up to how many nodes and ties it is made within a request."""
        return FORMATS[self.form][1]

    @property
    def needs_indicators(self) -> bool:
        """Whether it carries every indicator of the organizations."""
        return self.form in _WITH_INDICATORS

    def query(self) -> list[list[str]]:
        """The parameters of its address."""
        size = self.size.to_query() if self.form in _PICTURES else ()
        return [list(pair) for pair in (*map_query(self.view, self.asked), *size)]

    def content(self, ground: CachedMapGraph, scene: Scene, figures: Figures | None) -> bytes:
        """The file itself, from its scene and, where it needs them, the indicators of organizations."""
        source, language = self.origin(ground), self.language
        columns = _columns(ground, scene, figures)
        tables = {"csv": "nodes", "edges.csv": "edges"}
        packed = {"zip": to_zip, "xlsx": to_xlsx}
        graphs = {"graphml": to_graphml, "gexf": to_gexf}
        if self.form in tables:
            return to_csv(scene, language, tables[self.form], columns, source)
        if self.form in packed:
            return packed[self.form](scene, language, columns, source)
        if self.form in graphs:
            return graphs[self.form](scene, language, columns, source).encode()
        if self.form == "html":
            return _page(scene, language, source).encode()
        countries = outlines() if self.view.shows == "geographic" else ""
        picture = composed(scene, language, source, self.size, countries)
        return to_png(picture) if self.form == "png" else to_svg(picture).encode()

    def origin(self, ground: CachedMapGraph) -> Origin:
        """Where its content comes from."""
        return origin(ground, self.view, self.asked, self.site)


def origin(ground: CachedMapGraph, view: View, asked: Filter, site: str = "") -> Origin:
    """Where the content of a map comes from; private datasets are not named."""
    public = tuple(info for info in ground.snapshot.datasets if not is_private(info.id))
    return Origin(f"{site.rstrip('/')}/map?{urlencode(map_query(view, asked))}", public, asked)


def map_query(view: View, asked: Filter) -> tuple[tuple[str, str], ...]:
    """The parameters of the address of a map, in canonical order."""
    return (("view", view.id), *asked.to_query())


def _page(scene: Scene, language: str, source: Origin) -> str:
    assets = load_assets(vendor_folder(), "map")
    return alone_html(
        "map", scene_columns(scene, language, origin=source), language, assets, outlines(), origin=source
    )


def outlines() -> str:
    """Countries as GeoJSON."""
    return (vendor_folder() / "countries.json").read_text(encoding="utf-8")


def _columns(ground: CachedMapGraph, scene: Scene, figures: Figures | None) -> dict[str, Float64s]:
    if figures is None or (scene.nodes.ids and scene.nodes.ids[0].startswith("community:")):
        return {}
    nodes = np.array([ground.snapshot.node(identifier) for identifier in scene.nodes.ids], dtype=np.int64)
    blank = np.full(int(nodes.max(initial=0)) + 1, np.nan)
    return {name: np.concatenate([values, blank])[nodes] for name, values in figures.values.items()}
