"""Neo4j goes away, hangs or takes no writes while pages are served, and comes back.

A process of its own serves a small graph, with as many threads as the tests occupy.
"""

import json
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from graphsvc.domain.ports import opened
from graphsvc.errors import StoreUnavailable
from graphsvc.store.neo4j import Neo4jStore
from tests.contract.store_base import load, shown
from tests.support.claims import cluster, info, membership, organization, participation, project
from tests.support.neo4j_server import KEEP_ALIVE_SECONDS, Neo4jServer
from tests.support.seeds import encoded
from tests.support.serving import ServiceProcess, serving

pytestmark = pytest.mark.neo4j

THREADS = 4
RECOVERY_SECONDS = 60.0
MISSING = "this page lacks what is only kept there"
MILL = "organization:mill"
PAGES = (f"/organizations/{MILL}", "/clusters/cluster:valley", "/projects/project:p", "/data")
"""Pages that show something from the store beside what the snapshot holds."""
UNSEEN = ("/organizations/organization:bakery", "/clusters/cluster:hill", "/projects/project:q")
"""Such pages that nobody has opened before, so that nothing of them is kept in memory."""


@pytest.fixture(scope="module")
def server(second_server: Neo4jServer) -> Neo4jServer:
    server = second_server if second_server.running else second_server.start()
    with opened(Neo4jStore(server.url)) as store:
        load(
            store,
            info(),
            [
                organization("mill", name="Old Mill", city="Kiel"),
                organization("bakery", name="Harbor Bakery"),
                cluster("valley", name="Food Valley", country="DE"),
                cluster("hill", name="Food Hill", country="DE"),
                project("p", title="Better bread", acronym="BREAD"),
                project("q", title="More bread", acronym="MORE"),
                membership("mill", "valley"),
                participation("mill", "p"),
                participation("bakery", "p"),
                participation("bakery", "q"),
            ],
        )
    return server


@pytest.fixture(scope="module")
def service(server: Neo4jServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServiceProcess]:
    folder = tmp_path_factory.mktemp("service")
    encoded(folder / "home")
    with serving(folder, GRAPHSVC_STORE=server.url, GRAPHSVC_THREADS=str(THREADS)) as service:
        yield service


def ready(service: ServiceProcess) -> tuple[int, str]:
    status, text = service.ask("/health/ready")
    return status, json.loads(text)["store"]


def eventually(holds: Callable[[], bool]) -> None:
    """Wait until something holds by itself."""
    deadline = time.monotonic() + RECOVERY_SECONDS
    while not holds():
        assert time.monotonic() < deadline, "it did not come back"
        time.sleep(0.25)


def complete(service: ServiceProcess) -> bool:
    answers = [service.ask(page) for page in PAGES]
    return all(status == 200 and MISSING not in text for status, text in answers)


@pytest.fixture
def running(server: Neo4jServer, service: ServiceProcess) -> Iterator[ServiceProcess]:
    """The service with its store; whatever a test does to the server, the next one finds both well."""
    eventually(lambda: ready(service) == (200, "read-write"))
    yield service
    if server.read_only or not server.running:
        server.stop()
        server.read_only = False
        server.start()


def test_a_killed_server_takes_nothing_from_a_page_but_what_it_alone_knows_and_may_come_back_read_only(
    server: Neo4jServer, running: ServiceProcess
) -> None:
    """One test, since every start of a server costs many seconds: killed, then read-only, then as before."""
    assert complete(running)
    with opened(Neo4jStore(server.url)) as store:
        before = shown(store)
    server.kill()
    refuses_and_shows_what_the_snapshot_holds(running)
    server.read_only = True
    server.start()
    eventually(lambda: ready(running) == (200, "read-only"))
    eventually(lambda: complete(running))
    for page in UNSEEN:
        status, text = running.ask(page)
        assert (status, MISSING in text) == (200, False), page
    assert "It is in Lübeck." not in running.ask(f"/organizations/{MILL}")[1]
    is_read_and_every_form_says_that_it_cannot_write(running)
    with opened(Neo4jStore(server.url)) as store:
        assert shown(store) == before
    server.stop()  # in order, after which a start takes less time than after a kill
    server.read_only = False
    server.start()
    with opened(Neo4jStore(server.url)) as store:
        assert shown(store) == before
    eventually(lambda: ready(running) == (200, "read-write"))
    status, _ = running.send(f"/organizations/{MILL}", "/saved", label="bread", address="/search?q=bread")
    assert status == 200


def refuses_and_shows_what_the_snapshot_holds(running: ServiceProcess) -> None:
    """What a service does whose server is away."""
    assert running.ask("/health") == (200, "ok\n")
    assert ready(running) == (503, "unreachable")
    for page in UNSEEN:
        status, text = running.ask(page)
        assert (status, MISSING in text) == (200, True), page
        assert "The source gives no title" not in text
    status, text = running.ask("/saved")
    assert (status, "The data cannot be reached right now" in text) == (503, True)
    status, text = running.ask("/api/v1/organizations/organization:bakery")
    assert (status, json.loads(text)["status"]) == (503, 503)
    status, text = running.send(
        f"/organizations/{MILL}", f"/words/{MILL}", kind="dispute", field="city", text="It is in Lübeck."
    )
    assert (status, "was not saved, not even in part" in text) == (503, True)


def is_read_and_every_form_says_that_it_cannot_write(running: ServiceProcess) -> None:
    """What a service does whose server takes no writes."""
    for page in ("/", "/saved", "/profiles", UNSEEN[0]):
        assert running.ask(page)[0] == 200, page
    for page, action, fields in (
        (f"/organizations/{MILL}", f"/words/{MILL}", {"kind": "object", "text": "No."}),
        (f"/organizations/{MILL}", "/saved", {"label": "bread", "address": "/search?q=bread"}),
        ("/profiles/new", None, {"kind": "request", "title": "Flour wanted", "visibility": "hidden"}),
    ):
        status, text = running.send(page, action, **fields)
        assert (status, "The database can only be read at present" in text) == (503, True), action
        assert "was not saved, not even in part" in text
    assert running.send("/data", "/data/alpha/undo")[0] == 200
    jobs = [f"/data/jobs/{number}" for number in range(1, 9)]
    eventually(lambda: any("the database is read-only at present" in running.ask(job)[1] for job in jobs))


def test_pages_of_the_snapshot_go_on_while_every_thread_would_wait_for_the_store(
    server: Neo4jServer, running: ServiceProcess
) -> None:
    os.kill(server.pid, signal.SIGSTOP)  # it takes connections and never answers
    try:
        answers: list[tuple[int, str]] = []
        asking = [
            threading.Thread(target=lambda number=number: answers.append(running.ask(f"/saved?{number}")))
            for number in range(THREADS * 5)
        ]
        for thread in asking:
            thread.start()
        for _ in range(5):
            assert running.ask("/")[0] == 200
        for thread in asking:
            thread.join()
        assert [status for status, _ in answers] == [503] * len(asking)
        assert ready(running) == (503, "unreachable")
        assert running.ask("/health")[0] == 200
    finally:
        os.kill(server.pid, signal.SIGCONT)
    eventually(lambda: running.ask("/saved")[0] == 200)


def test_who_waits_for_an_answer_when_the_server_stops_is_told_soon(server: Neo4jServer) -> None:
    """The server says how long: without its setting a driver waits for two minutes."""
    endless = "UNWIND range(1, 10000000000) AS number RETURN count(number)"
    told: list[Exception] = []

    def ask(store: Neo4jStore) -> None:
        try:
            store._work(lambda tx: tx.run(endless).consume())
        except StoreUnavailable as error:
            told.append(error)

    with opened(Neo4jStore(server.url)) as store:
        asking = threading.Thread(target=ask, args=(store,))
        asking.start()
        time.sleep(1)
        os.kill(server.pid, signal.SIGSTOP)
        try:
            asking.join(6 * KEEP_ALIVE_SECONDS)
            assert len(told) == 1
        finally:
            os.kill(server.pid, signal.SIGCONT)
            asking.join()
