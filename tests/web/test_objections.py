"""Objections in three strengths, at work in every kind of suggestion from the next answer."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from flask_openapi import OpenAPI
from markupsafe import escape

from graphsvc.answers.matching.filters import vetoed
from graphsvc.bootstrap import Services
from graphsvc.state.backup import write_backup
from graphsvc.state.feedback import said
from graphsvc.web import create_app
from tests.web.forms import send
from tests.web.people_world import HUB, PASSWORD, A, B, signed_in


@pytest.fixture
def app(made: Services) -> OpenAPI:
    return create_app(made)


@pytest.fixture
def ben(made: Services, app: OpenAPI) -> FlaskClient:
    client = app.test_client()
    with client.session_transaction() as session:
        session["signed_in"] = made.accounts.sign_in("ben@ben.example", PASSWORD)
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def say(client: FlaskClient, kind: str, value: str, *, of: str = B, objects: str = "1") -> tuple[int, str]:
    found = send(client, "/account", "/account/objections", of=of, kind=kind, value=value, objects=objects)
    return found.status_code, found.text


def test_not_to_this_one_by_name_and_back_in_one_click(
    made: Services, app: OpenAPI, ben: FlaskClient
) -> None:
    code, shown = say(ben, "to", "works a")
    assert code == 200
    assert vetoed(made.graph, (A,)) == (B,)
    assert vetoed(made.graph, ("organization:c",)) == vetoed(made.graph) == ()
    anna, dora = (signed_in(made, app, name) for name in ("anna", "dora"))
    ask = "/api/v1/introductions"
    assert anna.post(ask, json={"from": A, "to": B}).status_code == 400, "as where nobody has an account"
    assert dora.post(ask, json={"from": "organization:c", "to": B}).status_code == 200
    (form,) = re.findall(r'name="value" value="([^"]+)"><input type="hidden" name="objects" value="0"', shown)
    assert say(ben, "to", form, objects="0")[0] == 200
    assert vetoed(made.graph, (A,)) == ()


def test_not_for_a_topic_of_the_text_the_asker_or_its_clusters(made: Services, ben: FlaskClient) -> None:
    assert say(ben, "topic", "Fleisch-Ersatz")[0] == 200
    assert vetoed(made.graph, (), "Neuer Ersatz für Fleischwaren") == (B,)
    assert vetoed(made.graph, (), "Ersatzteile") == ()
    say(ben, "topic", "hub")
    assert vetoed(made.graph, (HUB,)) == (B,)
    assert vetoed(made.graph, ("organization:c",)) == ()
    say(ben, "topic", "works")
    assert vetoed(made.graph, ("organization:c",)) == (B,)


def test_what_is_said_in_part_is_read_by_nobody_else(
    made: Services, app: OpenAPI, ben: FlaskClient, tmp_path: Path
) -> None:
    visitor = app.test_client()

    def seen() -> list[str]:
        app.extensions["graphsvc_responses"].clear()
        return [visitor.get(path).text for path in (f"/organizations/{B}", "/api/v1/organizations", "/data")]

    before = seen()
    say(ben, "to", A)
    say(ben, "topic", "planted topic")
    assert seen() == before
    assert "planted" not in signed_in(made, app, "anna").get("/account").text
    assert "planted" in ben.get("/account").text
    assert said(made.graph).words == ()
    with made.graph.store.read() as reader:
        assert not list(reader.entities(("feedback",)))
    files = write_backup(made.graph.store, made.settings.home, tmp_path / "backup", "2026-03-01").files
    assert "people.sqlite" in files, "backups bring them back"


@pytest.mark.parametrize(
    ("kind", "value", "fault"),
    [
        ("to", "nobody <b>", "Nobody here, or more than one"),
        ("to", B, "never suggested to itself"),
        ("topic", "it", "words of at least 3 letters"),
        ("topic", "!!!", "words of at least 3 letters"),
    ],
)
def test_what_cannot_be_meant_is_said_and_kept_in_the_form(
    made: Services, ben: FlaskClient, kind: str, value: str, fault: str
) -> None:
    code, shown = say(ben, kind, value)
    assert (code, fault in shown) == (400, True)
    assert f'value="{escape(value)}" aria-invalid' in shown, "nothing typed is lost, and it is text"
    assert made.collaboration.narrow_objections.words() == ()


def test_nobody_objects_for_another(made: Services, ben: FlaskClient) -> None:
    for objects in ("1", "0"):
        assert say(ben, "topic", "meat", of=A, objects=objects)[0] == 403
    assert made.collaboration.narrow_objections.words() == ()
