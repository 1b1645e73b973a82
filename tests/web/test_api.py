"""The JSON API: its document, its shapes, its errors."""

import math
from typing import Any

import pytest
import schemathesis
from flask.testing import FlaskClient
from flask_openapi import OpenAPI
from hypothesis import HealthCheck, given, settings
from openapi_spec_validator import validate
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import positive_data_acceptance
from werkzeug.test import TestResponse

from graphsvc.answers.open_data.forms import FORMS
from tests.support.addresses import DIL, FOUR, FPI


def assert_problem(response: TestResponse, status: int) -> dict[str, Any]:
    """The one shape of every error of the API."""
    assert response.status_code == status
    assert response.mimetype == "application/problem+json"
    problem: dict[str, Any] = response.get_json()
    assert set(problem) == {"type", "title", "status", "detail", "instance", "request", "errors"}
    assert problem["status"] == status
    assert response.request.path == problem["instance"]
    assert problem["request"] == response.headers["X-Request-Id"]
    return problem


def test_the_document_is_valid_openapi(client: FlaskClient) -> None:
    document = client.get("/api/v1/openapi.json").get_json()
    assert document["openapi"] == "3.1.0"
    validate(document)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/v1/nothing", 404),
        ("/api/v1/partners/organization:none", 404),
        ("/api/v1/organizations/organization:none", 404),
        ("/api/v1/chains/none", 404),
        ("/api/v1/coverage?chain=none", 404),
        (f"/api/v1/coverage?chain=food-processing&of={FPI}&basis=maybe", 422),
        ("/api/v1/coverage?of=not-an-id", 404),
        (f"/api/v1/partners/{DIL}?top=0", 422),
        (f"/api/v1/partners/{DIL}?unknown=1", 422),
        ("/api/v1/search", 422),
    ],
)
def test_errors_have_one_shape(address: str, status: int, client: FlaskClient) -> None:
    assert_problem(client.get(address), status)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{", 422),
        ("[]", 422),
        ("{}", 422),
        ('{"abstract": ""}', 422),
        ('{"title": " ", "topic": "fruit"}', 422),
        ('{"abstract": "Drying fruit", "trl": 11}', 422),
    ],
)
def test_bodies_that_break_the_form_are_refused(body: str, status: int, client: FlaskClient) -> None:
    response = client.post("/api/v1/implementers", data=body, content_type="application/json")
    assert_problem(response, status)


def test_a_title_alone_is_answered(client: FlaskClient) -> None:
    title = "High pressure keeps fruit juice fresh without heat"
    told = client.post("/api/v1/implementers", json={"title": title}).get_json()
    assert told["matches"]
    assert (
        told["matches"] == client.post("/api/v1/implementers", json={"abstract": title}).get_json()["matches"]
    )


def test_a_wrong_method_names_the_right_one(client: FlaskClient) -> None:
    response = client.get("/api/v1/implementers")
    assert_problem(response, 405)
    assert "POST" in response.headers["Allow"]


def test_coverage_of_the_german_food_clusters(client: FlaskClient) -> None:
    answer = client.get(f"/api/v1/coverage?chain=food-processing&{FOUR}&basis=stated").get_json()
    assert {"chain", "taxonomy_version", "digest", "share", "share_deep", "share_stated", "stages"} <= set(
        answer
    )
    assert answer["share"] == 1.0
    assert answer["share_deep"] == pytest.approx(4 / 7)
    required = [stage for stage in answer["stages"] if stage["required"]]
    assert len(required) == 7
    assert all(stage["n"] >= 1 for stage in required)
    proof = next(stage for stage in answer["stages"] if stage["id"] == "packaging")["proof"]
    assert [one["id"] for one in proof] == ["cluster:foodregio"]
    assert {"id", "basis", "citation", "words"} <= set(proof[0])


@pytest.mark.parametrize("of", [DIL, "organization:pic-998511696", FPI])
def test_partners_sum_to_their_score(of: str, client: FlaskClient) -> None:
    answer = client.get(f"/api/v1/partners/{of}?top=10").get_json()
    assert {"query", "matching_profile", "matches", "reason"} <= set(answer)
    assert len(answer["matches"]) == 10
    for match in answer["matches"]:
        assert math.fsum(part["contribution"] for part in match["parts"]) == pytest.approx(
            match["score"], abs=1e-9
        )
        assert all({"feature", "contribution", "detail"} <= set(part) for part in match["parts"])


def test_the_same_answer_is_not_sent_twice(client: FlaskClient) -> None:
    first = client.get("/api/v1/chains")
    again = client.get("/api/v1/chains", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""


def test_the_api_takes_no_cookie_and_no_token(client: FlaskClient) -> None:
    response = client.post(
        "/api/v1/implementers", json={"abstract": "A gentle way to dry fruit with less energy."}
    )
    assert response.status_code == 200
    assert "session" not in response.headers.get("Set-Cookie", "")


KNOWN: dict[str, list[str]] = {
    "organizations/{identifier}": [DIL, "DIL"],
    "clusters/{identifier}": [FPI, "foodRegio"],
    "projects/{identifier}": ["project:grant-635478", "i3-Food"],
    "regions/{identifier}": ["region:DE9"],
    "partners/{identifier}": [DIL, FPI],
    "indicators/{identifier}": [DIL, FPI, "network"],
    "neighbourhood/{identifier}": [DIL, FPI],
    "trends/{indicator}": ["company_share"],
    "chains/{chain}": ["food-processing"],
}
"""Values of the one path parameter of an operation that exist."""
ASKED: dict[str, dict[str, Any]] = {
    "search": {"q": "food"},
    "services/missing": {"of": FPI},
    "criteria/compare": {"set": "ecei"},
    "labels/due": {"first": "2026-01-01", "last": "2026-12-31"},
    "registers/calls/applicants": {"call": "none"},
    "coverage": {"of": [FPI, "foodRegio"]},
    "closers": {"of": [FPI]},
    "resilience": {"of": [FPI, "cluster:foodregio"]},
    "flow": {"view": "chain"},
    "scene": {"view": "network", "ego": DIL},
    "map/compare": {"by": "regions", "from": "2015", "to": "2016", "with-from": "2017", "with-to": "2018"},
    "implementers": {"title": "Gentle drying", "abstract": "A gentle way to dry fruit with less energy."},
    "researchers": {"title": "Drying", "abstract": "Our fruit loses its color while it is dried."},
}
"""What an operation cannot do without, or is asked about: query, or body of a POST."""
TWO_SIDES = ("map/compare", "/map/compare/export.{form}")
"""What asks for two sides: each parameter may be right, and both sides the same."""
MISSING = {"registers/calls/applicants": 404}
"""What is answered where the example data has nothing to ask about."""


def operations_of(app: OpenAPI) -> list[Any]:
    """The operations under `/api/v1`, asked as somebody on this machine; files of maps are pages."""

    def local(environ: dict[str, Any], start_response: Any) -> Any:
        return app({**environ, "REMOTE_ADDR": "127.0.0.1"}, start_response)

    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", local)
    documented = [one.ok() for one in schema.get_all_operations() if isinstance(one, Ok)]
    found = [one for one in documented if one.path.startswith("/api/v1/")]
    assert len(found) > 15
    return found


def ask_as_documented(operation: Any, examples: int, known: dict[str, Any], asked: dict[str, Any]) -> None:
    """Ask an operation for what its document allows, with these values in its path and its query."""
    path, posted = operation.path.removeprefix("/api/v1/"), operation.method.upper() == "POST"
    # A list refuses a word that no row has, though its form is documented; so may an id what is asked of it.
    left_out = [positive_data_acceptance] if path in {*FORMS, *TWO_SIDES} or known or asked else []

    @settings(max_examples=examples, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        case.path_parameters = known or case.path_parameters
        if asked and not posted:
            case.query = {**(case.query or {}), **asked}
        case.call_and_validate(excluded_checks=left_out)

    ask()


def test_documented_answers_are_the_ones_given(app: OpenAPI) -> None:
    """A bounded run of requests made from the document: none fails or answers what is not documented."""
    for operation in operations_of(app):
        ask_as_documented(operation, 6, {}, {})


def test_what_exists_is_answered_as_documented_by_every_operation(app: OpenAPI) -> None:
    """Each operation is asked for ids and names that exist: alone, and with whatever else it can be asked."""
    operations = {one.path.removeprefix("/api/v1/"): one for one in operations_of(app)}
    assert operations.keys() >= KNOWN.keys() | ASKED.keys()
    for path, operation in operations.items():
        (name,) = [one.name for one in operation.path_parameters] or [""]
        assert bool(name) == (path in KNOWN)
        asked = ASKED.get(path, {})
        for value in KNOWN.get(path, [""]):
            known = {name: value} if name else {}
            if operation.method.upper() == "POST":
                plain = operation.Case(body=asked, media_type="application/json")
            else:
                plain = operation.Case(path_parameters=known, query=asked)
            answered = plain.call_and_validate()
            assert answered.status_code == MISSING.get(path, 200), (path, value, answered.text)
            ask_as_documented(operation, 2, known, asked)
