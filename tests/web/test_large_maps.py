"""A map of more than can be drawn opens with its communities, and then with one of them."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from graphsvc.answers.loading import load_folder
from graphsvc.bootstrap import bootstrap
from graphsvc.domain.ports import opened
from graphsvc.drawing import load_views
from graphsvc.ingest.synthetic import generate
from graphsvc.settings import Settings
from graphsvc.web import create_app

SIZE = 300


@pytest.fixture
def visitor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    """A visitor of a service whose cap is one below what there is; its worker has done nothing yet."""
    made = generate(tmp_path / "made", organizations=SIZE, seed=3)
    services = bootstrap(Settings(home=tmp_path / "home"))
    cap = made.organizations + made.clusters - 1
    views = {name: replace(view, cap=cap) for name, view in load_views().items()}
    monkeypatch.setattr("graphsvc.answers.network.load_views", lambda: views)
    monkeypatch.setattr("graphsvc.drawing.layout.PLACED_TOGETHER", cap)
    with opened(services.graph.store):
        load_folder(tmp_path / "made", services.graph.store, tmp_path / "home")
        yield create_app(services).test_client()


def scene(visitor: FlaskClient, query: str) -> dict[str, Any]:
    """The scene as soon as it is made; asked again while it is being computed, as the page does."""
    end = time.monotonic() + 120
    while (response := visitor.get(f"/api/v1/scene?{query}")).status_code == 202:
        assert time.monotonic() < end
        time.sleep(0.2)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.get_json()
    return found


def test_communities_come_first_and_open_one_by_one(visitor: FlaskClient, tmp_path: Path) -> None:
    whole = scene(visitor, "view=network")
    assert {one.partition(":")[0] for one in whole["nodes"]["id"]} == {"community"}
    assert sum(whole["nodes"]["size"]) == whole["cut"]["nodes"] > SIZE
    first = scene(visitor, f"view=network&community={whole['nodes']['id'][0].partition(':')[2]}")
    assert len(first["nodes"]["id"]) == whole["nodes"]["size"][0]
    assert first["cut"] is None
    assert (tmp_path / "home" / "layouts" / "network-part").exists()
    assert visitor.get("/map?view=network").status_code == 200
