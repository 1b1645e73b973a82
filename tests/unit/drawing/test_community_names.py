"""Names that readers give to communities."""

from dataclasses import replace

from graphsvc.drawing import Filter, Layouts, MapGraph, build_scene, load_views, scene_columns
from graphsvc.drawing.community_names import community_names
from graphsvc.drawing.exports import node_rows
from graphsvc.drawing.origin import filter_words
from tests.unit.drawing.worlds import HOSTILE, small_world

VIEW = load_views()["network"]
GROUND = MapGraph(small_world())


def called(*names: str) -> Filter:
    return Filter.from_query({"color": ["community"], "called": names})


def test_a_name_belongs_to_the_community_of_the_member_before_it() -> None:
    number = int(GROUND.communities.of[GROUND.snapshot.node("organization:pic-4")])
    asked = called(
        "organization:pic-4   The  south ", "organization:pic-99 Nobody", "nothing", "cluster:north "
    )
    assert community_names(GROUND, asked) == {number: "The south"}


def test_the_name_with_the_best_connected_member_counts() -> None:
    number = int(GROUND.communities.of[GROUND.snapshot.node("organization:pic-1")])
    head = GROUND.snapshot.node_id(int(GROUND.community_heads[number]))
    rest = [GROUND.snapshot.node_id(int(node)) for node in (GROUND.communities.of == number).nonzero()[0]]
    others = [f"{member} Other" for member in rest if member not in {head, "organization:pic-6"}]
    assert others
    assert community_names(GROUND, called(*others, f"{head} Head"))[number] == "Head"


def test_legend_tables_and_files_have_the_name_and_say_who_gave_it() -> None:
    asked = called(f"organization:pic-4 {HOSTILE}")
    scene = build_scene(GROUND, VIEW, asked, Layouts())
    assert HOSTILE in [entry["label"] for entry in scene_columns(scene, "de")["groups"]]
    header, *rows = node_rows(scene, "en")
    row = next(dict(zip(header, row, strict=True)) for row in rows if row[0] == "organization:pic-4")
    assert row["group_label"] == HOSTILE
    assert str(row["group"]).startswith("community:")
    assert (
        filter_words(asked, "en")
        == f"communities named by the reader of the map: organization:pic-4 {HOSTILE}"
    )


def test_nodes_that_stand_for_communities_are_named_too() -> None:
    scene = build_scene(GROUND, replace(VIEW, cap=2), called("organization:pic-4 South"), Layouts())
    assert "South" in scene.nodes.labels
    head = scene.nodes.heads[scene.nodes.labels.index("South")]
    numbers = [int(GROUND.communities.of[GROUND.snapshot.node(one)]) for one in ("organization:pic-4", head)]
    assert numbers[0] == numbers[1]
    again = build_scene(GROUND, replace(VIEW, cap=2), called(f"{head} South"), Layouts())
    assert again.nodes.labels == scene.nodes.labels
    assert scene_columns(scene, "en")["nodes"]["head"] == scene.nodes.heads
