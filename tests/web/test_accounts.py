"""A service with accounts: who gets in, how long, and what a stranger learns of it. On an empty store."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from unittest.mock import patch

import pytest
from flask.testing import FlaskClient
from flask_openapi import OpenAPI
from werkzeug.test import TestResponse

from graphsvc.bootstrap import Services, bootstrap
from graphsvc.collaboration.accounts import Accounts
from graphsvc.collaboration.database import PeopleDatabase
from graphsvc.domain.ports import opened
from graphsvc.errors import InvalidData, UnknownId
from graphsvc.settings import Settings
from graphsvc.web import create_app
from tests.web.forms import TOKEN, send
from tests.web.people_world import PASSWORD, Calendar, hashing_quickly, wait_for_mail

ANNA = "anna@example.org"
MEMBER = ("member", "organization:x1")


@pytest.fixture
def hour() -> Calendar:
    return Calendar()


@pytest.fixture
def made(tmp_path: Path, hour: Calendar) -> Iterator[Services]:
    services = bootstrap(Settings(home=tmp_path, accounts=True, hosts="graph.example.org", https=True))
    services.people_database = PeopleDatabase(tmp_path, hour)
    with hashing_quickly(), opened(services.graph.store):
        yield services


@pytest.fixture
def app(made: Services) -> OpenAPI:
    return create_app(made)


@pytest.fixture
def browser(app: OpenAPI) -> Callable[[], FlaskClient]:
    """Makes a browser that comes by https, in English."""

    def one() -> FlaskClient:
        client = app.test_client()
        client.environ_base |= {"wsgi.url_scheme": "https", "HTTP_ACCEPT_LANGUAGE": "en"}
        client.environ_base["HTTP_REFERER"] = "https://localhost/account"
        return client

    return one


def invited(made: Services, mail: str = ANNA, role: str = "member", scope: str = "organization:x1") -> str:
    secret = made.accounts.invite(mail, role, scope, None)
    assert secret
    return f"/account/invitation/{secret}"


def accepted(client: FlaskClient, link: str, name: str = "Anna Ahrens") -> TestResponse:
    return send(client, link, link, name=name, password=PASSWORD)


def sign_in(client: FlaskClient, mail: str = ANNA, password: str = PASSWORD, **more: str) -> TestResponse:
    page = "/account/sign-in"
    return send(client, page, page, mail=mail, password=password, **more)


def test_an_invitation_makes_one_account_once(made: Services, browser: Callable[[], FlaskClient]) -> None:
    link, anna = invited(made), browser()
    assert "Member of an organization" in anna.get(link).text
    short = send(anna, link, link, name="Anna <b>", password="short")
    assert (short.status_code, "12 to 200 characters" in short.text) == (400, True)
    assert "Anna &lt;b&gt;" in short.text, "nothing typed is lost, and it is text"
    assert "Anna Ahrens" in accepted(anna, link).text
    again = browser().get(link)
    assert (again.status_code, "does not work any more" in again.text) == (404, True)
    (row,) = made.accounts.all()
    assert (row.mail, row.name, [(one.role, one.scope) for one in row.roles]) == (
        ANNA,
        "Anna Ahrens",
        [MEMBER],
    )


def test_secrets_are_kept_as_hashes_alone(made: Services, browser: Callable[[], FlaskClient]) -> None:
    link, anna = invited(made), browser()
    waiting = invited(made, "ben@example.org")
    accepted(anna, link)
    token = re.search(r"<code>(.+?)</code>", send(anna, "/account", "/account/tokens", name="p").text)
    with anna.session_transaction() as session:
        secrets = [session["signed_in"], waiting.rpartition("/")[2], PASSWORD, token and token[1]]
    kept = made.people_database.path.read_bytes()
    assert [secret for secret in secrets if not secret or secret.encode() in kept] == []
    assert b"$argon2id$" in kept
    assert made.people_database.path.stat().st_mode & 0o777 == 0o600


def test_signing_in_is_a_new_session_and_leads_nowhere_else(
    made: Services, browser: Callable[[], FlaskClient]
) -> None:
    accepted(browser(), invited(made))
    client = browser()
    client.get("/account/sign-in")
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
        before = session["csrf_token"]
    for leading in ("//evil.example/", "https://evil.example/", "/\\evil.example", "/\t/evil.example"):
        page = client.get("/account/sign-in")
        token = TOKEN.search(page.text)
        if token is None:  # signed in by now
            client = browser()
            token = TOKEN.search(client.get("/account/sign-in").text)
        assert token
        form = {"csrf_token": token[1], "mail": ANNA.upper(), "password": PASSWORD, "next": leading}
        answer = client.post("/account/sign-in", data=form)
        assert (answer.status_code, answer.location in {"/account", "/"}) == (302, True)
        with client.session_transaction() as session:
            assert "planted" not in session
            assert session.get("csrf_token") != before
        cookie = next(one for one in answer.headers.getlist("Set-Cookie") if one.startswith("session="))
        assert {"Secure", "HttpOnly", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}


def test_a_form_of_strangers_signs_nobody_in_or_out(
    made: Services, browser: Callable[[], FlaskClient]
) -> None:
    anna = browser()
    accepted(anna, invited(made))
    assert anna.post("/account/sign-out").status_code == 400
    assert anna.get("/account").status_code == 200
    for path in ("/account/sign-in", "/account/forgotten", "/account/password", "/account/tokens"):
        assert browser().post(path, data={"mail": ANNA, "password": PASSWORD}).status_code in {400, 403}


def test_a_visitor_reads_everything_public_and_is_asked_to_sign_in_elsewhere(
    browser: Callable[[], FlaskClient],
) -> None:
    visitor = browser()
    assert visitor.get("/").status_code == visitor.get("/rights").status_code == 200
    asked = visitor.get("/account")
    assert (asked.status_code, asked.location) == (302, "/account/sign-in?next=/account")
    closed = visitor.post("/words/organization:x1", data={"kind": "object"})
    assert closed.status_code in {400, 403}
    assert visitor.get("/duplicates").status_code == 404


def test_sessions_are_listed_ended_and_end_by_themselves(
    made: Services, browser: Callable[[], FlaskClient], hour: Calendar
) -> None:
    here, there = browser(), browser()
    accepted(here, invited(made))
    sign_in(there)
    ended = re.findall(r'action="(/account/sessions/\d+/end)"', here.get("/account").text)
    assert len(ended) == 1
    send(here, "/account", ended[0])
    assert (there.get("/account").status_code, here.get("/account").status_code) == (302, 200)
    other = made.accounts.invite("ben@example.org", *MEMBER, None)
    assert other
    ben = browser()
    accepted(ben, f"/account/invitation/{other}", "Ben")
    mine = next(one.number for one in made.accounts.sessions(1))
    send(ben, "/account", f"/account/sessions/{mine}/end")
    assert here.get("/account").status_code == 200, "nobody ends the session of another"
    hour.now += timedelta(days=31)
    assert here.get("/account").status_code == 302


def test_another_password_ends_all_other_sessions(made: Services, browser: Callable[[], FlaskClient]) -> None:
    here, there = browser(), browser()
    accepted(here, invited(made))
    sign_in(there)
    wrong = send(here, "/account", "/account/password", old="not this one at all", password=PASSWORD + "!")
    assert wrong.status_code == 400
    assert there.get("/account").status_code == 200
    send(here, "/account", "/account/password", old=PASSWORD, password=PASSWORD + "!")
    assert (there.get("/account").status_code, here.get("/account").status_code) == (302, 200)
    assert sign_in(browser()).status_code == 400
    assert sign_in(browser(), password=PASSWORD + "!").status_code == 200


def test_a_new_password_by_mail_works_once_for_an_hour(
    made: Services, browser: Callable[[], FlaskClient], hour: Calendar
) -> None:
    anna = browser()
    accepted(anna, invited(made))

    def link() -> str:
        send(browser(), "/account/forgotten", "/account/forgotten", mail=f" {ANNA.upper()} ")
        wait_for_mail()
        newest = max(made.post.folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
        mail = message_from_bytes(newest.read_bytes(), policy=policy.default)
        assert mail["To"] == ANNA
        found = re.search(r"https://graph\.example\.org(/account/reset/\S+)", mail.get_content())
        assert found
        return found[1]

    old, new = link(), link()
    assert browser().get(old).status_code == 404, "a later one takes its place"
    assert "Your new password counts" in send(browser(), new, new, password=PASSWORD + "?").text
    assert browser().get(new).status_code == 404
    assert anna.get("/account").status_code == 302
    late = link()
    hour.now += timedelta(hours=1, seconds=1)
    assert browser().get(late).status_code == 404


def test_nothing_tells_whether_an_address_is_known(
    made: Services, browser: Callable[[], FlaskClient]
) -> None:
    accepted(browser(), invited(made))

    def seen(mail: str) -> list[tuple[int, str]]:
        client = browser()
        answers = [
            sign_in(client, mail, "wrong password"),
            send(client, "/account/forgotten", "/account/forgotten", mail=mail),
        ]
        return [(it.status_code, TOKEN.sub("", it.text).replace(mail, "")) for it in answers]

    assert seen(ANNA) == seen("nobody@example.org")
    wait_for_mail()
    assert len(list(made.post.folder.glob("*.eml"))) == 1
    with patch("graphsvc.collaboration.accounts.fits", return_value=False) as compared:
        made.accounts.sign_in("nobody@example.org", PASSWORD)
    (call,) = compared.call_args_list
    assert call.args[0].startswith("$argon2id$"), "an unknown address takes as long"


def test_guessing_meets_429_and_the_right_password_does_not_count(
    made: Services, browser: Callable[[], FlaskClient]
) -> None:
    accepted(browser(), invited(made))
    for _ in range(12):
        assert sign_in(browser()).status_code == 200
    client = browser()
    assert [sign_in(client, password=f"guess {n}").status_code for n in range(10)] == [400] * 10
    answer = sign_in(client)
    assert (answer.status_code, "Retry-After" in answer.headers) == (429, True)


def test_a_role_ends_on_its_day(made: Services, browser: Callable[[], FlaskClient], hour: Calendar) -> None:
    secret = made.accounts.invite(ANNA, *MEMBER, "2026-03-02")
    anna = browser()
    accepted(anna, f"/account/invitation/{secret}")
    with anna.session_transaction() as session:
        held = session["signed_in"]
    for days, roles in ((0, 1), (1, 1), (2, 0)):
        hour.now = datetime(2026, 3, 1, 12, tzinfo=UTC) + timedelta(days=days)
        person = made.accounts.signed_in(held)
        assert person
        assert len(person.roles) == roles
    assert made.accounts.invite(ANNA, "analyst", "", None) is None, "who has an account gets the role at once"
    assert len(made.accounts.all()[0].roles) == 2


@pytest.mark.parametrize(
    ("mail", "role", "scope"),
    [
        ("no address", *MEMBER),
        ("a@b.example\r\nBcc: x@y.example", *MEMBER),
        ("a,b@c.example", *MEMBER),
        ("a@b.example", "member", "cluster:fpi"),
        ("a@b.example", "cluster", ""),
    ],
)
def test_who_cannot_be_invited(mail: str, role: str, scope: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidData):
        Accounts(PeopleDatabase(tmp_path)).invite(mail, role, scope, None)


@pytest.mark.parametrize("role", ["visitor", "person", "king"])
def test_roles_that_nobody_is_given(role: str, tmp_path: Path) -> None:
    with pytest.raises(UnknownId):
        Accounts(PeopleDatabase(tmp_path)).invite(ANNA, role, "", None)


def test_the_audit_log_only_grows(made: Services, browser: Callable[[], FlaskClient]) -> None:
    accepted(browser(), invited(made))
    with made.people_database.read() as rows:
        noted = [tuple(row) for row in rows.execute("SELECT person, what, object FROM audit")]
    assert noted == [(None, "invite member", "organization:x1"), (1, "accept invitation", "person:1")]
    for statement in ("UPDATE audit SET person = 2", "DELETE FROM audit"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"), made.people_database.write() as rows:
            rows.execute(statement)


def test_without_the_setting_there_are_no_accounts(tmp_path: Path) -> None:
    services = bootstrap(Settings(home=tmp_path))
    with opened(services.graph.store):
        app = create_app(services)
        assert not [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/account")]
        assert "/account" not in app.test_client().get("/").text
    assert not (tmp_path / "people.sqlite").exists()
