"""Background jobs: run in a process of their own, their progress in a table.

At most one worker process runs for an instance folder, whoever started it: it holds the lock file from before
its first moment to its last, so a free lock means that nobody is at work, and what the table calls running
then was broken off. Every process that looks at unfinished jobs settles such rows and starts a worker for
what waits.
"""

import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from graphsvc.errors import DiskFull, GraphsvcError
from graphsvc.files import disk_full, take_lock
from graphsvc.messages import Message, msg, reason_of, to_json
from graphsvc.state.job_table import QUEUED, RUNNING, STOPPING, Job, JobTable

log = logging.getLogger("graphsvc.jobs")

Progress = Callable[[int, int], None]
Handler = Callable[[Mapping[str, Any], Progress], Mapping[str, Any]]
Runs = Callable[[], Mapping[str, int]]

GRACE = 5.0
"""Seconds that a worker has to end when it is asked to, before it is killed."""
TRIES = 3
"""Workers that are started for a job before it counts as failed."""
_SHOWN_EVERY = 0.2
_LOOK = 0.02


class Jobs:
    """The job table of an instance folder and the worker process behind it."""

    def __init__(
        self, home: Path, environment: Mapping[str, str], runs: Runs = dict, *, options: Sequence[str] = ()
    ) -> None:
        """Open the table of jobs in the instance folder `home`.

        `environment` is that of the worker, so that it opens the same store; `runs` tells the run that each
        dataset of the store shows, by which a job that was broken off is judged; `options` are those of the
        command that the worker is.
        """
        self._table = JobTable(home / "jobs.db")
        self._lock = home / "worker.lock"
        self._environment, self._runs = dict(environment), runs
        self._command = [sys.executable, "-m", "graphsvc", "work", *options]
        self._started: Counter[int] = Counter()

    def start(self, kind: str, **arguments: Any) -> int:
        """Queue a job, unless the same one is unfinished, and see that a worker runs; returns its number."""
        number = self._table.add(kind, arguments)
        self.resume()
        return int(number or 0)

    def ensure(self, kind: str, *, most: int, within: float, **arguments: Any) -> Job | None:
        """The same job that is unfinished, else a new one; None where `most` ended in `within` seconds."""
        number = self._table.add(kind, arguments, most=most, within=within)
        if number is None:
            return None
        self.resume()
        return self._table.get(number)

    def get(self, number: int) -> Job:
        """One job as it stands. Raises `UnknownId`."""
        job = self._table.get(number)
        if not job.finished:
            self.resume()
            job = self._table.get(number)
        return job

    def unfinished(self) -> tuple[Job, ...]:
        """Jobs that wait or run, the newest first."""
        if self._table.unfinished():
            self.resume()
        return self._table.unfinished()

    def resume(self) -> None:
        """Where no worker runs, settle what was broken off and start one for what waits."""
        with suppress(DiskFull):  # then nothing can be done, and reading goes on
            if not self._table.unfinished():
                return
            handle = take_lock(self._lock)
            if handle is not None:
                try:
                    self._settle()
                    self._spawn(handle)
                finally:
                    os.close(handle)

    def prune(self) -> None:
        """Throw away finished jobs but the newest."""
        with suppress(DiskFull):
            self._table.prune()

    def cancel(self, number: int) -> Job:
        """Take back a job that has not finished: its process ends. Returns the job as it ended.

        One that was faster is `done`. Where it had completed something before it ended, `message` names it.
        Raises `UnknownId`.
        """
        if not self._table.move(number, (QUEUED,), state="canceled"):
            self._table.move(number, (RUNNING,), state=STOPPING)
            job = self._table.get(number)
            if job.state == STOPPING and job.worker:
                self._end(job.worker)
        return self.get(number)

    def work(self, handlers: Callable[[], Mapping[str, Handler]], handle: int | None = None) -> None:
        """Do queued jobs until there are none; returns at once while another worker is at it.

        `handle` holds the lock already, `handlers` opens what the jobs need. Where this process is to end,
        the lock stays with it to its last moment.
        """
        if handle is None:
            handle = take_lock(self._lock)
        while handle is not None:
            os.set_inheritable(handle, False)
            while (job := self._table.next()) is not None:
                if not self._do(job, handlers):
                    return
            os.close(handle)
            # what was queued between the last look and the release of the lock
            handle = take_lock(self._lock) if self._table.next() else None

    def _do(self, job: Job, handlers: Callable[[], Mapping[str, Handler]]) -> bool:
        """Do one job; false when somebody wants this process to end."""
        begun: dict[str, Any] = {"state": RUNNING, "started": time.time(), "worker": os.getpid()}
        if not self._table.move(job.id, (QUEUED,), **begun):
            return True
        shown = 0.0

        def progress(done: int, total: int) -> None:
            nonlocal shown
            if done == total or time.monotonic() - shown > _SHOWN_EVERY:
                shown = time.monotonic()
                self._table.move(job.id, (RUNNING,), done=done, total=total)

        try:
            handler = handlers()[job.kind]
            self._table.move(job.id, (RUNNING,), before=json.dumps(self._runs()))
            result = json.dumps(handler(job.arguments, progress), default=to_json)
            ended: dict[str, Any] = {"state": "done", "result": result}
        except Exception as error:
            ended = {"state": "failed", "message": _reason(error)}
            if not isinstance(error, GraphsvcError):
                log.exception("job %s (%s) failed", job.id, job.kind)
        return self._table.move(job.id, (RUNNING,), **ended) or not self._table.move(
            job.id, (STOPPING,), **ended
        )

    def _settle(self) -> None:
        """Say of jobs that were broken off what became of them; only while the lock is held."""
        for job in self._table.unfinished():
            if job.state == STOPPING:
                self._table.move(job.id, (STOPPING,), state="canceled", message=self._left(job, _stopped))
            elif job.state == RUNNING:
                message = self._left(job, _broken) or msg(
                    "The work stopped without notice; nothing half-done was kept. Start it again."
                )
                self._table.move(job.id, (RUNNING,), state="failed", message=message)

    def _left(self, job: Job, words: Callable[[str], Message]) -> Message | None:
        """What a job completed before it ended, in words; None when it was nothing."""
        if job.before is None:
            return None
        try:
            now = self._runs()
        except GraphsvcError:
            return msg("It was stopped; whether anything of it is in the data could not be looked up.")
        changed = {name for name, _ in set(now.items()) ^ set(job.before.items())}
        return words(", ".join(sorted(changed))) if changed else None

    def _spawn(self, handle: int) -> None:
        """Start a worker, which takes over the lock, if a job waits."""
        while (job := self._table.next()) is not None:
            if self._started[job.id] < TRIES:
                break
            words = msg("The process for this work ended %(n)s times before it began.", n=TRIES)
            self._table.move(job.id, (QUEUED,), state="failed", message=words)
        else:
            return
        self._started[job.id] += 1
        worker = subprocess.Popen(  # noqa: S603 - this program itself
            [*self._command, "--lock", str(handle)],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=(handle,),
        )
        threading.Thread(target=self._tend, args=(worker,), daemon=True).start()

    def _tend(self, worker: "subprocess.Popen[bytes]") -> None:
        """See to what a worker has left when it ends, however it ends."""
        worker.wait()
        with suppress(Exception):  # the next look at the jobs does it
            self.resume()

    def _end(self, worker: int) -> None:
        """End a worker process, first asking it, and settle what it was at."""
        with suppress(ProcessLookupError):
            os.kill(worker, signal.SIGTERM)
        handle = self._released(GRACE)
        if handle is None:
            for kill in (os.killpg, os.kill):
                with suppress(ProcessLookupError):
                    kill(worker, signal.SIGKILL)
            handle = self._released(GRACE)
        if handle is not None:
            try:
                self._settle()
            finally:
                os.close(handle)

    def _released(self, seconds: float) -> int | None:
        """The lock of the worker, as soon as it is free."""
        end = time.monotonic() + seconds
        while (handle := take_lock(self._lock)) is None and time.monotonic() < end:
            time.sleep(_LOOK)
        return handle


def _reason(error: Exception) -> str | Message:
    if disk_full(error):
        error = DiskFull()
    return reason_of(error) if isinstance(error, GraphsvcError) else f"{type(error).__name__}: {error}"


def _stopped(names: str) -> Message:
    return msg("Stopped. What it had completed by then stays in the data: %(names)s.", names=names)


def _broken(names: str) -> Message:
    return msg(
        "The work stopped without notice. What it had completed by then stays in the data: %(names)s.",
        names=names,
    )
