"""The embedded store: one SQLite file in WAL mode with `synchronous=FULL`.

Every claim carries the number of the run that wrote it; readers look at the one run a dataset shows, so a
load of any size appears in one small transaction and a broken one never does.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine, delete, event, select, text, update
from sqlalchemy.exc import DatabaseError, OperationalError

from graphsvc.domain import ENTITY_KINDS, LINK_KINDS, Claim, DatasetInfo
from graphsvc.domain.rows import EntityRow, LinkRow, Row, sort_key, to_row
from graphsvc.errors import StoreError, StoreUnavailable
from graphsvc.store import schema
from graphsvc.store.base import BATCH, GraphStore, Reader, Run
from graphsvc.store.sqlite_rules import (
    SHOWN,
    bump,
    check_open,
    declare,
    drop_runs,
    insert_rows,
    known,
    new_run,
    refuse_links,
    refuse_loss,
    shown,
)

_BUSY_SECONDS = 60


class SqliteStore(GraphStore):
    """A store in the file at `path`, created and migrated when needed."""

    def __init__(self, path: Path) -> None:
        """Open or create the file. Raises `StoreUnavailable` when that cannot be done."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": _BUSY_SECONDS})
        event.listen(self._engine, "connect", _prepare)
        event.listen(self._engine, "begin", _begin)
        try:
            with self._engine.connect() as connection:
                current = _version(connection)
            if current != schema.HEAD:
                with self.writing() as connection:
                    _migrate(connection)
        except DatabaseError as error:
            raise StoreUnavailable(f"cannot open the store {path}: {error.orig}") from error

    def close(self) -> None:
        """Give back every connection."""
        self._engine.dispose()

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """A read transaction: WAL shows it one state to its end."""
        with self._engine.connect() as connection:
            yield _SqliteReader(connection)

    @contextmanager
    def run(self, info: DatasetInfo) -> Iterator[Run]:
        """Load a dataset completely; see the port."""
        with self.writing() as connection:
            drop_runs(connection, info.id, "open")
            number = new_run(connection, info.id, "open")
        try:
            yield _SqliteRun(self, info.id, number)
            with self.writing() as connection:
                check_open(connection, number)
                old = shown(connection, info.id)
                refuse_loss(connection, info.id, old, number)
                if old is not None:
                    connection.execute(update(schema.run).where(schema.run.c.id == old).values(state="gone"))
                connection.execute(update(schema.run).where(schema.run.c.id == number).values(state="shown"))
                declare(connection, info)
                bump(connection)
        except BaseException:
            with self.writing() as connection:
                drop_runs(connection, info.id, "open", number)
            raise
        with self.writing() as connection:
            drop_runs(connection, info.id, "gone")

    def write(self, info: DatasetInfo, claims: Iterable[Claim]) -> int:
        """Add or replace claims at once; see the port."""
        rows = [to_row(claim) for claim in claims]
        if len(rows) > BATCH:
            raise StoreError(f"{len(rows)} claims at once; at most {BATCH} go into one transaction")
        with self.writing() as connection:
            number = shown(connection, info.id)
            if number is None:
                number = new_run(connection, info.id, "shown")
            declare(connection, info)
            insert_rows(connection, rows, number)
            bump(connection)
        return len(rows)

    def delete(self, claims: Iterable[Claim]) -> int:
        """Remove claims; see the port."""
        rows = [to_row(claim) for claim in claims]
        removed = 0
        with self.writing() as connection:
            for row in rows:
                table = schema.entity if isinstance(row, EntityRow) else schema.link
                keys = ("id",) if isinstance(row, EntityRow) else ("kind", "source", "target", "qualifier")
                same = [table.c[key] == getattr(row, key) for key in (*keys, "dataset", "basis")]
                removed += connection.execute(delete(table).where(*same, text(SHOWN))).rowcount
            gone = sorted(
                {row.id for row in rows if isinstance(row, EntityRow)} - known(connection, rows, None)
            )
            refuse_links(connection, gone, text(SHOWN), "the claim")
            bump(connection)
        return removed

    def retire(self, dataset: str) -> int:
        """Remove a dataset; see the port."""
        with self.writing() as connection:
            old = shown(connection, dataset)
            if old is None:
                return 0
            refuse_loss(connection, dataset, old, None)
            counted = 0
            for table in (schema.entity, schema.link):
                counted += connection.execute(delete(table).where(table.c.run == old)).rowcount
            connection.execute(delete(schema.run).where(schema.run.c.id == old))
            connection.execute(delete(schema.dataset).where(schema.dataset.c.id == dataset))
            bump(connection)
        return counted

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        try:
            with (
                self._engine.connect().execution_options(begin="BEGIN IMMEDIATE") as connection,
                connection.begin(),
            ):
                yield connection
        except OperationalError as error:
            raise StoreError(f"the store refused the write: {error.orig}") from error


class _SqliteRun(Run):
    def __init__(self, store: SqliteStore, dataset: str, number: int) -> None:
        self._store, self._dataset, self._number = store, dataset, number

    def write_rows(self, rows: Sequence[Row]) -> None:
        with self._store.writing() as connection:
            check_open(connection, self._number)
            insert_rows(connection, rows, self._number)


class _SqliteReader(Reader):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def revision(self) -> int:
        return int(
            self._connection.execute(select(schema.meta.c.value).filter_by(key="revision")).scalar_one()
        )

    def datasets(self) -> list[DatasetInfo]:
        rows = self._connection.execute(select(schema.dataset.c.info).order_by(schema.dataset.c.id)).scalars()
        return [DatasetInfo.model_validate_json(info) for info in rows]

    def entities(
        self, kinds: Iterable[str] | None = None, ids: Iterable[str] | None = None
    ) -> Iterator[EntityRow]:
        names = ", ".join(EntityRow._fields)
        for kind in sorted(ENTITY_KINDS if kinds is None else set(kinds) & set(ENTITY_KINDS)):
            # an id begins with its kind, so a kind is one stretch of the primary key
            where, bound = "id > :low AND id < :high", {"low": f"{kind}:", "high": f"{kind};"}
            if ids is not None:
                ids = sorted(ids)
                where += " AND id IN (SELECT value FROM json_each(:ids))"
                bound["ids"] = json.dumps(ids)
            query = f"SELECT {names} FROM entity WHERE {where} AND {SHOWN} ORDER BY id, dataset, basis"  # noqa: S608
            yield from map(EntityRow._make, self._fetch(query, bound))

    def links(
        self, kinds: Iterable[str] | None = None, ends: Iterable[str] | None = None
    ) -> Iterator[LinkRow]:
        names = ", ".join(LinkRow._fields)
        chosen = sorted(LINK_KINDS if kinds is None else set(kinds) & set(LINK_KINDS))
        if ends is None:
            order = "source, target, qualifier, dataset, basis"
            for kind in chosen:
                query = f"SELECT {names} FROM link WHERE kind = :kind AND {SHOWN} ORDER BY {order}"  # noqa: S608
                yield from map(LinkRow._make, self._fetch(query, {"kind": kind}))
            return
        listed = json.dumps(sorted(ends))
        found: set[LinkRow] = set()
        for end in ("source", "target"):
            query = f"""SELECT {names} FROM link WHERE {end} IN (SELECT value FROM json_each(:ends))
                AND kind IN (SELECT value FROM json_each(:kinds)) AND {SHOWN}"""  # noqa: S608
            found.update(
                map(LinkRow._make, self._fetch(query, {"ends": listed, "kinds": json.dumps(chosen)}))
            )
        yield from sorted(found, key=sort_key)

    def _fetch(self, query: str, bound: dict[str, str]) -> Iterator[tuple[object, ...]]:
        cursor = self._connection.connection.cursor()
        cursor.execute(query, bound)
        while block := cursor.fetchmany(BATCH):
            yield from block


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-65536", "wal_autocheckpoint=16000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


def _version(connection: Connection) -> str | None:
    tables = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE name = 'alembic_version'").all()
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() if tables else None


def _migrate(connection: Connection) -> None:
    if _version(connection) == schema.HEAD:
        return
    from graphsvc.store.migrations import upgrade

    upgrade(connection)
