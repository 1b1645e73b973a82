"""What follows from a board: alliances with stated evidence, two days side by side, curves, all pairs."""

import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from flask_openapi import OpenAPI

from graphsvc.bootstrap import Services
from graphsvc.web.language import tell
from tests.support.addresses import CHAIN, DIL, FOUR

ALLIANCE = "/alliance/food-processing"


def test_an_alliance_can_ask_for_stated_evidence(client: FlaskClient) -> None:
    page = client.get(f"{ALLIANCE}?stated_share=0.6").text
    assert re.search(r'<option value="0.6" selected>60\s*%</option>', page)
    assert '<option value="0" selected' in client.get(ALLIANCE).text
    assert "egal" in client.get(ALLIANCE, headers={"Accept-Language": "de"}).text
    assert client.get(f"{ALLIANCE}?stated_share=1.5").status_code == 400


def test_the_api_takes_the_same_share_and_says_so(client: FlaskClient) -> None:
    asked = "/api/v1/alliance?chain=automotive"
    loose, stated = client.get(asked).get_json(), client.get(f"{asked}&stated_share=1").get_json()
    assert (loose["impossible"], bool(loose["sets"])) == ([], True)
    assert {one["why"] for one in stated["impossible"]} == {"no source or person names a supplier."}
    assert client.get("/api/v1/alliance?stated_share=2").status_code == 422
    document = client.get("/api/v1/openapi.json").get_json()
    parameters = document["paths"]["/api/v1/alliance"]["get"]["parameters"]
    (share,) = [one["schema"] for one in parameters if one["name"] == "stated_share"]
    assert (share["minimum"], share["maximum"], share["default"]) == (0, 1, 0)


@pytest.mark.parametrize(
    ("wrong", "status", "said"),
    [
        ("k=10", 400, "k must be a whole number from 1 to 9."),
        ("k=many", 400, "k must be a whole number from 1 to 9."),
        ("at_most=0", 400, "at_most must be a whole number from 1 to 20."),
        ("within_km=-1", 400, "within_km must be a number from 0 to 20,000."),
        ("within_km=nan", 400, "within_km must be a number from 0 to 20,000."),
        ("must=unheard-of", 404, "unheard-of"),
        ("must=cluster:none", 404, "cluster:none"),
    ],
)
def test_page_and_api_bound_the_conditions_of_an_alliance_alike(
    client: FlaskClient, wrong: str, status: int, said: str
) -> None:
    page = client.get(f"{ALLIANCE}?{wrong}")
    assert page.status_code == status
    assert said in page.text
    assert client.get(f"/api/v1/alliance?{wrong}").status_code in (404, 422)


def test_a_page_reads_what_a_person_types(client: FlaskClient) -> None:
    page = client.get(f"{ALLIANCE}?k=&at_most=+3+&within_km=300,5&must=&stated_share=0&reading=strict").text
    assert 'name="at_most" type="number" min="1" max="20" value="3"' in page
    assert 'inputmode="decimal" value="300.5"' in page
    assert 'name="reading" value="strict" checked' in page


def test_one_set_on_two_days(client: FlaskClient) -> None:
    address = f"{CHAIN}/compare?a=cluster:nieke&as_of=2016-06-30&as_of_b=2019-06-30"
    page = client.get(address).text
    assert "(30 June 2016)" in page
    assert "(30 June 2019)" in page
    assert "both days" in page
    assert 'name="as_of_b" type="date" value="2019-06-30"' in page
    assert client.get(f"{CHAIN}/compare?a=cluster:nieke&as_of=yesterday").status_code == 400
    assert "Choose at least one" in client.get(f"{CHAIN}/compare?a=cluster:nieke").text


def chart_in(page: str, name: str) -> dict[str, Any]:
    """The data of a chart that stands in a page."""
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', page)
    assert found, name
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_curves_have_the_numbers_of_their_table(client: FlaskClient) -> None:
    page = client.get(ALLIANCE, headers={"Accept-Language": "de"}).text
    curve = chart_in(page, "alliance-curve")
    assert (curve["kind"], curve["across"], curve["language"]) == ("curve", "Cluster", "de")
    steps = client.get("/api/v1/alliance").get_json()["curve"]
    assert curve["series"][0]["points"] == [step["share"] for step in steps]
    curves = chart_in(client.get(f"{CHAIN}/resilience?{FOUR}").text, "removal-curves")
    assert curves["x"] == [0, 1, 2, 3, 4]
    assert [len(row) for row in curves["table"]["rows"]] == [3] * 5
    assert "removal-curves" not in client.get(f"{CHAIN}/resilience").text


def test_members_that_alone_carry_a_stage_can_leave_too(client: FlaskClient) -> None:
    chosen = "of=cluster:foodnetz&of=cluster:fpi"
    found = client.get(f"/api/v1/resilience?chain=food-processing&{chosen}").get_json()
    (inside,) = (one["ref"]["id"] for one in found["single_points"] if one["ref"]["kind"] == "organization")
    box = f'name="leave" value="{inside}"'
    for address in (f"{CHAIN}/resilience?{chosen}", f"{CHAIN}/resilience?of=cluster:foodnetz"):
        assert f"{box}>" in client.get(address).text
        gone = client.get(f"{address}&leave={inside}").text
        assert f"{box} checked>" in gone
        assert "Then the chain looks like this" in gone


def test_what_clusters_give_each_other_all_at_once(client: FlaskClient) -> None:
    page = client.get(f"{CHAIN}/exchange?{FOUR}").text
    heat = chart_in(page, "exchange")
    assert len(heat["x"]) == len(heat["y"]) == 4
    assert all((value is None) == (column == row) for column, row, value in heat["cells"])
    given = {(column, row): value for column, row, value in heat["cells"]}
    named = {one["label"]: place for place, one in enumerate(heat["x"])}
    first = re.search(r'<tr><th scope="row">.*?</tr>', page[page.rindex("<tbody>") :], re.DOTALL)
    assert first
    names = re.findall(r">([^<>]+)</a>", first[0])[:2]
    gives, gets = (int(value) for value in re.findall(r'<td class="num">(\d+)</td>', first[0]))
    one, other = named[names[0]], named[names[1]]
    assert (gives, gets) == (given[one, other], given[other, one])
    alone = client.get(f"{CHAIN}/exchange?of=cluster:foodregio").text
    assert "two clusters with known stages are needed" in alone
    assert "/exchange?" in client.get(f"{CHAIN}?{FOUR}").text


def test_reasons_name_stages_in_the_language_of_the_page(
    services: Services, app: OpenAPI, client: FlaskClient
) -> None:
    found = services.matching.partners("cluster:fpi").known
    (part,) = [one for one in found[0].parts if one.feature == "complement"]
    with app.test_request_context("/?lang=de"):
        app.preprocess_request()
        assert tell(part.detail) == ("Deckt Stufen ab, die uns fehlen: Landwirtschaft und Urproduktion")
    assert str(part.detail) == "Covers stages that we lack: Primary production"
    labels = [stage.label for chain in services.catalog.chains() for stage in chain.stages]
    foreign = {label["en"] for label in labels} - {label["de"] for label in labels}
    page = client.get(f"/partners/{DIL}?gap=2&lang=de").text
    named = re.findall(r"Übernimmt, was uns fehlt: ([^<]+)", page)
    assert named
    assert not [text for text in named for label in foreign if label in text]
