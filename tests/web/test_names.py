"""Names that look like code stay text on every page that shows them."""

import html
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from graphsvc.answers.loading import load_folder
from graphsvc.bootstrap import bootstrap
from graphsvc.domain.ports import opened
from graphsvc.settings import Settings
from graphsvc.web import create_app
from tests.unit.ingest.tables import small_folder

NAMES = {
    "901": "<img src=x onerror=alert(1)>",
    "902": "=cmd()",
    "903": 'Ärzte & "Söhne"',
    "904": "%(name)s {{ 7*7 }} %s GmbH",
    "905": "</script><script>alert(1)</script>",
    "906": "Sehr langer Name " * 50,
}


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    home = tmp_path_factory.mktemp("names")
    rows = [(pic, name, "PRC", "DE", "Kiel", "54.3", "10.1", "") for pic, name in NAMES.items()]
    rows += [(pic, f"Partner {pic}", "REC", "DE", "Jena", "", "", "") for pic in ("101", "102", "103")]
    services = bootstrap(Settings(home=home))
    with opened(services.graph.store):
        load_folder(small_folder(home / "tables", rows), services.graph.store, home)
        services.graph.refresh()
        yield create_app(services).test_client()


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("pic", NAMES)
@pytest.mark.parametrize(
    "page",
    [
        "/organizations/organization:pic-{pic}",
        "/partners/organization:pic-{pic}",
        "/map?ego=organization:pic-{pic}&view=network",
        "/partners/organization:pic-101/path?to=organization:pic-{pic}",
        "/chain/food-processing?of=organization:pic-{pic}",
    ],
)
def test_a_name_is_text(page: str, pic: str, language: str, visitor: FlaskClient) -> None:
    response = visitor.get(page.format(pic=pic), headers={"Accept-Language": language})
    assert response.status_code == 200
    assert "<img src=x" not in response.text
    assert "<script>alert" not in response.text
    assert NAMES[pic].strip()[:12] in html.unescape(response.text)


@pytest.mark.parametrize("name", NAMES.values())
def test_a_name_is_searched_as_text(name: str, visitor: FlaskClient) -> None:
    for address in ("/search", "/search/suggestions", "/partners", "/map"):
        response = visitor.get(address, query_string={"q": name[:200]})
        assert response.status_code == 200
        assert "<img src=x" not in response.text
        assert "<script>alert" not in response.text


def test_json_keeps_names_as_they_are(visitor: FlaskClient) -> None:
    for pic, name in NAMES.items():
        answer = visitor.get(f"/api/v1/organizations/organization:pic-{pic}").get_json()
        assert answer["ref"]["name"] == name.strip()
