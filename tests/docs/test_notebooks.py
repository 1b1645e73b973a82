"""The notebooks of docs/notebooks run on a real service and a real Neo4j, and tell what the pages tell."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell

from graphsvc.bootstrap import Services, bootstrap, publisher
from graphsvc.domain.ports import opened
from graphsvc.settings import Settings
from tests.support.addresses import FOUR
from tests.support.serving import ServiceProcess, serving

FOLDER = Path(__file__).parents[2] / "docs" / "notebooks"
MANY = """
SELECT a.name, b.name, w.projects, w.first, w.last FROM worked_with w
JOIN organizations a ON a.id = w.source JOIN organizations b ON b.id = w.target
WHERE w.projects > 2 AND EXISTS (
  SELECT 1 FROM member_of m JOIN member_of n ON n.cluster = m.cluster
  WHERE m.organization = a.id AND n.organization = b.id AND m.cluster = 'cluster:giqs')
"""


@pytest.fixture(scope="module")
def services(seeded: Path) -> Iterator[Services]:
    """The services on the seeds; nobody writes to them."""
    made = bootstrap(Settings(home=seeded))
    with opened(made.graph.store):
        yield made


@pytest.fixture(scope="module")
def service(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServiceProcess]:
    """The service on the seeds, as a person starts it."""
    folder = tmp_path_factory.mktemp("service")
    shutil.copytree(seeded, folder / "home")
    with serving(folder) as running:
        yield running


def cells(name: str) -> list[dict[str, Any]]:
    notebook = json.loads((FOLDER / f"{name}.ipynb").read_text(encoding="utf-8"))
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    found: list[dict[str, Any]] = notebook["cells"]
    return found


def run(name: str) -> tuple[dict[str, Any], Any]:
    """What the cells of a notebook leave behind, and what the last one shows."""
    shell, last = InteractiveShell(), None  # type: ignore[no-untyped-call]
    for cell in cells(name):
        if cell["cell_type"] == "code":
            done = shell.run_cell("".join(cell["source"]))  # type: ignore[no-untyped-call]
            done.raise_error()
            last = done.result
    return shell.user_ns, last


def test_every_notebook_is_run_here_and_kept_without_results() -> None:
    names = {path.stem for path in FOLDER.glob("*.ipynb")}
    assert names == {"json-api", "networkx", "neo4j"}
    for name in names:
        code = [cell for cell in cells(name) if cell["cell_type"] == "code"]
        assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)
        assert len({cell["id"] for cell in cells(name)}) == len(cells(name))


def test_the_json_api(service: ServiceProcess, services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPHSVC_URL", service.address)
    left, shown = run("json-api")
    expected = services.open_data.page(
        "organizations", {"country": ["DE"], "kind": ["company"]}, sort="-partners", limit=10
    )
    assert [row["id"] for row in left["answer"]["items"]] == [row["id"] for row in expected.items]
    assert len(left["projects"]) == services.open_data.page("projects", {"start_from": "2018"}).total > 100
    board = json.loads(service.ask(f"/api/v1/coverage?chain=food-processing&{FOUR}")[1])
    required = {stage["id"]: stage["n"] for stage in board["stages"] if stage["required"]}
    assert dict(left["suppliers"][["id", "n"]].to_numpy().tolist()) == required
    assert "linear-gradient" in shown.to_html()


def test_the_network_in_networkx(service: ServiceProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPHSVC_URL", service.address)
    left, shown = run("networkx")
    assert len(left["own"]) == json.loads(service.ask("/api/v1/indicators?limit=1")[1])["total"]
    assert left["difference"].index.tolist() == ["degree", "core_number", "strength", "clustering"]
    assert left["difference"].max() < 1e-3
    assert "<circle" in shown.data


@pytest.mark.neo4j
def test_the_published_graph(neo4j_url: str, services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    assert publisher(neo4j_url).publish(services.published())
    login, _, server = neo4j_url.removeprefix("neo4j://").partition("@")
    user, _, password = login.partition(":")
    monkeypatch.setenv("NEO4J_URI", f"neo4j://{server}")
    monkeypatch.setenv("NEO4J_USER", user)
    monkeypatch.setenv("NEO4J_PASSWORD", password)
    left, shown = run("neo4j")
    expected = services.query(MANY, seconds=30).rows
    assert {frozenset(map(str, row)) for row in left["pairs"].to_numpy().tolist()} == {
        frozenset(map(str, row)) for row in expected
    }
    assert len(left["pairs"]) == 2
    assert "<circle" in shown.data
