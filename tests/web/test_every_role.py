"""Every operation of the API and every address of a page, asked as each role: nothing fails."""

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
from tests.web.people_world import HOLDERS, HUB, A, B, Calendar, signed_in, who, world
from tests.web.public_answers import work
from tests.web.test_api import ask_as_documented

pytestmark = pytest.mark.slow

ROLES = ["visitor", *HOLDERS]
HOSTILE = ["'\"<x>\x07 ٣", "organization:none", "-1", "%2e%2e", "x" * 400]
"""What somebody may type where an id, a number or a word is expected."""


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Services]:
    with world(tmp_path, Calendar()) as services:
        yield services


@pytest.fixture
def app(made: Services) -> OpenAPI:
    """The application with all that a request runs through, but for limits and tokens of forms."""
    work(made)
    app = create_app(made)
    app.extensions["graphsvc_limiter"].enabled = False
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def client_of(made: Services, app: OpenAPI, role: str) -> FlaskClient:
    return app.test_client() if role == "visitor" else signed_in(made, app, role)


@pytest.mark.parametrize("role", ROLES)
def test_the_api_answers_each_role_as_documented(made: Services, app: OpenAPI, role: str) -> None:
    anna = who(made, "anna")
    asked = made.collaboration.ask(anna, A, B, broker=HUB), made.collaboration.ask(anna, A, HUB)
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
def test_no_address_fails_for_any_role(made: Services, app: OpenAPI, role: str) -> None:
    one = made.collaboration.ask(who(made, "anna"), A, B, broker=HUB)
    made.claims.by_cluster(A, "karl@gmx.de", HUB, "de")
    client, public = client_of(made, app, role), set(shipped_rights().action("public.read").endpoints)
    failed = []
    for rule in app.url_map.iter_rules():
        blueprint = rule.endpoint.partition(".")[0]
        everybody = f"{blueprint}.*" in public or rule.endpoint in public
        if blueprint == "api" or rule.endpoint == "static" or (everybody and role != "visitor"):
            continue  # what everybody reads does not depend on the role
        for path in sorted(set(addresses(app, rule, one))):
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                form = {"from": A, "to": HOSTILE[0], "mail": HOSTILE[0], "of": A, "value": HOSTILE[0]}
                answer = client.open(path, method=method, data=form if method == "POST" else None)
                if answer.status_code >= 500:
                    failed.append((method, path, answer.status_code))
    assert failed == []
