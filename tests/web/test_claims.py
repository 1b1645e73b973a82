"""This is us: by a mail at the own domain, or confirmed by a cluster management; nothing else will do."""

import re
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from flask_openapi import OpenAPI
from werkzeug.test import TestResponse

from graphsvc.bootstrap import Services
from graphsvc.collaboration.claims import own_domain
from graphsvc.collaboration.due import find_due
from graphsvc.web import create_app
from tests.support.claims import info, membership, organization
from tests.web.forms import send
from tests.web.people_world import (
    HUB,
    PASSWORD,
    A,
    B,
    Calendar,
    signed_in,
    wait_for_mail,
    who,
    world,
)

OWN = {
    "a": "https://www.works-a.de/kontakt",
    "b": "works-b.jimdofree.com",
    "c": "shared.de",
    "d": "shared.de",
}
PAGE = "/organizations/organization:{}/claim"


@pytest.fixture
def made(tmp_path: Path, calendar: Calendar) -> Iterator[Services]:
    with world(tmp_path, calendar, hosts="graph.example.org") as services:
        claims = [
            organization(key, "webs", name=f"Works {key.upper()}", country="DE", website=site)
            for key, site in OWN.items()
        ]
        services.graph.store.write(info("webs"), [*claims, membership("d", "hub", "webs")])
        services.graph.refresh()
        yield services


@pytest.fixture
def app(made: Services) -> OpenAPI:
    return create_app(made)


@pytest.fixture
def visitor(app: OpenAPI) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def claim(client: FlaskClient, key: str, **form: str) -> TestResponse:
    return send(client, PAGE.format(key), PAGE.format(key), **form)


def link_to(made: Services, mail: str) -> str:
    """The link in the one mail about speaking that went to an address."""
    wait_for_mail()
    read = [
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in made.post.folder.glob("speaker-*")
    ]
    (text,) = [one.get_content() for one in read if one["To"] == mail]
    found = re.search(r"https?://graph\.example\.org(/account/invitation/\S+)", text)
    assert found
    return found[1]


def roles(made: Services, mail: str) -> list[tuple[str, str]]:
    return [(it.role, it.scope) for one in made.accounts.all() if one.mail == mail for it in one.roles]


def test_a_mail_at_the_own_domain_makes_a_speaker(made: Services, visitor: FlaskClient) -> None:
    assert 'href="/organizations/organization:a/claim"' in visitor.get(f"/organizations/{A}").text
    answer = claim(visitor, "a", mail="Petra@Works-A.de")
    assert (answer.status_code, "under way" in answer.text) == (200, True)
    link = link_to(made, "petra@works-a.de")
    assert made.accounts.all()[-1].mail != "petra@works-a.de", "the link has to be opened"
    send(visitor, link, link, name="Petra", password=PASSWORD)
    assert roles(made, "petra@works-a.de") == [("member", A)]
    assert visitor.get(link).status_code == 404


@pytest.mark.parametrize(
    ("key", "mail"),
    [
        ("a", "petra@works-b.de"),
        ("a", "petra@mail.works-a.de"),
        ("a", "petra@de"),
        ("a", "petra@evilworks-a.de"),
        ("a", "petra@gmail.com"),
        ("b", "petra@works-b.jimdofree.com"),
        ("b", "petra@jimdofree.com"),
        ("c", "petra@shared.de"),
    ],
)
def test_addresses_that_prove_nothing_are_refused(
    made: Services, visitor: FlaskClient, key: str, mail: str
) -> None:
    path = PAGE.format(key)
    token = re.search(r'name="csrf_token" value="([^"]+)"', visitor.get(PAGE.format("a")).text)
    assert token
    answer = visitor.post(path, data={"csrf_token": token[1], "mail": mail})
    assert answer.status_code == 400
    assert key != "a" or f'value="{mail}"' in answer.text, "nothing typed is lost"
    wait_for_mail()
    assert not list(made.post.folder.glob("*"))


@pytest.mark.parametrize(
    ("website", "others", "domain"),
    [
        ("http://www.dil-ev.de/", (), "dil-ev.de"),
        ("dil-ev.de", ("https://dil-ev.de/abteilung",), ""),
        ("chem.gla.ac.uk", ("gla.ac.uk",), "chem.gla.ac.uk"),
        ("https://www.gmx.de/~dil", (), ""),
        ("https://dil.wordpress.com", (), ""),
        ("https://[broken", (), ""),
        ("localhost", (), ""),
        ("", ("",), ""),
    ],
)
def test_which_domain_is_the_own_one(website: str, others: tuple[str, ...], domain: str) -> None:
    assert own_domain(website, (website, *others)) == domain


def test_a_cluster_management_confirms_or_does_not(
    made: Services, app: OpenAPI, visitor: FlaskClient
) -> None:
    cleo, anna = signed_in(made, app, "cleo"), signed_in(made, app, "anna")
    for mail in ("karl@gmx.de", "xaver@gmx.de", "karl@gmx.de"):
        assert claim(visitor, "d", mail=mail, cluster=HUB).status_code == 200
    wait_for_mail()
    (told,) = [path.read_text() for path in made.post.folder.glob("1-claim-*")]
    assert ("karl@" in told, "cleo@cleo.example" in told) == (False, True)
    waiting = cleo.get("/introductions").text
    assert waiting.count("wants to speak for:") == 2
    assert "karl@gmx.de" not in anna.get("/introductions").text
    app.config["WTF_CSRF_ENABLED"] = False
    decide = "/introductions/claims/{}/{}"
    assert anna.post(decide.format(1, "confirm")).status_code == 403
    assert cleo.post(decide.format(1, "else")).status_code == 404
    assert cleo.post(decide.format(1, "confirm"), follow_redirects=True).status_code == 200
    assert cleo.post(decide.format(1, "confirm")).status_code == 403, "it is decided"
    assert cleo.post(decide.format(2, "refuse"), follow_redirects=True).status_code == 200
    link = link_to(made, "karl@gmx.de")
    send(visitor, PAGE.format("a"), link, name="Karl", password=PASSWORD)
    assert roles(made, "karl@gmx.de") == [("member", "organization:d")]
    assert made.claims.waiting.waiting(who(made, "cleo")) == ()
    assert not [
        path for path in made.settings.home.rglob("*") if path.is_file() and b"xaver@" in path.read_bytes()
    ]


def test_a_cluster_to_which_it_does_not_belong_is_not_asked(made: Services, visitor: FlaskClient) -> None:
    token = re.search(r'name="csrf_token" value="([^"]+)"', visitor.get(PAGE.format("a")).text)
    assert token
    form = {"csrf_token": token[1], "mail": "karl@gmx.de", "cluster": HUB}
    assert visitor.post(PAGE.format("b"), data=form).status_code == 400
    assert made.claims.waiting.waiting(who(made, "cleo")) == ()


def test_who_has_an_account_gets_the_role_once_the_link_is_opened(
    made: Services, app: OpenAPI, visitor: FlaskClient
) -> None:
    made.accounts.invite("petra@works-a.de", "analyst", "", None)
    made.accounts.accept(made.accounts.offer("petra@works-a.de", B), "Petra", PASSWORD, "en")
    assert roles(made, "petra@works-a.de") == [("analyst", "*"), ("member", B)]
    claim(visitor, "a", mail="petra@works-a.de")
    link = link_to(made, "petra@works-a.de")
    assert ("member", A) not in roles(made, "petra@works-a.de")
    assert "You have an account already" in visitor.get(link).text
    send(visitor, link, link)
    assert ("member", A) in roles(made, "petra@works-a.de")
    assert visitor.get(link).status_code == 404


def test_a_claim_is_forgotten_after_28_days_and_with_its_person(made: Services, calendar: Calendar) -> None:
    for mail in ("karl@gmx.de", "xaver@gmx.de"):
        made.claims.by_cluster(A, mail, HUB, "de")
    made.personal_data.erase("karl@gmx.de")
    assert [one.mail for one in made.claims.waiting.waiting(who(made, "cleo"))] == ["xaver@gmx.de"]
    for days, left in ((27, 1), (1, 0)):
        calendar.now += timedelta(days=days)
        find_due(made.people_database)
        assert len(made.claims.waiting.waiting(who(made, "cleo"))) == left
    assert not [
        path for path in made.settings.home.rglob("*") if path.is_file() and b"karl@" in path.read_bytes()
    ]


def test_claims_are_few(made: Services, visitor: FlaskClient) -> None:
    statuses = [claim(visitor, "a", mail=f"p{n}@works-a.de").status_code for n in range(6)]
    assert statuses == [200] * 5 + [429]
