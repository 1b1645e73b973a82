import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from graphsvc.errors import InvalidData, UnknownId
from graphsvc.service.jobs import Jobs, Progress


@pytest.fixture
def jobs(tmp_path: Path) -> Iterator[Jobs]:
    """A job table whose spawned workers find nothing to do, since they look into another instance folder."""
    elsewhere = {"GRAPHSVC_HOME": str(tmp_path / "elsewhere"), "PATH": "/usr/bin:/bin"}
    table = Jobs(tmp_path / "home", elsewhere)
    yield table
    table.close()


def test_a_job_says_how_far_it_is_and_what_came_out(jobs: Jobs) -> None:
    number = jobs.start("count", title="numbers")
    seen: list[int] = []

    def count(arguments: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
        for done in range(3):
            progress(done, 3)
            seen.append(jobs.get(number).done)
        return {"title": arguments["title"]}

    assert jobs.get(number).state == "queued"
    jobs.work({"count": count})
    job = jobs.get(number)
    assert (job.state, job.result, seen) == ("done", {"title": "numbers"}, [0, 1, 2])


def test_a_foreseen_error_is_the_message_of_the_job(jobs: Jobs) -> None:
    number = jobs.start("refuse")

    def refuse(_arguments: Mapping[str, Any], _progress: Progress) -> Mapping[str, Any]:
        raise InvalidData("the file has no header")

    jobs.work({"refuse": refuse})
    assert (jobs.get(number).state, jobs.get(number).message) == ("failed", "the file has no header")


def test_a_canceled_job_stops_at_its_next_step(jobs: Jobs) -> None:
    number = jobs.start("endless")

    def endless(_arguments: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
        jobs.cancel(number)
        progress(1, 2)
        raise AssertionError("went on")

    jobs.work({"endless": endless})
    assert jobs.get(number).state == "canceled"


def test_jobs_run_one_after_another_in_the_order_they_came(jobs: Jobs) -> None:
    order: list[int] = []
    numbers = [jobs.start("note", which=which) for which in (1, 2, 3)]

    def note(arguments: Mapping[str, Any], _progress: Progress) -> Mapping[str, Any]:
        order.append(arguments["which"])
        return {}

    jobs.work({"note": note})
    assert order == [1, 2, 3]
    assert {jobs.get(number).state for number in numbers} == {"done"}


def test_silence_is_failure_and_says_so(jobs: Jobs, tmp_path: Path) -> None:
    number = jobs.start("silent")
    engine = create_engine(f"sqlite:///{tmp_path / 'home' / 'jobs.db'}")
    with engine.begin() as connection:
        connection.execute(text("UPDATE job SET state = 'running', beat = :beat"), {"beat": time.time() - 31})
    engine.dispose()
    job = jobs.get(number)
    assert job.state == "failed"
    assert "Start it again" in str(job.message)


def test_an_unknown_job_is_named(jobs: Jobs) -> None:
    with pytest.raises(UnknownId, match="unknown job: 99"):
        jobs.get(99)
