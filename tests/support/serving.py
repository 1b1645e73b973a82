"""The running service in a process of its own, asked over HTTP."""

import http.cookiejar
import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from tests.support.neo4j_server import free_port
from tests.web.forms import TOKEN, multipart

START_SECONDS = 300.0


def _browser() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))


@dataclass(frozen=True)
class ServiceProcess:
    """A service that answers on `port` of 127.0.0.1 and writes nothing outside `folder`."""

    port: int
    pid: int
    folder: Path
    browser: urllib.request.OpenerDirector = field(default_factory=_browser)

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """What it prints."""
        return self.folder / "serve.log"

    def for_another_visitor(self) -> "ServiceProcess":
        """The same service, asked with cookies of its own."""
        return replace(self, browser=_browser())

    def ask(self, path: str, data: bytes | None = None, **headers: str) -> tuple[int, str]:
        """Status and text of an answer."""
        request = urllib.request.Request(f"{self.address}{path}", data, headers)
        try:
            with self.browser.open(request, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def send(self, path: str, action: str | None = None, **fields: str) -> tuple[int, str]:
        """Fill in the form of a page and send it, to the page itself unless to `action`."""
        found = TOKEN.search(self.ask(path)[1])
        assert found, f"{path} has no form"
        body = urllib.parse.urlencode({"csrf_token": found[1], **fields}).encode()
        return self.ask(action or path, body)

    def upload(self, path: str, action: str, name: str, *files: tuple[str, bytes]) -> tuple[int, str]:
        """Send files (name and content) by the form of a page, in its field `name`."""
        body, kind = multipart(self.ask(path)[1], name, *files)
        return self.ask(action, body, **{"Content-Type": kind})

    def post(self, path: str, body: dict[str, Any]) -> tuple[int, str]:
        """Send JSON, as a program does."""
        return self.ask(path, json.dumps(body).encode(), **{"Content-Type": "application/json"})


@contextmanager
def serving(folder: Path, *options: str, **environment: str) -> Iterator[ServiceProcess]:
    """Run the service with its instance folder in `folder`, until the block ends.

    Parameters: `options` of the command `serve`; `environment` is added to that of the test.
    """
    (folder / "temporary").mkdir(parents=True, exist_ok=True)
    port = free_port()
    with (folder / "serve.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "graphsvc", "serve", "--port", str(port), *options],
            env={
                **os.environ,
                "GRAPHSVC_HOME": str(folder / "home"),
                "TMPDIR": str(folder / "temporary"),
                **environment,
            },
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    service = ServiceProcess(port, process.pid, folder)
    try:
        _wait(service, process)
        yield service
    finally:
        process.terminate()
        process.wait(30)


def _wait(service: ServiceProcess, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if service.ask("/health/ready")[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.2)
    pytest.fail(f"The service did not start:\n{log_end(service.log)}")


def log_end(log: Path) -> str:
    """The last lines of a log."""
    return log.read_text(encoding="utf-8", errors="replace")[-4000:]
