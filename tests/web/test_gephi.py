"""What Gephi's own importer makes of exported maps: the picture that the page shows."""

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from graphsvc.drawing import palette
from tests.support import gephi

VIEWS = (
    "view=network&country=DE&color=betweenness",
    "view=network&region=DE9",
    "view=clusters",
    "view=geographic&country=AT",
    "view=network&ego=cluster:foodregio&radius=1",
)
FORMS = ("gexf", "graphml")
LANGUAGES = ("de", "en")
DIRECTED = {"member", "runs", "hosts", "part_of", "succeeds"}
ACROSS = 2000
"""Width of an exported drawing; a scene is one wide."""


def test_gephi_shows_what_the_page_shows(client: FlaskClient, tmp_path: Path) -> None:
    files: list[Path] = []
    scenes: list[dict[str, Any]] = []
    for view in VIEWS:
        for language in LANGUAGES:
            scene = client.get(f"/api/v1/scene?{view}&lang={language}").get_json()
            for form in FORMS:
                answer = client.get(f"/map/export.{form}?{view}&lang={language}")
                files.append(tmp_path / f"{len(files)}.{form}")
                files[-1].write_bytes(answer.data)
                scenes.append(scene)
    for scene, graph in zip(scenes, gephi.read(files), strict=True):
        assert not [said for level, said in graph.issues if level != "INFO"]
        same_nodes(scene, graph)
        same_ties(scene, graph)


def same_nodes(scene: dict[str, Any], graph: gephi.GephiGraph) -> None:
    nodes, kinds, groups = scene["nodes"], scene["kinds"], scene["groups"]
    colors = palette.CLASSES if scene["legend"]["scale"] == "steps" else palette.NODES
    found = {node.id: node for node in graph.nodes}
    assert found.keys() == set(nodes["id"])
    largest = max(nodes["size"])
    for place, identifier in enumerate(nodes["id"]):
        node, group = found[identifier], nodes["group"][place]
        color = groups[group]["color"] if group >= 0 else -1
        assert node.label == nodes["label"][place]
        assert node.kind == kinds[nodes["kind"][place]]["id"]
        assert (node.x, node.y) == pytest.approx(
            (ACROSS * nodes["x"][place], ACROSS * nodes["y"][place]), rel=1e-5, abs=1e-3
        )
        assert node.size == pytest.approx(4 + 26 * (nodes["size"][place] / largest) ** 0.5, rel=1e-5)
        assert node.color == (colors[color % len(colors)] if color >= 0 else palette.NONE)


def same_ties(scene: dict[str, Any], graph: gephi.GephiGraph) -> None:
    ties, ids, kinds = scene["edges"], scene["nodes"]["id"], scene["edge_kinds"]
    expected = sorted(
        gephi.GephiEdge(
            ids[ties["source"][place]],
            ids[ties["target"][place]],
            kinds[kind]["label"],
            float(f"{ties['weight'][place]:.5g}"),
            palette.TIES[kinds[kind]["color"]],
            kinds[kind]["id"],
            str(int(kinds[kind]["id"] in DIRECTED)),
            years(scene, ties["years"][place]),
        )
        for place, kind in enumerate(ties["kind"])
    )
    found = [edge._replace(weight=float(f"{edge.weight:.5g}")) for edge in graph.edges]
    assert sorted(found) == expected


def years(scene: dict[str, Any], bits: int) -> str:
    first = (scene["years"] or [0])[0]
    return " ".join(str(first + place) for place in range(bits.bit_length()) if bits >> place & 1)
