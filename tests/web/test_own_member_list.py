"""A cluster management brings, changes and removes the list of its own cluster; nobody else does."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graphsvc.answers.members import list_jobs
from graphsvc.bootstrap import Services
from graphsvc.domain.dataset import member_list_of
from graphsvc.web import create_app
from tests.support.addresses import CHAIN
from tests.support.claims import cluster, info
from tests.web import people_world
from tests.web.people_world import HUB, Calendar, everybody, signed_in, who, world
from tests.web.public_answers import work
from tests.web.test_reader_views import LIST, OTHER, OTHERS, WORD, answers

VISITOR, MANAGER, COLLEAGUE = "visitor", "cleo", "hugo"
STRANGERS = ("visitor", "anna", "dora", "emil", "finn", "gert", "olga")
"""Who may not change the list of the hub; Olga manages another cluster."""


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    """The small world with another cluster, its manager Olga, and Hugo who manages the hub as Cleo does."""
    holders = {"hugo": ("cluster", HUB), "olga": ("cluster", OTHER)}
    monkeypatch.setattr(people_world, "HOLDERS", people_world.HOLDERS | holders)
    with world(tmp_path / "home", Calendar()) as services:
        services.graph.store.write(info("food"), [cluster("other", "food", name="Other")])
        services.graph.refresh()
        work(services)
        yield services


@pytest.fixture
def clients(made: Services) -> dict[str, FlaskClient]:
    app = create_app(made)
    app.extensions["graphsvc_limiter"].enabled = False
    app.config["WTF_CSRF_ENABLED"] = False
    return everybody(made, app)


def upload(client: FlaskClient, content: str, of: str = HUB) -> TestResponse:
    return client.post(f"/members/{of}", data={"list": (BytesIO(content.encode()), "list.csv")})


def token_of(answer: TestResponse) -> str:
    assert answer.status_code == 302
    return str(answer.location.rpartition("/")[2])


def brought(client: FlaskClient, content: str = LIST, of: str = HUB, **said: str) -> str:
    """A list that was read and taken into use; the button that takes it back, by its token."""
    token = token_of(upload(client, content, of))
    assert client.post(f"/members/{of}/{token}", data=said).status_code == 302
    page = client.get(f"/members/{of}").text
    found = re.search(r'name="token" value="([0-9a-f]{32})"', page)
    assert found
    return found[1]


def test_a_management_brings_its_list_and_sees_it_counted(
    made: Services, clients: dict[str, FlaskClient]
) -> None:
    cleo, before = clients[MANAGER], answers(clients[VISITOR])
    form = cleo.get(f"/members/{HUB}")
    assert "nobody else sees anything of it" in form.text
    assert 'id="bring"' in form.text
    assert "counts a member list that is not public" not in form.text
    token = token_of(upload(cleo, LIST))
    check = cleo.get(f"/members/{HUB}/{token}")
    assert f"{WORD} GmbH" in check.text
    assert "Use this list" in check.text
    assert "nobody else sees anything of it" in check.text
    assert f"{WORD} GmbH" not in cleo.get(f"/members/{HUB}").text
    assert cleo.post(f"/members/{HUB}/{token}").status_code == 302
    shown = cleo.get(f"/members/{HUB}")
    assert "2 members of your list are in use" in shown.text
    assert "no-store" in shown.headers["Cache-Control"]
    counts = [f"/clusters/{HUB}", f"/search?q={WORD[:8]}", f"/members/{HUB}"]
    assert [path for path in counts if f"{WORD} GmbH" not in cleo.get(path).text] == []
    assert "is not public is in use here, with 2 members" in cleo.get(counts[0]).text
    board = f"{CHAIN}?of={HUB}"
    assert cleo.get(board).text != before[board]
    assert WORD in clients["anna"].get(f"/clusters/{HUB}").text  # Works A is a member by public sources
    assert answers(clients[VISITOR]) == before
    for name in ("dora", "emil", "finn", "gert", "olga"):
        assert answers(clients[name]).keys() == before.keys()
        assert not any(WORD in text for text in answers(clients[name]).values())
    noted = [row.what for row in made.personal_data.audit(HUB)]
    assert noted[-2:] == ["bring member list", "use member list"]


def members_shown(client: FlaskClient) -> str:
    return client.get(f"/members/{HUB}").text


def what_b_does(client: FlaskClient) -> str:
    """What the API and the page of an organization of the list say it does."""
    return client.get("/api/v1/organizations/organization:b").text


def walk(token: str, undo: str) -> tuple[tuple[str, str, dict[str, Any]], ...]:
    """Every request that changes a list of the hub, or shows one that waits."""
    at = f"/members/{HUB}"
    return (
        ("GET", f"{at}/{token}", {}),
        ("GET", f"{at}/{token}/not-taken.csv", {}),
        ("GET", f"{at}/jobs/1", {}),
        ("POST", f"{at}/jobs/1/stop", {}),
        ("POST", f"{at}/{token}/reading", {}),
        ("POST", f"{at}/stages", {"member": "organization:b"}),
        ("POST", f"{at}/{token}", {}),
        ("POST", "/undo", {"token": undo}),
        ("POST", at, {}),
        ("POST", f"{at}/remove", {}),
    )


def test_nobody_else_reaches_what_changes_a_list(made: Services, clients: dict[str, FlaskClient]) -> None:
    undo = brought(clients[MANAGER])
    token = token_of(upload(clients[MANAGER], LIST))
    revision, found = made.graph.everything.revision(), answers(clients[VISITOR])
    for name in STRANGERS:
        for method, path, data in walk(token, undo):
            answer = clients[name].open(path, method=method, data=data)
            wanted = {"GET": 404, "POST": 403}[method]
            assert (name, path, answer.status_code) == (name, path, wanted)
            assert WORD not in answer.text
        assert 'id="bring"' not in clients[name].get(f"/members/{HUB}").text
    olga = clients["olga"]
    for path in (f"/members/{OTHER}/{token}", f"/members/{OTHER}/{token}/not-taken.csv"):
        assert olga.get(path).status_code == 404
    for path in (f"/members/{OTHER}/{token}", f"/members/{OTHER}/{token}/reading"):
        assert olga.post(path).status_code == 403
    assert made.graph.everything.revision() == revision
    assert answers(clients[VISITOR]) == found
    assert [row.what for row in made.personal_data.audit(HUB)].count("bring member list") == 2
    reached = [clients[MANAGER].open(path, method=how, data=data) for how, path, data in walk(token, undo)]
    assert [answer.status_code for answer in reached] == [200, 200, 404, 404, 302, 302, 302, 302, 400, 302]


def test_rows_are_not_matched_with_a_list_of_another_cluster(clients: dict[str, FlaskClient]) -> None:
    """Who is on another list alone is new to this one: nothing tells that somebody has brought them."""
    brought(clients["olga"], OTHERS, OTHER)
    token = token_of(upload(clients[MANAGER], OTHERS))
    assert "0 found, 0 doubtful, 1 new" in clients[MANAGER].get(f"/members/{HUB}/{token}").text
    token = token_of(upload(clients["olga"], OTHERS, OTHER))
    assert "0 come, 0 would go" in clients["olga"].get(f"/members/{OTHER}/{token}").text


def test_two_managements_of_a_cluster_replace_add_take_back_and_remove(
    made: Services, clients: dict[str, FlaskClient]
) -> None:
    cleo, hugo, before = clients[MANAGER], clients[COLLEAGUE], answers(clients[VISITOR])
    brought(cleo)
    undo = brought(hugo, "name;city\nWorks C;\n", mode="add")
    assert "3 members of your list are in use" in members_shown(cleo)
    assert hugo.post("/undo", data={"token": undo}).status_code == 302
    assert "2 members of your list are in use" in members_shown(cleo)
    brought(hugo, "name;city\nWorks D;\n", mode="replace")
    assert "One member of your list is in use" in members_shown(cleo)
    assert cleo.post("/account/list", data={"of": HUB, "shares": "1"}).status_code == 302
    assert "and the programme office are shown here" in members_shown(hugo)
    assert WORD not in members_shown(cleo)
    assert cleo.post(f"/members/{HUB}/remove").status_code == 302
    assert made.reader_lists.of(who(made, MANAGER)) == ()
    assert "No list of your own is in use" in members_shown(hugo)
    assert "Bring the list back" not in members_shown(clients["olga"])
    kept = re.search(r'name="token" value="([0-9a-f]{32})"', members_shown(hugo))
    assert kept
    assert clients["olga"].post("/undo", data={"token": kept[1]}).status_code == 403
    assert hugo.post("/undo", data={"token": kept[1]}).status_code == 302
    assert "One member of your list is in use" in members_shown(cleo)
    assert cleo.post(f"/members/{HUB}/remove").status_code == 302
    assert made.reader_lists.shared.all() == frozenset()
    with made.graph.everything.read() as reader:
        assert not any(one.id.startswith("person") for one in reader.datasets())
    assert answers(clients[VISITOR]) == before


def test_stages_of_members_count_for_the_people_of_the_list_and_stay_with_the_next_version(
    made: Services, clients: dict[str, FlaskClient]
) -> None:
    cleo, before = clients[MANAGER], answers(clients[VISITOR])
    brought(cleo)
    ticks = {
        "member": "organization:b",
        "stages organization:b": "ingredients",
        "kind organization:b": "research",
    }
    assert cleo.post(f"/members/{HUB}/stages", data=ticks).status_code == 302
    assert "ingredients" in what_b_does(clients["ben"])
    assert "ingredients" not in what_b_does(clients["olga"])
    brought(cleo, mode="replace")
    assert f"{WORD} GmbH" in members_shown(cleo)
    assert f"{WORD}stadt" in members_shown(cleo)
    assert "ingredients" in what_b_does(clients["ben"])
    strange = {"member": "organization:d", "stages organization:d": "ingredients"}
    assert cleo.post(f"/members/{HUB}/stages", data=strange).status_code == 404
    assert answers(clients[VISITOR]) == before
    assert "say stages of members" in [row.what for row in made.personal_data.audit(HUB)]


def test_a_long_list_is_work_that_its_management_alone_sees(
    made: Services, clients: dict[str, FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_jobs, "LONG_TEXT", 10)
    cleo, jobs = clients[MANAGER], made.views.of((member_list_of(HUB),)).jobs
    monkeypatch.setattr(jobs, "resume", lambda: jobs.work(made.views.of((member_list_of(HUB),)).handlers))
    read = upload(cleo, LIST)
    where = read.location
    assert f"/members/{HUB}/jobs/" in where
    for name in STRANGERS:
        assert clients[name].get(where).status_code == 404
        assert clients[name].post(f"{where}/stop").status_code == 403
    assert clients["olga"].get(where.replace(HUB, OTHER)).status_code == 404
    token = token_of(cleo.get(where))
    written = cleo.post(f"/members/{HUB}/{token}")
    done = cleo.get(written.location)
    assert "Your members are in use now." in done.text
    assert "nobody else sees anything of it" in done.text
    assert "2 members of your list are in use" in cleo.get(f"/members/{HUB}").text


def test_a_form_without_its_token_is_refused(made: Services) -> None:
    app = create_app(made)
    cleo = signed_in(made, app, MANAGER)
    assert upload(cleo, LIST).status_code == 400
    assert cleo.post(f"/members/{HUB}/remove").status_code == 400
