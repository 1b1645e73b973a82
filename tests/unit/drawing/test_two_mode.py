"""Projects as nodes."""

from dataclasses import fields, replace
from typing import Any

import pytest

from graphsvc.answers.network.map_table import left
from graphsvc.domain import Participation
from graphsvc.drawing import Filter, Layouts, MapGraph, Scene, build_scene, load_views, scene_columns
from graphsvc.drawing.exports import node_rows
from graphsvc.drawing.filters import SIZES
from graphsvc.drawing.map_graph import ROLES
from tests.unit.drawing.worlds import STATED, small_world

VIEWS = load_views()
PARTS = {
    *((f"pic-{number}", "rcn-1", "participates") for number in (1, 2, 3)),
    *((f"pic-{number}", "rcn-2", "participates") for number in (1, 2)),
    *((f"pic-{number}", "rcn-3", "participates") for number in (3, 4, 5)),
    *((f"pic-{number}", "rcn-4", "participates") for number in (5, 8)),
}
"""Who takes part in which project of the small world, without the person."""


def scene_of(view: str = "projects", **asked: Any) -> Scene:
    return build_scene(MapGraph(small_world()), VIEWS[view], Filter(**asked), Layouts())


def edges_of(scene: Scene) -> set[tuple[str, str, str]]:
    ids, edges = [identifier.partition(":")[2] for identifier in scene.nodes.ids], scene.edges
    return {
        (ids[source], ids[target], scene.edge_kinds[kind].id)
        for source, target, kind in zip(edges.source, edges.target, edges.kind, strict=True)
    }


def test_projects_stand_between_their_participants() -> None:
    edges = edges_of(scene_of())
    assert {edge for edge in edges if edge[2] == "participates"} == PARTS
    assert ("pic-1", "north", "member") in edges
    assert not any(kind == "collaboration" for _, _, kind in edges)
    assert edges_of(scene_of(relation=("participates",))) == PARTS


def test_who_coordinates_a_project_is_told_apart() -> None:
    leads = Participation(
        organization="organization:pic-4", project="project:rcn-4", role="coordinator", evidence=STATED
    )
    scene = build_scene(MapGraph(small_world([leads])), VIEWS["projects"], Filter(), Layouts())
    assert ("pic-4", "rcn-4", "coordinates") in edges_of(scene)
    assert {line.id for line in scene.edge_kinds} >= set(ROLES)


def test_years_are_those_in_which_projects_began() -> None:
    scene = scene_of()
    dated = dict(zip(scene.edges.target, scene.edges.years, strict=True))
    years = {scene.nodes.ids[target]: bits for target, bits in dated.items()}
    assert [years[f"project:rcn-{number}"] for number in (1, 2, 4)] == [1, 2, 0]
    assert scene.years == (2015, 2016)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"country": ("DE",)}, "pic-1 pic-2 north rcn-1 rcn-2"),
        ({"country": ("DE",), "start": 2016, "end": 2016}, "pic-1 pic-2 north rcn-2"),
        ({"ego": "project:rcn-4"}, "pic-5 pic-8 rcn-4"),
        ({"ego": "organization:pic-8", "radius": 2}, "pic-8 rcn-4 pic-5"),
        (
            {"only": ("organization:pic-1", "organization:pic-5")},
            "pic-1 pic-5 rcn-1 rcn-2 rcn-3 rcn-4",
        ),
        ({"only": ("organization:pic-1", "project:rcn-2")}, "pic-1 rcn-2"),
        ({"relation": ("member",)}, "pic-1 pic-2 pic-3 pic-4 pic-5 pic-7 pic-8 north south"),
    ],
)
def test_projects_follow_the_filter_of_organizations(asked: dict[str, Any], expected: str) -> None:
    ground, view, wanted = MapGraph(small_world()), VIEWS["projects"], Filter(**asked)
    scene = build_scene(ground, view, wanted, Layouts())
    assert {identifier.partition(":")[2] for identifier in scene.nodes.ids} == set(expected.split())
    counted = left(ground, view, wanted)
    assert (len(counted.nodes), counted.edges) == (len(scene.nodes), len(scene.edges))


def test_organizations_stand_where_the_folded_map_has_them() -> None:
    places = [
        dict(zip(scene.nodes.ids, zip(scene.nodes.x, scene.nodes.y, strict=True), strict=True))
        for scene in (scene_of("network"), scene_of())
    ]
    assert places[0].items() <= places[1].items()
    assert len({places[1][f"project:rcn-{number}"] for number in (1, 2, 3, 4)}) == 4


@pytest.mark.parametrize("look", ["kind", "degree", "community", "country", "betweenness", "none"])
def test_every_look_has_a_row_for_each_project(look: str) -> None:
    scene = scene_of(color=look, size=look if look in SIZES else "")
    number = len(scene.nodes)
    lengths = {field.name: len(getattr(scene.nodes, field.name)) for field in fields(scene.nodes)}
    assert lengths.pop("heads") == 0, "no node stands for a community"
    assert set(lengths.values()) == {number}
    assert len(scene_columns(scene, "de")["nodes"].get("value", scene.nodes.ids)) == number
    header, *rows = node_rows(scene, "de")
    row = next(dict(zip(header, row, strict=True)) for row in rows if row[0] == "project:rcn-1")
    assert (row["kind"], row["kind_label"]) == ("project", "Projekt")
    assert row["group"] == ("project" if look == "kind" else "")


def test_sizes_count_projects_of_organizations_and_participants_of_projects() -> None:
    scene = scene_of(relation=("participates",))
    sizes = dict(zip(scene.nodes.ids, scene.nodes.size, strict=True))
    assert (sizes["organization:pic-5"], sizes["project:rcn-3"]) == (2, 3)


def test_over_the_cap_projects_are_folded_into_communities() -> None:
    scene = build_scene(MapGraph(small_world()), replace(VIEWS["projects"], cap=3), Filter(), Layouts())
    assert {kind.id for kind in scene.kinds} == {"community"}
    assert scene.cut is not None
    assert "(organizations: 7, clusters: 2, projects: 4)" in scene.cut.text["en"]
    assert scene.cut.nodes == 13
