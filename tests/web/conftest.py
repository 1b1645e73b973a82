"""The application in this process, on the seeds.

Tests read `seeded`, the seeds; a test that writes takes `own`, a copy that is its alone. `client` asks
in English; `public` is the client of a service that is open to others; `made` are the services of a
small world with accounts, on the days of `calendar`.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from flask_openapi import OpenAPI

from graphsvc.bootstrap import Services, bootstrap
from graphsvc.domain.ports import opened
from graphsvc.settings import Settings
from graphsvc.web import create_app
from tests.web.importing import Importer
from tests.web.people_world import Calendar, world


@pytest.fixture(scope="session")
def services(seeded: Path) -> Iterator[Services]:
    """The services on the seeds; nobody writes to them."""
    made = bootstrap(Settings(home=seeded))
    with opened(made.graph.store):
        yield made


@pytest.fixture(scope="session")
def app(services: Services) -> OpenAPI:
    """The application on the seeds."""
    return create_app(services)


@pytest.fixture
def calendar() -> Calendar:
    """The day on which people do something; a test may set it."""
    return Calendar()


@pytest.fixture
def made(tmp_path: Path, calendar: Calendar) -> Iterator[Services]:
    """The services of the small world with accounts; see `people_world`."""
    with world(tmp_path / "home", calendar, hosts="graph.example.org") as services:
        yield services


@pytest.fixture
def client(app: OpenAPI) -> FlaskClient:
    """Someone who reads English."""
    return app.test_client()


@pytest.fixture(scope="session")
def public_app(seeded: Path) -> Iterator[OpenAPI]:
    """The application on the seeds, open to others."""
    made = bootstrap(Settings(home=seeded, public=True))
    with opened(made.graph.store):
        yield create_app(made)


@pytest.fixture
def public(public_app: OpenAPI) -> FlaskClient:
    """A visitor of a service that is open to others."""
    return public_app.test_client()


@pytest.fixture
def own(seeded: Path, tmp_path: Path) -> Iterator[Services]:
    """Services on a copy of the seeds, to write to."""
    home = tmp_path / "home"
    shutil.copytree(seeded, home)
    made = bootstrap(Settings(home=home))
    with opened(made.graph.store):
        yield made


@pytest.fixture
def writer(own: Services) -> FlaskClient:
    """Someone who writes."""
    return create_app(own).test_client()


@pytest.fixture
def importer(own: Services) -> Iterator[Importer]:
    """Someone who imports."""
    made = Importer(own)
    yield made
    made.close()
