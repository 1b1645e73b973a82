"""A small world behind the addresses of the routes test, and all that a public service answers about it."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graphsvc.bootstrap import Services, bootstrap
from graphsvc.domain import Claim
from graphsvc.domain.ports import GraphStore, opened
from graphsvc.settings import Settings
from graphsvc.web import create_app
from tests.support.addresses import DIL, FPI, PAGES, PROJECT
from tests.support.claims import activity, cluster, info, membership, organization, participation, project
from tests.web.test_routes import ABSENT, ANSWER, OWNERS, READ

CLUSTERS = ("foodregio", "nieke", "fpi", "giqs")
HOME = DIL.removeprefix("organization:")
OTHER = "pic-998511696"
KEYS = (HOME, OTHER, *(f"x{number}" for number in range(8)))
QUESTION = {
    "title": "A gentle way to dry fruit",
    "abstract": "Fruit is dried with less energy; companies that process fruit are looked for.",
}
_PASSING = re.compile(r'name="csrf_token" value="[^"]+"')
_PASSING_HEADERS = {"X-Request-Id", "Date", "Set-Cookie", "Vary"}

Answers = Mapping[str, tuple[int, Mapping[str, str], bytes]]


def fill(store: GraphStore) -> None:
    """Write the world, all of it public."""
    store.write(info("food", retrieved="2020-01-01"), _claims())


def _claims() -> Iterator[Claim]:
    place: dict[str, Any] = {"country": "DE", "nuts": "DE94", "lat": 52.8, "lng": 8.2}
    for number, key in enumerate(KEYS):
        kind = ("company", "research", "education")[number % 3]
        text = "We dry and pack fruit and build machines for bakeries."
        yield organization(
            key,
            "food",
            name=f"Food Works {key}",
            city="Quakenbrück",
            text=text,
            organization_kind=kind,
            **place,
        )
    for key in CLUSTERS:
        yield cluster(key, "food", name=f"Cluster {key}", sectors=("food", key), **place)
    for number, key in enumerate(("grant-633098", *(f"p{number}" for number in range(6)))):
        yield project(
            key, "food", title=f"Drying fruit {key}", start=f"{2014 + number % 4}-05", topic="drying"
        )
        for step in range(3):
            role = "coordinator" if step == 0 else "participant"
            yield participation(KEYS[(number * 2 + step) % len(KEYS)], key, "food", role=role)
    for number, key in enumerate(KEYS[:6]):
        yield membership(key, CLUSTERS[number % 3], "food")
    for number, stage in enumerate(("processing", "packaging", "machinery", "research")):
        yield activity(f"organization:{KEYS[number]}", f"food-processing/{stage}", "food")
        yield activity(f"cluster:{CLUSTERS[number]}", f"food-processing/{stage}", "food")


@contextmanager
def services(home: Path, *, public: bool, store: str = "") -> Iterator[Services]:
    """The services on an instance folder as a process of its own opens them."""
    made = bootstrap(Settings(home=home, public=public, store=store))
    with opened(made.graph.store):
        yield made


def visitor(made: Services) -> FlaskClient:
    """Someone who reads English and is neither asked to slow down nor for the token of a form."""
    app = create_app(made)
    app.extensions["graphsvc_limiter"].enabled = False
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


def work(made: Services) -> None:
    """Do what a worker would do, here."""
    made.handlers()["network"]({}, lambda _done, _total: None)


def answers(client: FlaskClient, extra: Mapping[str, str] | None = None) -> Answers:
    """Status, headers and bytes of every page and every route of the API."""
    client.application.extensions["graphsvc_responses"].clear()
    asked = {**PAGES, **READ, **OWNERS, **ABSENT, **_MORE, **(extra or {})}
    found = {address: _plain(client.get(address)) for address in sorted(set(asked.values()))}
    for name, address in ANSWER.items():
        given = {"json": QUESTION} if name.startswith("api.") else {"data": QUESTION}
        found[f"POST {address}"] = _plain(client.post(address, **given))
    return found


_MORE = {
    "board of its own list": f"/chain/food-processing?of={FPI}&own={FPI}",
    "file of its own list": f"/chain/food-processing/board.csv?of={FPI}&own={FPI}",
    "pairs of a cluster": f"/meet?of={FPI}",
    "map of clusters": "/api/v1/scene?view=clusters",
    "map of everything": "/api/v1/scene?view=network",
    "geographic map": "/api/v1/scene?view=geographic",
    "graph file": "/map/export.graphml?view=network",
    "map for print": "/map/export.png?view=clusters&width=600&height=600",
    "all partners": f"/api/v1/partners/{DIL}?top=50",
    "partners of a cluster": f"/api/v1/partners/{FPI}",
    "community": "/communities/community:1",
    "trend": "/trends/partners_per_project",
    "trend of a cluster": f"/api/v1/trends/newcomer_share?of={FPI}",
    "indicators of a cluster": f"/api/v1/indicators/{FPI}",
    "later visit": f"/desk?of={FPI}&since=1",
    "project": f"/api/v1/projects/{PROJECT}",
}


def _plain(response: TestResponse) -> tuple[int, Mapping[str, str], bytes]:
    headers = {name: value for name, value in response.headers.items() if name not in _PASSING_HEADERS}
    body = response.get_data().replace(response.headers["X-Request-Id"].encode(), b"")
    if response.mimetype == "text/html":
        body = _PASSING.sub("", body.decode()).encode()
        headers.pop("Content-Length", None)
    return response.status_code, headers, body
