"""`kill -9` of the web process or the worker during imports, batches and indicators, readers beside them.

Every round brings a state of the data that differs from the one before in every row. After the kill the
service runs again, and all that a visitor or an operator can see is the old state or the new one.
"""

import os
import random
import signal
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from tests.support.kill_work import KINDS, KilledWork
from tests.support.killed_service import KilledService

PROCESSES = ("web", "worker")
SLOWER, FASTER = 1.1, 0.8
"""What a round changes the expected length of work by, when it was killed before its end and when not."""


@dataclass
class Tally:
    """What the kills of one process during one kind of work have shown."""

    kind: str
    process: str
    rounds: int = 0
    early: int = 0
    """Rounds in which the work had not ended before the kill."""
    completed: int = 0
    """Rounds in which it came to its end all the same, without being started again."""
    faults: list[str] = field(default_factory=list)
    """Half states, stuck work and what readers saw that no reader should see."""
    seconds: list[float] = field(default_factory=list)


class Kills:
    """Kills processes of a service in `folder` again and again; a context manager."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._service = KilledService(folder)
        self._random = random.Random(seed)
        self._lengths = {kind: work.lengths for kind, work in KINDS.items()}

    def __enter__(self) -> Self:
        self._service.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._service.__exit__(*error)

    @property
    def reads(self) -> int:
        """Answers and states that the readers have looked at."""
        return self._service.readers.asked

    def rounds(self, kind: str, process: str, number: int) -> Tally:
        """Kill `process` so many times during work of one `kind`, each time with another state."""
        tally = Tally(kind, process)
        for _ in range(number):
            began = time.monotonic()
            self._service.want(self._service.states.make(self._service.shown.number + 1))
            work = KINDS[kind](self._service)
            work.begin()
            tally.early += self._kill(kind, process, work)
            tally.rounds += 1
            faults = self._faults(work)
            tally.completed += work.succeeded()
            self._service.show(self._service.wanted)
            faults += self._service.readers.heard()
            tally.faults += [f"{kind}, {process}, round {tally.rounds}: {fault}" for fault in faults]
            tally.seconds.append(time.monotonic() - began)
        return tally

    def _kill(self, kind: str, process: str, work: KilledWork) -> bool:
        """Kill at a random moment; whether the work had not ended before."""
        waiting, working = self._lengths[kind]
        if process == "web":
            time.sleep(self._random.uniform(0, waiting + working))
            early = not work.ended()
            self._service.kill()
        else:
            self._service.wait(lambda: work.pid() is not None or work.ended())
            time.sleep(self._random.uniform(0, working))
            pid = None if work.ended() else work.pid()
            early = pid is not None
            if pid is not None:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        change = SLOWER if early else FASTER  # other programs make a machine slower and faster
        self._lengths[kind] = waiting * change, working * change
        return early

    def _faults(self, work: KilledWork) -> list[str]:
        """What must not be; brings what was broken off to its end."""
        found = []
        if not self._service.settled():
            found += [f"{job.kind} {job.id} is {job.state}" for job in self._service.jobs.unfinished()]
        digest = self._service.digest()
        if digest not in (self._service.shown.digest, self._service.wanted.digest):
            found.append("the store holds neither state")
        found += work.faults(digest)
        self._service.settled()
        if self._service.digest() != self._service.wanted.digest:
            found.append("the work could not be done again")
        return found + self._service.damage()
