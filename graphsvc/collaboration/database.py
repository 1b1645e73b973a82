"""The database of people: one SQLite file of the instance folder, apart from the graph and its exports."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from graphsvc.errors import DiskFull, InvalidData
from graphsvc.files import disk_full, private_file
from graphsvc.messages import msg

FILE = "people.sqlite"
Clock = Callable[[], datetime]
_BUSY_SECONDS = 30

_MIGRATIONS = (
    """
    CREATE TABLE person (
      number INTEGER PRIMARY KEY AUTOINCREMENT, mail TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
      password TEXT NOT NULL, language TEXT NOT NULL, made TEXT NOT NULL
    );
    CREATE TABLE held_role (
      person INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
      role TEXT NOT NULL, scope TEXT NOT NULL, until TEXT, PRIMARY KEY (person, role, scope)
    );
    CREATE TABLE link (
      hash TEXT PRIMARY KEY, purpose TEXT NOT NULL CHECK (purpose IN ('invitation', 'reset')),
      mail TEXT NOT NULL, role TEXT, scope TEXT, until TEXT, ends TEXT NOT NULL
    );
    CREATE TABLE session (
      number INTEGER PRIMARY KEY AUTOINCREMENT, hash TEXT NOT NULL UNIQUE,
      person INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
      purpose TEXT NOT NULL CHECK (purpose IN ('pages', 'api')),
      browser TEXT NOT NULL, begun TEXT NOT NULL, seen TEXT NOT NULL
    );
    CREATE TABLE audit (
      number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, person INTEGER, what TEXT NOT NULL,
      object TEXT NOT NULL
    );
    CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
      BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
    CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
      BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
    """,
    """
    CREATE TABLE introduction (
      id TEXT PRIMARY KEY, source TEXT NOT NULL, target TEXT NOT NULL, broker TEXT,
      anonymous INTEGER NOT NULL, message TEXT NOT NULL, line TEXT NOT NULL DEFAULT '',
      forwarded TEXT, state TEXT NOT NULL,
      asked_by INTEGER REFERENCES person ON DELETE SET NULL, asked TEXT NOT NULL,
      source_person INTEGER REFERENCES person ON DELETE SET NULL,
      target_person INTEGER REFERENCES person ON DELETE SET NULL,
      source_agreed TEXT, target_agreed TEXT, agreed TEXT,
      reason TEXT NOT NULL DEFAULT '', told INTEGER NOT NULL DEFAULT 0, ended_by TEXT,
      source_outcome TEXT, target_outcome TEXT, outcome TEXT
    );
    CREATE TABLE introduction_event (
      introduction TEXT NOT NULL REFERENCES introduction ON DELETE CASCADE, event TEXT NOT NULL,
      at TEXT NOT NULL, PRIMARY KEY (introduction, event)
    );
    CREATE TABLE block (
      scope TEXT NOT NULL, blocked TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (scope, blocked)
    );
    CREATE TABLE outbox (
      key TEXT PRIMARY KEY, person INTEGER NOT NULL REFERENCES person ON DELETE CASCADE, kind TEXT NOT NULL,
      introduction TEXT NOT NULL
    );
    """,
    """
    CREATE TABLE objection (
      scope TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('to', 'topic')), value TEXT NOT NULL,
      at TEXT NOT NULL, PRIMARY KEY (scope, kind, value)
    );
    """,
    """
    ALTER TABLE introduction ADD COLUMN profile TEXT;
    ALTER TABLE introduction ADD COLUMN rank INTEGER;
    ALTER TABLE introduction ADD COLUMN shown INTEGER;
    """,
    """
    ALTER TABLE session ADD COLUMN scope TEXT NOT NULL DEFAULT 'write' CHECK (scope IN ('read', 'write'));
    """,
    """
    CREATE TABLE digest (
      person INTEGER PRIMARY KEY REFERENCES person ON DELETE CASCADE,
      every TEXT NOT NULL CHECK (every IN ('daily', 'weekly', 'never')), stop TEXT NOT NULL UNIQUE,
      sent TEXT NOT NULL, shown TEXT NOT NULL DEFAULT '[]'
    );
    ALTER TABLE outbox ADD COLUMN filled TEXT NOT NULL DEFAULT '{}';
    """,
    """
    CREATE TABLE claim (
      number INTEGER PRIMARY KEY AUTOINCREMENT, mail TEXT NOT NULL, organization TEXT NOT NULL,
      cluster TEXT NOT NULL, language TEXT NOT NULL, asked TEXT NOT NULL,
      UNIQUE (mail, organization, cluster)
    );
    """,
    """
    CREATE TABLE shared_list (cluster TEXT PRIMARY KEY, at TEXT NOT NULL);
    CREATE TABLE dispute (
      number INTEGER PRIMARY KEY AUTOINCREMENT, hash TEXT NOT NULL UNIQUE, organization TEXT NOT NULL,
      field TEXT NOT NULL, words TEXT NOT NULL, asked TEXT NOT NULL,
      state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'upheld', 'refused', 'settled')),
      answer TEXT NOT NULL DEFAULT '', answered TEXT
    );
    """,
)
"""One script a version of the file, which says in `user_version` how many of them it has seen."""


class PeopleDatabase:
    """The file of people in the instance folder `home`; `clock` tells the time (UTC).

    A connection is opened for each call, so every process and thread can use it. What is deleted is
    overwritten.
    """

    def __init__(self, home: Path, clock: Clock = lambda: datetime.now(UTC)) -> None:
        self.path, self.clock = home / FILE, clock

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """One consistent state."""
        with self._connection() as connection:
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.execute("ROLLBACK")

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it or nothing, one after another. Raises `DiskFull`."""
        with self._connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException as error:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                if isinstance(error, sqlite3.Error) and disk_full(error):
                    raise DiskFull from error
                raise

    def compact(self) -> None:
        """Write the file anew, so that nothing of what was deleted is left in it."""
        with self._connection() as connection:
            connection.execute("VACUUM")

    def copy(self) -> bytes:
        """One consistent state as the bytes of a file."""
        with self.read() as rows:
            _version(rows)  # the state is that of the first reading
            return rows.serialize()

    def put_back(self, content: bytes) -> None:
        """Take the place of everything with what `copy` gave; all sessions and links to passwords end.

        Raises `InvalidData` for a copy that a newer version made.
        """
        with opened_copy(content) as copy, self._connection() as connection:
            copy.backup(connection)
        with self.write() as rows:
            rows.execute("DELETE FROM session")
            rows.execute("DELETE FROM link WHERE purpose = 'reset'")
            note(rows, self.now(), None, "restore", "*")

    def now(self, **later: float) -> str:
        """The time of now, or `later` (arguments of `timedelta`), as it stands in the tables."""
        return stamp(self.clock(), **later)

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        private_file(self.path)
        with closing(sqlite3.connect(self.path, timeout=_BUSY_SECONDS, isolation_level=None)) as connection:
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")
            _migrate(connection)
            yield connection


@contextmanager
def opened_copy(content: bytes) -> Iterator[sqlite3.Connection]:
    """What `PeopleDatabase.copy` gave, to read. Raises `InvalidData` for one that a newer version made."""
    with closing(sqlite3.connect(":memory:")) as copy:
        copy.deserialize(content)
        _check_version(copy)
        yield copy


def stamp(moment: datetime, **later: float) -> str:
    """A time in UTC to the second, whose order as text is that of time."""
    return (moment.astimezone(UTC) + timedelta(**later)).strftime("%Y-%m-%dT%H:%M:%SZ")


def days_between(since: str, now: str) -> int:
    """Whole calendar days between two times."""
    first, last = (datetime.fromisoformat(one[:10]) for one in (since, now))
    return (last - first).days


def note(connection: sqlite3.Connection, at: str, person: int | None, what: str, about: str) -> None:
    """Append to the audit log who (None: the command line) did what to which object, never the content."""
    connection.execute(
        "INSERT INTO audit (at, person, what, object) VALUES (?, ?, ?, ?)", (at, person, what, about)
    )


def _migrate(connection: sqlite3.Connection) -> None:
    if _version(connection) == len(_MIGRATIONS):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        known = _check_version(connection)  # another process may have been faster
    except InvalidData:
        connection.execute("ROLLBACK")
        raise
    for script in _MIGRATIONS[known:]:
        for statement in _statements(script):
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {len(_MIGRATIONS)}")
    connection.execute("COMMIT")


def _check_version(connection: sqlite3.Connection) -> int:
    """The version of a file. Raises `InvalidData` for one that is not known yet."""
    known = _version(connection)
    if known > len(_MIGRATIONS):
        raise InvalidData(
            msg("%(file)s was written by a newer version of this service; update it first", file=FILE)
        )
    return known


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _statements(script: str) -> Iterator[str]:
    """The statements of a script, one by one: `executescript` would end the transaction."""
    held = ""
    for line in script.splitlines():
        held += line + "\n"
        if sqlite3.complete_statement(held):
            yield held
            held = ""
