"""Names as sources lost letters of them, and projects without a title, as pages and the API tell them."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from graphsvc.answers.loading import load_folder
from graphsvc.bootstrap import bootstrap
from graphsvc.domain.ports import opened
from graphsvc.settings import Settings
from graphsvc.web import create_app
from tests.unit.ingest.tables import PROJECT, small_folder, write_table

ORGANIZATIONS = {"101": "INSTITUT FUR MOLKEREITECHNIK", "102": "Muster", "103": "Beispiel"}
SHOWN = "Institut für Molkereitechnik"
TITLES = {"de": "Projekt ohne Titel (RCN 2)", "en": "Project without a title (RCN 2)"}


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    home = tmp_path_factory.mktemp("shown")
    rows = [(pic, name, "REC", "DE", "Kiel", "54.3", "10.1", "") for pic, name in ORGANIZATIONS.items()]
    folder = small_folder(home / "tables", rows)
    projects = [("1", "9001", "Better bread", "2016-01-01", "", "3"), ("2", "", "", "2018-06-01", "", "2")]
    write_table(folder / "projects.csv", PROJECT, projects)
    services = bootstrap(Settings(home=home))
    with opened(services.graph.store):
        load_folder(folder, services.graph.store, home)
        services.graph.refresh()
        yield create_app(services).test_client()


@pytest.mark.parametrize(("language", "title"), TITLES.items())
def test_a_project_without_a_title_is_told_as_one_in_lists(
    language: str, title: str, visitor: FlaskClient
) -> None:
    told = {"Accept-Language": language}
    for page in ("/organizations/organization:pic-102", "/search?q=RCN+2", "/projects/project:rcn-2"):
        text = visitor.get(page, headers=told).text
        assert title in text
        assert ">RCN 2<" not in text


def test_the_api_has_no_title_for_a_project_without_one(visitor: FlaskClient) -> None:
    rows = visitor.get("/api/v1/projects").get_json()["items"]
    assert {row["id"]: row["title"] for row in rows} == {
        "project:grant-9001": "Better bread",
        "project:rcn-2": None,
    }


def test_a_name_is_shown_whole_and_its_sources_spelling_stands_in_provenance(visitor: FlaskClient) -> None:
    text = visitor.get("/organizations/organization:pic-101").text
    assert f"<h1>{SHOWN}</h1>" in text
    assert "Institut fur Molkereitechnik" in text
