"""One's own house by its everyday name, in forms, in the API and in profiles that take a form along."""

import html
import re

import pytest
from flask.testing import FlaskClient

from graphsvc.bootstrap import Services
from tests.support.addresses import DIL
from tests.web.forms import TOKEN, send

TEXT = {
    "title": "Sauces kept by high pressure",
    "abstract": "Sauces and juices are preserved by high pressure instead of heat, so that they keep colour, "
    "taste and vitamins. Wanted are makers of plants and producers of food who try it.",
}
FRAUNHOFER = "organization:pic-999984059"
NIEKE = "cluster:nieke"


def chosen(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]* value="([^"]*)"', page)
    assert found, name
    return html.unescape(found[1])


@pytest.mark.parametrize("page", ["/implementers", "/problem"])
@pytest.mark.parametrize("name", ["DIL", "Deutsches Institut für Lebensmitteltechnik", DIL])
def test_a_house_is_understood_by_its_everyday_name(page: str, name: str, client: FlaskClient) -> None:
    answer = send(client, page, page, **TEXT, organization=name)
    assert answer.status_code == 200
    assert 'id="answer"' in answer.text
    assert chosen(answer.text, "organization_id") == DIL
    assert chosen(answer.text, "organization") == "DIL Deutsches Institut für Lebensmitteltechnik EV"


@pytest.mark.parametrize(
    ("name", "offered"), [("Fraunhofer IVV", FRAUNHOFER), ("Wageningen", "organization:pic-999981634")]
)
@pytest.mark.parametrize("page", ["/implementers", "/problem"])
def test_an_unclear_house_brings_the_form_back_with_a_choice(
    page: str, name: str, offered: str, client: FlaskClient
) -> None:
    answer = send(client, page, page, **TEXT, organization=name, country="DE")
    assert answer.status_code == 200
    assert 'id="answer"' not in answer.text
    assert TEXT["abstract"] in answer.text
    assert TEXT["title"] in answer.text
    assert '<option value="DE" selected>' in answer.text
    assert f'name="organization_id" value="{offered}"' in answer.text
    again = send(
        client, page, page, **TEXT, organization=name, organization_was=name, organization_id=offered
    )
    assert chosen(again.text, "organization_id") == offered
    without = send(client, page, page, **TEXT, organization=name, organization_was=name, organization_id="-")
    assert 'id="answer"' in without.text
    assert chosen(without.text, "organization") == ""


def test_a_house_that_nobody_knows_loses_nothing(client: FlaskClient) -> None:
    answer = send(client, "/implementers", "/implementers", **TEXT, organization="<b>Xyzzy</b> Qwrtz")
    assert answer.status_code == 200
    assert TEXT["abstract"] in answer.text
    assert "<b>Xyzzy" not in answer.text
    assert 'name="organization_id" value="-"' in answer.text


def test_the_id_of_a_name_that_was_typed_over_does_not_count(client: FlaskClient) -> None:
    answer = send(
        client, "/implementers", "/implementers", **TEXT,
        organization="TUM", organization_was="DIL e.V.", organization_id=DIL,
    )  # fmt: skip
    assert chosen(answer.text, "organization_id") == "organization:pic-999977463"


def test_suggestions_for_the_field(client: FlaskClient) -> None:
    assert f'data-house="{DIL}"' in client.get("/search/organizations?organization=DIL").text
    assert "cluster:" not in client.get("/search/organizations?organization=foodregio").text
    assert client.get("/search/organizations?organization=").text.strip() == ""


@pytest.mark.parametrize("path", ["implementers", "researchers"])
def test_the_api_takes_a_name_and_names_candidates(path: str, client: FlaskClient) -> None:
    address = f"/api/v1/{path}"
    by_name, by_id = (client.post(address, json={**TEXT, "organization": one}) for one in ("dil", DIL))
    assert by_name.status_code == 200
    assert by_name.get_json() == by_id.get_json()
    unknown = client.post(address, json={**TEXT, "organization": "Fraunhofer IVV"})
    assert unknown.status_code == 404
    assert FRAUNHOFER in unknown.get_json()["detail"]
    unclear = client.post(address, json={**TEXT, "organization": "wageningen"})
    assert unclear.status_code == 404
    assert "organization:pic-999981634" in unclear.get_json()["detail"]


def test_several_countries_and_only_small_companies(client: FlaskClient) -> None:
    answer = send(client, "/implementers", "/implementers", **TEXT, country=["ES", "PT"])
    places = re.findall(r'<p class="quiet">[^<]*, ([A-Z]{2})\s*(?:·|</p>)', answer.text)
    assert set(places) == {"ES", "PT"}
    both = client.post("/api/v1/implementers", json={**TEXT, "filters": {"country": ["ES", "PT"]}}).get_json()
    one = client.post("/api/v1/implementers", json={**TEXT, "filters": {"country": "ES"}}).get_json()
    assert {match["id"] for match in one["matches"]} & {match["id"] for match in both["matches"]}
    small = client.post("/api/v1/implementers", json={**TEXT, "filters": {"size": "sme"}}).get_json()
    assert small["matches"]
    assert re.search(r"The size of \d+ of [\d,]+ companies is known", answer.text)


def test_each_suggestion_names_the_own_cluster_office_and_the_path(client: FlaskClient) -> None:
    answer = send(client, "/implementers", "/implementers", **TEXT, organization="DIL").text
    cards = answer.split('<li class="card match">')[1:]
    assert len(cards) > 3
    assert all(NIEKE in card and f"/partners/{DIL}/path?to=" in card for card in cards)


RESULT = {
    **TEXT,
    "kind": "result",
    "trl": "5",
    "rights": "filed",
    "benefit": "Costs less energy, for food makers of any size.",
    "organization": "DIL",
}


def test_a_profile_takes_the_form_along(writer: FlaskClient, own: Services) -> None:
    page = send(writer, "/implementers", "/profiles/draft", **RESULT).text
    assert own.people.profiles() == ()
    assert chosen(page, "title") == TEXT["title"]
    assert TEXT["abstract"] in page
    assert "for food makers of any size" in page
    assert chosen(page, "organization_id") == DIL
    for option in ('value="5" selected', 'value="filed" selected', 'value="result" required checked'):
        assert option in page


def test_a_profile_is_changed_shown_hidden_closed_and_found(writer: FlaskClient, own: Services) -> None:
    fields = {**RESULT, "wanted": "company", "topic": "sauces"}
    shown = send(writer, "/profiles/new", "/profiles/new", **fields)
    (profile,) = own.people.profiles()
    address = f"/profiles/{profile.id}"
    assert "patent filed" in shown.text
    assert "hidden: only you see it" in shown.text
    for page in ("/search?q=sauces", f"/organizations/{DIL}", f"/desk?of={DIL}"):
        assert address in writer.get(page).text, page

    changed = send(
        writer, f"{address}/edit", f"{address}/edit", **fields | {"title": "Juices kept by pressure"}
    )
    assert "Juices kept by pressure" in changed.text
    assert [one.id for one in own.people.profiles()] == [profile.id]
    send(writer, address, f"{address}/visibility", visibility="public")
    assert own.people.profile(profile.id).visibility == "public"
    send(writer, address, f"{address}/visibility", visibility="hidden")
    closed = send(writer, address, f"{address}/state", closed="1")
    assert "closed" in closed.text
    assert '<li class="card match">' not in closed.text
    opened = send(writer, address, f"{address}/state", closed="0")
    assert '<li class="card match">' in opened.text
    assert "Yes, remove it" in opened.text
    send(writer, address, f"{address}/remove")
    assert own.people.profiles() == ()


def test_a_profile_that_says_too_little_is_not_published_and_comes_back(
    writer: FlaskClient, own: Services
) -> None:
    send(writer, "/profiles/new", "/profiles/new", kind="offer", title="Oven", abstract="An oven.")
    (profile,) = own.people.profiles()
    answer = send(
        writer, f"/profiles/{profile.id}", f"/profiles/{profile.id}/visibility", visibility="public"
    )
    assert "The description is unclear" in answer.text
    assert chosen(answer.text, "title") == "Oven"
    assert own.people.profile(profile.id).visibility == "hidden"


def test_an_overview_tells_of_new_matches_of_a_profile(writer: FlaskClient, own: Services) -> None:
    send(writer, "/profiles/new", "/profiles/new", **TEXT, kind="result", organization="DIL")
    (profile,) = own.people.profiles()
    assert profile.seen
    assert "for the profile" not in writer.get(f"/desk?of={DIL}").text
    found = own.people.profile_matches(profile)
    own.people.profile_seen(profile, found.matches[1:])
    assert (
        "One new match for the profile “Sauces kept by high pressure”" in writer.get(f"/desk?of={DIL}").text
    )
    first = writer.get(f"/profiles/{profile.id}").text
    assert "New since you last looked" in first
    assert found.matches[0].ref.id in first.split("New since you last looked")[1][:200]
    assert "New since you last looked" not in writer.get(f"/profiles/{profile.id}").text


def test_a_public_service_shows_no_hidden_profile(public: FlaskClient, writer: FlaskClient) -> None:
    send(writer, "/profiles/new", "/profiles/new", **TEXT, kind="result", organization="DIL")
    for page in ("/search?q=sauces", f"/organizations/{DIL}", "/profiles"):
        assert TEXT["title"] not in public.get(page).text
    page = public.get("/implementers").text
    assert "/profiles/draft" not in page
    assert TOKEN.search(page)
