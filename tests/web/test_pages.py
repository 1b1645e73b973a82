"""Every page, in both languages, strict and without a stray word."""

import re

import pytest
from flask.testing import FlaskClient

from graphsvc.answers.catalog.facts import KINDS
from graphsvc.drawing.messages import messages
from tests.support.addresses import PAGES

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_page_answers_in_its_language(name: str, language: str, client: FlaskClient) -> None:
    response = client.get(PAGES[name], headers={"Accept-Language": language})
    assert response.status_code == (404 if name == "error" else 200)
    assert f'<html lang="{language}">' in response.text
    assert ("Wertschöpfungskette</a>" in response.text) == (language == "de")
    assert response.headers["Content-Security-Policy"] == POLICY


@pytest.mark.parametrize("name", PAGES)
def test_page_keeps_to_its_policy(name: str, client: FlaskClient) -> None:
    text = client.get(PAGES[name]).text
    assert not re.search(r"<[^>]+\sstyle=", text)
    assert not re.search(r"<[^>]+\son\w+=", text)
    assert "<style" not in text
    for script in re.findall(r"<script[^>]*>", text):
        assert "src=" in script or re.search(r'type="application/(ld\+)?json"', script)
    sources = re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="([^"]+)"', text)
    assert all(source.startswith(("/", "data:image/svg+xml")) for source in sources)


@pytest.mark.parametrize("name", PAGES)
def test_page_has_no_id_twice(name: str, client: FlaskClient) -> None:
    ids = re.findall(r'\sid="([^"]+)"', client.get(PAGES[name]).text)
    assert sorted(ids) == sorted(set(ids))


def test_titles_differ_and_name_the_object(client: FlaskClient) -> None:
    pages = {name: client.get(address, headers={"Accept-Language": "en"}) for name, address in PAGES.items()}
    titles = {
        name: found for name, page in pages.items() for found in re.findall("<title>(.*)</title>", page.text)
    }
    assert titles["cluster"].startswith("Cluster: Food")
    assert titles["organization"].startswith("Organization: DIL")
    assert titles.keys() == PAGES.keys()
    assert len(set(titles.values())) > len(PAGES) - 8


COUNTING = (
    "board", "gaps", "resilience", "compare", "alliance", "organization", "cluster", "region", "stage",
    "partners-organization", "partners-cluster", "meet", "map", "trends", "desk-cluster", "data",
)  # fmt: skip


@pytest.mark.parametrize("name", COUNTING)
def test_pages_that_count_name_the_period(name: str, client: FlaskClient) -> None:
    text = client.get(PAGES[name], headers={"Accept-Language": "en"}).text
    assert "Data: EU projects that began between September 2014 and December 2018." in text
    assert "Newer data: load" in text


def test_kinds_and_places_are_written_in_one_way(client: FlaskClient) -> None:
    """A kind has one word on pages and maps; capitals of a source stand only in what each source says."""
    shown = {kind: messages()[f"kind.{kind}"] for kind in KINDS}
    for kind, words in KINDS.items():
        assert {language: word.casefold() for language, word in words.items()} == {
            language: word.casefold() for language, word in shown[kind].items()
        }
    institute = "/organizations/organization:pic-998036008"
    page = client.get(institute, headers={"Accept-Language": "de"}).text.split("Was jede Quelle sagt")[0]
    assert "Forschungsinstitut" in page
    assert "Forschungseinrichtung" not in page
    assert "Quakenbrück" in page
    assert "QUAKENBRUCK" not in page
