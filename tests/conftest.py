"""What all tests share.

Fixture strategy: pure parts (snapshot, coverage, matching, network) get values built in the test or a small
graph of claims (`tests/support/claims.py`); nothing of ours is replaced by a stand-in. What needs the seeds
takes `seeded`. Stores are real: SQLite in `tmp_path`, and one Neo4j server a run, whose database a test gets
empty (`neo4j_url`). Its tests are marked `neo4j`, which also keeps them in one process, since they share that
database. Tests that stop or kill a server take a second one (`second_server`), and another process runs them
meanwhile. The browser fixtures are in `tests/browser/conftest.py`.

Nothing is ever skipped: what is missing fails, with a message how to get it.
"""

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from neo4j.exceptions import DriverError, Neo4jError

from tests.support import chromium, encoded, neo4j_database, neo4j_server, seeds, templates

settings.register_profile(
    "graphsvc",
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("graphsvc")

BROWSER_TESTS = Path(__file__).parent / "browser"


def pytest_configure() -> None:
    """What makes all processes of a run quick.

    Each computes in one thread: where several share the cores, their threads wait spinning. Each keeps what
    it compiled, also where the environment says otherwise: all others would compile tests and package anew.
    While tests are collected, nothing is garbage.
    """
    gc.disable()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    encoded.keep()
    templates.keep()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """For `-n auto`: twice as many as there are cores, since many tests wait for another process."""
    return 2 * len(os.sched_getaffinity(0))


def pytest_report_header() -> list[str]:
    return [f"Neo4j: {_neo4j_version()}", f"Chromium: {chromium.version()}"]


def _neo4j_version() -> str:
    given = os.environ.get("NEO4J_TEST_URI")
    if not given:
        return neo4j_server.version()
    try:
        return f"{neo4j_database.version(given)} (NEO4J_TEST_URI)"
    except (DriverError, Neo4jError) as error:
        raise pytest.UsageError(f"The server of NEO4J_TEST_URI does not answer: {error}") from error


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if BROWSER_TESTS in item.path.parents:
            item.add_marker(pytest.mark.browser)
            group = "errands" if item.path.stem.endswith("errands") else "browser"
            item.add_marker(pytest.mark.xdist_group(group))
        if item.get_closest_marker("neo4j"):
            killed = "second_server" in getattr(item, "fixturenames", ())
            item.add_marker(pytest.mark.xdist_group("killed neo4j" if killed else "neo4j"), append=False)
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)  # last, they would end alone


def pytest_collection_finish() -> None:
    """Spare the search for garbage all that was collected, which stays to the end, and search less often."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)
    gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and reporter.stats.get("skipped") and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance folder with the seeds, loaded and computed once a run; nobody writes to its store."""
    return seeds.instance(tmp_path_factory)


@pytest.fixture(scope="session")
def neo4j_server_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running server: a new one, or that of `NEO4J_TEST_URI`."""
    given = os.environ.get("NEO4J_TEST_URI")
    server = neo4j_server.Neo4jServer(tmp_path_factory.mktemp("neo4j"))
    try:
        url = given or server.start().url
        neo4j_database.claim(url)
        yield url
    finally:
        server.kill()


@pytest.fixture(scope="session")
def second_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[neo4j_server.Neo4jServer]:
    """A server that tests may stop and kill, since no other test needs it; who gets it starts it."""
    server = neo4j_server.Neo4jServer(tmp_path_factory.mktemp("second"))
    yield server
    server.kill()


@pytest.fixture
def neo4j_url(neo4j_server_url: str) -> str:
    """The address of an empty Neo4j database; for tests marked `neo4j`."""
    neo4j_database.empty(neo4j_server_url)
    return neo4j_server_url
