import base64
import csv
import hashlib
import html
import io
import json
import math
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from graphsvc.domain import Claim, DatasetInfo
from graphsvc.drawing import (
    Assets,
    DrawingLimit,
    Filter,
    Layouts,
    MapGraph,
    Origin,
    Scene,
    alone_html,
    build_scene,
    chain_flow,
    geo_chart,
    heatmap_chart,
    lines_chart,
    load_views,
    matrix_chart,
    palette,
    sankey_chart,
    scene_columns,
    to_csv,
    to_gexf,
    to_graphml,
    to_xlsx,
    to_zip,
    vis_data,
)
from graphsvc.drawing.palette import channels, node_color
from graphsvc.network import CutYear, Point, Trend
from graphsvc.taxonomy import chain
from tests.unit.drawing.worlds import HOSTILE, organization, small_world, takes_part

VIEWS = load_views()
ASSETS = Assets("var x = '</script>';", "p { color: red }")


def scene_of(view: str = "network", ego: str = "") -> Scene:
    formula: list[Claim] = [
        organization(9, "=1+1", country="DE"),
        organization(10, "+49", country="DE"),
        takes_part(9, 4),
    ]
    return build_scene(MapGraph(small_world(formula)), VIEWS[view], Filter(ego=ego), Layouts())


def cut(scene: Scene) -> Scene:
    return replace(scene, cut=DrawingLimit(99, 99, {"de": "Gekürzt.", "en": "Was cut."}))


def test_csv_neutralizes_text_that_starts_like_a_formula_but_no_number() -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv(scene_of(), "en").decode("utf-8-sig"))))
    names = {row["id"]: row["name"] for row in rows}
    assert names["organization:pic-9"] == "'=1+1"
    assert names["organization:pic-10"] == "'+49"
    assert names["organization:pic-3"] == HOSTILE
    cities = {row["id"]: row["city"] for row in rows}
    assert cities["organization:pic-3"] == "'=Paris()"
    assert {row["lat"] for row in rows if row["id"] == "organization:pic-8"} == {"-36.8"}


def test_csv_has_a_row_for_each_edge_and_says_when_something_was_cut() -> None:
    scene = scene_of()
    rows = list(csv.DictReader(io.StringIO(to_csv(cut(scene), "en", "edges").decode("utf-8-sig"))))
    assert len(rows) == len(scene.edges)
    assert {row["note"] for row in rows} == {"Was cut."}
    assert b"note" not in to_csv(scene, "en").splitlines()[0]


def test_german_csv_opens_in_columns_where_a_comma_is_the_decimal_mark() -> None:
    scene = scene_of()
    content = to_csv(scene, "de")
    assert content.startswith(b"\xef\xbb\xbf")
    read = pd.read_csv(io.BytesIO(content), sep=";", decimal=",", encoding="utf-8-sig")
    assert read["x"].tolist() == list(scene.nodes.x)
    assert read["size"].tolist() == list(scene.nodes.size)
    english = pd.read_csv(io.BytesIO(to_csv(scene, "en")), encoding="utf-8-sig")
    assert english["lat"].equals(read["lat"])


def test_xlsx_holds_nodes_edges_and_note_as_text() -> None:
    scene = cut(scene_of())
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(to_xlsx(scene, "en", {"degree": np.ones(len(scene.nodes))}))
    )
    nodes = book.get_sheet_by_name("Nodes").to_python()
    assert nodes[0][-1] == "degree"
    assert len(nodes) == len(scene.nodes) + 1
    assert "'=1+1" in {row[1] for row in nodes}
    assert ["Note", "Was cut."] in book.get_sheet_by_name("About the data").to_python()
    assert len(book.get_sheet_by_name("Ties").to_python()) == len(scene.edges) + 1


def test_graphml_is_read_back_with_parallel_edges_and_names() -> None:
    scene = cut(scene_of())
    text = to_graphml(scene, "en")
    graph = nx.parse_graphml(text, force_multigraph=True)
    assert graph.number_of_nodes() == len(scene.nodes)
    assert graph.number_of_edges() == len(scene.edges)
    assert graph.nodes["organization:pic-3"]["name"] == HOSTILE
    assert "Was cut." in text


def test_gexf_is_read_back_with_parallel_edges_and_names() -> None:
    scene = cut(scene_of())
    text = to_gexf(scene, "en")
    graph = nx.read_gexf(
        io.BytesIO(text.replace("http://gexf.net/1.3", "http://www.gexf.net/1.2draft").encode())
    )
    assert graph.number_of_nodes() == len(scene.nodes)
    assert text.count("<edge ") == len(scene.edges)
    assert graph.nodes["organization:pic-3"]["label"] == HOSTILE
    assert "Was cut." in text


@pytest.mark.parametrize("language", ["de", "en"])
def test_graph_programs_find_what_was_seen(language: str) -> None:
    scene = scene_of()
    read = nx.parse_graphml(to_graphml(scene, language), force_multigraph=True)
    gexf = to_gexf(scene, language)
    seen = nx.read_gexf(
        io.BytesIO(gexf.replace("http://gexf.net/1.3", "http://www.gexf.net/1.2draft").encode())
    )
    for place, identifier in enumerate(scene.nodes.ids):
        node, drawn = read.nodes[identifier], seen.nodes[identifier]
        assert node["label"] == drawn["label"] == scene.nodes.labels[place]
        at = (2000 * scene.nodes.x[place], 2000 * scene.nodes.y[place])
        assert (node["x"], node["y"]) == pytest.approx(at)
        assert drawn["viz"]["position"] == pytest.approx({"x": node["x"], "y": node["y"], "z": 0})
        assert drawn["viz"]["size"] == pytest.approx(node["size"])
        assert 4 <= node["size"] <= 30
        color = {name: str(part) for name, part in drawn["viz"]["color"].items() if name != "a"}
        assert color == channels(node_color(scene, place))
        assert node["kind"] == scene.kinds[scene.nodes.kind[place]].id
        assert node["kind_label"] == scene.kinds[scene.nodes.kind[place]].label[language]
    assert sorted(
        (data["weight"], data["relation"], data["label"], data["count"])
        for *_ends, data in read.edges(data=True)
    ) == sorted(
        (
            scene.edges.weight[place],
            scene.edge_kinds[scene.edges.kind[place]].id,
            scene.edge_kinds[scene.edges.kind[place]].label[language],
            scene.edges.count[place],
        )
        for place in range(len(scene.edges))
    )
    undated = sum(not years for years in scene.edges.years)
    assert gexf.count("<spells>") == len(scene.edges) - undated > 0


def test_ties_that_lead_somewhere_say_so() -> None:
    read = nx.parse_graphml(to_graphml(scene_of(), "en"), force_multigraph=True)
    directed = {(data["relation"], data["directed"]) for *_ends, data in read.edges(data=True)}
    assert ("collaboration", 0) in directed
    assert not any(flag for relation, flag in directed if relation in {"collaboration", "cooperates"})
    assert all(flag for relation, flag in directed if relation in {"member", "runs", "hosts"})


@pytest.mark.parametrize(("language", "sep", "decimal"), [("de", ";", ","), ("en", ",", ".")])
def test_the_archive_holds_nodes_ties_with_names_and_what_is_known(
    language: str, sep: str, decimal: str
) -> None:
    scene = scene_of()
    content = to_zip(scene, language)
    assert content == to_zip(scene, language)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.namelist() == ["nodes.csv", "edges.csv", "columns.csv", "about.csv"]
        tables = [
            pd.read_csv(packed.open(name), sep=sep, decimal=decimal, encoding="utf-8-sig")
            for name in packed.namelist()[:2]
        ]
        assert scene.digest in packed.read("about.csv").decode("utf-8-sig")
    nodes, ties = tables
    assert (len(nodes), len(ties)) == (len(scene.nodes), len(scene.edges))
    names = dict(zip(nodes["id"], nodes["name"], strict=True))
    assert ties["source_name"].tolist() == [names[one] for one in ties["source"]]
    assert ties["target_name"].tolist() == [names[one] for one in ties["target"]]
    assert ties["strength"].tolist() == list(scene.edges.weight)


def test_files_have_the_colors_of_light_pages() -> None:
    script = (Path(__file__).parents[3] / "graphsvc/web/assets/shared/palette.js").read_text(encoding="utf-8")
    light = script.partition("const DARK")[0]
    for name, colors in (("nodes", palette.NODES), ("ties", palette.TIES), ("classes", palette.CLASSES)):
        found = re.search(rf"{name}: \[([^\]]+)\]", light)
        assert found
        assert tuple(re.findall(r"#[0-9a-f]{6}", found[1])) == colors
    assert f'none: "{palette.NONE}"' in light
    inks = {"text": "TEXT", "muted": "MUTED", "line": "LINE", "faint": "LAND", "back": "PAPER"}
    for name, color in inks.items():
        assert f'{name}: "{getattr(palette, color)}"' in light


def test_letters_that_xml_cannot_hold_are_left_out() -> None:
    scene = scene_of()
    odd = replace(scene, nodes=replace(scene.nodes, labels=("a\x00b\ufffe", *scene.nodes.labels[1:])))
    assert (
        nx.parse_graphml(to_graphml(odd, "en"), force_multigraph=True).nodes[odd.nodes.ids[0]]["name"] == "ab"
    )


def test_exports_are_the_same_bytes_twice() -> None:
    assert to_xlsx(scene_of(), "de") == to_xlsx(scene_of(), "de")
    assert to_gexf(scene_of(), "de") == to_gexf(scene_of(), "de")


def test_vis_data_keeps_parallel_edges_and_stands_still() -> None:
    scene = scene_of("neighbourhood", "organization:pic-1")
    data = json.loads(json.dumps(vis_data(scene, "en"), allow_nan=False))
    assert len(data["nodes"]) == len(scene.nodes)
    assert len(data["edges"]) == len(scene.edges)
    assert data["focus"] == "organization:pic-1"
    assert all({"x", "y", "name", "shape"} <= set(node) for node in data["nodes"])


def test_vis_data_refuses_more_than_300_nodes() -> None:
    many: list[Claim] = [organization(1000 + place) for place in range(310)]
    scene = build_scene(MapGraph(small_world(many)), VIEWS["network"], Filter(), Layouts())
    with pytest.raises(ValueError, match="300"):
        vis_data(scene, "en")


def test_stand_alone_page_allows_exactly_what_it_holds() -> None:
    scene = scene_of("neighbourhood", "organization:pic-3")
    page = alone_html("neighbourhood", vis_data(cut(scene), "en"), "en", ASSETS)
    policy = html.unescape(re.findall(r'Content-Security-Policy" content="([^"]*)"', page)[0])
    assert policy.startswith("default-src 'none'")
    allowed = set(re.findall(r"'sha256-([^']+)'", policy))
    inline = [
        *re.findall(r"<script>(.*?)</script>", page, re.DOTALL),
        *re.findall(r"<style>(.*?)</style>", page, re.DOTALL),
    ]
    found = {base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in inline}
    assert found == allowed
    assert "Was cut." in page
    assert "<img" not in page
    assert "http:" not in page.replace("http://www.w3.org", "")
    assert "https:" not in page


def test_stand_alone_page_keeps_hostile_titles_as_text() -> None:
    scene = replace(scene_of(), title={"de": "</title><script>alert(1)</script>", "en": "x"})
    page = alone_html("map", scene_columns(scene, "de"), "de", ASSETS)
    assert "<script>alert" not in page


def test_matrix_is_symmetric_and_its_table_has_the_same_values() -> None:
    chart = matrix_chart(scene_of("clusters"), "en")
    cells = {(column, row): value for column, row, value in chart["cells"]}
    assert all(cells[row, column] == value for (column, row), value in cells.items())
    assert chart["table"]["rows"][0][1:] == [None, cells[1, 0]]


def test_sankey_names_stages_and_counts() -> None:
    flow = chain_flow(MapGraph(small_world()), VIEWS["chain"], Filter(), chain("food-processing"))
    chart = sankey_chart(flow, "de")
    assert len(chart["nodes"]) == len(flow.stages)
    assert len(chart["table"]["rows"]) == len(chart["links"])


def test_geographic_chart_sums_places_and_stays_finite() -> None:
    chart = geo_chart(scene_of("geographic"), "en")
    assert sum(point["size"] for point in chart["points"]) == 6
    assert all(math.isfinite(point["lng"]) and math.isfinite(point["lat"]) for point in chart["points"])
    json.dumps(chart, allow_nan=False)


def test_lines_name_the_years_that_were_cut() -> None:
    trend = Trend(
        "x",
        (Point(2015, 1.0, 0.5, 1.5, 20), Point(2016, 2.0, 1.5, 2.5, 30)),
        (CutYear(2014, "first", 1, 9.0),),
    )
    chart = lines_chart({"de": "Verlauf", "en": "Course"}, [({"de": "X", "en": "X"}, trend)], "de")
    assert chart["cut"] == [
        {"year": 2014, "reason": "2014 fehlt: die Daten decken den Anfang des Jahres kaum ab."}
    ]
    assert chart["series"][0]["n"] == [20, 30]
    assert "2014" in chart["description"]


def test_a_heatmap_carries_a_table() -> None:
    heat = heatmap_chart(
        "t", "d", x=[("a", "A"), ("b", "B")], y=[("s", "S")], cells=[(0, 0, 3.0), (1, 0, None)], language="en"
    )
    assert heat["table"] == {"columns": ["", "A", "B"], "rows": [["S", 3.0, None]]}
    assert heat["max"] == 3.0


ORIGIN = Origin("/map?view=network", (DatasetInfo(id="test", title="Test", licence="CC BY 4.0"),))


@pytest.mark.parametrize("part", ["nodes", "edges"])
def test_csv_names_its_licence_in_one_more_column_and_stays_as_it_was(part: str) -> None:
    scene = scene_of()
    plain = pd.read_csv(io.BytesIO(to_csv(scene, "en", part)), encoding="utf-8-sig")
    read = pd.read_csv(io.BytesIO(to_csv(scene, "en", part, origin=ORIGIN)), encoding="utf-8-sig")
    assert "licence CC BY 4.0" in read["about"][0]
    assert read["about"].count() == 1
    pd.testing.assert_frame_equal(read.drop(columns="about"), plain)


@pytest.mark.parametrize("language", ["de", "en"])
def test_xlsx_explains_every_column(language: str) -> None:
    scene = scene_of()
    indicators = {"degree": np.ones(len(scene.nodes)), "betweenness": np.ones(len(scene.nodes))}
    book = CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx(scene, language, indicators, ORIGIN)))
    _about, columns, nodes, edges = (book.get_sheet_by_index(place).to_python() for place in range(4))
    table = {"de": ("Knoten", "Verbindungen"), "en": ("Nodes", "Ties")}[language]
    expected = [(table[0], name) for name in nodes[0]] + [(table[1], name) for name in edges[0]]
    assert [tuple(row[:2]) for row in columns[1:]] == expected
    assert all(row[3] for row in columns)
    units = {row[1]: row[2] for row in columns}
    assert units["betweenness"] == {"de": "Anteil, 0 bis 1", "en": "share, 0 to 1"}[language]
    assert units["degree"]


def test_page_of_its_own_names_its_licence() -> None:
    told = alone_html("map", scene_columns(scene_of(), "en"), "en", ASSETS, origin=ORIGIN)
    assert "licence CC BY 4.0" in told
