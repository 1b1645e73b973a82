"""What a reader may not see: planted in every field of people and of private claims, and found nowhere."""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from flask_openapi import OpenAPI

from graphsvc.bootstrap import Services, bootstrap
from graphsvc.collaboration.accounts import SignedIn
from graphsvc.collaboration.objections import NarrowObjection
from graphsvc.domain.ports import opened
from graphsvc.settings import Settings
from graphsvc.web import create_app
from tests.support.addresses import DIL, FPI
from tests.support.repetitions import TIMES
from tests.web.people_world import PASSWORD, hashing_quickly
from tests.web.public_answers import OTHER, answers, fill, services, visitor, work
from tests.web.test_public_answers import WORD, same, write_all

pytestmark = pytest.mark.xdist_group("public answers")

OTHER_SIDE = f"organization:{OTHER}"
PLANTED = [WORD, "Quittenbaum", "quittenbaum"]
"""In private claims, and in every field that people fill; asked for by their beginnings alone."""
ASKED = [
    "Zwetschgenker",
    "Quittenbau",
    "food",
    "Works",
    "packaging",
    "x1",
    "'\"<b>",
    "٣",
    "zwetschgen quitten",
]
TEMPLATES = (
    "/search?q={word}",
    "/search/suggestions?q={word}",
    "/search/organizations?organization={word}",
    "/api/v1/search?q={word}",
    "/api/v1/organizations?limit=20&country={country}",
    "/api/v1/memberships?cluster={cluster}",
    "/api/v1/ties?organization={organization}",
    "/api/v1/indicators?limit=20",
    "/organizations/{organization}",
    "/organizations/{word}",
    "/clusters/{cluster}",
    "/partners/{organization}?country={country}",
    "/partners/{organization}?topic={word}",
    "/api/v1/partners/{cluster}?top=20",
    "/api/v1/partners/{organization}?top=50",
    "/api/v1/neighbourhood/{organization}",
    "/api/v1/scene?view=network&country={country}&q={word}",
    "/api/v1/coverage?chain=food-processing&of={cluster}",
    "/api/v1/closers?of={cluster}",
    "/map?q={word}&country={country}",
    "/map/export.csv?country={country}",
    "/desk?of={organization}",
    "/outcomes",
    "/saved",
    "/profiles",
    "/introductions",
    "/introductions/{introduction}",
    "/api/v1/introductions",
    "/api/v1/introductions/{introduction}",
    "/introductions/new?from={organization}&to={organization}",
    "/organizations/{organization}/claim",
    "/account",
    "/mail",
    "/data/{word}/report",
    "/nowhere/{word}",
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance whose owner has said a word in every field, before it was opened to others."""
    home = tmp_path_factory.mktemp("told")
    with services(home, public=False) as owner:
        fill(owner.graph.store)
    shutil.copytree(home, home.with_name("told plain"))
    with services(home, public=False) as owner:
        write_all(owner)
    return home


@pytest.fixture
def made(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    monkeypatch.setattr("graphsvc.web.security.COSTLY", "1000000 per minute")
    opened_to_others = bootstrap(Settings(home=Path(shutil.copytree(home, tmp_path / "home")), accounts=True))
    with hashing_quickly(), opened(opened_to_others.graph.store):
        work(opened_to_others)
        yield opened_to_others


def account(made: Services, name: str, role: str, scope: str) -> SignedIn:
    secret = made.accounts.invite(f"{name}@quittenbaum.example", role, scope, None)
    assert secret
    session = made.accounts.accept(secret, f"{name} Quittenbaum", PASSWORD, "en")
    found = made.accounts.signed_in(session)
    assert found
    return found


def fill_people(made: Services) -> str:
    """The planted word in every field that people fill; returns the id of an introduction."""
    anna, ben = account(made, "anna", "member", DIL), account(made, "ben", "member", OTHER_SIDE)
    cleo = account(made, "cleo", "cluster", FPI)
    made.accounts.invite("late@quittenbaum.example", "member", DIL, None)
    asked = made.collaboration
    one = asked.ask(anna, DIL, OTHER_SIDE, message="Quittenbaum message")
    asked.step(ben, one, "accept")
    asked.step(anna, one, "accept")
    asked.step(anna, one, "outcome", outcome="contact")
    other = asked.ask(cleo, FPI, DIL, message="Quittenbaum again", anonymous=True)
    asked.step(anna, other, "decline", words="Quittenbaum reason")
    asked.object_in_part(ben, NarrowObjection(OTHER_SIDE, "topic", "quittenbaum"), objects=True)
    asked.digests.choose(anna, "daily")
    made.accounts.api_token(anna.number, "Quittenbaum token", "read")
    asked.deliver()
    return one


def paths(count: int, introduction: str, seed: int) -> Iterator[str]:
    """Random addresses over search, counts, errors, maps, suggestions and what people have."""
    chance = random.Random(seed)
    organizations, clusters = (
        [DIL, OTHER_SIDE, "organization:x2", "organization:person-z"],
        [FPI, "cluster:giqs", "cluster:secret"],
    )
    for _ in range(count):
        yield chance.choice(TEMPLATES).format(
            word=quote(chance.choice(ASKED)),
            country=chance.choice(["DE", "FR", "AT", "XX"]),
            cluster=chance.choice(clusters),
            organization=chance.choice(organizations),
            introduction=chance.choice([introduction, "introduction:none"]),
        )


def leaks(client: FlaskClient, count: int, introduction: str, seed: int) -> list[tuple[str, str]]:
    found, asked = [], set()
    for path in paths(count, introduction, seed):
        answer = client.get(path)
        told = f"{answer.text}{answer.headers}"
        asked.add(answer.status_code)
        found += [(path, word) for word in PLANTED if word in told]
    assert asked >= {200, 404}
    return found


def stranger(made: Services, app: OpenAPI, role: str) -> FlaskClient:
    """A visitor, or somebody with a role who has no part in anything that was planted."""
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    if role != "visitor":
        secret = made.accounts.invite(
            "nina@elsewhere.example", role, "organization:x1" if role == "member" else "", None
        )
        assert secret
        session = made.accounts.accept(secret, "Nina", PASSWORD, "en")
        person = made.accounts.signed_in(session)
        assert person
        token = made.accounts.api_token(person.number, "tests", "write")
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    return client


@pytest.mark.slow
@pytest.mark.parametrize("role", ["visitor", "member", "analyst"])
def test_random_requests_leak_no_planted_word(
    made: Services, role: str, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """With `GRAPHSVC_TEST_TIMES=10` about 10,000 requests; the log is looked at too."""
    introduction = fill_people(made)
    app = create_app(made)
    app.extensions["graphsvc_limiter"].enabled = False
    capsys.readouterr()
    assert leaks(stranger(made, app, role), 340 * TIMES, introduction, seed=len(role)) == []
    said = capsys.readouterr()
    logged = said.out + said.err + caplog.text
    assert "request" in logged
    assert [word for word in PLANTED if word in logged] == []


@pytest.mark.slow
def test_taking_away_what_is_hidden_changes_no_byte_for_a_stranger(
    made: Services, home: Path, tmp_path: Path
) -> None:
    """Neither what the owner keeps nor what people do moves a score, a count, a rank or a community."""
    fill_people(made)
    full = answers(visitor(made))
    plain = Path(shutil.copytree(home.with_name("told plain"), tmp_path / "plain"))
    empty = bootstrap(Settings(home=plain, accounts=True))
    with opened(empty.graph.store):
        work(empty)
        same(full, answers(visitor(empty)))
