"""The lists of the API: pages, filters and orders, the numbers of the pages, and what is not in them."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from graphsvc.answers.open_data.forms import FORMS
from graphsvc.bootstrap import Services
from graphsvc.domain import Evidence, Organization
from graphsvc.web import create_app
from tests.support.addresses import DIL, FPI
from tests.support.claims import info
from tests.web.test_own_list_counts import LIST, MINE


def asked(client: FlaskClient, name: str, **query: object) -> dict[str, Any]:
    """The answer to a question that has one."""
    response = client.get(f"/api/v1/{name}?{urlencode(query, doseq=True)}")
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.get_json()
    return found


def rows(client: FlaskClient, name: str, **query: object) -> list[dict[str, Any]]:
    """All rows of a list, page after page."""
    return list(_rows(client, name, **{"limit": 1000, **query}))


def _rows(client: FlaskClient, name: str, **query: object) -> Iterator[dict[str, Any]]:
    page = asked(client, name, **query)
    yield from page["items"]
    while page["next"]:
        page = client.get(page["next"]).get_json()
        yield from page["items"]


@pytest.mark.parametrize("name", [name for name in FORMS if name != "ties"])
def test_the_pages_of_a_list_hold_every_row_once(name: str, client: FlaskClient) -> None:
    whole = rows(client, name)
    total = asked(client, name, limit=1)["total"]
    assert len(whole) == total > 5
    assert len({str(row) for row in whole}) == total
    parts = rows(client, name, limit=min(1000, (total + 2) // 3))
    assert parts == whole


def test_filters_leave_what_they_say(client: FlaskClient) -> None:
    whole = rows(client, "organizations")
    chosen = rows(client, "organizations", country=["DE", "FR"], kind="company", projects_from=2)
    assert chosen == [
        row
        for row in whole
        if row["country"] in ("DE", "FR") and row["kind"] == "company" and row["projects"] >= 2
    ]
    assert chosen
    small = rows(client, "organizations", sme="true")
    assert small == [row for row in whole if row["sme"]]
    here = rows(client, "organizations", region="Niedersachsen")
    assert here == [row for row in whole if (row["region"] or "").startswith("DE9")] != []
    sector = rows(client, "clusters", sectors="ICT")
    assert sector == [row for row in rows(client, "clusters") if "ICT" in row["sectors"]] != []


def test_periods_are_read_as_people_write_them(client: FlaskClient) -> None:
    whole = rows(client, "projects")
    for start, end, first, last in (
        ("2016", "2016", "2016-01-01", "2016-12-31"),
        ("2016-05", "2016-05", "2016-05-01", "2016-05-31"),
    ):
        found = rows(client, "projects", start_from=start, start_to=end)
        assert found == [row for row in whole if row["start"] and first <= row["start"] <= last] != []


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("organizations", "projects"),
        ("organizations", "name"),
        ("projects", "start"),
        ("indicators", "strength"),
        ("clusters", "country"),
        ("stages", "confidence"),
    ],
)
def test_a_list_is_sorted_with_what_is_unknown_last(name: str, field: str, client: FlaskClient) -> None:
    def key(row: dict[str, Any]) -> Any:
        return row[field].casefold() if isinstance(row[field], str) else row[field]

    whole = rows(client, name)
    known, unknown = (
        [row for row in whole if row[field] is not None],
        [row for row in whole if row[field] is None],
    )
    assert rows(client, name, sort=field) == [*sorted(known, key=key), *unknown]
    assert rows(client, name, sort=f"-{field}") == [*sorted(known, key=key, reverse=True), *unknown]


def test_numbers_are_those_of_the_pages(client: FlaskClient, services: Services) -> None:
    for cluster in rows(client, "clusters", members_from=1)[:12]:
        page = services.catalog.cluster(cluster["id"], sources=False)
        assert asked(client, "memberships", cluster=cluster["name"])["total"] == page.members_known.known
        assert cluster["members"] == page.members_known.known
        members = {row["id"] for row in rows(client, "organizations", cluster=cluster["id"])}
        assert members == {role.ref.id for role in page.members}
    held = rows(client, "stages", performer=FPI, chain="food-processing")
    facts = services.catalog.stages_of(FPI, "food-processing")
    assert [(row["stage"], row["basis"], row["citation"] or "", row["confidence"]) for row in held] == [
        (fact.stage.ref.id, fact.fact.basis, fact.fact.citation, fact.fact.confidence) for fact in facts
    ]
    found = {one.id: one.value for one in services.network.indicators(DIL)}
    (figures,) = (row for row in rows(client, "indicators") if row["organization"] == DIL)
    assert {name: figures[name] for name in found} == found
    (shown,) = (row for row in rows(client, "organizations") if row["id"] == DIL)
    assert shown["partners"] == found["degree"]


def test_a_tie_tells_the_joint_projects(client: FlaskClient) -> None:
    ties = asked(client, "ties", of=DIL, kind="worked_with", sort="-projects", limit=1000)
    assert ties["total"] == len(ties["items"])
    mine = {row["project"] for row in rows(client, "participations", organization=DIL)}
    begun = {row["id"]: row["start"] for row in rows(client, "projects", organization=DIL)}
    assert set(begun) == mine
    for tie in ties["items"][:20]:
        other = tie["source"] if tie["target"] == DIL else tie["target"]
        joint = mine & {row["project"] for row in rows(client, "participations", organization=other)}
        years = sorted(int(begun[project][:4]) for project in joint)
        assert (tie["projects"], tie["first"], tie["last"]) == (len(joint), years[0], years[-1])
        both = {"organization": DIL, "partner": other}
        assert {row["id"] for row in rows(client, "projects", **both)} == joint
        assert {(row["organization"], row["project"]) for row in rows(client, "participations", **both)} == {
            (DIL, project) for project in joint
        }


def test_relations_are_ties_with_their_source(client: FlaskClient) -> None:
    found = rows(client, "ties", of="foodRegio", kind="cooperates")
    assert found
    assert all("cluster:foodregio" in (row["source"], row["target"]) and row["citation"] for row in found)
    assert {row["projects"] for row in found} == {None}


@pytest.mark.parametrize(
    ("address", "status", "told"),
    [
        ("organizations?country=XX", 400, "country: none of the organizations has 'XX'; known are: AL, "),
        ("clusters?sectors=cheese", 400, "sectors: none of the clusters has 'cheese'"),
        ("organizations?limit=0", 422, "limit"),
        ("organizations?limit=1001", 422, "limit"),
        ("organizations?offset=-1", 422, "offset"),
        ("organizations?sort=colour", 422, "sort"),
        ("organizations?colour=red", 422, "colour"),
        ("projects?start_from=2016-13", 422, "start_from"),
        ("memberships?cluster=Nobody", 404, "Nobody"),
        ("organizations?stage=food-processing/none", 404, "none"),
        ("organizations?region=Atlantis", 404, "Atlantis"),
        ("ties?of=Food", 404, "could be any of"),
    ],
)
def test_what_cannot_be_asked_is_said(address: str, status: int, told: str, client: FlaskClient) -> None:
    response = client.get(f"/api/v1/{address}")
    assert response.status_code == status
    assert told in response.get_json()["detail"]


def test_the_same_page_is_not_sent_twice(client: FlaskClient) -> None:
    address = "/api/v1/organizations?country=DE&limit=5"
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_own_lists_and_persons_are_in_no_list(own: Services, client: FlaskClient) -> None:
    said = Evidence(dataset="alpha", basis="stated", citation="a list")
    person = Organization(id="organization:alpha-1", name="Erika Mustermann", person=True, evidence=said)
    own.graph.store.write(info(), [person])
    own.members.decide(own.members.upload(MINE, "list.csv", LIST.encode()).token, {})
    own.graph.refresh()
    names = {name.split(";")[0] for name in LIST.splitlines()[1:]} | {"Erika Mustermann"}
    visitor = create_app(own).test_client()
    for name in FORMS:
        if name != "indicators":
            text = str(
                asked(visitor, name, limit=1000, **({"sort": "-name"} if name == "organizations" else {}))
            )
            assert not [one for one in names if one in text], name
    before = asked(client, "organizations")["total"], asked(client, "memberships")["total"]
    assert (asked(visitor, "organizations")["total"], asked(visitor, "memberships")["total"]) == before


def test_names_do_where_an_id_is_asked(client: FlaskClient) -> None:
    for by_name, by_id in (
        ("clusters/foodRegio", "clusters/cluster:foodregio"),
        ("projects/HYPERA", "projects/project:grant-726572"),
        ("indicators/foodRegio", "indicators/cluster:foodregio"),
        ("partners/foodRegio?top=2", "partners/cluster:foodregio?top=2"),
        ("coverage?of=foodRegio&of=NieKE", "coverage?of=cluster:foodregio&of=cluster:nieke"),
        ("alliance?must=foodRegio", "alliance?must=cluster:foodregio"),
    ):
        named = client.get(f"/api/v1/{by_name}")
        assert named.status_code == 200
        assert named.get_json() == client.get(f"/api/v1/{by_id}").get_json()
    assert {one["id"] for one in client.get("/api/v1/indicators/network").get_json()["indicators"]} >= {
        "density"
    }
