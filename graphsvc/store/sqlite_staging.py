"""Links of an open run, set aside until they can be written in the order of their key.

Sources name links in an order of their own, mostly by project. Written so, each of a million links changes
another page of the clustered table; in the order of its key a run is one stretch that only grows.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from typing import Self

from graphsvc.domain.ports import BATCH
from graphsvc.domain.rows import LinkRow

_COLUMNS = ", ".join(f'"{name}"' for name in (*LinkRow._fields, "run"))
_PUT = f"INSERT INTO aside ({_COLUMNS}) VALUES ({', '.join('?' * (len(LinkRow._fields) + 1))})"  # noqa: S608
_ORDERED = f"SELECT {_COLUMNS} FROM aside ORDER BY run, kind, source, target, qualifier, basis, rowid"  # noqa: S608
_PRAGMAS = ("journal_mode=OFF", "synchronous=OFF", "cache_size=-65536")

StoredRow = tuple[object, ...]
"""The fields of a row, followed by its run."""


class StagedLinks:
    """Holds links in a nameless file of SQLite (in `TMPDIR`), which goes with the process."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Use an empty database that nobody else sees."""
        self._connection = connection
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        connection.execute(f"CREATE TABLE aside ({_COLUMNS})")
        connection.execute("BEGIN")

    @classmethod
    @contextmanager
    def opened(cls) -> Iterator[Self]:
        """An empty one, gone after the block."""
        with closing(sqlite3.connect("", isolation_level=None, check_same_thread=False)) as connection:
            yield cls(connection)

    def add(self, links: Iterable[StoredRow]) -> None:
        """Set links aside."""
        self._connection.executemany(_PUT, links)

    def in_order(self) -> Iterator[list[StoredRow]]:
        """All of them by run and key in batches; of several with one key the last to come is the last."""
        cursor = self._connection.execute(_ORDERED)
        while batch := cursor.fetchmany(BATCH):
            yield batch
