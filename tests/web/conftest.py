"""The application in this process, on the seeds.

`seeded` loads the seeds once a run; a test that writes takes `own`, a copy that is its alone. `client` asks
in English; `public` is the client of a service that is open to others.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from flask_openapi import OpenAPI

from graphsvc.bootstrap import Services, bootstrap
from graphsvc.service.loading import load_folder
from graphsvc.settings import Settings, packaged
from graphsvc.store.base import opened
from graphsvc.web import create_app


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance folder with the seeds loaded, and what workers make of them in both modes."""
    home = tmp_path_factory.mktemp("seeded")
    services = bootstrap(Settings(home=home))
    with opened(services.graph.store):
        load_folder(packaged("seeds"), services.graph.store, home)
        _work(services)
    others = bootstrap(Settings(home=home, public=True))
    with opened(others.graph.store):
        _work(others)
    return home


def _work(services: Services) -> None:
    services.graph.refresh()
    services.handlers()["network"]({}, lambda _done, _total: None)


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
def client(app: OpenAPI) -> FlaskClient:
    """Someone who reads English."""
    return app.test_client()


@pytest.fixture
def public(seeded: Path) -> Iterator[FlaskClient]:
    """A visitor of a service that is open to others."""
    made = bootstrap(Settings(home=seeded, public=True))
    with opened(made.graph.store):
        yield create_app(made).test_client()


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
