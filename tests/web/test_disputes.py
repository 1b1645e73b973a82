"""A fact is wrong: said without an account, answered by the programme office, shown once it agrees."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graphsvc.bootstrap import Services
from graphsvc.collaboration.disputes import MOST_OPEN
from graphsvc.collaboration.due import find_due
from graphsvc.web import create_app
from tests.web.forms import send
from tests.web.people_world import A, Calendar, everybody, world

FORM = f"/organizations/{A}/dispute"
PAGE = f"/organizations/{A}"
WORDS = "The seat is in Zwetschgenstadt, see our imprint."
ANSWER = "Quittenbaum: the imprint says so too."


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, calendar: Calendar) -> Iterator[Services]:
    with world(tmp_path_factory.mktemp("disputes"), calendar) as services:
        yield services


@pytest.fixture(scope="module")
def clients(made: Services) -> dict[str, FlaskClient]:
    app = create_app(made)
    app.extensions["graphsvc_limiter"].enabled = False
    return everybody(made, app)


def say(clients: dict[str, FlaskClient], field: str = "country", words: str = WORDS) -> TestResponse:
    return send(clients["visitor"], FORM, FORM, field=field, words=words)


def answer(clients: dict[str, FlaskClient], name: str, number: int, what: str, words: str = "") -> int:
    client = clients[name]
    client.application.config["WTF_CSRF_ENABLED"] = False
    found = client.post(f"/disputes/{number}/{what}", data={"words": words}).status_code
    client.application.config["WTF_CSRF_ENABLED"] = True
    return found


def test_from_the_form_to_the_answer_and_back(made: Services, clients: dict[str, FlaskClient]) -> None:
    assert f'href="{FORM}"' in clients["visitor"].get(PAGE).text
    kept = say(clients)
    where = urlsplit(kept.request.path).path
    assert "It waits for an answer" in kept.text
    readers = {name for name, client in clients.items() if WORDS in client.get("/disputes").text}
    assert readers == {"emil", "gert"}
    assert not any(WORDS in client.get(PAGE).text for client in clients.values())
    assert 'href="/disputes"' in clients["emil"].get("/account").text
    assert 'href="/disputes"' not in clients["anna"].get("/account").text
    for name in ("anna", "cleo", "finn", "visitor"):
        assert answer(clients, name, 1, "uphold", ANSWER) == 403
    assert answer(clients, "emil", 1, "else", ANSWER) == 404
    assert answer(clients, "emil", 1, "settle") == 404, "nothing is shown yet"
    assert answer(clients, "emil", 1, "uphold", "short") == 400
    assert answer(clients, "emil", 1, "uphold", ANSWER) == 302
    assert answer(clients, "gert", 1, "refuse", ANSWER) == 404, "it is answered"
    shown = clients["visitor"].get(PAGE).text
    assert (ANSWER in shown, "disputed" in shown, WORDS in shown) == (True, True, False)
    assert ANSWER in clients["visitor"].get(where).text
    assert answer(clients, "gert", 1, "settle") == 302
    assert ANSWER not in clients["visitor"].get(PAGE).text
    assert "It was put right" in clients["visitor"].get(where).text
    what = [row.what for row in made.personal_data.audit(A)]
    assert what[-3:] == ["dispute", "dispute upheld", "dispute settled"]


def test_what_cannot_be_kept_is_said_and_nothing_typed_is_lost(clients: dict[str, FlaskClient]) -> None:
    refused = say(clients, words="too short")
    assert (refused.status_code, ">too short</textarea>" in refused.text) == (400, True)
    assert say(clients, field="nothing").status_code == 404
    assert clients["visitor"].get("/organizations/organization:none/dispute").status_code == 404
    assert clients["visitor"].get("/disputes/guessed").status_code == 404


def test_a_refused_one_moves_nothing_and_goes_after_a_year(
    made: Services, clients: dict[str, FlaskClient], calendar: Calendar
) -> None:
    before = clients["visitor"].get(PAGE).text
    where = say(clients).request.path
    number = made.disputes.kept.all()[0].number
    assert answer(clients, "emil", number, "refuse", ANSWER) == 302
    assert clients["visitor"].get(PAGE).text == before
    assert "holds the fact to be right" in clients["visitor"].get(where).text
    calendar.now += timedelta(days=366)
    find_due(made.people_database)
    assert clients["visitor"].get(where).status_code == 404


def test_few_wait_for_one_organization(made: Services) -> None:
    app = create_app(made)
    client = app.test_client()
    app.extensions["graphsvc_limiter"].enabled = False
    codes = [
        send(client, FORM, FORM, field="country", words=f"{WORDS} {number}").status_code
        for number in range(MOST_OPEN + 1)
    ]
    assert codes == [200] * MOST_OPEN + [429]
    app.extensions["graphsvc_limiter"].enabled = True
    other = "/organizations/organization:b/dispute"
    codes = [send(client, other, other, field="country", words=WORDS).status_code for _ in range(6)]
    assert codes == [200] * 5 + [429]
