"""Batches: whoever computes them, and whatever breaks off, the same bytes come out."""

import gzip
import json
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest

from graphsvc.answers.batch import Batch, remote
from graphsvc.answers.loading import load_folder
from graphsvc.bootstrap import Services, bootstrap, graph_here
from graphsvc.domain import Feedback
from graphsvc.domain.ports import opened
from graphsvc.errors import Busy, GraphsvcError, InvalidData, UnknownId
from graphsvc.files import locked
from graphsvc.ingest.synthetic import generate
from graphsvc.settings import Settings
from graphsvc.state.feedback import keep
from graphsvc.store.sqlite import SqliteStore
from graphsvc.taxonomy.profiles import profile
from tests.support.claims import evidence, info, organization, participation, project

pytestmark = pytest.mark.xdist_group("batch")
"""All in one process: what they compare with is computed once."""

ROOT = Path(__file__).resolve().parents[3]
SIZE = 12
HIDDEN = "organization:erika"
Home = Callable[[], Path]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance folder with 120 synthetic organizations and one that is named after a person."""
    home = tmp_path_factory.mktemp("made")
    generate(home / "data", organizations=120, seed=7)
    with opened(SqliteStore(home / "graph.db")) as store:
        load_folder(home / "data", store, home)
        with store.read() as reader:
            partner = next(reader.entities(("organization",))).id.removeprefix("organization:")
        claims = [organization("erika", name="Erika Mustermann", person=True), organization(partner)]
        claims += [project("erika"), participation("erika", "erika"), participation(partner, "erika")]
        store.write(info(), claims)
    with services(home) as found:
        _ = found.matching.world
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Home:
    """Makes copies of that folder."""
    places = iter(range(100))

    def copied() -> Path:
        return shutil.copytree(made, tmp_path / str(next(places)))

    return copied


@contextmanager
def services(home: Path) -> Iterator[Services]:
    found = bootstrap(Settings(home=home))
    with opened(found.graph.store):
        yield found


def computed(home: Path, size: int = SIZE, **options: Any) -> bytes:
    out = home / "out.csv"
    with services(home) as found:
        Batch(found.graph, graph_here, size).run(out=out, **options)
    return out.read_bytes()


@pytest.fixture(scope="module")
def expected(made: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return computed(shutil.copytree(made, tmp_path_factory.mktemp("expected") / "home"))


def parts(home: Path) -> dict[str, int]:
    return {str(file.relative_to(home)): file.stat().st_mtime_ns for file in home.glob("batch/*/*.npz")}


def test_the_table_says_what_single_questions_say(home: Home, expected: bytes) -> None:
    lines = [line.split(",") for line in expected.decode().splitlines()]
    assert lines[0] == ["organization", "rank", "candidate", "score"]
    with services(home()) as found:
        ids = found.graph.snapshot().organizations.ids
        asked = sorted({line[0] for line in lines[1:]})
        assert len(asked) > 100
        for one in asked[::20]:
            single = found.matching.partners(one, top=50, sliders={"gap": 0}).matches
            mine = [(line[2], float(line[3])) for line in lines if line[0] == one]
            assert mine == [(match.ref.id, match.score) for match in single]
        assert HIDDEN in ids
    assert HIDDEN.encode() not in expected


@pytest.mark.parametrize("workers", [1, 2])
def test_processes_and_sizes_of_blocks_leave_no_trace(home: Home, expected: bytes, workers: int) -> None:
    assert computed(home(), size=7 + 30 * workers, workers=workers) == expected


def test_a_killed_process_leaves_no_trace(home: Home, expected: bytes) -> None:
    killed: list[BaseProcess] = []

    def kill(done: int, _total: int) -> None:
        if done and not killed:
            killed.append(multiprocessing.active_children()[0])
            killed[0].kill()

    assert computed(home(), workers=2, progress=kill) == expected
    assert killed[0].exitcode == -signal.SIGKILL


def die(home: str) -> None:
    """In a process of its own: start a batch and be killed in the middle."""

    def kill(done: int, _total: int) -> None:
        if done >= 3 * SIZE:
            os.kill(os.getpid(), signal.SIGKILL)

    computed(Path(home), workers=2, progress=kill)


def test_a_killed_run_goes_on_where_it_broke_off(home: Home, expected: bytes) -> None:
    place = home()
    code = f"from {__name__} import die; die({str(place)!r})"
    # its output ends when the processes it had started are gone as well
    end = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, timeout=120, check=False
    )
    assert end.returncode == -signal.SIGKILL, end.stderr
    kept = parts(place)
    assert len(kept) == 3
    assert not (place / "out.csv").exists()
    seen: list[tuple[int, int]] = []
    assert computed(place, progress=lambda done, total: seen.append((done, total))) == expected
    assert seen[0][0] >= 2 * SIZE
    assert len(seen) == 1 + len(parts(place)) - len(kept)
    assert kept.items() <= parts(place).items()


def test_a_second_run_computes_nothing(home: Home, expected: bytes) -> None:
    place = home()
    with services(place) as found:
        batch = Batch(found.graph, graph_here, SIZE)
        first = batch.run()
        second = batch.run(out=place / "deep" / "out.csv.gz")
    assert (first.kept, first.rows) == (0, None)
    assert (second.kept, second.blocks) == (first.blocks, first.blocks)
    packed = (place / "deep" / "out.csv.gz").read_bytes()
    assert gzip.decompress(packed) == expected
    assert second.rows == expected.count(b"\n") - 1
    with services(place) as found:
        Batch(found.graph, graph_here, SIZE).run(out=place / "again.csv.gz")
    assert (place / "again.csv.gz").read_bytes() == packed
    assert sorted(path.name for path in (place / "deep").iterdir()) == ["out.csv.gz"]


def test_parts_of_other_questions_and_other_data_are_not_used(home: Home) -> None:
    place = home()
    shipped = profile("partners")
    other = replace(shipped, each=30)
    with services(place) as found:
        batch = Batch(found.graph, graph_here, 50)
        for one, top in ((shipped, 5), (other, 5), (shipped, 6)):
            assert batch.run(profile=one, top=top).kept == 0
        assert len(list(place.glob("batch/*/"))) == 3
        assert batch.run(profile=other, top=5).kept == 3
        found.graph.store.write(info(), [organization("new", name="New Bakery")])
        found.graph.refresh()
        assert batch.of("organization:new", top=5) is None
        assert batch.run(top=5).kept == 0
        assert batch.of("organization:new", top=5) == ()
    assert len(list(place.glob("batch/*/"))) == 1


def test_what_was_computed_can_be_read(home: Home, expected: bytes) -> None:
    lines = [line.split(",") for line in expected.decode().splitlines()[1:]]
    with services(home()) as found:
        batch = Batch(found.graph, graph_here, SIZE)
        one = lines[-1][0]
        assert batch.of(one) is None
        batch.run()
        kept = batch.of(one)
        assert kept is not None
        assert [(match.id, repr(match.score)) for match in kept] == [
            (line[2], line[3]) for line in lines if line[0] == one
        ]
        assert batch.of(HIDDEN) == ()
        assert batch.of(one, top=7) is None
        with pytest.raises(UnknownId):
            batch.of("organization:nobody")


def test_what_persons_refused_is_not_suggested(home: Home, expected: bytes) -> None:
    lines = [line.split(",") for line in expected.decode().splitlines()[1:]]
    asking, _, refused, _ = lines[0]
    objecting = lines[1][2]
    other, _, narrow, _ = next(
        line for line in lines if line[0] != asking and line[2] not in {refused, objecting}
    )
    place = home()
    with services(place) as found:
        found.people.feedback(asking, refused, "too far")
        found.people.object(objecting, "Please do not suggest us.")
        objection = Feedback(
            id="feedback:n", type="objection", query=narrow, candidate=other, evidence=evidence("person")
        )
        keep(found.graph, [objection])
        found.graph.refresh()
        mine = found.matching.partners(asking, top=50, sliders={"gap": 0}).matches
    after = [line.split(",") for line in computed(place).decode().splitlines()[1:]]
    assert [(line[2], float(line[3])) for line in after if line[0] == asking] == [
        (match.ref.id, match.score) for match in mine
    ]
    assert refused not in {line[2] for line in after if line[0] == asking}
    assert refused in {line[2] for line in after}
    assert objecting not in {line[2] for line in after}
    assert narrow not in {line[2] for line in after if line[0] == other}
    assert narrow in {line[2] for line in after}


def test_what_cannot_be_done_is_said(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = home()
    with services(place) as found:
        batch = Batch(found.graph, graph_here, SIZE)
        with pytest.raises(InvalidData, match="for members, not for partners"):
            batch.run(profile=profile("members"))
        strange = replace(profile("partners"), retrievers=("nearness.walk", "fit.smell"))
        with pytest.raises(InvalidData, match=r"partners 1\.\d: unknown signal: fit\.smell"):
            batch.run(profile=strange)
        with locked(place / "batch" / "lock"), pytest.raises(Busy):
            batch.run()
        monkeypatch.setattr(remote, "SECONDS", 1)
        with pytest.raises(GraphsvcError, match="no Dask scheduler answers"):
            batch.run(dask="tcp://127.0.0.1:9")
    with services(tmp_path / "empty") as found, pytest.raises(InvalidData, match="graphsvc load"):
        found.batch.run()


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a scheduler on a free port, without workers."""
    folder = tmp_path_factory.mktemp("dask")
    file = folder / "scheduler.json"
    with started(folder, "scheduler", "--port", "0", "--scheduler-file", str(file)):
        end = time.monotonic() + 60
        while not file.exists() or not file.read_text("utf-8"):
            assert time.monotonic() < end, (folder / "log").read_text("utf-8")
            time.sleep(0.05)
        yield json.loads(file.read_text("utf-8"))["address"]


@contextmanager
def dask(folder: Path, scheduler: str, *homes: Path) -> Iterator[list[subprocess.Popen[bytes]]]:
    """A worker for each instance folder; the scheduler has no other ones."""
    folder.mkdir()
    words = ("worker", scheduler, "--nthreads", "1", "--no-nanny")
    with ExitStack() as stack:
        yield [stack.enter_context(started(folder, *words, GRAPHSVC_HOME=str(home))) for home in homes]


@contextmanager
def started(folder: Path, *words: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    # a killed worker that holds a result is asked for it for so long
    patience = {"DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "8s"}
    own = {"DASK_CONFIG": str(folder), "PYTHONPATH": str(ROOT)} | patience
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *words, "--no-dashboard", "--host", "127.0.0.1"],
            cwd=folder,
            env=os.environ | own | environment,
            stdout=log,
            stderr=log,
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_a_scheduler_without_workers_is_not_waited_for_long(
    home: Home, scheduler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "SECONDS", 3)
    place = home()
    with pytest.raises(GraphsvcError, match="no worker: dask worker tcp://127"):
        computed(place, dask=scheduler)


def test_a_dask_worker_that_sees_other_data_is_refused(home: Home, scheduler: str, tmp_path: Path) -> None:
    with dask(tmp_path / "dask", scheduler, tmp_path / "empty"):
        place = home()
        with pytest.raises(GraphsvcError, match="a worker sees other data"):
            computed(place, dask=scheduler)
        assert parts(place) == {}


def test_dask_gives_the_same_bytes_even_when_a_worker_is_killed(
    home: Home, expected: bytes, scheduler: str, tmp_path: Path
) -> None:
    theirs = home()
    with dask(tmp_path / "dask", scheduler, theirs, theirs) as (first, second):
        assert computed(home(), dask=scheduler) == expected

        def kill(done: int, _total: int) -> None:
            if done:
                first.kill()

        assert computed(home(), dask=scheduler, progress=kill) == expected
        assert first.wait(10) == -signal.SIGKILL
        assert second.poll() is None
