"""Introductions over pages and API, as the people who take part in them."""

import re
from datetime import timedelta

import pytest
from flask_openapi import OpenAPI

from graphsvc.answers.matching.filters import vetoed
from graphsvc.bootstrap import Services
from graphsvc.collaboration.due import find_due
from graphsvc.errors import UnknownId
from graphsvc.web import create_app
from tests.web.forms import TOKEN, send
from tests.web.people_world import (
    HUB,
    PASSWORD,
    A,
    B,
    Calendar,
    signed_in,
    wait_for_mail,
    who,
)

PLANTED = ("@anna.example", "@ben.example", "@cleo.example", "Anna Surname", "Ben Surname", "Cleo Surname")
API = "/api/v1/introductions"


@pytest.fixture
def app(made: Services) -> OpenAPI:
    return create_app(made)


def test_the_whole_course_with_a_broker(made: Services, app: OpenAPI) -> None:
    anna, ben, cleo, dora = (signed_in(made, app, name) for name in ("anna", "ben", "cleo", "dora"))
    asked = anna.post(
        API, json={"from": A, "to": B, "message": "Films from peas", "anonymous": True, "broker": HUB}
    )
    assert asked.status_code == 200, asked.text
    one = asked.get_json()["id"]
    page = f"/introductions/{one}"

    def seen() -> str:
        """All that anybody can read of it, but for whom a mail is to."""
        texts = [
            client.get(path).text
            for client in (anna, ben, cleo, dora)
            for path in (page, f"{API}/{one}", API, "/introductions")
        ]
        wait_for_mail()
        mails = [re.sub("(?m)^To: .*$", "", path.read_text()) for path in made.post.folder.glob("*")]
        return " ".join(texts + mails)

    assert ben.get(page).status_code == ben.get(f"{API}/{one}").status_code == 404, "not forwarded yet"
    assert cleo.post(f"{API}/{one}/forward", json={"words": "They are good"}).get_json()["state"] == "asked"
    told = ben.get(page).text
    assert "They are good" in told
    assert "Films from peas" in told
    assert "Works A" not in told
    assert dora.get(page).status_code == dora.post(f"{API}/{one}/accept", json={}).status_code == 404
    assert not [word for word in PLANTED if word in seen()]
    early = ben.post(f"{API}/{one}/met", json={})
    assert (early.status_code, {it["message"] for it in early.get_json()["errors"]}) == (
        409,
        {"accept", "decline"},
    )
    assert ben.post(f"{API}/{one}/accept", json={}).get_json()["contact"] is None
    assert ben.post(f"{API}/{one}/accept").status_code == 409, "no body is needed"
    assert anna.post(f"{API}/{one}/accept", data="{", content_type="application/json").status_code == 422
    assert "Works A" not in ben.get(page).text + ben.get("/introductions").text
    assert not [word for word in PLANTED if word in seen()]
    both = anna.post(f"{API}/{one}/accept", json={}).get_json()
    assert both["contact"] == {"name": "Ben Surname", "mail": "ben@ben.example"}
    assert ben.get(f"{API}/{one}").get_json()["contact"] == {
        "name": "Anna Surname",
        "mail": "anna@anna.example",
    }
    assert "anna@anna.example" in ben.get(page).text
    assert cleo.get(f"{API}/{one}").get_json()["contact"] is None
    anna.post(f"{API}/{one}/met", json={})
    anna.post(f"{API}/{one}/outcome", json={"outcome": "together"})
    assert made.collaboration.introductions.confirmed() == ()
    ben.post(f"{API}/{one}/outcome", json={"outcome": "together"})
    made.graph.refresh()
    assert vetoed(made.graph, (A,)) == (B,), "who works together is not suggested"
    public = app.test_client().get(f"/api/v1/organizations/{A}")
    assert not [word for word in PLANTED if word in public.text]
    with made.graph.store.read() as reader:
        (link,) = [row for row in reader.links(("related",)) if row.dataset == "introductions"]
    assert (link.source, link.target, link.basis, link.date, link.by) == (
        A,
        B,
        "confirmed",
        "2026-03-01",
        "both sides",
    )


def test_pages_of_each_side(made: Services, app: OpenAPI) -> None:
    anna, ben = (signed_in(made, app, name) for name in ("anna", "ben"))
    form = anna.get(f"/introductions/new?from={A}&to={B}").text
    assert "Hub" in form
    assert anna.get(f"/introductions/new?from={B}&to={A}").status_code == 403
    one = made.collaboration.ask(who(made, "anna"), A, B, message="<script>alert(1)</script>")
    text = ben.get(f"/introductions/{one}").text
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text
    inbox = ben.get("/introductions")
    assert f"/introductions/{one}" in inbox.text
    assert "no-store" in inbox.headers["Cache-Control"]
    assert "Nothing waits for you." in anna.get("/introductions").text


def test_writing_by_cookie_needs_the_token_of_a_form(made: Services, app: OpenAPI) -> None:
    client = app.test_client()
    with client.session_transaction() as session:
        session["signed_in"] = made.accounts.sign_in("anna@anna.example", "four plain words here")
    assert client.get(API).status_code == 200
    assert client.post(API, json={"from": A, "to": B}).status_code == 400
    assert client.post("/introductions/new", data={"from": A, "to": B}).status_code == 400
    assert made.collaboration.introductions.all_of(A) == ()
    assert app.test_client().post(API, json={"from": A, "to": B}).status_code == 403


def test_a_token_that_reads_takes_no_step(made: Services, app: OpenAPI) -> None:
    client = app.test_client()
    token = made.accounts.api_token(who(made, "anna").number, "tests", "read")
    client.environ_base |= {"HTTP_AUTHORIZATION": f"Bearer {token}", "HTTP_ACCEPT_LANGUAGE": "en"}
    assert client.get(API).get_json() is not None
    refused = client.post(API, json={"from": A, "to": B})
    assert (refused.status_code, "may only read" in refused.get_json()["detail"]) == (403, True)
    assert made.collaboration.introductions.all_of(A) == ()
    page = signed_in(made, app, "anna").get("/account").text
    assert ("reads only" in page, "reads and writes" in page) == (True, True)


def test_who_asks_for_another_or_too_often_is_refused(made: Services, app: OpenAPI) -> None:
    anna, ben = (signed_in(made, app, name) for name in ("anna", "ben"))
    assert ben.post(API, json={"from": A, "to": B}).status_code == 403
    assert anna.post(API, json={"from": A, "to": A}).status_code == 400
    assert anna.post(API, json={"from": A, "to": "organization:none"}).status_code == 404
    assert anna.post(API, json={"from": A, "to": B, "broker": "cluster:hub", "more": 1}).status_code == 422
    one = anna.post(API, json={"from": A, "to": B}).get_json()["id"]
    assert anna.post(API, json={"from": A, "to": B}).status_code == 409
    made.collaboration.introductions.block(who(made, "ben"), one)
    ben.post(f"{API}/{one}/decline", json={"words": "planted reason"})
    assert "planted reason" not in anna.get(f"{API}/{one}").text
    blocked = anna.post(API, json={"from": A, "to": B})
    silent = anna.post(API, json={"from": A, "to": "organization:d"})
    assert (blocked.status_code, blocked.get_json()["detail"]) == (
        silent.status_code,
        silent.get_json()["detail"],
    )
    assert blocked.status_code == 400
    for _ in range(9):
        other = anna.post(API, json={"from": A, "to": HUB})
        assert other.status_code == 200
        assert (
            anna.post(f"{API}/{other.get_json()['id']}/withdraw", json={}).get_json()["state"] == "withdrawn"
        )
    assert anna.post(API, json={"from": A, "to": HUB}).status_code == 429


def test_days_ask_for_each_thing_once(made: Services, calendar: Calendar) -> None:
    anna, ben, first = who(made, "anna"), who(made, "ben"), calendar.now
    left, kept = (made.collaboration.ask(anna, A, one) for one in (HUB, B))
    for person in (anna, ben):
        made.collaboration.step(person, kept, "accept")
    events = []
    for day in (0, 13, 14, 14, 20, 28, 28, 89, 90, 90, 180, 365, 800):
        calendar.now = first + timedelta(days=day)
        events += [(day, one.introduction, one.event) for one in made.collaboration.due()]
    assert events == [
        (14, left, "reminder"),
        (28, left, "expired"),
        (90, kept, "question-90"),
        (180, kept, "question-180"),
        (365, kept, "question-365"),
    ]
    mails = sorted(path.name.split("-", 1)[1].split("-")[0] for path in made.post.folder.glob("*.eml"))
    assert mails == ["agreed"] * 2 + ["ended"] + ["question"] * 6 + ["reminder"] + ["waiting"] * 2


def test_a_kill_between_noting_and_sending_loses_and_repeats_nothing(
    made: Services, calendar: Calendar
) -> None:
    made.collaboration.ask(who(made, "anna"), A, B)
    made.collaboration.deliver()
    calendar.now += timedelta(days=14)
    assert [one.event for one in find_due(made.people_database)] == ["reminder"]
    assert len(list(made.post.folder.glob("*reminder*"))) == 0, "killed before it was sent"
    assert made.collaboration.due() == ()
    assert len(list(made.post.folder.glob("*reminder*"))) == 1


def test_a_stranger_sees_nothing_of_people(made: Services, app: OpenAPI) -> None:
    """Taking everything about people away changes no byte of what a visitor gets."""
    visitor, paths = (
        app.test_client(),
        ["/", f"/organizations/{A}", "/rights", "/search?q=Works", "/api/v1/organizations"],
    )

    def answers() -> list[str]:
        app.extensions["graphsvc_responses"].clear()
        return [TOKEN.sub("", visitor.get(path).text) for path in paths]

    before = answers()
    made.collaboration.ask(who(made, "anna"), A, B, message="planted words")
    assert answers() == before
    assert "Surname" not in "".join(before)
    made.people_database.path.unlink()
    assert answers() == before


def test_an_objection_is_at_work_from_the_next_answer(made: Services, app: OpenAPI) -> None:
    ben = app.test_client()
    with ben.session_transaction() as session:
        session["signed_in"] = made.accounts.sign_in("ben@ben.example", PASSWORD)
    ben.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"

    def say(of: str, objects: str) -> int:
        return send(ben, "/account", "/account/objections", of=of, objects=objects).status_code

    assert say(B, "1") == 200
    assert vetoed(made.graph, (A,)) == (B,)
    assert "suggested to nobody here" in app.test_client().get(f"/organizations/{B}").text
    anna = signed_in(made, app, "anna")
    assert anna.post(API, json={"from": A, "to": B}).status_code == 400
    assert say(A, "1") == 403, "nobody speaks for another organization"
    assert say(B, "0") == 200
    assert vetoed(made.graph, (A,)) == ()


def test_after_erasure_no_byte_of_the_person_is_left(made: Services, app: OpenAPI) -> None:
    anna, ben = who(made, "anna"), who(made, "ben")
    kept, left = (made.collaboration.ask(anna, A, one, message="planted message") for one in (B, HUB))
    made.collaboration.step(ben, kept, "accept")
    made.collaboration.step(anna, kept, "accept")
    made.collaboration.deliver()
    app.test_client().post("/account/forgotten", data={"mail": "anna@anna.example"})
    wait_for_mail()
    copy = made.personal_data.export("Anna@anna.example")
    assert copy["person"]["name"] == "Anna Surname"
    assert [one["message"] for one in copy["asked"]] == ["planted message"] * 2
    assert "argon2" not in str(copy)
    number = made.personal_data.erase("anna@anna.example")
    for path in made.settings.home.rglob("*"):
        held = path.read_bytes().lower() if path.is_file() else b""
        assert [word for word in (b"anna@", b"anna surname", b"planted message") if word in held] == [], path
    assert made.collaboration.introductions.view(ben, kept).contact is None
    states = {one.id: one.state for one in made.collaboration.introductions.all_of(A)}
    assert states == {kept: "accepted-by-both", left: "withdrawn"}
    noted = [(one.person, one.what) for one in made.personal_data.audit(kept)]
    assert noted == [(number, "ask"), (ben.number, "accept"), (number, "accept")]
    with pytest.raises(UnknownId):
        made.personal_data.export("anna@anna.example")


def test_what_became_of_a_suggestion_is_counted_and_taught_and_shown_of_no_pair(
    made: Services, app: OpenAPI
) -> None:
    anna = app.test_client()
    with anna.session_transaction() as session:
        session["signed_in"] = made.accounts.sign_in("anna@anna.example", PASSWORD)
    seen = "profile=partners+1.2&rank=2&shown=10"
    page = f"/introductions/new?from={A}&to={B}"
    for address, form in ((f"{page}&{seen}", True), (f"{page}&{seen.replace('rank=2', 'rank=11')}", False)):
        assert ('name="rank"' in anna.get(address).text) is form
    where = {"profile": "partners 1.2", "rank": "2", "shown": "10"}
    send(anna, page, "/introductions/new", **{"from": A, "to": B}, message="x", **where)
    (one,) = made.collaboration.introductions.all_of(B)

    def verdict() -> str:
        (said,) = made.collaboration.judgements()
        assert (said.query, said.candidate, said.profile, said.rank, said.shown) == (
            A,
            B,
            "partners 1.2",
            2,
            10,
        )
        return said.verdict

    found = [verdict()]
    for name, step in (("ben", "accept"), ("anna", "accept"), ("anna", "outcome"), ("ben", "outcome")):
        made.collaboration.step(who(made, name), one.id, step)
        found.append(verdict())
    assert found == ["pin", "pin", "answered", "answered", "outcome"]
    (kind,) = made.people.outcomes(made.collaboration.judgements()).kinds
    assert (kind.profile, kind.all.shown, kind.all.outcomes) == ("partners 1.2", 10, 1)
    emil, public = signed_in(made, app, "emil"), app.test_client()
    counted = emil.get(f"{API}/outcomes").get_json()
    assert [(it["profile"], it["all"]["shown"], it["all"]["outcomes"]) for it in counted["kinds"]] == [
        ("partners 1.2", 10, 1)
    ]
    told = emil.get("/introductions/outcomes").text
    assert ("partners 1.2" in told, "One request for an introduction" in told, "Works" in told) == (
        True,
        True,
        False,
    )
    assert signed_in(made, app, "anna").get("/introductions/outcomes").status_code == 403
    assert "partners 1.2" not in public.get("/outcomes").text + public.get("/api/v1/outcomes").text
    other = made.collaboration.ask(who(made, "anna"), A, HUB)
    made.collaboration.step(who(made, "cleo"), other, "decline", words="planted reason")
    declined = next(one for one in made.collaboration.judgements() if one.candidate == HUB)
    assert (declined.verdict, declined.reason, declined.rank) == ("not-for-us", "", None)
