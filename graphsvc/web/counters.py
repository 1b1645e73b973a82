"""Counters of rate limits in a SQLite file, shared by all processes that serve one instance folder."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from limits.storage import Storage

from graphsvc.derived_files import discard
from graphsvc.files import private_file

SCHEME = "instance"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS hits (
  key TEXT PRIMARY KEY, number INTEGER NOT NULL, ends REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS hits_ends ON hits (ends);
"""
_WAIT_SECONDS = 2.0


class CounterFile(Storage):
    """A storage of the library `limits` for fixed windows; `path` is the file.

    What has ended is deleted with the next count, so the file holds the visitors of one window. A connection
    is opened for each call: it can be used after a fork and by every thread. A damaged file is made anew.
    """

    STORAGE_SCHEME = [SCHEME]  # noqa: RUF012 - the base class declares it as a list

    def __init__(self, uri: str | None = None, *, wrap_exceptions: bool = False, path: str) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions)
        self._path = Path(path)

    @property
    def base_exceptions(self) -> type[Exception]:
        return sqlite3.Error

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        now = time.time()
        with self._open() as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("DELETE FROM hits WHERE ends <= ?", (now,))
            row = connection.execute(
                "INSERT INTO hits VALUES (?, ?, ?) "
                "ON CONFLICT DO UPDATE SET number = number + excluded.number RETURNING number",
                (key, amount, now + expiry),
            ).fetchone()
            connection.execute("COMMIT")
            return int(row[0])

    def get(self, key: str) -> int:
        with self._open() as connection:
            row = connection.execute(
                "SELECT number FROM hits WHERE key = ? AND ends > ?", (key, time.time())
            ).fetchone()
            return int(row[0]) if row else 0

    def get_expiry(self, key: str) -> float:
        now = time.time()
        with self._open() as connection:
            row = connection.execute(
                "SELECT ends FROM hits WHERE key = ? AND ends > ?", (key, now)
            ).fetchone()
            return float(row[0]) if row else now

    def check(self) -> bool:
        try:
            self.get("")
        except sqlite3.Error:
            return False
        return True

    def reset(self) -> int | None:
        with self._open() as connection:
            return connection.execute("DELETE FROM hits").rowcount

    def clear(self, key: str) -> None:
        with self._open() as connection:
            connection.execute("DELETE FROM hits WHERE key = ?", (key,))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            connection = self._connect()
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError as error:
            discard(self._path, error)
            connection = self._connect()
        with closing(connection):
            yield connection

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(private_file(self._path), timeout=_WAIT_SECONDS, isolation_level=None)
        try:
            # Counters need not outlive a power cut, so nothing waits for the disk.
            connection.execute("PRAGMA synchronous = OFF")
            connection.executescript(_SCHEMA)
        except sqlite3.Error:
            connection.close()
            raise
        return connection
