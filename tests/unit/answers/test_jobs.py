import os
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from graphsvc.bootstrap import Services, bootstrap
from graphsvc.domain.ports import opened
from graphsvc.errors import InvalidData, UnknownId
from graphsvc.files import locked
from graphsvc.settings import Settings
from graphsvc.state.job_table import KEPT, Job
from graphsvc.state.jobs import TRIES, Handler, Jobs, Progress
from tests.support.mappings import ORGANIZATIONS_MAPPING


@pytest.fixture
def jobs(tmp_path: Path) -> Iterator[Jobs]:
    """A job table for which no process is started: the test holds the lock of the worker."""
    with locked(tmp_path / "worker.lock"):
        yield Jobs(tmp_path, {})


def work(jobs: Jobs, tmp_path: Path, **handlers: Handler) -> None:
    """Do the queued jobs in this process."""
    handle = os.open(tmp_path / "worker.lock", os.O_RDWR)
    jobs.work(lambda: handlers, handle)


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """A service with an empty store, whose worker is a process of its own."""
    found = bootstrap(Settings(home=tmp_path / "home"))
    with opened(found.graph.store):
        yield found


def dataset(folder: Path, rows: int, name: str = "letters", *, slow: bool = False) -> Path:
    """A folder with a dataset of organizations; a slow one takes some fifteen seconds to load."""
    folder.mkdir(parents=True, exist_ok=True)
    about = f'id: {name}\ntitle: Letters\nlicence: CC0-1.0\nsource: test\nretrieved: "2026-11-01"\n'
    (folder / "dataset.yml").write_text(about)
    (folder / "mapping.yml").write_text(ORGANIZATIONS_MAPPING)
    lines = [f"{row},Organization {row}" for row in range(rows * (25 if slow else 1))]
    (folder / "organizations.csv").write_text("\n".join(["id,name", *lines]) + "\n")
    return folder


def until(there: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for something; fails when it does not come."""
    end = time.monotonic() + seconds
    while not there():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.05)


def alive(pid: int) -> bool:
    """Whether a process runs (and is no corpse)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_job_says_how_far_it_is_and_what_came_out(jobs: Jobs, tmp_path: Path) -> None:
    number = jobs.start("count", title="numbers")
    seen: list[tuple[int, int]] = []

    def count(arguments: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
        for done in (0, 3):
            progress(done, 3)
            seen.append((jobs.get(number).done, jobs.get(number).total))
        return {"title": arguments["title"]}

    assert jobs.get(number).state == "queued"
    work(jobs, tmp_path, count=count)
    job = jobs.get(number)
    assert (job.state, job.result, seen) == ("done", {"title": "numbers"}, [(0, 3), (3, 3)])


def test_a_foreseen_error_is_the_message_of_the_job(jobs: Jobs, tmp_path: Path) -> None:
    number = jobs.start("refuse")

    def refuse(_arguments: Mapping[str, Any], _progress: Progress) -> Mapping[str, Any]:
        raise InvalidData("the file has no header")

    work(jobs, tmp_path, refuse=refuse)
    assert (jobs.get(number).state, jobs.get(number).message) == ("failed", "the file has no header")


def test_jobs_run_one_after_another_in_the_order_they_came(jobs: Jobs, tmp_path: Path) -> None:
    order: list[int] = []
    numbers = [jobs.start("note", which=which) for which in (1, 2, 3)]

    def note(arguments: Mapping[str, Any], _progress: Progress) -> Mapping[str, Any]:
        order.append(arguments["which"])
        return {}

    work(jobs, tmp_path, note=note)
    assert order == [1, 2, 3]
    assert {jobs.get(number).state for number in numbers} == {"done"}


def test_the_same_job_is_not_queued_twice_while_it_is_unfinished(jobs: Jobs) -> None:
    first, again, other = (jobs.start("note", which=which) for which in (1, 1, 2))
    assert first == again != other


def test_an_unknown_job_is_named(jobs: Jobs) -> None:
    with pytest.raises(UnknownId, match="unknown job: 99"):
        jobs.get(99)


def test_a_job_that_waits_is_taken_back(jobs: Jobs) -> None:
    number = jobs.start("note")
    assert jobs.cancel(number).state == "canceled"


def test_taking_back_a_finished_job_leaves_it_finished(jobs: Jobs, tmp_path: Path) -> None:
    number = jobs.start("note")
    work(jobs, tmp_path, note=lambda _arguments, _progress: {"rows": 3})
    job = jobs.cancel(number)
    assert (job.state, job.result) == ("done", {"rows": 3})


INSERTED = "INSERT INTO job (kind, arguments, state, done, total, beat) VALUES (?, ?, ?, 1, 1, ?)"


def test_finished_jobs_are_thrown_away(jobs: Jobs, tmp_path: Path) -> None:
    jobs.unfinished()
    with closing(sqlite3.connect(tmp_path / "jobs.db")) as table, table:
        row = ("note", "{}", "done", time.time())
        table.executemany(INSERTED, [row] * 3000)
    number = jobs.start("note", which=1)
    with closing(sqlite3.connect(tmp_path / "jobs.db")) as table:
        assert table.execute("SELECT count(*) FROM job").fetchone()[0] <= KEPT + 1
    assert number == 3001
    assert [job.id for job in jobs.unfinished()] == [3001]


def test_a_table_of_an_older_version_is_read(jobs: Jobs, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "jobs.db")) as table, table:
        table.execute(
            "CREATE TABLE job (id INTEGER NOT NULL, kind VARCHAR NOT NULL, arguments VARCHAR NOT NULL, "
            "state VARCHAR NOT NULL, done INTEGER NOT NULL, total INTEGER NOT NULL, "
            "started FLOAT, beat FLOAT, message VARCHAR, result VARCHAR, PRIMARY KEY (id))"
        )
        table.execute("INSERT INTO job VALUES (7, 'note', '{}', 'done', 1, 1, 0, 0, NULL, '{}')")
    assert jobs.get(7).state == "done"
    assert jobs.start("note") == 8


@pytest.mark.parametrize("damage", ["cut", "noise", "other"])
def test_a_damaged_table_is_set_aside_and_begins_empty(
    jobs: Jobs, tmp_path: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    for which in range(150):
        jobs.start("note", which=which, text="x" * 100)
    path = tmp_path / "jobs.db"
    content = path.read_bytes()
    middle = len(content) // 2
    damaged = {
        "cut": content[:middle],
        "noise": content[:100] + bytes(range(256)) * 8 + content[2148:],
        "other": b"nothing of the kind" * 200,
    }
    path.write_bytes(damaged[damage])
    assert jobs.unfinished() == ()
    assert len([one for one in caplog.messages if "jobs.db was damaged" in one]) == 1
    number = jobs.start("note")
    assert jobs.get(number).state == "queued"


def test_a_job_whose_worker_is_gone_has_failed_and_says_so(jobs: Jobs, tmp_path: Path) -> None:
    number = jobs.start("note")
    with closing(sqlite3.connect(tmp_path / "jobs.db")) as table, table:
        table.execute("UPDATE job SET state = 'running'")
    assert jobs.get(number).state == "running"
    free = Jobs(tmp_path / "other", {})
    other = free_of_a_worker(free, tmp_path / "other")
    assert other.state == "failed"
    assert "Start it again" in str(other.message)


def free_of_a_worker(jobs: Jobs, home: Path) -> Job:
    """A job that is called running while nobody holds the lock."""
    with locked(home / "worker.lock"):
        number = jobs.start("note")
    with closing(sqlite3.connect(home / "jobs.db")) as table, table:
        table.execute("UPDATE job SET state = 'running', worker = 1")
    return jobs.get(number)


def test_a_worker_that_cannot_begin_is_not_started_for_ever(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path, {"PYTHONPATH": str(tmp_path), "PYTHONHOME": str(tmp_path / "no python")})
    number = jobs.start("note")
    until(lambda: jobs.get(number).finished)
    assert f"ended {TRIES} times before it began" in str(jobs.get(number).message)


def test_stop_ends_the_process_of_a_busy_job(services: Services, tmp_path: Path) -> None:
    folder = dataset(tmp_path / "data", 20_000, slow=True)
    number = services.jobs.start("load", folder=str(folder), title="letters")
    until(lambda: services.jobs.get(number).before is not None or services.jobs.get(number).finished)
    worker = services.jobs.get(number).worker
    assert worker
    assert alive(worker)
    job = services.jobs.cancel(number)
    assert (job.state, job.message) == ("canceled", None)
    assert not alive(worker)
    assert services.graph.runs() == {}


def test_stop_kills_a_process_that_does_not_listen(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graphsvc.state.jobs.GRACE", 0.5)
    folder = dataset(tmp_path / "data", 20_000, slow=True)
    number = services.jobs.start("load", folder=str(folder), title="letters")
    until(lambda: services.jobs.get(number).before is not None or services.jobs.get(number).finished)
    worker = services.jobs.get(number).worker
    assert worker
    os.kill(worker, signal.SIGSTOP)
    assert services.jobs.cancel(number).state == "canceled"
    until(lambda: not alive(worker))
    assert services.graph.runs() == {}
    again = services.jobs.start("load", folder=str(dataset(tmp_path / "again", 3)), title="letters")
    until(lambda: services.jobs.get(again).finished)
    assert services.jobs.get(again).state == "done"


def test_what_a_stopped_job_had_completed_is_named(services: Services, tmp_path: Path) -> None:
    dataset(tmp_path / "data" / "a", 3, "first")
    dataset(tmp_path / "data" / "b", 20_000, "second", slow=True)
    number = services.jobs.start("load", folder=str(tmp_path / "data"), title="letters")
    until(lambda: "first" in services.graph.runs())
    job = services.jobs.cancel(number)
    assert job.state == "canceled"
    assert str(job.message) == "Stopped. What it had completed by then stays in the data: first."


def test_a_queued_job_is_taken_up_after_the_worker_was_killed(services: Services, tmp_path: Path) -> None:
    slow = dataset(tmp_path / "slow", 20_000, "slow", slow=True)
    quick = dataset(tmp_path / "quick", 3, "quick")
    first = services.jobs.start("load", folder=str(slow), title="slow")
    second = services.jobs.start("load", folder=str(quick), title="quick")
    until(lambda: services.jobs.get(first).state == "running")
    os.kill(int(services.jobs.get(first).worker or 0), signal.SIGKILL)
    until(lambda: services.jobs.get(second).finished)
    assert services.jobs.get(second).state == "done"
    broken = services.jobs.get(first)
    assert (broken.state, "nothing half-done was kept" in str(broken.message)) == ("failed", True)


def test_one_worker_runs_for_many_processes(services: Services, tmp_path: Path) -> None:
    """Jobs are started through several tables at once, as by the workers of gunicorn."""
    folders = [dataset(tmp_path / f"data{place}", 3, f"letters-{place}") for place in range(4)]
    tables = [Jobs(services.settings.home, services.environment(), services.graph.runs) for _ in folders]
    numbers = [
        table.start("load", folder=str(folder), title="letters")
        for table, folder in zip(tables, folders, strict=True)
    ]
    until(lambda: all(services.jobs.get(number).finished for number in numbers))
    found = [services.jobs.get(number) for number in numbers]
    assert [job.state for job in found] == ["done"] * 4
    assert len({job.worker for job in found}) == 1, f"{sys.executable} ran more than once"
