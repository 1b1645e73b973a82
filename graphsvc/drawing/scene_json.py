"""A scene as columns of plain JSON for the browser (see docs/maps.md)."""

from typing import Any

from graphsvc.drawing.exports import about
from graphsvc.drawing.messages import in_language, texts_for
from graphsvc.drawing.origin import Origin
from graphsvc.drawing.scene import LegendLine, Scene
from graphsvc.snapshot.regions import nuts_code

FORMAT = 1


def scene_columns(
    scene: Scene, language: str, *, regions: bool = False, origin: Origin | None = None
) -> dict[str, Any]:
    """Return the scene as `map.js` reads it, its words in `language`.

    `regions` adds NUTS codes of nodes; what `origin` says stands in files that the browser makes.
    """
    nodes, edges = scene.nodes, scene.edges
    return {
        "format": FORMAT,
        "view": scene.view,
        "language": language,
        "digest": scene.digest,
        "title": in_language(scene.title, language),
        "caption": in_language(scene.caption, language),
        "cut": _cut(scene, language),
        "counts": {"nodes": len(nodes), "edges": len(edges)},
        "kinds": _entries(scene.kinds, language),
        "groups": _entries(scene.groups, language),
        "edge_kinds": _entries(scene.edge_kinds, language),
        "legend": {
            "title": in_language(scene.colored_by, language),
            "size": in_language(scene.sized_by, language),
            **_measure(scene, language),
        },
        "waiting": in_language(scene.waiting, language) if scene.waiting else None,
        "years": list(scene.years) if scene.years else None,
        "focus": scene.focus,
        "nodes": {
            "id": nodes.ids,
            "label": nodes.labels,
            "kind": nodes.kind,
            "group": nodes.group,
            "size": nodes.size,
            "x": nodes.x,
            "y": nodes.y,
            "lng": nodes.lng,
            "lat": nodes.lat,
            "place": [
                ", ".join(part for part in place if part)
                for place in zip(nodes.city, nodes.country, strict=True)
            ],
            **({"value": scene.measure.values} if scene.measure else {}),
            **({"head": nodes.heads} if nodes.heads else {}),
            **({"region": [nuts_code(code) for code in nodes.region]} if regions else {}),
        },
        "edges": {
            "source": edges.source,
            "target": edges.target,
            "kind": edges.kind,
            "weight": edges.weight,
            "count": edges.count,
            "years": edges.years,
        },
        "about": about(scene, language, origin),
        "text": texts_for(("map.", "size.", "chart.table", "chart.count"), language),
    }


def _entries(entries: tuple[LegendLine, ...], language: str) -> list[dict[str, Any]]:
    return [
        {"id": entry.id, "label": in_language(entry.label, language), "color": entry.color}
        for entry in entries
    ]


def _measure(scene: Scene, language: str) -> dict[str, Any]:
    measure = scene.measure
    if measure is None:
        return {"scale": "groups"}
    return {
        "scale": "steps",
        "unit": in_language(measure.unit, language),
        "meaning": in_language(measure.meaning, language),
        "share": measure.share,
        "ends": None if measure.low is None else [measure.low, measure.high],
    }


def _cut(scene: Scene, language: str) -> dict[str, Any] | None:
    if scene.cut is None:
        return None
    return {"nodes": scene.cut.nodes, "edges": scene.cut.edges, "text": in_language(scene.cut.text, language)}
