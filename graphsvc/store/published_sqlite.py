"""The published graph as one SQLite file that people query: written whole, read under a guard."""

import json
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from graphsvc.domain.published import Cell, PublishedGraph, PublishedTable, Publisher
from graphsvc.errors import DiskFull, InvalidData, StoreError
from graphsvc.files import disk_full, replacing_output
from graphsvc.messages import Message, msg

_TYPES = {"str": "TEXT", "int": "INTEGER", "float": "REAL", "bool": "INTEGER", "date": "TEXT", "list": "TEXT"}
_VIEWS = """
CREATE VIEW entities AS -- organizations, clusters and projects, to join links of any kind with names
SELECT id, 'organization' AS kind, name FROM organizations
UNION ALL SELECT id, 'cluster', name FROM clusters
UNION ALL SELECT id, 'project', title FROM projects;
CREATE VIEW partners AS -- worked_with from both sides: every organization with each of its partners
SELECT source AS organization, target AS partner, projects, first, last, weight FROM worked_with
UNION ALL SELECT target, source, projects, first, last, weight FROM worked_with;
"""
_STEPS = 10_000
"""Steps of the engine between two looks at the clock."""
_LONGEST = 10_000_000
"""Bytes of one value."""
_ALLOWED = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE)


@dataclass(frozen=True)
class QueryResult:
    """What a statement answers: the names of its columns and its rows."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]


class SqlitePublisher(Publisher):
    """Publishes to a SQLite file, which is replaced as a whole."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def publish(self, graph: PublishedGraph) -> bool:
        """Write the file, unless it holds this graph already; see the port."""
        if (graph.digest, graph.version) == self._state():
            return False
        try:
            with replacing_output(self._path) as file, closing(sqlite3.connect(file.name)) as to:
                _write(to, graph)
        except (OSError, sqlite3.Error) as error:
            if disk_full(error):
                raise DiskFull from error
            raise StoreError(f"{self._path} cannot be written: {error}") from error
        return True

    def _state(self) -> tuple[str, str] | None:
        """Digest and version of the graph in the file, if there is one."""
        try:
            found = query(self._path, "SELECT digest, version FROM about").rows
        except (InvalidData, StoreError):
            return None
        return (str(found[0][0]), str(found[0][1])) if found else None


def query(path: Path, statement: str, *, seconds: float = 10.0) -> QueryResult:
    """Run one statement that only reads. The engine refuses any other, and one that takes longer.

    Raises `InvalidData` with the engine's reason, `StoreError` where the file cannot be opened.
    """
    with _guarded(path, seconds) as connection:
        try:
            cursor = connection.execute(statement)
            rows = cursor.fetchall()
        except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
            raise InvalidData(_refusal(connection, error, seconds)) from error
        return QueryResult(tuple(column[0] for column in cursor.description or ()), rows)


@contextmanager
def _guarded(path: Path, seconds: float) -> Iterator[sqlite3.Connection]:
    if not path.is_file():
        raise StoreError(f"{path} is no file")
    with closing(sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=ro", uri=True)) as connection:
        end = time.monotonic() + seconds
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
        connection.set_progress_handler(lambda: int(time.monotonic() > end), _STEPS)
        connection.set_authorizer(_authorized)
        yield connection


def _authorized(action: int, *names: str | None) -> int:
    loading = action == sqlite3.SQLITE_FUNCTION and names[1] == "load_extension"
    return sqlite3.SQLITE_OK if action in _ALLOWED and not loading else sqlite3.SQLITE_DENY


def _refusal(connection: sqlite3.Connection, error: Exception, seconds: float) -> Message:
    """Why a statement was refused, in words."""
    text = str(error)
    if "interrupted" in text:
        return msg("the statement took longer than %(seconds)s seconds and was stopped", seconds=seconds)
    if "not authorized" in text or "prohibited" in text:
        return msg("only SELECT is allowed: %(reason)s", reason=text)
    if "no such table" in text:
        connection.set_authorizer(None)
        names = connection.execute("SELECT name FROM sqlite_master WHERE type != 'index' ORDER BY name")
        return msg("%(reason)s; there are %(known)s", reason=text, known=", ".join(name for (name,) in names))
    return msg("SQLite refuses the statement: %(reason)s", reason=text)


def _write(to: sqlite3.Connection, graph: PublishedGraph) -> None:
    to.execute("PRAGMA journal_mode=OFF")
    to.execute("PRAGMA synchronous=OFF")
    to.execute("CREATE TABLE about (digest TEXT, version TEXT, retrieved TEXT)")
    to.execute("INSERT INTO about VALUES (?, ?, ?)", (graph.digest, graph.version, graph.retrieved))
    for table in graph.tables:
        to.execute(_created(table))
        places = ", ".join("?" for _ in table.columns)
        to.executemany(f"INSERT INTO {table.name} VALUES ({places})", map(_cells, table.rows))  # noqa: S608
        for name in _indexed(table):
            to.execute(f'CREATE INDEX {table.name}_{name} ON {table.name} ("{name}")')
    to.executescript(_VIEWS)
    to.execute("ANALYZE")
    to.commit()


def _created(table: PublishedTable) -> str:
    """The statement that makes a table, with what its columns mean."""
    lines = []
    for place, column in enumerate(table.columns):
        key = " PRIMARY KEY" if column.name == "id" else ""
        refers = f' REFERENCES {column.refers}("id")' if column.refers else ""
        comma = "" if place == len(table.columns) - 1 else ","
        lines.append(f'  "{column.name}" {_TYPES[column.type]}{key}{refers}{comma} -- {column.about}')
    return f"CREATE TABLE {table.name} ( -- {table.about}\n" + "\n".join(lines) + "\n)"


def _indexed(table: PublishedTable) -> list[str]:
    """The columns of a table that people join by."""
    if table.entities:
        return [column.name for column in table.columns if column.name in ("name", "country", "community")]
    return [column.name for column in table.columns[:2]]


def _cells(row: tuple[Cell, ...]) -> tuple[str | int | float | bool | None, ...]:
    return tuple(json.dumps(cell, ensure_ascii=False) if isinstance(cell, list) else cell for cell in row)
