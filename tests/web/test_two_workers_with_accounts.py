"""Accounts on two gunicorn workers behind nginx: forms, sessions and limits hold whichever answers."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from urllib.parse import urlencode

import pytest

from graphsvc.bootstrap import Services
from tests.bench.bench_proxy import PUBLIC
from tests.support.nginx import NAME, Nginx
from tests.support.seeds import empty_instance
from tests.support.visiting import Answer, Visitor
from tests.web.forms import TOKEN
from tests.web.people_world import PASSWORD, A, B, Calendar, who, world
from tests.web.test_wsgi import Running, only, serving

pytestmark = pytest.mark.xdist_group("proxy")

SIGN_IN = "/account/sign-in"


class Browser:
    """A visitor of nginx who keeps cookies and sends forms with the token of their page."""

    def __init__(self, nginx: Nginx, address: str) -> None:
        self._nginx, self._address, self._cookies = nginx, address, dict[str, str]()

    def ask(self, path: str, method: str = "GET", body: bytes | None = None) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        headers |= {"Referer": f"https://{NAME}:{self._nginx.https}{path}"}
        headers |= {"Content_Type": "application/x-www-form-urlencoded"} if body is not None else {}
        with Visitor(self._nginx, self._address) as connection:
            answer = connection.ask(path, method, body, **headers)
        for one in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = one.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer

    def token(self, page: str) -> str:
        found = TOKEN.search(self.ask(page).body.decode())
        assert found, page
        return found[1]

    def send(self, action: str, token: str, **fields: str) -> int:
        return self.ask(action, "POST", urlencode({"csrf_token": token, **fields}).encode()).status


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Services]:
    empty_instance(tmp_path / "home")
    with world(tmp_path / "home", Calendar()) as services:
        services.people_database.clock = type(services.people_database)(tmp_path).clock
        yield services


@contextmanager
def served(made: Services, folder: Path) -> Iterator[tuple[Running, Nginx]]:
    """The instance with two workers, and nginx before them."""
    settings = {**PUBLIC, "GRAPHSVC_ACCOUNTS": "1"}
    bind = ("--bind", "127.0.0.1:PORT", "--workers", "2")
    with serving(made.settings.home, folder / "log", "gunicorn", *bind, "app:app", **settings) as service:
        port = int(service.address.rpartition(":")[2])
        with Nginx(folder / "nginx", port) as nginx:
            for one in (workers := service.workers()):
                with only(one, workers):
                    service.get("/health")
            yield service, nginx


@pytest.mark.slow
def test_what_one_worker_begins_the_other_goes_on_with(made: Services, tmp_path: Path) -> None:
    asked = made.collaboration.ask(who(made, "anna"), A, B)
    with served(made, tmp_path) as (service, nginx):
        one, other = sorted(workers := service.workers())
        ben, ben_elsewhere = Browser(nginx, "127.0.5.1"), Browser(nginx, "127.0.5.2")
        with only(one, workers):
            token = ben.token(SIGN_IN)
        with only(other, workers):
            assert ben.send(SIGN_IN, "forged", mail="ben@ben.example", password=PASSWORD) == 400
            assert ben.send(SIGN_IN, token, mail="ben@ben.example", password=PASSWORD) == 302
            token = ben_elsewhere.token(SIGN_IN)
        with only(one, workers):
            assert ben.ask("/account").status == 200
            assert ben_elsewhere.send(SIGN_IN, token, mail="ben@ben.example", password=PASSWORD) == 302
            token = ben.token(f"/introductions/{asked}")

        with ThreadPoolExecutor(6) as pool:  # both workers, six clicks at once
            accept = f"/introductions/{asked}/accept"
            clicks = list(pool.map(lambda _: ben.send(accept, token), range(6)))
        assert sorted(clicks) == [302] + [409] * 5

        with only(other, workers):
            fresh = ben.token("/account")
            new = {"old": PASSWORD, "password": f"{PASSWORD} again"}
            assert ben.send("/account/password", fresh, **new) == 302
        with only(one, workers):
            assert (ben.ask("/account").status, ben_elsewhere.ask("/account").status) == (200, 302)
            assert ben.send("/account/sign-out", ben.token("/account")) == 302
        with only(other, workers):
            assert ben.ask("/account").status == 302

        guesser, turns = Browser(nginx, "127.0.5.3"), cycle(sorted(workers))
        found = []
        for n in range(11):
            with only(next(turns), workers):
                found.append(
                    guesser.send(SIGN_IN, guesser.token(SIGN_IN), mail="anna@anna.example", password=f"{n}")
                )
        assert found == [400] * 10 + [429]
        assert Browser(nginx, "127.0.5.4").ask(SIGN_IN).status == 200
    log = (tmp_path / "log").read_text()
    assert "Traceback" not in log
    assert not re.search(r"ben@|anna@|127\.0\.5", log), "the log names nobody"
