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
    ("body", "status"), [("{", 422), ("[]", 422), ('{"abstract": ""}', 422), ('{"trl": 11}', 422)]
)
def test_bodies_that_break_the_form_are_refused(body: str, status: int, client: FlaskClient) -> None:
    response = client.post("/api/v1/implementers", data=body, content_type="application/json")
    assert_problem(response, status)


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


def test_documented_answers_are_the_ones_given(app: OpenAPI) -> None:
    """A bounded run of requests made from the document: none fails or answers what is not documented.

    Only a list refuses what has the documented form: a word that no row has, with those there are.
    """

    def local(environ: dict[str, Any], start_response: Any) -> Any:
        return app({**environ, "REMOTE_ADDR": "127.0.0.1"}, start_response)

    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", local)
    operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    assert len(operations) > 15
    for operation in operations:

        @settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            left_out = (
                [positive_data_acceptance] if case.operation.path.removeprefix("/api/v1/") in FORMS else []
            )
            case.call_and_validate(excluded_checks=left_out)

        ask()
