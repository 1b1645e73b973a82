"""The yearly report on the web: page, files, and the check of a kept one."""

import io
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from graphsvc.bootstrap import Services
from graphsvc.report import FORMATS, frozen_in, write
from graphsvc.web import create_app
from tests.support.claims import cluster, info
from tests.web.forms import send

CHECK = "/programme/report/check"


def sent(client: FlaskClient, name: str, content: bytes) -> str:
    client.set_cookie("lang", "de")
    return send(client, CHECK, CHECK, report=(io.BytesIO(content), name)).text


@pytest.mark.parametrize("form", FORMATS)
def test_the_programme_leads_to_the_report_and_its_files(client: FlaskClient, form: str) -> None:
    assert 'href="/programme/report?year=2018&amp;label=go-cluster"' in (
        client.get("/programme?label=go-cluster&on=2018-06-30").text
    )
    page = client.get("/programme/report?year=2018&label=go-cluster&lang=de").text
    assert "Jahresbericht 2018: Cluster mit Programm go-cluster" in page
    address = f"/programme/report.{form}?language=en&year=2018&label=go-cluster"
    assert address.replace("&", "&amp;") in page
    answer = client.get(address)
    assert answer.mimetype == FORMATS[form].mimetype
    assert (
        frozen_in(form, answer.data).document.title
        == "Yearly report 2018: clusters with go-cluster programme"
    )


def test_what_cannot_be_asked_is_refused(client: FlaskClient) -> None:
    assert client.get("/programme/report?year=2999").status_code == 400
    assert client.get("/programme/report?year=last").status_code == 400
    assert client.get("/programme/report.html").status_code == 400
    assert client.get("/programme/report.odt?year=2018").status_code == 404
    assert client.get("/programme/report?year=2018&label=none").status_code == 404


def test_a_kept_report_is_checked_and_the_reason_told(own: Services) -> None:
    client = create_app(own).test_client()
    kept = client.get("/programme/report.xlsx?year=2018&language=en").data
    assert "Ja: Neu berechnet sind alle Zahlen gleich." in sent(client, "report.xlsx", kept)
    own.graph.store.write(info("trial"), [cluster("trial", "trial", name="<b>New</b>", country="DE")])
    own.graph.refresh()
    page = sent(client, "report.xlsx", kept)
    assert "Nein: Neu berechnet sind" in page
    assert "weil Folgendes nicht mehr ist, wie es war: was die Daten über Cluster sagen" in page
    assert "124 of 124 clusters" in page
    assert "125 of 125 clusters" in page


def test_another_file_is_refused_with_its_name_and_a_public_service_takes_none(
    own: Services, public: FlaskClient
) -> None:
    client = create_app(own).test_client()
    assert "notes.txt: Wählen Sie die Datei eines Berichts" in sent(client, "notes.txt", b"words")
    assert 'role="alert"' in sent(client, "report.pdf", b"%PDF-1.4 nothing")
    page = public.get(CHECK).text
    assert 'type="file"' not in page
    assert "graphsvc report verify" in page


@pytest.mark.parametrize("change", [{"year": "x"}, {"on": "yesterday"}, {"more": 1}, {"report": "none"}])
def test_a_report_that_asks_otherwise_is_refused(own: Services, change: dict[str, object]) -> None:
    client = create_app(own).test_client()
    frozen = frozen_in("html", client.get("/programme/report.html?year=2018").data)
    forged = write(replace(frozen, question=frozen.question | change), "html")
    assert "was diese Version nicht beantworten kann" in sent(client, "report.html", forged)
