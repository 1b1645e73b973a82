"""Every view as a stand-alone page: what the command line writes."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from graphsvc.drawing.chain_flow import chain_flow
from graphsvc.drawing.charts import geo_chart, matrix_chart, sankey_chart
from graphsvc.drawing.draw import build_scene
from graphsvc.drawing.filters import Filter
from graphsvc.drawing.layouts import Layouts
from graphsvc.drawing.map_graph import MapGraph
from graphsvc.drawing.messages import LANGUAGES, in_language, told
from graphsvc.drawing.scene_json import scene_columns
from graphsvc.drawing.standalone import Kind, alone_html, load_assets
from graphsvc.drawing.views import View
from graphsvc.drawing.vis import vis_data
from graphsvc.network import degree
from graphsvc.taxonomy import chain

Drawing = tuple[Kind, Mapping[str, Any]]


def draw_all(
    ground: MapGraph, views: Mapping[str, View], layouts: Layouts, folder: Path, vendor: Path
) -> tuple[Path, ...]:
    """Write every view in every language as a stand-alone page, and an index of them; return the files.

    Raises:
        MissingAssets: the scripts are not built.
    """
    folder.mkdir(parents=True, exist_ok=True)
    outlines = (vendor / "countries.json").read_text(encoding="utf-8")
    written: list[Path] = []
    for language in LANGUAGES:
        entries = []
        for view in views.values():
            for name, (kind, data) in _drawings(ground, view, language, layouts).items():
                path = folder / f"{name}.{language}.html"
                places = outlines if kind != "neighbourhood" else ""
                path.write_text(
                    alone_html(kind, data, language, load_assets(vendor, kind), places), encoding="utf-8"
                )
                entries.append((path.name, str(data["title"]), in_language(view.caption, language)))
                written.append(path)
        written.append(_index(folder, language, entries))
    return tuple(written)


def _drawings(ground: MapGraph, view: View, language: str, layouts: Layouts) -> dict[str, Drawing]:
    if view.shows == "chain":
        flow = chain_flow(ground, view, Filter(), chain(view.chain or "food-processing"))
        return {view.id: ("charts", sankey_chart(flow, language))}
    if view.shows == "neighbourhood":
        center = best_connected(ground)
        if center is None:
            return {}
        scene = build_scene(ground, view, Filter(ego=center), layouts)
        return {view.id: ("neighbourhood", vis_data(scene, language))}
    scene = build_scene(ground, view, Filter(), layouts)
    if view.shows == "geographic":
        return {view.id: ("charts", geo_chart(scene, language))}
    drawings: dict[str, Drawing] = {view.id: ("map", scene_columns(scene, language))}
    if view.shows == "clusters":
        drawings[f"{view.id}-matrix"] = ("charts", matrix_chart(scene, language))
    return drawings


def best_connected(ground: MapGraph) -> str | None:
    """The organization with most partners among those that belong to, run or host a cluster, else among all.

    Ties go to the smallest id; None when nobody has a partner.
    """
    partners = degree(ground.network)[: ground.organizations] * ground.visible[: ground.organizations]
    attached = partners * (ground.attached.sum(axis=0) > 0)
    best = attached if attached.any() else partners
    return ground.snapshot.node_id(int(best.argmax())) if best.any() else None


def _index(folder: Path, language: str, entries: list[tuple[str, str, str]]) -> Path:
    environment = Environment(
        loader=PackageLoader("graphsvc.drawing"), autoescape=True, undefined=StrictUndefined
    )
    path = folder / f"index.{language}.html"
    text = environment.get_template("gallery.html").render(
        language=language, title=told("alone.gallery", language), entries=entries
    )
    path.write_text(text, encoding="utf-8")
    return path
