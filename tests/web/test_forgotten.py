"""The running service forgets what is typed and not saved: a random word stands nowhere afterwards."""

import http.cookiejar
import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.neo4j_server import free_port
from tests.web.forms import TOKEN

START_SECONDS = 120.0
RESULT = (
    "Ein schonendes Verfahren trocknet Obst mit weniger Energie; gesucht sind Betriebe der Obstverarbeitung."
)


@dataclass(frozen=True)
class Running:
    """The service in a process of its own, on a copy of the seeds; `folder` holds all it writes."""

    address: str
    folder: Path
    browser: urllib.request.OpenerDirector

    def ask(self, path: str, data: bytes | None = None, **headers: str) -> tuple[int, str]:
        """Status and text of an answer."""
        request = urllib.request.Request(f"{self.address}{path}", data, headers)
        try:
            with self.browser.open(request, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def send(self, path: str, **fields: str) -> tuple[int, str]:
        """Fill in the form of a page and send it."""
        found = TOKEN.search(self.ask(path)[1])
        assert found, f"{path} has no form"
        return self.ask(path, urllib.parse.urlencode({"csrf_token": found[1], **fields}).encode())

    def post(self, path: str, body: dict[str, Any]) -> tuple[int, str]:
        """Send JSON, as a program does."""
        return self.ask(path, json.dumps(body).encode(), **{"Content-Type": "application/json"})

    def holding(self, word: str) -> list[str]:
        """Files that hold a word, in any case."""
        forms = [word.encode(), word.lower().encode(), word.upper().encode(), word.encode("utf-16-le")]
        files = [path for path in sorted(self.folder.rglob("*")) if path.is_file()]
        return [path.name for path in files if any(form in path.read_bytes() for form in forms)]


@pytest.fixture(scope="module")
def running(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("running")
    shutil.copytree(seeded, folder / "home")
    (folder / "temporary").mkdir()
    address = f"http://127.0.0.1:{(port := free_port())}"
    cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    service = Running(address, folder, urllib.request.build_opener(cookies))
    with (folder / "serve.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "graphsvc", "serve", "--port", str(port)],
            env={
                **os.environ,
                "GRAPHSVC_HOME": str(folder / "home"),
                "TMPDIR": str(folder / "temporary"),
            },
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait(service, process)
        yield service
    finally:
        process.terminate()
        process.wait(30)


def _wait(service: Running, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if service.ask("/health")[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.2)
    pytest.fail(f"The service did not start:\n{(service.folder / 'serve.log').read_text()[-4000:]}")


@pytest.fixture
def word() -> str:
    """A word that stands nowhere."""
    return f"Zq{secrets.token_hex(12)}"


def test_a_result_on_the_page_is_answered_and_forgotten(running: Running, word: str) -> None:
    status, text = running.send("/implementers", title=word, abstract=f"{RESULT} {word}")
    assert (status, word in text) == (200, True)
    assert running.holding(word) == []


def test_a_problem_on_the_page_is_answered_and_forgotten(running: Running, word: str) -> None:
    status, text = running.send("/problem", title=word, abstract=f"{RESULT} {word}")
    assert (status, word in text) == (200, True)
    assert running.holding(word) == []


@pytest.mark.parametrize("path", ["/api/v1/implementers", "/api/v1/researchers"])
def test_a_program_is_answered_and_nothing_kept(path: str, running: Running, word: str) -> None:
    status, text = running.post(path, {"title": "Obst trocknen", "abstract": f"{RESULT} {word}"})
    assert status == 200
    assert json.loads(text)["matches"]
    assert running.holding(word) == []


@pytest.mark.parametrize(
    "body",
    [
        {"abstract": "Zq" * 20_000},
        {"abstract": ["not", "a", "text"]},
        {"abstract": "x", "organization": "organization:unknown"},
        {"unknown": "field"},
    ],
    ids=["too long", "no text", "unknown organization", "unknown field"],
)
def test_nothing_is_kept_of_what_is_refused(body: dict[str, Any], running: Running, word: str) -> None:
    status, _ = running.post("/api/v1/implementers", {"title": word, **body})
    assert 400 <= status < 500
    assert running.holding(word) == []


def test_a_profile_that_the_check_refuses_is_forgotten(running: Running, word: str) -> None:
    status, text = running.send(
        "/profiles/new",
        kind="result",
        title=word,
        abstract=f"Short. {word}",
        trl="1",
        wanted="investor",
        visibility="public",
    )
    assert (status, 'role="alert"' in text, word in text) == (200, True, True)
    assert running.holding(word) == []


def test_what_is_saved_is_found_so_the_search_would_see_it(running: Running, word: str) -> None:
    status, text = running.send(
        "/profiles/new", kind="result", title=word, abstract=RESULT, visibility="hidden"
    )
    assert (status, word in text) == (200, True)
    assert running.holding(word) != []
    assert not re.search(word, (running.folder / "serve.log").read_text())
