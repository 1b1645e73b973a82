"""The paper for a board on the web: the page, its files in both languages, and what is said without a set."""

import re

import pytest
from flask.testing import FlaskClient

from graphsvc.report import FORMATS, frozen_in, visible_in
from tests.support.addresses import CHAIN, FOUR, FPI


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("form", FORMATS)
def test_the_board_leads_to_the_report_and_the_report_to_its_files(
    client: FlaskClient, form: str, language: str
) -> None:
    board = client.get(f"{CHAIN}?{FOUR}&lang=de").text
    link = re.search(r'href="(/chain/food-processing/report\?[^"]+)"', board)
    assert link
    page = client.get(link[1].replace("&amp;", "&")).text
    assert "Bericht: Ist die Wertschöpfungskette Lebensmittelverarbeitung vollständig?" in page
    files = re.findall(rf'href="([^"]+/report\.{form}\?[^"]+)"', page)
    assert len(files) == 2
    (address,) = [one.replace("&amp;", "&") for one in files if f"language={language}" in one]
    answer = client.get(address)
    assert answer.mimetype == FORMATS[form].mimetype
    assert f"-{language}.{form}" in answer.headers["Content-Disposition"]
    frozen = frozen_in(form, answer.data)
    assert frozen.document.language == language
    title = {"de": "Bericht: Ist die", "en": "Report: is the"}[language]
    assert title in " ".join(visible_in(form, answer.data))


def test_the_report_says_what_board_gaps_and_resilience_say(client: FlaskClient) -> None:
    report = client.get(f"{CHAIN}/report?{FOUR}&lang=de").text
    for words in (
        "Zusammen decken die 4 Cluster 7 von 7 Pflichtstufen ab",
        "Packbridge (Malmö, SE)",
        "5 von 7",
        "Cluster Ernährung Bayern",
        "Eigene Aussage, kein Ergebnis",
        "https://www.giqs.org/en/projects/giqsfleisch/",
        "Von 124 Clustern",
    ):
        assert words in report


def test_strict_reading_changes_the_report(client: FlaskClient) -> None:
    kept = [
        frozen_in("html", client.get(f"{CHAIN}/report.html?{FOUR}&lang=en{more}").data)
        for more in ("", "&reading=strict")
    ]
    assert [one.question["strict"] for one in kept] == [False, True]
    assert kept[0].document.sections != kept[1].document.sections


def test_without_a_set_the_page_says_what_to_do(client: FlaskClient) -> None:
    page = client.get(f"{CHAIN}/report?lang=de")
    assert page.status_code == 200
    assert "Wählen Sie zuerst" in page.text
    assert client.get(f"{CHAIN}/report.pdf").status_code == 400
    assert client.get(f"{CHAIN}/report.odt?{FOUR}").status_code == 404


@pytest.mark.parametrize("page", ["gaps", "resilience"])
def test_other_pages_of_the_set_lead_to_its_report(client: FlaskClient, page: str) -> None:
    assert "/report?of=cluster:foodregio" in client.get(f"{CHAIN}/{page}?{FOUR}").text


def test_alliance_and_cluster_lead_to_a_report(client: FlaskClient) -> None:
    assert "/report?of=" in client.get("/alliance/food-processing?k=2").text
    assert "/report?of=cluster:giqs" in client.get("/clusters/cluster:giqs").text


@pytest.mark.parametrize("page", [f"/meet?of={FPI}", f"/partners/{FPI}?of_kind=cluster"])
def test_suggestions_between_clusters_lead_to_the_report_on_both(client: FlaskClient, page: str) -> None:
    links = re.findall(r'href="(/chain/[^"]+/report\?[^"]+)"', client.get(page).text)
    assert len(links) >= 3
    link = links[0].replace("&amp;", "&")
    assert link.count("of=cluster") == 2
    report = client.get(link)
    assert report.status_code == 200
    assert "In short" in report.text
