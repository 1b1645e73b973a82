"""Indicators as colors: classes from low to high, equal under every filter, gray where there is no value."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from graphsvc.drawing import Filter, Layouts, MapGraph, Scene, build_scene, load_views, scene_columns
from graphsvc.drawing.exports import node_rows, to_xlsx
from graphsvc.drawing.filters import MEASURES
from graphsvc.drawing.graph_files import to_gexf
from graphsvc.drawing.measures import CLUSTER_MEASURES, STEPS, figure, steps
from tests.unit.drawing.worlds import small_world

VIEWS = load_views()


def scene_of(view: str = "network", **asked: Any) -> Scene:
    return build_scene(MapGraph(small_world()), VIEWS[view], Filter(**asked), Layouts())


@pytest.mark.parametrize("by", MEASURES)
def test_every_indicator_colors_from_low_to_high(by: str) -> None:
    scene = scene_of(color=by)
    assert scene.measure is not None
    colors = [group.color for group in scene.groups]
    assert colors == sorted(colors)
    assert set(colors) <= set(range(STEPS))
    for group, value, kind in zip(scene.nodes.group, scene.measure.values, scene.nodes.kind, strict=True):
        assert (group < 0) == (value is None)
        assert scene.kinds[kind].id != "cluster" or value is None
    by_class = sorted(
        (group, value) for group, value in zip(scene.nodes.group, scene.measure.values, strict=True) if value
    )
    values = [value for _, value in by_class]
    assert values == sorted(values)


@pytest.mark.parametrize("by", CLUSTER_MEASURES)
def test_clusters_have_the_value_of_the_network_between_all_clusters(by: str) -> None:
    whole, part = scene_of("clusters", color=by, size=by), scene_of("clusters", color=by, country=("IT",))
    assert whole.measure is not None
    assert part.measure is not None
    assert part.measure.values == (whole.measure.values[whole.nodes.ids.index("cluster:south")],)
    assert whole.colored_by["en"].endswith("in the network of all clusters")


def test_a_color_means_the_same_under_every_filter() -> None:
    whole, part = scene_of(color="degree"), scene_of(color="degree", country=("FR",))
    assert whole.groups == part.groups
    group = dict(zip(whole.nodes.ids, whole.nodes.group, strict=True))
    assert [group[one] for one in part.nodes.ids] == list(part.nodes.group)


def test_equal_values_stay_together_and_rare_high_ones_stand_out() -> None:
    values = np.array([0.0] * 70 + [float(value) for value in range(1, 31)] + [np.nan])
    found = steps("betweenness", values, np.arange(101), "whole")
    assert found.of[-1] == -1
    assert set(found.of[:70]) == {0}
    assert found.of[99] == len(found.groups) - 1
    assert (found.of[:100] == len(found.groups) - 1).sum() == 1
    assert np.all(np.diff(found.of[:100]) >= 0)
    assert (found.measure.low, found.measure.high) == (0.0, 30.0)


def test_nothing_to_measure_has_no_classes() -> None:
    found = steps("degree", np.array([np.nan, np.nan]), np.arange(2), "whole")
    assert (found.groups, found.of.tolist(), found.measure.low) == ((), [-1, -1], None)


def test_figures_are_written_as_the_language_does() -> None:
    assert [figure(value, "de") for value in (0.0, 12345.0, 0.01234)] == ["0", "12.345", "0,0123"]
    values = np.array([0.01234, 0.01234, *np.linspace(0.02, 0.9, 20)])
    (first, *_) = steps("betweenness", values, np.arange(2), "whole").groups
    assert first.label["de"].startswith("1,23 – ")
    assert first.label["de"].endswith("\u00a0%")


def test_legend_and_files_say_what_color_and_size_stand_for() -> None:
    scene = scene_of(color="betweenness", size="strength")
    legend = scene_columns(scene, "en")["legend"]
    assert legend["title"] == "Betweenness, in the whole network of joint projects"
    assert (legend["scale"], legend["share"], legend["unit"]) == ("steps", True, "of the shortest ways")
    assert legend["ends"][0] == 0
    assert scene_columns(scene, "de")["legend"]["size"] == "Stärke der Zusammenarbeit auf dieser Karte"
    header, *rows = node_rows(scene, "en")
    place = header.index("color_value")
    assert [row[place] for row in rows] == list(scene.measure.values if scene.measure else ())
    assert "Colors: Betweenness, in the whole network" in to_gexf(scene, "en")
    assert to_xlsx(replace(scene, waiting={"en": "Not yet.", "de": "Noch nicht."}), "en")
