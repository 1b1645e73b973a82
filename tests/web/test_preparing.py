"""A service that answers before everything is made ready: what pages, API and health say meanwhile."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from graphsvc.bootstrap import Services, bootstrap, steps
from graphsvc.domain.ports import opened
from graphsvc.settings import Settings
from graphsvc.web import create_app
from graphsvc.web.serving import begin
from tests.support.addresses import CHAIN, FOUR

BOARD = f"{CHAIN}?{FOUR}"
BEFORE_TEXTS = 8
"""Steps of preparation before the chains, whose stages are read from texts."""


@contextmanager
def preparing(services: Services, *ready: str) -> Iterator[None]:
    """Another thread makes ready; it has done what `ready` names and does not go on until the block ends.

    `snapshot` is the first step, `names` all steps before the first that reads texts.
    """
    begun, end = threading.Event(), threading.Event()

    def work() -> None:
        with services.graph.preparing(20) as done:
            if "snapshot" in ready:
                services.graph.snapshot()
                services.catalog.note()
                done()
            if "names" in ready:
                for step in steps(services)[:BEFORE_TEXTS]:
                    step()
                    done()
            begun.set()
            end.wait(60)

    thread = threading.Thread(target=work)
    thread.start()
    begun.wait(60)
    try:
        yield
    finally:
        end.set()
        thread.join()


def test_pages_say_what_is_being_worked_out_and_are_right_afterwards(own: Services) -> None:
    fresh = bootstrap(Settings(home=own.settings.home))
    with opened(fresh.graph.store):
        client = create_app(fresh).test_client()
        with preparing(fresh):
            assert client.get("/health").get_data() == b"preparing\n"
            told = client.get("/health/ready")
            assert (told.status_code, told.get_json()) == (503, {"ready": False, "done": 0, "total": 20})
            for page in ("/", BOARD, "/clusters/cluster:foodregio"):
                answer = client.get(page)
                assert answer.status_code == 503
                assert answer.headers["Retry-After"] == "2"
                assert "0 of 20 steps are done." in answer.get_data(as_text=True)
            assert client.get("/nothing/here").status_code == 404
        with preparing(fresh, "snapshot"):
            assert "1 of 20 steps are done." in client.get(BOARD).get_data(as_text=True)
            assert client.get("/api/v1/search?q=foodregio").get_json()["done"] == 1
        whole = client.get(BOARD)
        assert whole.status_code == 200
        assert whole.get_data(as_text=True).count("<table") >= 1
        assert client.get("/health").get_data() == b"ok\n"
        assert client.get("/health/ready").get_json()["ready"] is True


def test_what_the_thread_makes_ready_opens_the_pages_and_is_said(own: Services) -> None:
    fresh = bootstrap(Settings(home=own.settings.home))
    with opened(fresh.graph.store):
        client = create_app(fresh).test_client()
        ready = threading.Event()
        stop = begin(fresh, ready.set)
        assert client.get("/health").status_code == 200
        assert ready.wait(120)
        assert client.get("/").status_code == 200
        stop.set()


def test_home_search_and_organizations_open_before_any_text_is_read(own: Services) -> None:
    fresh = bootstrap(Settings(home=own.settings.home))
    organization = "/organizations/organization:pic-999984059"
    with opened(fresh.graph.store):
        client = create_app(fresh).test_client()
        with preparing(fresh, "names"):
            home = client.get("/?lang=en")
            assert home.status_code == 200
            assert "8 of 20 steps are done" in home.get_data(as_text=True)
            assert client.get("/search?q=foodregio").status_code == 200
            shown = client.get(organization)
            assert shown.status_code == 200
            assert "stages are still being worked out" in shown.get_data(as_text=True)
            assert client.get("/api/v1" + organization).status_code == 503
        whole = client.get("/?lang=en").get_data(as_text=True)
        assert "steps are done" not in whole
        assert "A living example" in whole
        assert "still being worked out" not in client.get(organization).get_data(as_text=True)
