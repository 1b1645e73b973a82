"""A member list that is not public counts in what its people are shown, and moves nothing for others."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from graphsvc.bootstrap import Services, bootstrap
from graphsvc.bootstrap.views import MOST
from graphsvc.domain.dataset import member_list_of
from graphsvc.domain.ports import opened
from graphsvc.settings import Settings
from graphsvc.state.feedback import said
from graphsvc.web import create_app
from tests.support.addresses import CHAIN
from tests.support.claims import cluster, info
from tests.web.people_world import HUB, A, B, Calendar, everybody, who, world
from tests.web.public_answers import work

OTHER = "cluster:other"
WORD = "Zwetschgenkern"
LIST = f"name;city;country;stage\n{WORD} GmbH;{WORD}stadt;DE;Packaging\nWorks B;;DE;\n"
OTHERS = "name;city;country\nMirabellenhof Example GmbH;;DE\n"
NAMED = (
    f"/search?q={WORD[:8]}",
    f"/search/suggestions?q={WORD[:8]}",
    f"/api/v1/search?q={WORD[:8]}",
    "/api/v1/organizations?limit=50",
    f"/api/v1/neighbourhood/{HUB}",
    f"/clusters/{HUB}",
    f"/members/{HUB}",
    "/api/v1/scene?view=network",
    "/map/export.csv",
    "/map",
)
"""Where the name of a member must stand for the people of the list: search, lists, pages, map, exports."""
COUNTED = (
    f"{CHAIN}?of={HUB}",
    f"{CHAIN}/board.csv?of={HUB}",
    f"/api/v1/coverage?chain=food-processing&of={HUB}",
    f"/api/v1/memberships?cluster={HUB}",
    "/api/v1/indicators?limit=50",
)
"""Where a member of the list counts."""
PATHS = (
    *NAMED, *COUNTED, f"/api/v1/partners/{HUB}", f"/api/v1/partners/{A}", f"/partners/{A}", "/data",
    "/search?q=Mirabellen", f"/clusters/{OTHER}",
)  # fmt: skip


def bring(home: Path, of: str, content: str) -> str:
    """Bring a member list as the operator does on their own computer; returns the id of a new member."""
    owner = bootstrap(Settings(home=home))
    with opened(owner.graph.store):
        owner.members.decide(owner.members.upload(of, "list.csv", content.encode()).token, {})
        return next(one.id for one in owner.members.of(of) if one.id.startswith("organization:person-"))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lists")


@pytest.fixture(scope="module")
def made(home: Path) -> Iterator[Services]:
    """The small world, in which the hub has a list with somebody whom nobody else knows, and with B."""
    with world(home, Calendar()) as services:
        services.graph.store.write(info("food"), [cluster("other", "food", name="Other")])
        bring(home, HUB, LIST)
        bring(home, OTHER, OTHERS)
        services.graph.refresh()
        work(services)
        work(services.views.of((member_list_of(HUB),)))
        yield services


@pytest.fixture(scope="module")
def clients(made: Services) -> dict[str, FlaskClient]:
    app = create_app(made)
    app.extensions["graphsvc_limiter"].enabled = False
    app.config["WTF_CSRF_ENABLED"] = False
    return everybody(made, app)


def answers(client: FlaskClient) -> dict[str, str]:
    found = {path: client.get(path) for path in PATHS}
    assert {answer.status_code for answer in found.values()} == {200}
    return {path: answer.text for path, answer in found.items()}


def named(found: dict[str, str]) -> set[str]:
    return {path for path, text in found.items() if f"{WORD} GmbH" in text}


@pytest.fixture(scope="module")
def seen(clients: dict[str, FlaskClient]) -> dict[str, dict[str, str]]:
    """What each of them is shown."""
    return {name: answers(client) for name, client in clients.items()}


def test_a_member_of_the_list_stands_exactly_where_its_people_ask(seen: dict[str, dict[str, str]]) -> None:
    """Anna's organization is a member by public sources, Ben's by the list alone; others are strangers."""
    for name, found in seen.items():
        if name in {"anna", "ben", "cleo"}:
            assert (name, set(NAMED) - named(found)) == (name, set())
            assert [path for path in COUNTED if found[path] == seen["visitor"][path]] == []
        else:
            assert found == seen["visitor"]
        assert not any("Mirabellenhof Example" in text for text in found.values())
    assert WORD not in "".join(seen["visitor"].values())


def test_a_member_of_the_list_has_a_page_for_its_people_alone(
    made: Services, clients: dict[str, FlaskClient]
) -> None:
    (member,) = (one.id for one in made.views.of((member_list_of(HUB),)).members.of(HUB) if one.id != B)
    for name, status in (("cleo", 200), ("ben", 200), ("dora", 404), ("emil", 404), ("visitor", 404)):
        for path in (f"/organizations/{member}", f"/api/v1/organizations/{member}"):
            answer = clients[name].get(path)
            assert (name, path, answer.status_code) == (name, path, status)
            assert (WORD in answer.text) == (status == 200)
    page = clients["cleo"].get(f"/organizations/{member}")
    assert "counts a member list that is not public: Hub" in page.text
    assert "no-store" in page.headers["Cache-Control"]


def test_the_programme_office_sees_a_list_while_it_is_shared(
    made: Services, clients: dict[str, FlaskClient], seen: dict[str, dict[str, str]]
) -> None:
    shows = {name: clients[name].get("/account").text for name in ("cleo", "anna")}
    assert "Show it to the programme office too" in shows["cleo"]
    assert "Member list that is not public" not in shows["anna"]
    asked = (("anna", HUB), ("emil", HUB), ("cleo", OTHER), ("cleo", HUB))
    shared = [clients[name].post("/account/list", data={"of": of, "shares": "1"}) for name, of in asked]
    assert [answer.status_code for answer in shared] == [403, 403, 403, 302]
    assert set(NAMED) - named(answers(clients["emil"])) == set()
    assert answers(clients["finn"]) == seen["visitor"]
    assert clients["cleo"].post("/account/list", data={"of": HUB, "shares": "0"}).status_code == 302
    assert clients["emil"].get(PATHS[0]).text == seen["visitor"][PATHS[0]]
    assert {row.what for row in made.personal_data.audit(HUB)} >= {"share member list", "keep member list"}


def test_an_objection_counts_in_a_view_at_once(made: Services, clients: dict[str, FlaskClient]) -> None:
    view = made.views.of((member_list_of(HUB),))
    assert said(view.graph).objections == frozenset()
    for objects, found in (("1", {B}), ("0", set())):
        clients["ben"].post("/account/objections", data={"of": B, "objects": objects})
        assert said(view.graph).objections == found


def test_few_views_are_held(made: Services) -> None:
    views = made.views
    lists = [(member_list_of(f"cluster:{number}"),) for number in range(MOST + 2)]
    first = views.of(lists[0])
    assert views.of(lists[0]) is first
    for one in lists:
        views.of(one)
    assert len(views.held()) == MOST
    assert views.of(lists[0]) is not first
    assert views.of(()) is made
    assert made.reader_lists.of(who(made, "cleo")) == (member_list_of(HUB),)
    assert made.reader_lists.of(who(made, "finn")) == ()


def test_taking_the_list_away_changes_no_byte_for_strangers(
    made: Services, clients: dict[str, FlaskClient], home: Path
) -> None:
    """The last test here: afterwards the list is gone."""
    made.graph.refresh()
    answers(clients["cleo"])
    before = answers(clients["visitor"])
    with opened((owner := bootstrap(Settings(home=home))).graph.store):
        owner.members.remove(HUB)
    assert not (home / "views").exists()
    clients["visitor"].application.extensions["graphsvc_responses"].clear()
    made.graph.refresh()
    assert answers(clients["visitor"]) == before
    assert clients["cleo"].get(PATHS[0]).text == before[PATHS[0]]
