"""What went wrong is told in the language of the page; the API tells it in English unless asked otherwise."""

import re

import pytest
from flask.testing import FlaskClient

from graphsvc.bootstrap import Services
from graphsvc.errors import Busy, GraphsvcError
from graphsvc.messages import Message
from graphsvc.store.refusals import run_lost
from graphsvc.web import create_app
from tests.web.importing import Importer

DATASET = b"id: trial\ntitle: A trial\nlicence: CC0\nsource: made up\nretrieved: '2026-01-01'\n"
TABLE = ("list.csv", b"name\nX\n")
ENGLISH = re.compile(r"\b(must|cannot|is missing|should|unknown field|read)\b")


def alert(page: str) -> str:
    found = re.search(r'role="alert">(.*?)</p>', page, re.DOTALL)
    assert found, page[:2000]
    return found[1]


@pytest.mark.parametrize(
    ("mapping", "told"),
    [
        (b"version: '1'\n", "das Feld tables fehlt"),
        (b"version: '1'\ntables: 3\n", "muss eine Liste sein"),
        (b"version: '1'\ntables: []\nlookup: {}\n", "unbekanntes Feld; ist lookups gemeint?"),
        (b"a: *b\n", "Verweise (*) sind nicht erlaubt"),
    ],
)
def test_a_faulty_mapping_is_told_in_german(mapping: bytes, told: str, importer: Importer) -> None:
    importer.client.set_cookie("lang", "de")
    said = alert(importer.send(("dataset.yml", DATASET), ("mapping.yml", mapping), TABLE).text)
    assert told in said.replace("&#39;", "'")
    assert not ENGLISH.search(said), said


def test_a_faulty_field_is_told_in_german(importer: Importer) -> None:
    importer.client.set_cookie("lang", "de")
    said = alert(importer.send(("dataset.yml", DATASET.replace(b"trial", b"TRIAL", 1)), TABLE).text)
    assert "dataset.yml" in said
    assert "hat nicht die Form" in said
    assert not ENGLISH.search(said), said


def test_a_failed_job_is_kept_for_readers_of_both_languages(importer: Importer) -> None:
    page = importer.send(("dataset.yml", DATASET), ("mapping.yml", b"version: '1'\n"), TABLE)
    address = page.request.path
    german, english = (alert(importer.client.get(f"{address}?lang={lang}").text) for lang in ("de", "en"))
    assert german != english
    job = importer.services.jobs.get(int(address.rpartition("/")[2]))
    assert isinstance(job.message, Message)
    assert str(job.message).splitlines()[0] in english.replace("&#39;", "'")


def test_an_unknown_id_is_told_in_the_language_of_the_page_and_of_the_request(client: FlaskClient) -> None:
    asked = "/api/v1/organizations/organization:none"
    assert "Nothing is known here" in client.get(asked).get_json()["detail"]
    assert "ist hier nichts bekannt" in client.get(f"{asked}?lang=de").get_json()["detail"]
    assert "ist hier nichts bekannt" in client.get("/organizations/organization:none?lang=de").text


@pytest.mark.parametrize(
    ("error", "german", "english"),
    [
        (Busy(2, 7), "2 von 7 Schritten", "2 of 7 steps"),
        (run_lost(), "desselben Datensatzes", "another load of the same dataset took over"),
    ],
)
def test_a_busy_store_is_told_in_the_language_of_the_page(
    error: GraphsvcError, german: str, english: str, own: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(own)

    def refuse() -> None:
        raise error

    monkeypatch.setitem(app.view_functions, "home.index", refuse)
    client = app.test_client()
    assert german in client.get("/?lang=de").text
    assert english in client.get("/?lang=en").text
