"""The page of the programme: clusters and their labels, as table, sheet and calendar; search by label."""

import csv
import io
import re

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from graphsvc.bootstrap import Services
from graphsvc.web import create_app
from tests.support.claims import cluster, info
from tests.unit.programme.test_awards import EUROPEAN, GO_CLUSTER


def rows(client: FlaskClient, query: str = "") -> list[dict[str, str]]:
    text = client.get(f"/programme/landscape.csv?lang=en&{query}").get_data().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def listed(page: str) -> list[str]:
    return re.findall(r'<th scope="rowgroup"[^>]*><a href="/clusters/cluster:([\w-]+)"', page)


def test_all_clusters_are_listed_and_what_is_not_known_is_said(client: FlaskClient) -> None:
    page = client.get("/programme?on=2026-11-29").text
    assert len(listed(page)) == 124
    assert "124 clusters are known here." in page
    assert "Sources name 77 labels of them. On 29 November 2026: 1 ends within 12 months, 76 last" in page
    labelled = {row["id"] for row in rows(client) if row["Label"]}
    assert page.count("no source names a label") == 124 - len(labelled)


def test_holders_of_a_label_on_the_page_and_in_the_sheets(client: FlaskClient) -> None:
    assert set(listed(client.get("/programme?label=go-cluster").text)) == GO_CLUSTER
    found = rows(client, "label=european-label&on=2026-11-29")
    assert {row["id"].partition(":")[2] for row in found} == EUROPEAN
    (silver,) = [row for row in found if row["id"] == "cluster:foodactive"]
    assert (silver["Level"], silver["Since"], silver["Until"]) == ("Silver", "2019", "2020-12-31")
    assert silver["State on 2026-11-29"] == "last known earlier, unknown on this day"
    assert silver["Source"].startswith("https://www.suederelbe.de/")
    sheet = client.get("/programme/landscape.xlsx?label=go-cluster&lang=de").get_data()
    book = CalamineWorkbook.from_filelike(io.BytesIO(sheet))
    assert len(book.get_sheet_by_name("Cluster und Labels").to_python()) == 1 + len(GO_CLUSTER)
    assert client.get("/programme/landscape.pdf").status_code == 404


def test_filters_and_orders(client: FlaskClient) -> None:
    french = rows(client, "country=FR&label=european-label")
    assert {row["id"] for row in french} == {"cluster:agrisud", "cluster:techtera", "cluster:valorial"}
    assert {row["Country"] for row in french} == {"France"}
    gold = rows(client, "label=european-label&level=gold")
    assert {row["Level"] for row in gold} == {"Gold"}
    by_members = [int(row["Members stated"] or row["Members known"]) for row in rows(client, "sort=members")]
    assert by_members[0] >= by_members[20] >= by_members[-1] == 0
    ties = [int(row["Ties to clusters"]) for row in rows(client, "sort=ties")]
    assert ties == sorted(ties, reverse=True)
    assert ties[0] > 0
    empty = client.get("/programme?label=go-cluster&country=FR").text
    assert "No cluster fits." in empty
    assert client.get("/programme?sort=size").status_code == 400
    assert client.get("/programme?on=2026-02-30").status_code == 400
    assert client.get("/programme?label=none").status_code == 404


def test_the_calendar_has_the_ends_of_the_next_year(client: FlaskClient) -> None:
    page = client.get("/programme?on=2026-11-29").text
    assert 'href="/programme/labels.ics?on=2026-11-29"' in page
    response = client.get("/programme/labels.ics?on=2026-11-29")
    assert response.mimetype == "text/calendar"
    text = response.text.replace("\r\n ", "")
    assert text.count("BEGIN:VEVENT") == 1
    assert "DTSTART;VALUE=DATE:20270131" in text
    assert "SUMMARY:European label Bronze of food.net:z ends on this day at the earliest" in text
    assert re.findall(r"TRIGGER:(.+)\r", text) == ["-P365D", "-P182D", "-P91D"]
    assert all(len(line.encode()) <= 75 for line in response.text.split("\r\n"))
    assert "BEGIN:VEVENT" not in client.get("/programme/labels.ics?on=2030-01-01").text
    assert "No end is known for that year." in client.get("/programme?on=2030-01-01").text


@pytest.mark.parametrize("query", ["go-cluster", "GO-Cluster", "go-cluster%20programme"])
def test_searching_a_label_finds_its_holders_and_nobody_else(client: FlaskClient, query: str) -> None:
    page = client.get(f"/search?q={query}&kind=cluster").text
    found = re.findall(r'<li><a href="/clusters/cluster:([\w-]+)"', page)
    assert set(found) == GO_CLUSTER
    assert len(found) == len(GO_CLUSTER)
    assert 'href="/programme?label=go-cluster"' in page
    assert "labels: European label: Silver (last known September 2015)" in page


def test_searching_a_level_finds_those_of_that_level(client: FlaskClient) -> None:
    found = client.get("/api/v1/search?q=ECEI+Bronze&kind=cluster").get_json()
    assert [hit["ref"]["id"] for hit in found["groups"][0]["hits"]] == [
        "cluster:foodnetz", "cluster:lc-ooe", "cluster:packbridge",
    ]  # fmt: skip
    assert found["label"] == "european-label"
    assert client.get("/api/v1/search?q=foodregio").get_json()["label"] is None


def test_words_in_a_label_no_longer_find_a_cluster(client: FlaskClient) -> None:
    found = client.get("/api/v1/search?q=last+known&kind=cluster").get_json()
    assert found["groups"] == [] or "cluster" not in {group["kind"] for group in found["groups"]}


def test_the_home_page_leads_a_programme_here(client: FlaskClient) -> None:
    assert 'I run a programme: <a href="/programme">' in client.get("/").text


def test_words_of_users_are_text_on_page_sheet_and_calendar(own: Services) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    dates = {"since": "2026-01-05", "until": "2027-01-05"}
    label = {"what": "label", "value": f"={hostile}, ;\\", "citation": "javascript:alert(1)", **dates}
    own.graph.store.write(info("trial"), [cluster("trial", "trial", name=hostile, facts=[label])])
    own.graph.refresh()
    client = create_app(own).test_client()
    page = client.get("/programme?on=2026-11-29").text
    assert hostile not in page
    assert page.count("&lt;img src=x onerror=alert(1)&gt;") > 2
    assert 'href="javascript:' not in page
    (row,) = [row for row in rows(client) if row["id"] == "cluster:trial"]
    assert row["Label"].startswith("'=<img")
    assert "\\, \\;\\\\" in client.get("/programme/labels.ics?on=2026-11-29").text.replace("\r\n ", "")
