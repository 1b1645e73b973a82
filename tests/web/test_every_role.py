"""Every operation of the API and every address of a page, asked as each role: nothing fails."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from flask.testing import FlaskClient
from flask_openapi import OpenAPI
from schemathesis.core.result import Ok
from werkzeug.routing import Rule

from graphsvc.bootstrap import Services
from graphsvc.taxonomy.rights import shipped_rights
from graphsvc.web import create_app
from graphsvc.web.bounds import MOST_TEXT
from tests.web.people_world import HOLDERS, HUB, A, B, Calendar, reopened, signed_in, who, world
from tests.web.public_answers import work
from tests.web.test_api import ask_as_documented

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("roles")]

ROLES = ["visitor", *HOLDERS]
HOSTILE = ["'\"<x>\x07 ٣", "organization:none", "-1", "%2e%2e", "x" * 400]
"""What somebody may type where an id, a number or a word is expected."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The instance as each role finds it: what one changes is there for none of the others."""
    home = tmp_path_factory.mktemp("roles")
    with world(home, Calendar()) as services:
        work(services)
    return home


@pytest.fixture
def made(home: Path, tmp_path: Path) -> Iterator[Services]:
    with reopened(Path(shutil.copytree(home, tmp_path / "home")), Calendar()) as services:
        yield services


@pytest.fixture
def app(made: Services) -> OpenAPI:
    """The application with all that a request runs through, but for limits and tokens of forms."""
    app = create_app(made)
    app.extensions["graphsvc_limiter"].enabled = False
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def asked(made: Services) -> tuple[str, str]:
    """Introductions that Anna asked for: through a broker, and of the hub."""
    anna = who(made, "anna")
    return made.collaboration.ask(anna, A, B, broker=HUB), made.collaboration.ask(anna, A, HUB)


def client_of(made: Services, app: OpenAPI, role: str) -> FlaskClient:
    return app.test_client() if role == "visitor" else signed_in(made, app, role)


@pytest.mark.parametrize("role", ROLES)
def test_the_api_answers_each_role_as_documented(
    made: Services, app: OpenAPI, asked: tuple[str, str], role: str
) -> None:
    sent = client_of(made, app, role).environ_base

    def as_role(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        return app({**environ, **sent}, start_response)

    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", as_role)
    operations = [one.ok() for one in schema.get_all_operations() if isinstance(one, Ok)]
    of_people = [one for one in operations if "/introductions" in one.path]
    assert len(operations) > 40
    assert len(of_people) == 5
    for operation in operations if role in {"visitor", "gert"} else of_people:
        ask_as_documented(operation, 5 if operation in of_people else 1, {}, {})
        if operation.path.endswith("/{introduction}"):
            for one in asked:
                ask_as_documented(operation, 2, {"introduction": one}, {})
        if operation.path.endswith("/{step}"):
            for step in ("forward", "accept", "met", "outcome", "decline", "withdraw", "ask", "expire"):
                for one in asked:
                    ask_as_documented(operation, 2, {"introduction": one, "step": step}, {})


def addresses(app: OpenAPI, rule: Rule, introduction: str) -> Iterator[str]:
    """The address of a route with values that exist, and with each that somebody may type."""
    good = {
        "identifier": A,
        "chain": "food-processing",
        "of": HUB,
        "cluster": HUB,
        "introduction": introduction,
    }
    bind = app.url_map.bind("localhost")
    for value in ["", *HOSTILE]:
        chosen: dict[str, Any] = {name: value or good.get(name, "x") for name in rule.arguments}
        chosen |= {name: 1 for name in chosen if f"<int:{name}>" in rule.rule}
        yield bind.build(rule.endpoint, chosen, method=min(rule.methods or ()))


@pytest.mark.parametrize("role", ROLES)
def test_no_address_fails_for_any_role(
    made: Services, app: OpenAPI, asked: tuple[str, str], role: str
) -> None:
    made.claims.by_cluster(A, "karl@gmx.de", HUB, "de")
    client, public = client_of(made, app, role), set(shipped_rights().action("public.read").endpoints)
    failed = []
    for rule in app.url_map.iter_rules():
        blueprint = rule.endpoint.partition(".")[0]
        everybody = f"{blueprint}.*" in public or rule.endpoint in public
        if blueprint == "api" or rule.endpoint == "static" or (everybody and role != "visitor"):
            continue  # what everybody reads does not depend on the role
        for path in sorted(set(addresses(app, rule, asked[0]))):
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                form = {"from": A, "to": HOSTILE[0], "mail": HOSTILE[0], "of": A, "value": HOSTILE[0]}
                answer = client.open(path, method=method, data=form if method == "POST" else None)
                if answer.status_code >= 500:
                    failed.append((method, path, answer.status_code))
    assert failed == []


@pytest.mark.parametrize("role", ROLES)
def test_attacks_on_the_service_hold_as_each_role(
    made: Services, app: OpenAPI, asked: tuple[str, str], role: str
) -> None:
    """What a visitor cannot do to an open service, nobody with an account can either."""
    client = client_of(made, app, role)
    for path in (
        "/account",
        "/api/v1/introductions",
        "/search?q=a",
    ):  # a rebound name reads and writes nothing
        for method in ("GET", "POST"):
            assert client.open(path, method=method, headers={"Host": "evil.example"}).status_code == 421
    assert client.get("/map//export.csv").location == "/map/export.csv"
    for path in ("/data/jobs/1", f"/members/{HUB}/none", "/data/none/report"):  # what the owner alone has
        assert client.get(path).status_code == 404
    for path in (
        "/data/preview",
        f"/members/{HUB}",
        "/account/sign-in",
        "/api/v1/introductions",
        "/implementers",
    ):
        assert client.post(path, content_length=MOST_TEXT + 1).status_code == 413, path
    for path in ("/search/suggestions?q=&pad=", "/introductions/", "/disputes/", "/account/reset/"):
        assert client.get(path + "x" * 200_000).status_code == 414
    kept = app.extensions["graphsvc_responses"]
    client.get("/search?q=a")
    before = len(kept._held)
    assert {client.get(f"/search?q=a&pad={n}{'x' * 2000}&{n}=x").status_code for n in range(5)} == {200}
    assert len(kept._held) == before
    for value, status in (("000000001999", 400), ("0" * 5000, 400), ("1", 200)):
        assert client.get(f"/partners/{A}?top={value}").status_code == status
    for body in ("[" * 200_000, '{"from":' * 100_000, "9" * 5_000, "NaN", '{"from": "a\\u0000b", "to": 1}'):
        answer = client.post("/api/v1/introductions", data=body, content_type="application/json")
        assert answer.status_code in {302, 400, 403, 422}, body[:20]
