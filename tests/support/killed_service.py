"""A running service for tests that kill its processes: its instance folder, its jobs, readers beside it."""

import os
import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import Self

from graphsvc.state.job_table import Job, JobTable
from tests.support.kill_readers import PAGES, Readers
from tests.support.kill_states import State, States
from tests.support.serving import ServiceProcess, serving

PATIENCE = 180.0
"""Seconds within which everything that was begun must have ended."""


class KilledService:
    """A service in `folder` whose store holds state 0 of `states`; a context manager.

    `shown` is the state that the store held before, `wanted` the one that is to come in.
    """

    def __init__(self, folder: Path) -> None:
        (folder / "states").mkdir(parents=True)
        self.folder, self.states = folder, States(folder / "states")
        self.home = folder / "service" / "home"
        self.states.fill(self.home)
        self.environment = os.environ | {"GRAPHSVC_HOME": str(self.home)}
        self.jobs = JobTable(self.home / "jobs.db")
        self.shown = self.wanted = self.states.first
        self.readers = Readers(lambda: self._reader, self.home / "graph.db")
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self._start()
        self._stack.callback(self._stop)
        self.show(self.shown)
        self._stack.enter_context(self.readers)
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def want(self, state: State) -> None:
        """A state that readers may see from now on, besides the one that is shown."""
        self.wanted = state
        self.readers.allowed = {self.shown.digest, state.digest}

    def show(self, state: State) -> None:
        """The only state that readers may see from now on."""
        self.shown = self.wanted = state
        self.readers.allowed = {state.digest}

    def kill(self) -> None:
        """Kill the web process and start another one."""
        self.readers.down.set()
        os.kill(self.process.pid, signal.SIGKILL)
        self._stop()
        self._start()
        self.readers.down.clear()

    def digest(self) -> str:
        """What a process sees that opens the store now."""
        return self.readers.digest_of_the_store()

    def newest(self, kind: str) -> Job | None:
        """The job of a kind that was begun last, as it stands."""
        self.jobs.unfinished()  # makes the table
        with closing(sqlite3.connect(self.home / "jobs.db")) as table:
            found = table.execute("SELECT max(id) FROM job WHERE kind = ?", (kind,)).fetchone()[0]
        return None if found is None else self.jobs.get(found)

    def settled(self) -> bool:
        """Wait until all work has ended and the pages show what the store holds; whether that came."""
        return self.within(self._quiet, look=0.4)

    def within(self, there: Callable[[], bool], look: float = 0.05) -> bool:
        """Wait for something that must come, looking every `look` seconds; whether it did."""
        end = time.monotonic() + PATIENCE
        while not there():
            if time.monotonic() > end:
                return False
            time.sleep(look)
        return True

    def wait(self, there: Callable[[], bool]) -> None:
        """Wait for something without which a test cannot go on."""
        assert self.within(there), f"nothing happens: {self.jobs.unfinished()}"

    def damage(self) -> list[str]:
        """What is wrong with the pages and the database."""
        answers = ((page, *self.process.ask(page)) for page in PAGES)
        found = [f"{page}: {status} {text[:200]}" for page, status, text in answers if status != 200]
        with closing(sqlite3.connect(self.home / "graph.db")) as connection:
            if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                found.append("the database is damaged")
        return found

    def _quiet(self) -> bool:
        return not self.jobs.unfinished() and self._digest_of_the_pages() == self.digest()

    def _digest_of_the_pages(self) -> str | None:
        with suppress(OSError):
            return self.readers.digest_of_the_service()
        return None

    def _start(self) -> None:
        self._running = ExitStack()
        serve = serving(self.folder / "service", "--no-seeds")
        self.process: ServiceProcess = self._running.enter_context(serve)
        self._reader = self.process.for_another_visitor()

    def _stop(self) -> None:
        self._running.close()
