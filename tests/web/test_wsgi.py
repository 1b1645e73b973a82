"""`app.py` under the servers that an operator runs: two gunicorn workers on one instance folder."""

import http.cookiejar
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest

from graphsvc.settings import packaged
from tests.support.addresses import DIL
from tests.support.neo4j_server import free_port
from tests.web.forms import TOKEN

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 300
CLUSTER = "cluster:foodregio"


@dataclass
class Running:
    """A server in a process of its own."""

    address: str
    process: subprocess.Popen[bytes]
    log: Path

    def get(self, path: str) -> str:
        with urllib.request.urlopen(self.address + path, timeout=START_SECONDS) as answer:
            return str(answer.read().decode())

    def send(self, page: str, action: str, **fields: str) -> str:
        """Post the form of `page` as a browser does; returns the address it leads to."""
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        browser = urllib.request.build_opener(cookies)
        with browser.open(self.address + page, timeout=START_SECONDS) as answer:
            token = found(TOKEN.pattern, answer.read().decode())
        data = urlencode({"csrf_token": token, **fields}).encode()
        with browser.open(self.address + action, data, timeout=START_SECONDS) as answer:
            return str(answer.url)

    def workers(self) -> set[int]:
        """The processes that gunicorn has forked."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return {int(number) for number in listed.split()}


@contextmanager
def serving(home: Path, log: Path, *command: str, **environment: str) -> Iterator[Running]:
    port = free_port()
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", *(part.replace("PORT", str(port)) for part in command)],
            cwd=ROOT,
            env={**os.environ, "GRAPHSVC_HOME": str(home), **environment},
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    service = Running(f"http://127.0.0.1:{port}", process, log)
    try:
        wait(service)
        yield service
    finally:
        process.terminate()
        process.wait(60)


def wait(service: Running) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and service.process.poll() is None:
        try:
            service.get("/health/ready")
        except OSError:
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"The service did not start:\n{service.log.read_text()[-4000:]}")


@contextmanager
def only(worker: int, workers: set[int]) -> Iterator[None]:
    """Have `worker` alone answer."""
    others = workers - {worker}
    try:
        for other in others:
            _stop(other)
        yield
    finally:
        for other in others:
            os.kill(other, signal.SIGCONT)


def _stop(process: int) -> None:
    """Stop a process at a moment at which it keeps nobody from a file: what it has locked would stay so."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        os.kill(process, signal.SIGSTOP)
        while not all(_stopped(thread) for thread in Path(f"/proc/{process}/task").iterdir()):
            time.sleep(0.01)
        if not any(line.split()[3:5] == ["WRITE", str(process)] for line in _locks()):
            return
        os.kill(process, signal.SIGCONT)
        time.sleep(0.1)
    pytest.fail("A worker of the server has held a lock all the time.")


def _stopped(thread: Path) -> bool:
    try:
        return (thread / "stat").read_text().rpartition(")")[2].split()[0] == "T"
    except (FileNotFoundError, ProcessLookupError):
        return True  # it has ended


def _locks() -> list[str]:
    """The locks that the system knows, those that somebody waits for left out."""
    return [line for line in Path("/proc/locks").read_text().splitlines() if "->" not in line]


@pytest.mark.slow
def test_two_workers_share_a_fresh_instance_folder(seeded: Path, tmp_path: Path) -> None:
    """Fresh but for what is made of the examples once they are loaded, and takes long."""
    log, home = tmp_path / "log", tmp_path / "home"
    shutil.copytree(
        seeded, home, ignore=shutil.ignore_patterns("graph.db*", "jobs.db*", "snapshots", "reports")
    )
    bind = ("--bind", "127.0.0.1:PORT", "--workers", "2")
    with serving(home, log, "gunicorn", *bind, "app:app") as service:
        wait_for_both(service, home)
        with closing(sqlite3.connect(home / "graph.db")) as store:
            runs = store.execute("SELECT id, dataset, state FROM run ORDER BY id").fetchall()
        examples = sorted(path.parent.name for path in packaged("seeds").glob("*/dataset.yml"))
        assert runs == [(number, name, "shown") for number, name in enumerate(examples, 1)]
        one, other = sorted(workers := service.workers())

        with only(other, workers):
            shown = service.get(f"/partners/{DIL}")
            target = found(r'id="m-([^"]+)"', shown)
        with only(one, workers):
            service.send(f"/partners/{DIL}", f"/feedback/{DIL}", target=target, reason="known")
            job = found(r"/data/jobs/(\d+)$", service.send("/data", "/data/example"))
        with only(other, workers):
            assert f'id="m-{target}"' not in service.get(f"/partners/{DIL}")
            end = time.monotonic() + START_SECONDS
            while 'class="notice good"' not in service.get(f"/data/jobs/{job}"):
                assert time.monotonic() < end
                time.sleep(0.5)

        assert "foodRegio" in service.get(f"/clusters/{CLUSTER}?unread={'x' * 8_000}")
        assert service.workers() == workers
        service.process.send_signal(signal.SIGTERM)
        assert service.process.wait(120) == 0
    assert "Traceback" not in log.read_text()
    end = time.monotonic() + START_SECONDS
    while any(
        Path(f"/proc/{number}").exists() for number in workers
    ):  # the last one may end after its parent
        assert time.monotonic() < end
        time.sleep(0.1)


def wait_for_both(service: Running, home: Path) -> None:
    end = time.monotonic() + START_SECONDS
    for worker in (workers := service.workers()):
        with only(worker, workers):
            assert time.monotonic() < end
            assert "foodRegio" in service.get(f"/clusters/{CLUSTER}")
    assert len(workers) == 2


def test_loading_before_the_fork_is_refused(seeded: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(seeded, home)
    done = subprocess.run(
        [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{free_port()}", "--preload", "app:app"],
        cwd=ROOT,
        env={**os.environ, "GRAPHSVC_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "leave out --preload" in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [
        ("flask", "--app", "app", "run", "--port", "PORT"),
        ("waitress", "--listen", "127.0.0.1:PORT", "app:app"),
    ],
    ids=lambda command: command[0],
)
def test_other_servers_find_the_application(seeded: Path, tmp_path: Path, command: tuple[str, ...]) -> None:
    home = tmp_path / "home"
    shutil.copytree(seeded, home)
    with serving(home, tmp_path / "log", *command) as service:
        assert "foodRegio" in service.get(f"/clusters/{CLUSTER}")


def found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match, text
    return match[1]
