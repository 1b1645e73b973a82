"""The answers of the API are those of its document, field by field, and the document is the one agreed on."""

import difflib
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator, FormatChecker

from graphsvc.answers.open_data.forms import FORMS
from tests.golden import openapi
from tests.support.addresses import DIL, FOUR, FPI, PROJECT

CHAIN = "chain=food-processing"
DRYING = {"abstract": "High pressure keeps fruit juice fresh without heat."}
ASKED: tuple[tuple[str, str, dict[str, Any] | None], ...] = (
    ("/coverage", f"/coverage?{CHAIN}&{FOUR}", None),
    ("/coverage", "/coverage?chain=health-technology", None),
    ("/closers", f"/closers?{CHAIN}&{FOUR}", None),
    ("/closers", f"/closers?{CHAIN}&of={FPI}&basis=stated", None),
    ("/resilience", f"/resilience?{CHAIN}&{FOUR}", None),
    ("/alliance", "/alliance?basis=stated&k=2", None),
    ("/alliance", f"/alliance?basis=stated&must={FPI}&within_km=300", None),
    ("/alliance", "/alliance?basis=stated&k=9", None),
    ("/partners/{identifier}", f"/partners/{DIL}", None),
    ("/partners/{identifier}", f"/partners/{FPI}", None),
    ("/partners/{identifier}", f"/partners/{DIL}?country=MT&active_since=2099", None),
    ("/implementers", "/implementers", {**DRYING, "organization": DIL}),
    ("/implementers", "/implementers", {"abstract": "Zwitterions of gravitational waves."}),
    ("/researchers", "/researchers", DRYING),
    ("/search", "/search?q=food", None),
    ("/search", "/search?q=xyzzyx", None),
    ("/organizations/{identifier}", f"/organizations/{DIL}", None),
    ("/clusters/{identifier}", f"/clusters/{FPI}", None),
    ("/clusters/{identifier}", "/clusters/cluster:foodregio", None),
    ("/projects/{identifier}", f"/projects/{PROJECT}", None),
    ("/regions/{identifier}", "/regions/region:DE94", None),
    ("/landscape", "/landscape?on=2026-11-29", None),
    ("/landscape", "/landscape?label=european-label&state=unknown&sort=members", None),
    ("/services", "/services?on=2026-11-29", None),
    ("/labels/due", "/labels/due?first=2026-11-29&last=2027-11-29", None),
    ("/registers/policies", "/registers/policies", None),
    ("/registers/calls", "/registers/calls", None),
    ("/registers/events", "/registers/events", None),
    ("/criteria/compare", "/criteria/compare?set=eccp-profile&threshold=members=40", None),
    ("/services/missing", "/services/missing?of=cluster:nieke", None),
    ("/search", "/search?q=go-cluster", None),
    ("/chains", "/chains", None),
    ("/chains/{chain}", "/chains/food-processing", None),
    ("/datasets", "/datasets", None),
    ("/outcomes", "/outcomes", None),
    ("/scene", "/scene?view=network", None),
    ("/scene", "/scene?view=clusters&color=degree", None),
    ("/scene", "/scene?view=geographic", None),
    ("/flow", "/flow?view=chain", None),
    ("/map/compare", "/map/compare?from=2015&to=2016&with-from=2017&with-to=2018&country=DE&limit=2", None),
    ("/map/compare", "/map/compare?by=clusters&cluster=cluster:foodregio&with-cluster=cluster:nieke", None),
    ("/neighbourhood/{identifier}", f"/neighbourhood/{FPI}?radius=1", None),
    ("/indicators/{identifier}", f"/indicators/{DIL}", None),
    ("/indicators/{identifier}", f"/indicators/{FPI}", None),
    ("/trends/{indicator}", "/trends/partners_per_project", None),
    *((f"/{name}", f"/{name}", None) for name in FORMS),
    ("/organizations", "/organizations?country=DE&limit=5&sort=-projects", None),
)


@pytest.fixture(name="document", scope="module")
def _document(app: Any) -> dict[str, Any]:
    found: dict[str, Any] = app.test_client().get("/api/v1/openapi.json").get_json()
    return found


@pytest.mark.parametrize(("path", "address", "body"), ASKED, ids=[address for _, address, _ in ASKED])
def test_an_answer_is_the_documented_one(
    path: str, address: str, body: dict[str, Any] | None, client: FlaskClient, document: dict[str, Any]
) -> None:
    asked = f"/api/v1{address}"
    response = client.get(asked) if body is None else client.post(asked, json=body)
    assert response.status_code == 200
    assert faults(document, path, response.get_json(), "get" if body is None else "post") == []


def faults(document: dict[str, Any], path: str, answer: Any, method: str = "get") -> list[str]:
    """Where an answer is not the documented one."""
    operation = document["paths"][f"/api/v1{path}"][method]
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    check = Draft202012Validator(
        {**schema, "components": document["components"]}, format_checker=FormatChecker()
    )
    return [error.message for error in check.iter_errors(answer)]


def test_every_operation_is_asked(document: dict[str, Any]) -> None:
    """Elsewhere: who may apply to a call on record (`test_registers.py`), and files of maps (below)."""
    elsewhere = {"/registers/calls/applicants", *(f"/map/{of}export.{{form}}" for of in ("", "compare/"))}
    assert elsewhere | {path for path, *_ in ASKED} == {
        path.removeprefix("/api/v1") for path in document["paths"]
    }


def objects(schema: Any, where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object that a schema describes, with where it stands."""
    if isinstance(schema, dict):
        if schema.get("type") == "object" or schema == {}:
            yield where, schema
        for name, part in schema.items():
            yield from objects(part, f"{where}/{name}")
    elif isinstance(schema, list):
        for part in schema:
            yield from objects(part, where)


def test_no_answer_is_left_open(document: dict[str, Any]) -> None:
    """An object names its fields and has no others, or all its values are of one type."""
    used = [name for name in document["components"]["schemas"] if name != "SceneQuery"]
    for name in used:
        for where, schema in objects(document["components"]["schemas"][name], name):
            more = schema.get("additionalProperties", True)
            assert more is False or (isinstance(more, dict) and more), where


def test_the_document_is_the_one_agreed_on(document: dict[str, Any]) -> None:
    """After a wanted change: `python -m tests.golden.openapi`, and a line in the changelog."""
    agreed = openapi.FILE.read_text(encoding="utf-8").splitlines()
    found = openapi.as_text(document).splitlines()
    assert "\n".join(difflib.unified_diff(agreed, found, "agreed", "found", lineterm="", n=4)) == ""


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/map/export.{form}", "view=projects&region=DE94&width=600&height=600"),
        ("/map/compare/export.{form}", "region=DE94&with-region=DE93&width=600&height=600"),
    ],
)
def test_files_of_maps_have_the_documented_types(path: str, query: str, client: FlaskClient) -> None:
    operation = client.get("/api/v1/openapi.json").get_json()["paths"][path]["get"]
    form, *others = operation["parameters"]
    names = {one["name"] for one in others}
    assert {part.partition("=")[0] for part in query.split("&")} <= names
    told = operation["responses"]
    for one in form["schema"]["enum"]:
        answered = client.get(f"{path.format(form=one)}?{query}")
        assert answered.status_code == 200
        assert answered.mimetype in told["200"]["content"], one
        assert 'rel="license"' in answered.headers["Link"]
    for status, wrong in ((400, "csv?from=x"), (404, f"xyz?{query}")):
        refused = client.get(path.format(form=wrong))
        assert refused.status_code == status
        assert refused.mimetype in told[str(status)]["content"]


def test_a_comparison_counts_and_names_what_the_page_shows(client: FlaskClient) -> None:
    query = "country=DE&from=2015&to=2016&with-from=2017&with-to=2018"
    told = client.get(f"/api/v1/map/compare?{query}&limit=2&lang=en").get_json()
    assert [state["id"] for state in told["states"]] == ["gone", "new", "kept"]
    assert all(len(state["rows"]) == min(2, state["ties"]) for state in told["states"])
    page = client.get(f"/map/compare?{query}&lang=en").get_data(as_text=True)
    for state in told["states"]:
        assert f"{state['ties']:,}" in page
        assert all(row["source"]["id"] in page and row["target"]["id"] in page for row in state["rows"])
