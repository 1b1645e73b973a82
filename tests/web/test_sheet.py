"""The sheet of a cluster to hand out, in both languages; what programs read of it; news as a feed."""

import json
import re
from datetime import UTC, datetime
from html import unescape
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

from graphsvc.bootstrap import Services
from graphsvc.web import create_app
from graphsvc.web.qr_code import qr_code
from tests.support.claims import cluster, info

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "</script><script>alert(1)</script>"


def data_of(page: str) -> dict[str, Any]:
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    found: dict[str, Any] = json.loads(text)
    return found


def test_a_page_about_this_cluster_in_english_for_a_delegation(client: FlaskClient) -> None:
    """The errand of a programme officer: from the German page of the cluster to its sheet in English."""
    german = client.get("/clusters/cluster:foodregio", headers={"Accept-Language": "de"}).text
    assert "Blatt zum Weitergeben" in german
    sheet = client.get("/clusters/cluster:foodregio/sheet", headers={"Accept-Language": "de"}).text
    (address,) = re.findall(r'outline" href="([^"]+)" hreflang="en"', sheet)
    page = client.get(address).text
    assert '<html lang="en">' in page
    for words in (
        "Lübeck, Germany",
        "Members: 80 (2019)",
        "go-cluster programme",
        "Working groups",
        "80 (2019)",
    ):
        assert words in page
    assert "Stages of a value chain that sources name as its own: " in page
    data = data_of(page)
    assert (data["@type"], data["name"]) == ("Organization", "foodRegio e.V.")
    assert data["address"] == {"@type": "PostalAddress", "addressLocality": "Lübeck", "addressCountry": "DE"}
    assert [one["itemOffered"]["name"] for one in data["makesOffer"]] == ["Working groups"]
    assert "award" not in data, "no label of it is known to hold today"


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_printed_sheet_leads_back_to_its_newest_state_in_the_same_language(
    client: FlaskClient, language: str
) -> None:
    page = client.get(f"/clusters/cluster:foodregio/sheet?lang={language}").text
    (picture,) = re.findall(r'<img class="qr" src="([^"]+)"', page)
    address = f"http://localhost/clusters/cluster:foodregio/sheet?lang={language}"
    assert f'href="{address}"' in page
    assert unescape(picture) == qr_code(address)
    assert qr_code(address) != qr_code(f"{address}#"), "each address has a code of its own"


def test_labels_that_hold_are_told_and_typed_text_stays_text(own: Services) -> None:
    year = datetime.now(UTC).year
    facts = [
        {"what": "label", "value": "Held", "since": f"{year - 1}-01-01", "until": f"{year + 2}-12-31"},
        {"what": "label", "value": "Ended", "since": "2010", "until": "2012", "known": "2020"},
        {"what": "service", "value": HOSTILE, "known": "2024", "citation": "javascript:alert(1)"},
    ]
    own.graph.store.write(info("trial"), [cluster("trial", "trial", name=HOSTILE, facts=facts)])
    own.graph.refresh()
    client = create_app(own).test_client()
    page = client.get("/clusters/cluster:trial/sheet").text
    assert HOSTILE not in page
    assert 'href="javascript:' not in page
    data = data_of(page)
    assert (data["award"], data["name"]) == (["Held"], HOSTILE)
    assert "address" not in data
    assert "No source here names its website." in page
    feed = ET.fromstring(client.get("/clusters/cluster:trial/news.atom").data)  # noqa: S314 - our own
    assert HOSTILE in str(feed.findtext(f"{ATOM}title"))
    assert all("javascript" not in str(link.get("href")) for link in feed.iter(f"{ATOM}link"))


def test_news_are_an_atom_feed_the_newest_first(client: FlaskClient) -> None:
    answer = client.get("/clusters/cluster:foodnetz/news.atom", headers={"Accept-Language": "en"})
    assert answer.mimetype == "application/atom+xml"
    feed = ET.fromstring(answer.data)  # noqa: S314 - our own
    entries = feed.findall(f"{ATOM}entry")
    told = [(entry.findtext(f"{ATOM}updated"), entry.findtext(f"{ATOM}title")) for entry in entries]
    assert told[-1] == ("2019-01-01T00:00:00Z", "Members: 15 (2019)")
    assert ("2025-01-01T00:00:00Z", "Label: European label: Bronze (2025)") in told
    assert told == sorted(told, key=lambda one: str(one[0]), reverse=True)
    assert feed.findtext(f"{ATOM}updated") == told[0][0]
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len({*ids}) == len(ids) == 3
    for entry in entries:
        assert str(entry.find(f"{ATOM}link").get("href")).startswith("https://foodnetz.de/")  # type: ignore[union-attr]
    assert client.get("/clusters/cluster:none/news.atom").status_code == 404
    assert client.get("/clusters/cluster:none/sheet").status_code == 404
