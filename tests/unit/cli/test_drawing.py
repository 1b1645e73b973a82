"""Commands for maps, the gallery and indicators, on a loaded instance folder."""

import json
from pathlib import Path

import networkx as nx
import pytest
from click.testing import CliRunner

from graphsvc.cli import commands
from graphsvc.settings import packaged

DIL = "organization:pic-998511696"


@pytest.fixture(name="home")
def _home(seeded: Path) -> Path:
    return seeded


def run(home: Path, *words: str, code: int = 0) -> str:
    result = CliRunner().invoke(commands, words, env={"GRAPHSVC_HOME": str(home)})
    assert result.exit_code == code, result.output
    return result.stdout


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_map_is_one_page_that_asks_nobody(home: Path, tmp_path: Path, language: str) -> None:
    out = tmp_path / "around.html"
    run(home, "map", "cluster:nieke", "--radius", "2", "--out", str(out), "--language", language)
    text = out.read_text(encoding="utf-8")
    assert f'<html lang="{language}">' in text
    assert "default-src &#39;none&#39;; script-src &#39;sha256-" in text
    assert "NieKE" in text
    assert 'src="http' not in text


def test_indicators_as_json_and_in_words(home: Path) -> None:
    found = json.loads(run(home, "indicators", "--of", DIL, "--json"))
    assert found["of"] == DIL
    assert len(found["digest"]) == 64
    values = {one["id"]: one["value"] for one in found["indicators"]}
    assert values["degree"] > 0
    assert 0 <= values["betweenness"] <= 1
    said = run(home, "indicators", "--of", DIL)
    assert f"{values['degree']:g} partners" in said
    assert f"{100 * values['betweenness']:.3g} % of the shortest ways" in said
    assert json.loads(run(home, "indicators", "--json"))["of"] == "network"


def test_the_gallery_holds_every_view_in_both_languages(home: Path, tmp_path: Path) -> None:
    run(home, "draw", "--all", "--out", str(tmp_path))
    names = {path.name for path in tmp_path.iterdir()}
    for view in packaged("visualizations").glob("*.yml"):
        assert {f"{view.stem}.de.html", f"{view.stem}.en.html"} <= names
    assert {"index.de.html", "index.en.html"} <= names


def test_what_to_draw_must_be_said(home: Path) -> None:
    run(home, "draw", code=2)


def test_the_whole_graph_as_graphml(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "all.graphml"
    run(home, "export", str(out), "--format", "graphml")
    graph = nx.read_graphml(out, force_multigraph=True)
    assert graph.has_edge("cluster:foodregio", "cluster:nieke") or graph.has_edge(
        "cluster:nieke", "cluster:foodregio"
    )
    assert sum(data["type"] == "organization" for _, data in graph.nodes(data=True)) == 3323
