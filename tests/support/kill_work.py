"""Work whose processes are killed, and what must be true after that: imports, batches, indicators."""

import csv
import io
import sqlite3
import subprocess
import sys
from abc import ABC, abstractmethod
from contextlib import closing

import numpy as np

from graphsvc.answers.network import Network
from graphsvc.answers.network.indicators import computed
from graphsvc.answers.network.results_cache import Figures
from graphsvc.bootstrap import bootstrap
from graphsvc.domain.ports import opened
from graphsvc.settings import Settings
from graphsvc.state.job_table import Job
from graphsvc.state.snapshot_tables import tables
from tests.support.kill_states import DATASET
from tests.support.killed_service import PATIENCE, KilledService

TOP = 5
LOADED = f"What it had completed by then stays in the data: {DATASET}."
NOT_LOADED = "nothing half-done was kept. Start it again."
NOT_WAITING = "These files are not waiting any more."


class KilledWork(ABC):
    """One piece of work of a round."""

    lengths: tuple[float, float]
    """Seconds until a process is at it, and from then to its end, as long as nothing better is known."""

    def __init__(self, service: KilledService) -> None:
        self.service = service

    @abstractmethod
    def begin(self) -> None:
        """Begin it."""

    @abstractmethod
    def pid(self) -> int | None:
        """The process that does it, if there is one yet."""

    @abstractmethod
    def ended(self) -> bool:
        """Whether it is over."""

    @abstractmethod
    def faults(self, digest: str) -> list[str]:
        """What must not be, when all is quiet and the store has `digest`.

        What was broken off is brought to its end.
        """

    @abstractmethod
    def succeeded(self) -> bool:
        """Whether it had come to its end in spite of the kill."""


class Import(KilledWork):
    """Files that are uploaded, looked at and loaded by the forms of the pages."""

    lengths = (1.5, 0.5)

    def begin(self) -> None:
        status, text = self.service.process.upload(
            "/data", "/data/preview", "files", *self.service.wanted.files
        )
        assert status == 200, text
        preview = self.service.newest("preview")
        assert preview
        self.service.wait(lambda: self.service.jobs.get(preview.id).finished)
        found = self.service.jobs.get(preview.id)
        assert found.result, found.message
        self._action, self._preview = f"/data/import/{found.result['token']}", f"/data/jobs/{preview.id}"
        status, text = self.service.process.send(self._preview, self._action)
        assert status == 200, text
        self._first = self._newest()

    def pid(self) -> int | None:
        return self._job().worker

    def ended(self) -> bool:
        return self._job().finished

    def succeeded(self) -> bool:
        return self._first.state == "done"

    def faults(self, digest: str) -> list[str]:
        self._first = job = self._job()
        new = digest == self.service.wanted.digest
        _, page = self.service.process.ask(f"/data/jobs/{job.id}")
        said = {("done", True): "Done.", ("failed", True): LOADED, ("failed", False): NOT_LOADED}
        found = []
        if said.get((job.state, new), "nothing fits") not in page:
            found.append(f"job {job.state}, {'new' if new else 'old'} data: {job.message}")
        state = self.service.wanted if new else self.service.shown
        if (shown := self._refused()) != state.refused and (job.state == "done" or shown):
            found.append(f"the report has {shown} rows, the data {state.refused}")
        return found if job.state == "done" else found + self._repeat(page)

    def _repeat(self, page: str) -> list[str]:
        """Start again where the page offers it; else the import was over but for saying so."""
        if self._action not in page:
            status, text = self.service.process.send(self._preview, self._action)
            whole = self.service.digest() == self.service.wanted.digest
            return [] if (status, whole) == (404, True) and NOT_WAITING in text else ["the upload is lost"]
        status, text = self.service.process.send(f"/data/jobs/{self._first.id}", self._action)
        assert status == 200, text
        again = self._newest()
        self.service.wait(lambda: self.service.jobs.get(again.id).finished)
        done = self.service.jobs.get(again.id).state == "done"
        whole = done and self._refused() == self.service.wanted.refused
        return [] if whole else ["the import could not be done again"]

    def _job(self) -> Job:
        return self.service.jobs.get(self._first.id)

    def _newest(self) -> Job:
        job = self.service.newest("load")
        assert job
        return job

    def _refused(self) -> int:
        """The refused rows that the report of the dataset shows."""
        _, text = self.service.process.ask(f"/data/{DATASET}/report.csv")
        return sum(row["kind"] == "refused" for row in csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))


class LoadedWork(KilledWork):
    """Work on a state that was brought in before it begins, in a process beside the service."""

    def begin(self) -> None:
        folder = str(self.service.states.folder(self.service.wanted))
        command = [sys.executable, "-m", "graphsvc", "load", folder]
        subprocess.run(command, env=self.service.environment, check=True, capture_output=True)


class Batch(LoadedWork):
    """`graphsvc batch`, a process of its own."""

    lengths = (0.0, 6.0)

    def begin(self) -> None:
        super().begin()
        assert self.service.settled()
        self._out = self.service.folder / f"suggestions-{self.service.wanted.number}.csv"
        self._first = self._process()

    def pid(self) -> int | None:
        return self._first.pid

    def ended(self) -> bool:
        return self._first.poll() is not None

    def succeeded(self) -> bool:
        return self._first.returncode == 0

    def faults(self, digest: str) -> list[str]:
        """A killed batch is completed by the next one, to the bytes of a batch that is let alone."""
        assert digest == self.service.wanted.digest
        self._first.wait(PATIENCE)
        found, expected = [], self._expected()
        if self._out.exists() and self._out.read_bytes() != expected:
            found.append("the table of the batch is not whole")
        if not self.succeeded():
            if self._process().wait(PATIENCE) != 0:
                found.append("the batch did not go on")
            elif self._out.read_bytes() != expected:
                found.append("the batch went on to another result")
        if drafts := list((self.service.home / "batch").rglob(".*.part")):
            found.append(f"drafts are left: {drafts}")
        return found

    def _process(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "graphsvc", "batch", "--top", str(TOP), "--workers", "2"]
        with (self.service.folder / "batch.log").open("ab") as log:
            return subprocess.Popen(
                [*command, "--out", str(self._out)], env=self.service.environment, stdout=log, stderr=log
            )

    def _expected(self) -> bytes:
        """The table of a batch that is let alone, in an instance folder where nothing is ever killed."""
        home, out = self.service.folder / "clean", self.service.folder / "expected.csv"
        home.mkdir(exist_ok=True)
        (home / "graph.db").unlink(missing_ok=True)
        with closing(sqlite3.connect(self.service.home / "graph.db")) as connection:
            connection.execute("VACUUM INTO ?", (str(home / "graph.db"),))
        services = bootstrap(Settings(home=home))
        with opened(services.graph.store):
            services.batch.run(top=TOP, out=out)
        return out.read_bytes()


class Indicators(LoadedWork):
    """What the worker computes for the first visitor of a map after the data changed."""

    lengths = (3.0, 3.0)

    def begin(self) -> None:
        before = self.service.newest("network")
        self._before = before.id if before else 0
        super().begin()

    def pid(self) -> int | None:
        job = self._job()
        return job.worker if job else None

    def ended(self) -> bool:
        job = self._job()
        return job is not None and job.finished

    def succeeded(self) -> bool:
        return self._done

    def faults(self, digest: str) -> list[str]:
        """They come within a bounded wait, and are those that a process that is let alone finds."""
        assert digest == self.service.wanted.digest
        job = self._job()
        self._done = job is not None and job.state == "done"
        services = bootstrap(Settings(home=self.service.home))
        with opened(services.graph.store):
            network = Network(services.graph)
            found: list[Figures] = []

            def there() -> bool:
                figures = network.computed.ground.known_figures()
                found.extend([figures] if figures else [])
                return bool(figures) and network.computed.complete()

            if not self.service.within(there):
                return ["the indicators never came"]
            expected = computed(tables(services.graph), network.computed.ground.communities.of)
        return [] if _equal(found[-1], expected) else ["indicators of another state"]

    def _job(self) -> Job | None:
        """The job that was begun since, if there is one yet."""
        found = self.service.newest("network")
        return None if found is None or found.id == self._before else found


def _equal(one: Figures, other: Figures) -> bool:
    return one.values.keys() == other.values.keys() and all(
        np.array_equal(one.values[name], other.values[name], equal_nan=True) for name in one.values
    )


KINDS: dict[str, type[KilledWork]] = {"import": Import, "batch": Batch, "indicators": Indicators}
