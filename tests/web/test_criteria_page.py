"""The page of criteria: what is known, what is not, and answers that stay with the person who typed them."""

import html
import json
import re

import pytest
from flask.testing import FlaskClient

from graphsvc.bootstrap import Services
from graphsvc.state.assessments import KeptAnswers
from graphsvc.taxonomy.criteria import criteria_set
from graphsvc.web import create_app

PAGE = "/clusters/cluster:foodregio/criteria"


@pytest.fixture(name="person")
def _person(own: Services) -> FlaskClient:
    app = create_app(own)
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


def state(page: str, title: str) -> str:
    found = re.search(rf"<h3>{re.escape(title)}: <strong>([^<]+)</strong>", html.unescape(page))
    assert found, title
    return found[1]


def test_what_is_known_and_what_is_not(client: FlaskClient) -> None:
    page = client.get(f"{PAGE}?on=2026-11-29").text
    assert state(page, "Clearly committed members") == "met"
    assert state(page, "Dedicated cluster management") == "cannot be said yet"
    assert "Known: 80 members" in page
    assert "Asked for: at least 0.5 full-time equivalents" in page
    german = client.get(f"{PAGE}?set=go-cluster&lang=de").text
    assert "4 keine Schwelle öffentlich." in german
    assert state(german, "Sichtbarkeit und Wirkung") == "keine Schwelle öffentlich"
    assert client.get(f"{PAGE}?set=none").status_code == 404
    assert client.get(f"{PAGE}?set=ecei&version=9.0").status_code == 404
    assert client.get("/clusters/cluster:none/criteria").status_code == 404
    assert f'href="{PAGE}"' in client.get("/clusters/cluster:foodregio").text
    assert f'href="{PAGE}"' in client.get("/programme").text


def test_answers_are_saved_shown_again_and_nothing_of_before_is_lost(
    person: FlaskClient, own: Services
) -> None:
    first = {
        "value-management-fte": "0,49",
        "document-management-fte": "Stellenplan",
        "value-english-website": "no",
    }
    assert person.post(PAGE, data=first).status_code == 302
    page = person.get(f"{PAGE}?lang=de").text
    assert state(page, "Eigenes Clustermanagement") == "nicht erfüllt"
    assert 'value="0,49"' in page
    assert "(Ihre Antwort: Stellenplan)" in page
    person.post(
        PAGE, data={"value-management-fte": "0.5", "value-english-website": "yes", "value-waiver": "no"}
    )
    page = person.get(f"{PAGE}?lang=en").text
    assert state(page, "Dedicated cluster management") == "met"
    assert state(page, "Website in English with proof that the organization is active") == "met"
    (path,) = (own.settings.home / "assessments").glob("*.json")
    assert [one["answers"]["management-fte"]["value"] for one in json.loads(path.read_text("utf-8"))] == [
        0.49,
        0.5,
    ]
    assert path.stat().st_mode & 0o77 == 0
    person.post(PAGE, data={"value-waiver": "yes"})
    assert "4 waived." in person.get(f"{PAGE}?lang=en").text


def test_what_cannot_be_used_stays_as_it_was_typed(person: FlaskClient, own: Services) -> None:
    typed = {"value-members": "<b>viele</b>", "document-members": "list.xlsx", "value-english-website": "yes"}
    answer = person.post(f"{PAGE}?lang=en", data=typed)
    assert answer.status_code == 400
    assert "nothing you typed is lost" in answer.text
    assert 'value="&lt;b&gt;viele&lt;/b&gt;"' in answer.text
    assert 'value="list.xlsx"' in answer.text
    assert "must be a number that is not negative" in answer.text
    assert state(answer.text, "Website in English with proof that the organization is active") == "met"
    assert not (own.settings.home / "assessments").exists()
    assert person.post(f"{PAGE}?set=none", data=typed).status_code == 404
    assert person.post("/clusters/cluster:none/criteria", data={}).status_code == 404


def test_a_public_service_shows_no_answers(person: FlaskClient, own: Services) -> None:
    person.post(PAGE, data={"value-management-fte": "3", "document-management-fte": "secret-plan"})
    assert "secret-plan" in person.get(PAGE).text
    opened = create_app(Services(own.settings.model_copy(update={"public": True}), own.graph)).test_client()
    page = opened.get(PAGE).text
    assert "secret-plan" not in page
    assert "Save my answers" not in page


def test_answers_to_other_versions_of_a_set_stay(own: Services) -> None:
    programme, asked = own.programme, criteria_set("ecei")
    kept = KeptAnswers(own.settings.home)
    kept.put("cluster:fpi", "ecei", {"former": {"value": 1, "document": ""}}, "2025-01-01")
    programme.keep_answers("cluster:fpi", asked, {"gold-score": {"value": 81, "document": ""}}, "2026-11-29")
    assert set(kept.get("cluster:fpi", "ecei")) == {"former", "gold-score"}
    assert set(programme.answers("cluster:fpi", asked)) == {"gold-score"}
