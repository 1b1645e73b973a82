"""Long work in a process of its own, with a table that says how far it is.

One worker runs at a time. It beats every few seconds; a job whose worker has not beaten for `SILENCE`
seconds has failed and says so.
"""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    event,
    insert,
    select,
    update,
)

from graphsvc.domain.sentence import Sentence, english, say
from graphsvc.errors import GraphsvcError, UnknownId

SILENCE = 30.0
_BEAT = 5.0

Progress = Callable[[int, int], None]
Handler = Callable[[Mapping[str, Any], Progress], Mapping[str, Any]]

_WORKING = say("Working on %(name)s")
_LABELS = {
    "load": say("Loading %(name)s"),
    "preview": say("Looking at %(name)s"),
    "undo": say("Taking out %(name)s"),
    "network": say("Computing communities, places on the map and indicators"),
    "scene": say("Drawing a large map"),
    "export": say("Writing a large file"),
    "trend": say("Computing a curve"),
}

_metadata = MetaData()
_job = Table(
    "job",
    _metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("arguments", String, nullable=False),
    Column("state", String, nullable=False),
    Column("done", Integer, nullable=False, default=0),
    Column("total", Integer, nullable=False, default=0),
    Column("started", Float),
    Column("beat", Float),
    Column("message", String),
    Column("result", String),
)


class Canceled(GraphsvcError):
    """The person who started the job took it back."""


@dataclass(frozen=True)
class Job:
    """One piece of long work; `state` is queued, running, done, failed or canceled."""

    id: int
    kind: str
    state: str
    done: int
    total: int
    message: str | None
    result: Mapping[str, Any] | None
    arguments: Mapping[str, Any]

    @property
    def finished(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in ("done", "failed", "canceled")

    @property
    def label(self) -> Sentence:
        """What it does, in words."""
        name = str(self.arguments.get("title", "")) or self.kind
        return replace(_LABELS.get(self.kind, _WORKING), values={"name": name})


class Jobs:
    """The job table in the instance folder and the worker behind it."""

    def __init__(self, home: Path, environment: Mapping[str, str]) -> None:
        """`environment` is handed to the worker process so that it opens the same store."""
        home.mkdir(parents=True, exist_ok=True)
        self._home, self._environment = home, dict(environment)
        self._engine = create_engine(f"sqlite:///{home / 'jobs.db'}", connect_args={"timeout": 30})
        event.listen(self._engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
        event.listen(self._engine, "connect", _manual)
        _metadata.create_all(self._engine)

    def start(self, kind: str, **arguments: Any) -> int:
        """Queue a job and see that a worker runs; returns its number."""
        with self._engine.begin() as connection:
            values = {"kind": kind, "arguments": json.dumps(arguments), "state": "queued"}
            number = int(connection.execute(insert(_job).values(values)).lastrowid)
        worker = subprocess.Popen(
            [sys.executable, "-m", "graphsvc", "work"],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        threading.Thread(target=worker.wait, daemon=True).start()
        return number

    def get(self, number: int) -> Job:
        """One job as it stands. Raises `UnknownId`."""
        for job in self.all():
            if job.id == number:
                return job
        raise UnknownId("job", str(number))

    def all(self) -> tuple[Job, ...]:
        """Every job, the newest first; silent ones are marked as failed on the way."""
        with self._engine.begin() as connection:
            silent = (_job.c.state == "running") & (_job.c.beat < time.time() - SILENCE)
            words = english("The work stopped without notice; nothing half-done was kept. Start it again.")
            connection.execute(update(_job).where(silent).values(state="failed", message=words))
            rows = connection.execute(select(_job).order_by(_job.c.id.desc())).all()
        return tuple(
            Job(
                id=row.id,
                kind=row.kind,
                state=row.state,
                done=row.done,
                total=row.total,
                message=row.message,
                result=json.loads(row.result) if row.result else None,
                arguments=json.loads(row.arguments),
            )
            for row in rows
        )

    def cancel(self, number: int) -> None:
        """Take back a job that has not finished."""
        self._set(number, ("queued", "running"), state="canceled")

    def close(self) -> None:
        """Give back the connections to the table; workers go on."""
        self._engine.dispose()

    def work(self, handlers: Mapping[str, Handler]) -> None:
        """Do queued jobs until there are none; returns at once while another worker is at it."""
        while self._queued():
            with alone(self._home / "worker.lock") as mine:
                if not mine:
                    return
                while (number := self._queued()) is not None:
                    self._do(number, handlers)

    def _queued(self) -> int | None:
        with self._engine.begin() as connection:
            query = select(_job.c.id).where(_job.c.state == "queued").order_by(_job.c.id).limit(1)
            return connection.execute(query).scalar()

    def _do(self, number: int, handlers: Mapping[str, Handler]) -> None:
        now = time.time()
        if not self._set(number, ("queued",), state="running", started=now, beat=now):
            return
        job = self.get(number)
        stop = threading.Event()
        beating = threading.Thread(target=self._beat, args=(number, stop), daemon=True)
        beating.start()

        def progress(done: int, total: int) -> None:
            if not self._set(number, ("running",), done=done, total=total):
                raise Canceled(f"job {number}")

        try:
            result = handlers[job.kind](job.arguments, progress)
            self._set(number, ("running",), state="done", result=json.dumps(result))
        except Canceled:
            pass
        except GraphsvcError as error:
            self._set(number, ("running",), state="failed", message=str(error))
        except Exception as error:
            self._set(number, ("running",), state="failed", message=f"{type(error).__name__}: {error}")
            raise
        finally:
            stop.set()
            beating.join()

    def _beat(self, number: int, stop: threading.Event) -> None:
        while not stop.wait(_BEAT):
            self._set(number, ("running",), beat=time.time())

    def _set(self, number: int, states: tuple[str, ...], **values: Any) -> bool:
        with self._engine.begin() as connection:
            where = (_job.c.id == number) & _job.c.state.in_(states)
            return _changed(connection, update(_job).where(where).values(values))


def _changed(connection: Connection, statement: Any) -> bool:
    return bool(connection.execute(statement).rowcount)


def _manual(connection: Any, _record: object) -> None:
    connection.isolation_level = None


@contextmanager
def alone(path: Path) -> Iterator[bool]:
    """Hold a lock file while the block runs; false when another process holds it."""
    holder = create_engine(f"sqlite:///{path}", connect_args={"timeout": 0})
    event.listen(holder, "connect", _manual)
    try:
        with holder.connect() as connection:
            try:
                connection.exec_driver_sql("BEGIN EXCLUSIVE")
                mine = True
            except Exception:  # noqa: BLE001 - any refusal means that the lock is held
                mine = False
            yield mine
    finally:
        holder.dispose()
