"""The whole graph as GraphML: readable by others, complete, nothing hidden."""

from pathlib import Path

import networkx as nx

from graphsvc.drawing.graphml import edges, nodes, write_graphml
from tests.unit.drawing.worlds import HOSTILE, small_world


def test_others_can_read_it(tmp_path: Path) -> None:
    snapshot, path = small_world(), tmp_path / "deep" / "all.graphml"
    write_graphml(snapshot, path)
    graph = nx.read_graphml(path, force_multigraph=True)
    assert len(graph) == len(list(nodes(snapshot)))
    assert graph.number_of_edges() == len(list(edges(snapshot)))
    assert graph.nodes["organization:pic-3"]["name"] == HOSTILE
    assert graph.nodes["organization:pic-1"]["lat"] == 54.3
    kinds = {data["relation"] for _, _, data in graph.edges(data=True)}
    assert {"participates", "member", "performs"} <= kinds
    assert {data["type"] for _, data in graph.nodes(data=True)} == {
        "organization", "cluster", "project", "stage",
    }  # fmt: skip


def test_persons_and_private_ties_are_left_out(tmp_path: Path) -> None:
    snapshot = small_world()
    assert snapshot.organizations.hidden.any()
    hidden = [
        one
        for one, hide in zip(snapshot.organizations.ids, snapshot.organizations.hidden, strict=True)
        if hide
    ]
    write_graphml(snapshot, tmp_path / "all.graphml")
    text = (tmp_path / "all.graphml").read_text(encoding="utf-8")
    assert not any(f'"{one}"' in text for one in hidden)
    private = int((snapshot.memberships.private).sum())
    members = [one for one in edges(snapshot) if one[2]["relation"] == "member"]
    assert len(members) <= len(snapshot.memberships.cluster) - private


def test_the_same_graph_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_graphml(small_world(), tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
