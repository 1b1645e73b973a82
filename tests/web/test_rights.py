"""The rights as they stand in the file, held to every endpoint as each role; what is not named is refused."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask.testing import FlaskClient
from flask_openapi import OpenAPI
from werkzeug.routing import Rule

import graphsvc.taxonomy
from graphsvc.bootstrap import Services
from graphsvc.taxonomy.rights import load_rights
from graphsvc.web import create_app
from graphsvc.web.security import mark_of
from tests.support.faulty_files import refused
from tests.web.people_world import HOLDERS, HUB, A, B, signed_in, who

FILE = Path(graphsvc.taxonomy.__file__).parent / "data" / "rights" / "1.yml"
TABLE: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))


@pytest.fixture
def app(made: Services) -> OpenAPI:
    """The application whose views only say that they were reached."""
    app = create_app(made)
    app.extensions["graphsvc_limiter"].enabled = False
    app.config["WTF_CSRF_ENABLED"] = False
    app.view_functions = {name: reached(view) for name, view in app.view_functions.items()}
    return app


def reached(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def said(**_: object) -> str:
        return "reached"

    return said


def action_of(app: OpenAPI, endpoint: str) -> dict[str, Any] | None:
    """The action of the file that an endpoint belongs to."""
    with app.app_context():
        mark = mark_of(endpoint)
    families = {"" if mark else f"{endpoint.rpartition('.')[0]}.*"}
    found = [action for action in TABLE["actions"] if endpoint in action["endpoints"]]
    found += [
        action for action in TABLE["actions"] if action["id"] == mark or families & {*action["endpoints"]}
    ]
    return dict(found[0]) if found else None


def expected(action: dict[str, Any], name: str, scopes: set[str]) -> bool:
    roles = action["roles"]
    if name == "visitor" or "visitor" in roles:
        return "visitor" in roles
    role, scope = HOLDERS[name]
    return "person" in roles or roles.get(role) == "any" or (roles.get(role) == "own" and scope in scopes)


def ask(client: FlaskClient, app: OpenAPI, rule: Rule, method: str, introduction: str) -> bool:
    """Whether a request gets through."""
    values: dict[str, Any] = dict.fromkeys(rule.arguments, "x")
    values |= {"introduction": introduction} if "introduction" in values else {}
    numbers = {name for name in values if f"<int:{name}>" in rule.rule}
    values |= dict.fromkeys(numbers, 1)
    path = app.url_map.bind("localhost").build(rule.endpoint, values, method=method)
    api = rule.endpoint.startswith("api.")
    body: dict[str, Any] = {"json": {"from": A}} if api else {"data": {"from": A}}
    answer = client.open(path, method=method, query_string={"from": A}, **(body if method == "POST" else {}))
    assert answer.status_code in {200, 302, 403, 404}
    return answer.text == "reached"


def test_every_role_reaches_exactly_what_the_file_says(made: Services, app: OpenAPI) -> None:
    one = made.collaboration.ask(who(made, "anna"), A, B, broker=HUB)
    made.collaboration.step(who(made, "cleo"), one, "forward")
    clients = {name: signed_in(made, app, name) for name in HOLDERS} | {"visitor": app.test_client()}
    wrong, asked = [], 0
    for rule in app.url_map.iter_rules():
        action = action_of(app, rule.endpoint)
        assert action, f"name the blueprint of {rule.endpoint} in {FILE}"
        scopes = {A, B, HUB} if "introduction" in rule.arguments else {A}
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            for name, client in clients.items():
                asked += 1
                if ask(client, app, rule, method, one) != expected(action, name, scopes):
                    wrong.append((rule.endpoint, method, name))
    assert wrong == []
    assert asked > 700


def test_an_endpoint_that_is_not_named_is_refused(made: Services, app: OpenAPI) -> None:
    app.add_url_rule("/new-thing", "new.thing", reached(lambda: ""))
    assert app.test_client().get("/new-thing").status_code == 302
    assert signed_in(made, app, "gert").get("/new-thing").status_code == 403


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("- id: analyst", "- id: member", "roles[5].id"),
        ("roles: {person: any}", "roles: {king: any}", "actions[4].roles"),
        ("roles: {person: any}", "roles: {person: all}", "actions[4].roles.person"),
        ("endpoints: [introductions.new,", "endpoints: [home.*,", "actions[7].endpoints"),
        ("sender: agreed, receiver: agreed", "sender: agreed, stranger: agreed", "fields[3].shown.stranger"),
    ],
)
def test_a_faulty_file_is_refused_with_its_place(old: str, new: str, place: str, tmp_path: Path) -> None:
    issues = refused(load_rights, FILE, old, new, tmp_path / "rights.yml")
    assert place in {issue.column for issue in issues}
