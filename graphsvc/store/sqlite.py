"""The embedded store: one SQLite file in WAL mode with `synchronous=FULL`.

Every claim carries the number of the run that wrote it; readers look at the one run a dataset shows, so a
load of any size appears in one small transaction and a broken one never does.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, event
from sqlalchemy.exc import DBAPIError

from graphsvc.domain import Claim, DatasetInfo
from graphsvc.domain.ports import GraphStore, Reader, Run, checked
from graphsvc.domain.rows import Row, to_row
from graphsvc.errors import DiskFull, StoreError, StoreUnavailable
from graphsvc.files import disk_full, private_file
from graphsvc.store import schema
from graphsvc.store import sqlite_rules as rules
from graphsvc.store.sqlite_reader import SqliteReader
from graphsvc.store.sqlite_staging import StagedLinks

_BUSY_SECONDS = 20
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "cache_size=-65536", "wal_autocheckpoint=16000")


class SqliteStore(GraphStore):
    """A store in the file at `path`, created and migrated when needed."""

    def __init__(self, path: Path) -> None:
        """Open or create the file. Raises `StoreUnavailable` when that cannot be done."""
        url = URL.create("sqlite", database=str(path.absolute()))
        # no limit: a reader that waits for the connection of another would never get it in one thread
        self._engine = create_engine(url, max_overflow=-1, connect_args={"timeout": _BUSY_SECONDS})
        event.listen(self._engine, "connect", _prepare)
        event.listen(self._engine, "begin", _begin)
        try:
            private_file(path)
            with self._engine.connect() as connection:
                current = _version(connection)
            if current != schema.HEAD:
                with self._engine.connect().execution_options(begin="BEGIN IMMEDIATE") as connection:
                    _migrate(connection, path)
        except (OSError, sqlite3.Error, DBAPIError) as error:
            self.close()
            if disk_full(error):
                raise DiskFull from error
            raise StoreUnavailable(f"cannot open the store {path}: {_said(error)}") from error
        except StoreUnavailable:
            self.close()
            raise

    def close(self) -> None:
        """Give back every connection."""
        self._engine.dispose()

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """A read transaction: WAL shows it one state, from here to its end."""
        with _refusing("read"), self._engine.connect() as connection:
            yield SqliteReader(connection)

    @contextmanager
    def loading(self, infos: Sequence[DatasetInfo], *, alone: bool = False) -> Iterator[Run]:
        """Runs of datasets that are closed together; see the port."""
        with self.writing() as connection:
            for info in infos:
                rules.give_up(connection, info.id)
            numbers = {info.id: rules.new_run(connection, info.id, "open") for info in infos}
        self._drop()
        with self.writing() as connection:
            rules.prepare(connection)
        try:
            with StagedLinks.opened() as links:
                yield _SqliteRun(self, numbers, links, alone=alone)
                for batch in links.in_order():
                    with self.writing(unseen=True) as connection:
                        rules.check_open(connection, numbers.values())
                        rules.insert_links(connection, batch)
            with self.writing() as connection:
                rules.complete(connection)
                rules.show(connection, infos, numbers, alone=alone)
        except BaseException:
            with suppress(StoreError):  # what is left goes with the next load
                with self.writing() as connection:
                    for dataset, number in numbers.items():
                        rules.give_up(connection, dataset, number)
                self._drop()
                with self.writing() as connection:
                    rules.complete(connection)
            raise
        with suppress(StoreError):  # it is shown; what is left of the runs before goes with the next load
            self._drop()

    def write(self, info: DatasetInfo, claims: Iterable[Claim]) -> int:
        """Add or replace claims at once; see the port."""
        rows = checked([to_row(claim) for claim in claims], info.id)
        with self.writing() as connection:
            number = rules.shown(connection, info.id)
            if number is None:
                number = rules.new_run(connection, info.id, "shown")
            rules.declare(connection, info)
            rules.insert_rows(connection, rows, {info.id: number}, rules.shown_runs(connection))
            rules.bump(connection)
        return len(rows)

    def delete(self, claims: Iterable[Claim]) -> int:
        """Remove claims; see the port."""
        rows = checked([to_row(claim) for claim in claims])
        with self.writing() as connection:
            return rules.delete_rows(connection, rows)

    def retire(self, dataset: str) -> int:
        """Remove a dataset; see the port."""
        with self.writing() as connection:
            removed = rules.retire(connection, dataset)
        with suppress(StoreError):  # as when a run is closed
            self._drop()
        return removed

    @contextmanager
    def writing(self, *, unseen: bool = False) -> Iterator[Connection]:
        """One write transaction, alone in the file. Raises `StoreError` for what the file refuses.

        What is `unseen`, a batch of an open run, need not be on the disk when this returns: closing the run
        brings all of it there, and a run that breaks off is dropped anyway.
        """
        with (
            _refusing("write"),
            self._engine.connect().execution_options(begin="BEGIN IMMEDIATE") as connection,
        ):
            file = connection.connection.cursor()
            if unseen:
                file.execute("PRAGMA synchronous=NORMAL")
            try:
                with connection.begin():
                    yield connection
            finally:
                if unseen:
                    file.execute("PRAGMA synchronous=FULL")

    def _drop(self) -> None:
        """Remove the rows of runs that are gone, a batch a transaction."""
        more = True
        while more:
            with self.writing() as connection:
                more = rules.drop_some(connection)


class _SqliteRun(Run):
    """An open run by dataset; when `alone`, links cannot need what other datasets show."""

    def __init__(
        self, store: SqliteStore, numbers: Mapping[str, int], links: StagedLinks, *, alone: bool
    ) -> None:
        self._store, self._numbers, self._links, self._alone = store, numbers, links, alone

    def write_rows(self, rows: Sequence[Row]) -> None:
        checked(rows, *self._numbers)
        with self._store.writing(unseen=True) as connection:
            rules.check_open(connection, self._numbers.values())
            others = [] if self._alone else rules.shown_runs(connection)
            among = [*others, *self._numbers.values()]
            self._links.add(rules.insert_entities(connection, rows, self._numbers, among))


@contextmanager
def _refusing(what: str) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, DBAPIError) as error:
        if disk_full(error):
            raise DiskFull from error
        raise StoreError(f"the store refused the {what}: {_said(error)}") from error


def _said(error: Exception) -> str:
    cause = error.orig if isinstance(error, DBAPIError) else error
    if getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY:
        return "it is busy: another process is writing to it; try again when that one has ended"
    return str(cause)


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


def _version(connection: Connection) -> str | None:
    tables = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE name = 'alembic_version'").all()
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() if tables else None


def _migrate(connection: Connection, path: Path) -> None:
    from alembic.util import CommandError

    from graphsvc.store.migrations import upgrade

    try:
        with connection.begin():
            if _version(connection) != schema.HEAD:
                upgrade(connection)
    except CommandError as error:
        raise StoreUnavailable(f"the store {path} was made by a newer version: {error}") from error
