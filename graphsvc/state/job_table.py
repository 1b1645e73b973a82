"""The table of jobs: one SQLite file in the instance folder, shared by every process of the service."""

import json
import logging
import sqlite3
import time
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from graphsvc.errors import DiskFull, UnknownId
from graphsvc.files import disk_full, locked, private_file
from graphsvc.messages import Message, from_json, msg, packed, unpacked

T = TypeVar("T")

log = logging.getLogger("graphsvc.jobs")

KEPT = 200
"""Finished jobs that are kept, the newest."""
KEPT_SECONDS = 30 * 24 * 3600
"""How long a finished job is kept."""

QUEUED, RUNNING, STOPPING = "queued", "running", "stopping"
UNFINISHED = (QUEUED, RUNNING, STOPPING)

_WORKING = msg("Working on %(name)s")
_LABELS = {
    "load": msg("Loading %(name)s"),
    "preview": msg("Looking at %(name)s"),
    "read-list": msg("Looking at %(name)s"),
    "write-list": msg("Taking %(name)s into use"),
    "undo": msg("Taking out %(name)s"),
    "network": msg("Computing communities, places on the map and indicators"),
    "scene": msg("Drawing a large map"),
    "export": msg("Writing a large file"),
    "trend": msg("Computing a curve"),
}

_TABLE = """CREATE TABLE IF NOT EXISTS job (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, arguments TEXT NOT NULL, state TEXT NOT NULL,
    done INTEGER NOT NULL, total INTEGER NOT NULL, started REAL, beat REAL,
    message TEXT, result TEXT, worker INTEGER, before TEXT)"""
_LATER_COLUMNS = {"worker": "INTEGER", "before": "TEXT"}
_BUSY_SECONDS = 30


@dataclass(frozen=True)
class Job:
    """One piece of long work; `state` is queued, running, stopping, done, failed or canceled.

    `worker` is the number of the process that is at it, `before` the run that each dataset showed when it
    began.
    """

    id: int
    kind: str
    state: str
    done: int
    total: int
    message: str | Message | None
    result: Mapping[str, Any] | None
    arguments: Mapping[str, Any]
    worker: int | None
    before: Mapping[str, int] | None

    @property
    def finished(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state not in UNFINISHED

    @property
    def unsuccessful(self) -> bool:
        """Whether it ended before it was done."""
        return self.state in {"failed", "canceled"}

    @property
    def label(self) -> Message:
        """What it does, in words."""
        name = str(self.arguments.get("title", "")) or self.kind
        return replace(_LABELS.get(self.kind, _WORKING), values={"name": name})


class JobTable:
    """Jobs by number. A damaged file is set aside with one line in the log, and the table begins empty.

    Every method raises `DiskFull` when it has to write and cannot.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, kind: str, arguments: Mapping[str, Any], *, most: int = 0, within: float = 0) -> int | None:
        """Queue a job and return its number; the same one is not queued while it is unfinished.

        With `most`, None when so many of the same ended within the last `within` seconds.
        """
        same = (kind, json.dumps(arguments, sort_keys=True))

        def change(table: sqlite3.Connection) -> int | None:
            alike = f"FROM job WHERE kind = ? AND arguments = ? AND {_in(UNFINISHED)}"
            known = table.execute(f"SELECT id {alike}", (*same, *UNFINISHED)).fetchone()
            if known:
                return int(known["id"])
            lately = "FROM job WHERE kind = ? AND arguments = ? AND state <> 'canceled' AND beat > ?"
            ended = table.execute(f"SELECT count(*) {lately}", (*same, time.time() - within))
            if most and ended.fetchone()[0] >= most:
                return None
            _prune(table)
            columns = "INSERT INTO job (kind, arguments, state, done, total) VALUES (?, ?, ?, 0, 0)"
            return table.execute(columns, (*same, QUEUED)).lastrowid

        return self._do(change, writes=True)

    def get(self, number: int) -> Job:
        """One job. Raises `UnknownId`."""
        found = self._jobs("WHERE id = ?", number)
        if not found:
            raise UnknownId("job", str(number))
        return found[0]

    def unfinished(self) -> tuple[Job, ...]:
        """Jobs that wait or run, the newest first."""
        return self._jobs(f"WHERE {_in(UNFINISHED)} ORDER BY id DESC", *UNFINISHED)

    def next(self) -> Job | None:
        """The job that has waited longest."""
        return next(iter(self._jobs("WHERE state = ? ORDER BY id LIMIT 1", QUEUED)), None)

    def move(
        self, number: int, states: tuple[str, ...], *, message: str | Message | None = None, **values: object
    ) -> bool:
        """Set columns of a job that is in one of `states`; whether it was."""
        if message is not None:
            values["message"] = packed(message)
        columns = ", ".join(f"{name} = ?" for name in (*values, "beat"))
        query = f"UPDATE job SET {columns} WHERE id = ? AND {_in(states)}"  # noqa: S608
        given = (*values.values(), time.time(), number, *states)
        return bool(self._do(lambda table: table.execute(query, given).rowcount, writes=True))

    def prune(self) -> None:
        """Throw away finished jobs but the newest."""
        self._do(_prune, writes=True)

    def _jobs(self, where: str, *values: object) -> tuple[Job, ...]:
        query = f"SELECT * FROM job {where}"  # noqa: S608
        return self._do(lambda table: tuple(map(_job, table.execute(query, values).fetchall())))

    def _do(self, work: Callable[[sqlite3.Connection], T], *, writes: bool = False) -> T:
        try:
            return self._once(work, writes=writes)
        except (sqlite3.Error, OSError) as error:
            if disk_full(error):
                raise DiskFull from error
            if isinstance(error, sqlite3.OperationalError | OSError):
                raise
            self._set_aside(error)
        except (ValueError, TypeError, KeyError) as error:
            self._set_aside(error)
        return self._once(work, writes=writes)

    def _once(self, work: Callable[[sqlite3.Connection], T], *, writes: bool) -> T:
        address = private_file(self._path)
        with closing(sqlite3.connect(address, timeout=_BUSY_SECONDS, isolation_level=None)) as table:
            table.row_factory = sqlite3.Row
            _prepare(table)
            table.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
            found = work(table)
            table.execute("COMMIT")
            return found

    def _set_aside(self, error: Exception) -> None:
        with locked(self._path.with_name(".jobs.lock"), wait=True):
            with suppress(sqlite3.Error, ValueError, TypeError, KeyError):
                self._once(_check, writes=False)
                return  # another process was faster
            aside = self._path.with_name(f"{self._path.name}.damaged")
            log.warning("%s was damaged (%s) and is set aside as %s; the list of jobs is empty now",
                        self._path, error, aside.name)  # fmt: skip
            self._path.with_name(f"{self._path.name}-journal").unlink(missing_ok=True)
            self._path.replace(aside)


def _check(table: sqlite3.Connection) -> None:
    if table.execute("PRAGMA quick_check").fetchone()[0] != "ok":
        raise ValueError("quick_check")
    for row in table.execute("SELECT * FROM job"):
        _job(row)


def _prepare(table: sqlite3.Connection) -> None:
    """Make the table, or add what an older version of it lacks."""
    columns = {row["name"] for row in table.execute("PRAGMA table_info(job)")}
    if not columns:
        table.execute(_TABLE)
    for name in _LATER_COLUMNS.keys() - columns if columns else ():
        with suppress(sqlite3.OperationalError):  # another process was faster
            table.execute(f"ALTER TABLE job ADD COLUMN {name} {_LATER_COLUMNS[name]}")


def _prune(table: sqlite3.Connection) -> None:
    # the newest stays, so that no number comes back
    newest = table.execute("SELECT max(id) FROM job").fetchone()[0] or 0
    finished = f"DELETE FROM job WHERE NOT {_in(UNFINISHED)} AND (id <= ? OR beat < ?) AND id < ?"  # noqa: S608
    table.execute(finished, (*UNFINISHED, newest - KEPT, time.time() - KEPT_SECONDS, newest))


def _in(states: tuple[str, ...]) -> str:
    return f"state IN ({', '.join('?' * len(states))})"


def _job(row: sqlite3.Row) -> Job:
    return Job(
        id=int(row["id"]),
        kind=row["kind"],
        state=row["state"],
        done=int(row["done"]),
        total=int(row["total"]),
        message=unpacked(row["message"]) if row["message"] else None,
        result=json.loads(row["result"], object_hook=from_json) if row["result"] else None,
        arguments=json.loads(row["arguments"]),
        worker=row["worker"],
        before=json.loads(row["before"]) if row["before"] else None,
    )
