"""Pages of registers: empty states that say what to do, tables taken and refused, calls and who may apply."""

import io
import re
from collections import Counter
from typing import Any

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from graphsvc.bootstrap import Services
from graphsvc.web import create_app
from tests.web.test_api_answers import faults

GERMAN = {"Accept-Language": "de"}
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture(name="person")
def _person(own: Services) -> FlaskClient:
    app = create_app(own)
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


def send(person: FlaskClient, kind: str, text: str, name: str = "table.csv") -> Any:
    file = {"table": (io.BytesIO(text.encode()), name)}
    return person.post(f"/programme/registers/{kind}", data=file, headers=GERMAN)


def test_a_call_from_the_empty_register_to_who_may_apply(person: FlaskClient, own: Services) -> None:
    """The errand of a programme officer: who may apply for this call?"""
    page = person.get("/programme", headers=GERMAN).text
    assert "/programme/registers/policies" in page
    empty = person.get("/programme/registers/calls", headers=GERMAN).text
    assert "Hier wurde noch nichts eingelesen" in empty
    columns = person.get("/programme/registers/calls/template.csv", headers=GERMAN).data.decode("utf-8-sig")
    assert columns.strip() == "titel;quelle;beginn;frist;land;label;kriterien"
    row = f"Neue Wege {HOSTILE};https://call.example;;31.12.2026;DE;go-cluster;eccp-profile"
    assert send(person, "calls", f"{columns.strip()}\n{row}\n").status_code == 302
    listed = person.get("/programme/registers/calls", headers=GERMAN).text
    assert "31.12.2026" in listed
    assert HOSTILE not in listed
    asked = person.get(
        "/programme/calls", query_string={"call": f"Neue Wege {HOSTILE}", "on": "2026-11-29"}, headers=GERMAN
    )
    assert "Es entscheidet der Text des Aufrufs." in asked.text
    told = re.search(r"(\d+) dürfen, (\d+) dürfen nicht, von (\d+) ist es nicht bekannt", asked.text)
    assert told
    may, not_, unknown = map(int, told.groups())
    countries = [one.country for one in own.graph.snapshot().clusters.records]
    assert (may, may + not_ + unknown) == (0, len(countries))
    assert not_ >= sum(country not in (None, "DE") for country in countries) > 40
    assert HOSTILE not in asked.text
    document = person.get("/api/v1/openapi.json").get_json()
    entries = person.get("/api/v1/registers/calls").get_json()
    assert faults(document, "/registers/calls", entries) == []
    assert [(one["closes"], one["criteria"]) for one in entries["entries"]] == [
        ("2026-12-31", "eccp-profile")
    ]
    query = {"call": f"Neue Wege {HOSTILE}", "on": "2026-11-29"}
    applicants = person.get("/api/v1/registers/calls/applicants", query_string=query).get_json()
    assert faults(document, "/registers/calls/applicants", applicants) == []
    assert Counter(one["may"] for one in applicants["clusters"]) == {"no": not_, "unknown": unknown}
    dates = person.get("/programme/registers/calls/calendar.ics", headers=GERMAN).text
    assert "DTSTART;VALUE=DATE:20261231" in dates


def test_what_cannot_be_taken_is_said_and_changes_nothing(person: FlaskClient) -> None:
    good = "titel;quelle;beginn;ort\nSeminar;https://s.example;03.12.2026;Bonn\n"
    assert send(person, "events", good).status_code == 302
    answer = send(person, "events", good + "Zweites;https://s.example;bald;\n")
    assert answer.status_code == 400
    assert "table.csv, begins, Zeile 3" in answer.text
    assert "Es wurde nichts übernommen" in answer.text
    assert "Seminar" in answer.text
    assert send(person, "events", "", name="").status_code == 400
    assert send(person, "parties", good).status_code == 404
    assert person.get("/programme/registers/policies/calendar.ics").status_code in {200, 404}
    for part in ("SUMMARY:Seminar", "DTSTART;VALUE=DATE:20261203", "Bonn"):
        assert part in person.get("/programme/registers/events/calendar.ics").text


def test_measures_stand_beside_the_curves_of_their_years(person: FlaskClient) -> None:
    head = "title,source,country,begins,ends\n"
    rows = "Then,https://m.example,DE,2016,2017\nLater,javascript:alert(1),DE,2030,\nThere,x,FR,2016,\n"
    assert send(person, "policies", head + rows).status_code == 302
    page = person.get("/trends/company_share?of=region:DE").text
    assert "Policy measures in these years" in page
    assert "2016 – 2017: Then" in page
    assert "nothing here says that they caused anything" in page
    for other in ("Later", "There"):
        assert f": {other} (" not in page
    assert 'href="javascript:' not in person.get("/programme/registers/policies").text


def test_the_workbook_explains_its_columns(client: FlaskClient) -> None:
    for kind in ("policies", "calls", "events"):
        content = client.get(f"/programme/registers/{kind}/template.xlsx").data
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        (head,), explained = (book.get_sheet_by_index(place).to_python() for place in range(2))
        assert [row[0] for row in explained[1:]] == head
        assert all(row[1] for row in explained)
