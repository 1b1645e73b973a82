import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from graphsvc.arrays import Float64s
from graphsvc.domain import Activity, Claim, Membership
from graphsvc.drawing import (
    Filter,
    Layouts,
    MapGraph,
    Scene,
    build_scene,
    chain_flow,
    load_views,
    scene_columns,
)
from graphsvc.drawing.exports import years_of
from graphsvc.drawing.filters import COLORS, SIZES
from graphsvc.drawing.layout import positions
from graphsvc.errors import UnknownId
from graphsvc.network.sparse import Matrix
from graphsvc.taxonomy import chain
from tests.unit.drawing.worlds import HOSTILE, STATED, organization, small_world, takes_part

VIEWS = load_views()


def scene_of(view: str = "network", **asked: Any) -> Scene:
    return build_scene(MapGraph(small_world()), VIEWS[view], Filter(**asked), Layouts())


def edges_of(scene: Scene) -> set[tuple[str, str, str]]:
    ids, edges = scene.nodes.ids, scene.edges
    return {
        (ids[source].partition(":")[2], ids[target].partition(":")[2], scene.edge_kinds[kind].id)
        for source, target, kind in zip(edges.source, edges.target, edges.kind, strict=True)
    }


def test_all_stored_ties_are_drawn_parallel_ones_too() -> None:
    assert edges_of(scene_of()) == {
        ("pic-1", "pic-2", "collaboration"),
        ("pic-1", "pic-2", "cooperates"),
        ("pic-1", "pic-3", "collaboration"),
        ("pic-2", "pic-3", "collaboration"),
        ("pic-3", "pic-4", "collaboration"),
        ("pic-3", "pic-5", "collaboration"),
        ("pic-4", "pic-5", "collaboration"),
        ("pic-5", "pic-8", "collaboration"),
        ("pic-1", "north", "member"),
        ("pic-3", "south", "member"),
        ("pic-2", "north", "runs"),
        ("north", "south", "cooperates"),
    }


def test_only_what_the_snapshot_has_is_drawn_and_persons_are_not() -> None:
    snapshot = small_world()
    for view in ("network", "clusters", "geographic"):
        ids = scene_of(view).nodes.ids
        assert ids == tuple(
            sorted(ids, key=lambda identifier: (identifier.startswith("cluster"), identifier))
        )
        assert all(snapshot.node_id(snapshot.node(identifier)) == identifier for identifier in ids)
        assert "organization:pic-6" not in ids


def test_a_partner_that_is_not_drawn_still_makes_a_project_larger() -> None:
    scene = scene_of(
        start=2016, end=2016, only=("organization:pic-1", "organization:pic-2"), relation=("collaboration",)
    )
    assert scene.edges.weight == (0.5,)


def test_own_member_lists_are_not_drawn() -> None:
    own = Membership(
        organization="organization:pic-4",
        cluster="cluster:north",
        evidence=STATED.model_copy(update={"dataset": "person"}),
    )
    scene = build_scene(MapGraph(small_world([own])), VIEWS["network"], Filter(), Layouts())
    assert ("pic-4", "north", "member") not in edges_of(scene)


def test_who_performs_a_stage_is_the_rule_of_coverage() -> None:
    part = Activity(performer="organization:pic-4", stage="food-processing/retail", evidence=STATED)
    stage = ("food-processing/distribution",)
    scene = build_scene(MapGraph(small_world([part])), VIEWS["network"], Filter(stage=stage), Layouts())
    assert [identifier for identifier in scene.nodes.ids if identifier.endswith("pic-4")]


def test_years_of_ties_are_those_of_their_projects() -> None:
    scene = scene_of()
    ids, edges = scene.nodes.ids, scene.edges
    years = {
        (ids[edges.source[place]], ids[edges.target[place]]): years_of(scene, edges.years[place])
        for place in range(len(edges))
        if scene.edge_kinds[edges.kind[place]].id == "collaboration"
    }
    assert scene.years == (2015, 2016)
    assert years["organization:pic-1", "organization:pic-2"] == (2015, 2016)
    assert years["organization:pic-1", "organization:pic-3"] == (2015,)
    assert years["organization:pic-5", "organization:pic-8"] == ()


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"q": "arzte"}, {"pic-1"}),
        ({"kind": ("research",)}, {"pic-2"}),
        ({"kind": ("cluster",)}, {"north", "south"}),
        ({"country": ("FR",)}, {"pic-3", "pic-4"}),
        ({"region": ("region:DEF",)}, {"pic-1"}),
        ({"cluster": ("cluster:north",)}, {"pic-1", "pic-2", "north"}),
        ({"sector": ("food",)}, {"pic-1", "pic-2", "north"}),
        ({"stage": ("food-processing/processing",)}, {"pic-2"}),
        ({"ego": "organization:pic-8"}, {"pic-8", "pic-5"}),
        ({"ego": "organization:pic-8", "radius": 2}, {"pic-8", "pic-5", "pic-3", "pic-4"}),
        ({"only": ("organization:pic-1", "organization:pic-5")}, {"pic-1", "pic-5"}),
        ({"country": ("XX",)}, set()),
    ],
)
def test_each_part_of_the_filter(asked: dict[str, Any], expected: set[str]) -> None:
    scene = scene_of(**asked)
    assert {identifier.partition(":")[2] for identifier in scene.nodes.ids} == expected


def test_an_unknown_id_is_refused() -> None:
    with pytest.raises(UnknownId):
        scene_of(ego="organization:pic-99")


def test_a_node_keeps_its_place_under_every_filter() -> None:
    layouts = Layouts()
    ground = MapGraph(small_world())
    whole = build_scene(ground, VIEWS["network"], Filter(), layouts)
    part = build_scene(ground, VIEWS["network"], Filter(country=("DE",)), layouts)
    place = dict(zip(whole.nodes.ids, zip(whole.nodes.x, whole.nodes.y, strict=True), strict=True))
    assert [place[identifier] for identifier in part.nodes.ids] == list(
        zip(part.nodes.x, part.nodes.y, strict=True)
    )


@pytest.mark.parametrize("color", COLORS)
def test_every_coloring_names_its_groups_in_both_languages(color: str) -> None:
    scene = scene_of(color=color)
    assert all(set(group.label) >= {"de", "en"} for group in scene.groups)
    assert max(scene.nodes.group) < max(len(scene.groups), 1)
    assert len({group.id for group in scene.groups}) == len(scene.groups)


@pytest.mark.parametrize("size", SIZES)
def test_every_sizing_gives_a_finite_figure(size: str) -> None:
    assert np.isfinite(scene_of(size=size).nodes.size).all()


def test_clusters_are_tied_through_their_organizations() -> None:
    scene = scene_of("clusters")
    assert edges_of(scene) == {("north", "south", "collaboration"), ("north", "south", "cooperates")}
    collaboration = scene.edges.weight[[kind.id for kind in scene.edge_kinds].index("collaboration")]
    assert collaboration == pytest.approx(1.0)  # pic-1 and pic-2 each work with pic-3 in a project of three


def test_ties_are_copied_only_where_some_are_left_out() -> None:
    ties = MapGraph(small_world()).ties()
    assert ties.where(np.ones(len(ties), dtype=bool)) is ties
    assert len(ties.where(ties.kind == 0)) == int((ties.kind == 0).sum()) < len(ties)


def test_over_the_cap_communities_come_first_with_a_note() -> None:
    view = replace(VIEWS["network"], cap=5)
    scene = build_scene(MapGraph(small_world()), view, Filter(), Layouts())
    assert scene.cut is not None
    assert scene.cut.nodes == 9
    assert all(identifier.startswith("community:") for identifier in scene.nodes.ids)
    assert sum(scene.nodes.size) == 9


def test_the_note_over_the_cap_counts_each_kind() -> None:
    view = replace(VIEWS["network"], cap=5)
    words = build_scene(MapGraph(small_world()), view, Filter(), Layouts()).cut
    assert words is not None
    assert "9 nodes fit the filter (organizations: 7, clusters: 2), more than the 5" in words.text["en"]
    assert "entsprechen 9 Knoten (Organisationen: 7, Cluster: 2), mehr als die 5" in words.text["de"]


class RecordingLayouts(Layouts):
    """Layouts that write down how many nodes they place, and of which view."""

    def __init__(self) -> None:
        super().__init__()
        self.placed: list[tuple[str, int]] = []

    def positions(self, view: str, digest: str, ids: tuple[str, ...], network: Matrix) -> Float64s:
        self.placed.append((view, len(ids)))
        return super().positions(view, digest, ids, network)


def test_of_a_network_too_large_to_be_placed_only_what_is_drawn_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graphsvc.drawing.layout.PLACED_TOGETHER", 8)
    ground, layouts = MapGraph(small_world()), RecordingLayouts()
    one = build_scene(ground, VIEWS["network"], Filter(community=0), layouts)
    assert 3 <= len(one.nodes) <= 8
    assert layouts.placed == [("network-part", len(one.nodes))]
    inside = Matrix(ground.network[nodes_of(ground, one)][:, nodes_of(ground, one)])
    np.testing.assert_allclose(np.column_stack([one.nodes.x, one.nodes.y]), positions(inside), atol=1e-5)

    fewer = build_scene(ground, VIEWS["network"], Filter(community=0, q=one.nodes.labels[0]), layouts)
    assert 0 < len(fewer.nodes) < len(one.nodes)
    assert spots(fewer).items() <= spots(one).items()
    assert layouts.placed[1] == layouts.placed[0]

    two_mode = build_scene(ground, VIEWS["projects"], Filter(community=0), layouts)
    assert any(identifier.startswith("project:") for identifier in two_mode.nodes.ids)
    assert np.isfinite([*two_mode.nodes.x, *two_mode.nodes.y]).all()
    assert "network" not in dict(layouts.placed)


def nodes_of(ground: MapGraph, scene: Scene) -> list[int]:
    return [ground.snapshot.node(identifier) for identifier in scene.nodes.ids]


def spots(scene: Scene) -> dict[str, tuple[float, float]]:
    nodes = scene.nodes
    return dict(zip(nodes.ids, zip(nodes.x, nodes.y, strict=True), strict=True))


def test_a_neighbourhood_keeps_the_strongest_and_says_what_it_left_out() -> None:
    view = replace(VIEWS["neighbourhood"], cap=3)
    asked = Filter(ego="organization:pic-3", radius=2)
    scene = build_scene(MapGraph(small_world()), view, asked, Layouts())
    assert len(scene.nodes) == 3
    assert "organization:pic-3" in scene.nodes.ids
    assert scene.cut is not None
    assert scene.cut.nodes == 8
    assert scene.focus == "organization:pic-3"


def test_ties_between_neighboring_stages_are_counted() -> None:
    flow = chain_flow(MapGraph(small_world()), VIEWS["chain"], Filter(), chain("food-processing"))
    number = {stage.id: place for place, stage in enumerate(flow.stages)}
    links = {(source, target): value for source, target, value in flow.links}
    first, second = number["food-processing/primary-production"], number["food-processing/processing"]
    assert links[first, second] == 1
    assert flow.stages[first].layer < flow.stages[second].layer


def test_columns_are_plain_json_and_tell_hostile_names_as_text() -> None:
    columns = json.loads(json.dumps(scene_columns(scene_of(), "de"), allow_nan=False))
    assert HOSTILE in columns["nodes"]["label"]
    assert columns["counts"] == {"nodes": 9, "edges": 12}
    assert len({len(column) for column in columns["nodes"].values()}) == 1
    assert len({len(column) for column in columns["edges"].values()}) == 1
    assert columns["text"]["map.close"] == "Schließen"


def test_more_than_ten_groups_become_one_in_grey() -> None:
    countries = ("AT", "BE", "BG", "CY", "CZ", "DK", "EE", "ES", "FI", "GR", "HR", "HU")
    extra: list[Claim] = [
        claim
        for place, country in enumerate(countries)
        for claim in (organization(100 + place, country=country), takes_part(100 + place, 1))
    ]
    scene = build_scene(MapGraph(small_world(extra)), VIEWS["network"], Filter(color="country"), Layouts())
    assert len(scene.groups) == 11
    assert scene.groups[-1].color == -1
