"""A neighbourhood scene as vis-network data, built by pyvis."""

from typing import Any

from graphsvc.drawing.messages import in_language, number, texts_for
from graphsvc.drawing.neighbourhood import MAX_NODES
from graphsvc.drawing.scene import Scene

_SPREAD = 1_000


def vis_data(scene: Scene, language: str) -> dict[str, Any]:
    """Return nodes and edges for `neighbourhood.js`: fixed positions, colors by number, titles as text.

    pyvis serves as the builder of the data alone, on a directed network, since it drops parallel edges of an
    undirected one; its page is not used (it loads scripts from elsewhere and inserts names as HTML).

    Raises:
        ValueError: the scene has more than 300 nodes.
    """
    if len(scene.nodes) > MAX_NODES:
        raise ValueError(f"at most {MAX_NODES} nodes, not {len(scene.nodes)}")
    from pyvis.network import Network

    network = Network(directed=True)
    nodes, edges = scene.nodes, scene.edges
    largest = max(nodes.size, default=0.0) or 1.0
    for place, identifier in enumerate(nodes.ids):
        network.add_node(
            identifier,
            label=_short(nodes.labels[place]),
            title=_title(scene, place, language),
            x=float(nodes.x[place] * _SPREAD),
            y=float(-nodes.y[place] * _SPREAD),
            size=float(8 + 16 * (nodes.size[place] / largest) ** 0.5),
            kind=scene.kinds[nodes.kind[place]].id,
            group_number=int(nodes.group[place]),
        )
    for place in range(len(edges)):
        network.add_edge(
            nodes.ids[edges.source[place]],
            nodes.ids[edges.target[place]],
            title=_edge_title(scene, place, language),
            kind_number=int(edges.kind[place]),
            weight=float(edges.weight[place]),
            count=int(edges.count[place]),
        )
    built_nodes, built_edges, *_ = network.get_network_data()
    return {
        "format": 1,
        "language": language,
        "digest": scene.digest,
        "title": in_language(scene.title, language),
        "caption": in_language(scene.caption, language),
        "cut": in_language(scene.cut.text, language) if scene.cut else None,
        "focus": scene.focus,
        "nodes": [_own(node, nodes.labels[place]) for place, node in enumerate(built_nodes)],
        "edges": [{"id": place, **edge} for place, edge in enumerate(built_edges)],
        "groups": [
            {"id": group.id, "label": in_language(group.label, language), "color": group.color}
            for group in scene.groups
        ],
        "edge_kinds": [
            {"id": kind.id, "label": in_language(kind.label, language), "color": kind.color}
            for kind in scene.edge_kinds
        ],
        "legend": {
            "title": in_language(scene.colored_by, language),
            "size": in_language(scene.sized_by, language),
        },
        "text": texts_for(("map.", "around."), language),
    }


def _own(node: dict[str, Any], name: str) -> dict[str, Any]:
    kept = {key: value for key, value in node.items() if key not in {"color", "font"}}
    return {**kept, "shape": _SHAPES.get(str(node["kind"]), "dot"), "name": name}


_SHAPES = {
    "cluster": "diamond",
    "company": "dot",
    "research": "square",
    "education": "triangle",
    "public": "star",
}


def _short(name: str, longest: int = 32) -> str:
    return name if len(name) <= longest else name[: longest - 1].rstrip() + "…"


def _title(scene: Scene, place: int, language: str) -> str:
    nodes = scene.nodes
    where = ", ".join(part for part in (nodes.city[place], nodes.country[place]) if part)
    lines = [nodes.labels[place], in_language(scene.kinds[nodes.kind[place]].label, language), where]
    return "\n".join(line for line in lines if line)


def _edge_title(scene: Scene, place: int, language: str) -> str:
    label = in_language(scene.edge_kinds[scene.edges.kind[place]].label, language)
    count = scene.edges.count[place]
    return f"{label}: {number(count, language)}" if count > 1 else label
