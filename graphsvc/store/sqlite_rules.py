"""What the SQLite store does inside one open transaction: runs, rows and the rules that refuse."""

import json
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, TextClause, delete, insert, select, text, update

from graphsvc.domain import DatasetInfo
from graphsvc.domain.rows import EntityRow, LinkRow, Row, sort_key
from graphsvc.errors import RunLost, StillUsed, UnknownEnd
from graphsvc.store import schema

SHOWN = "run IN (SELECT id FROM run WHERE state = 'shown')"
"""The condition every reader puts on rows."""

_LISTED = "SELECT value FROM json_each(:listed)"

_LOST = """
SELECT DISTINCT id FROM entity AS e WHERE run = :old AND NOT EXISTS (
    SELECT 1 FROM entity AS other WHERE other.id = e.id AND other.run <> :old
    AND (other.run = :new OR other.run IN (SELECT id FROM run WHERE state = 'shown')))
"""


def new_run(connection: Connection, dataset: str, state: str) -> int:
    """Number of a new run of `dataset`."""
    result = connection.execute(insert(schema.run).values(dataset=dataset, state=state))
    return int(result.lastrowid)


def shown(connection: Connection, dataset: str) -> int | None:
    """The run that `dataset` shows, if any."""
    return connection.execute(select(schema.run.c.id).filter_by(dataset=dataset, state="shown")).scalar()


def check_open(connection: Connection, number: int) -> None:
    """Raise `RunLost` unless the run is still open."""
    state = connection.execute(select(schema.run.c.state).filter_by(id=number)).scalar()
    if state != "open":
        raise RunLost("another load of the same dataset took over; start this one again")


def drop_runs(connection: Connection, dataset: str, state: str, number: int | None = None) -> None:
    """Remove the rows of runs in `state` (only of run `number` when given)."""
    chosen = select(schema.run.c.id).filter_by(dataset=dataset, state=state)
    for run in connection.execute(chosen).scalars().all():
        if number in (None, run):
            for table in (schema.entity, schema.link):
                connection.execute(delete(table).where(table.c.run == run))
            connection.execute(delete(schema.run).where(schema.run.c.id == run))


def declare(connection: Connection, info: DatasetInfo) -> None:
    """Keep what is known about a dataset."""
    values = {"id": info.id, "info": info.model_dump_json(exclude_defaults=True)}
    connection.execute(insert(schema.dataset).prefix_with("OR REPLACE").values(values))


def bump(connection: Connection) -> None:
    """Count one visible change."""
    connection.execute(
        update(schema.meta).where(schema.meta.c.key == "revision").values(value=schema.meta.c.value + 1)
    )


def insert_rows(connection: Connection, rows: Sequence[Row], number: int) -> None:
    """Add or replace rows under a run; entities before links, whose ends must be known."""
    _replace(
        connection,
        "entity",
        EntityRow._fields,
        {row[:4]: row for row in rows if isinstance(row, EntityRow)},
        number,
    )
    links = {sort_key(row): row for row in rows if isinstance(row, LinkRow)}
    there = known(connection, links.values(), number)
    for link in links.values():
        for end in _ends(link):
            if end not in there:
                raise UnknownEnd(f"unknown {end}: named by a link to or from {link.source} ({link.kind})")
    _replace(connection, "link", LinkRow._fields, links, number)


def _replace(
    connection: Connection,
    table: str,
    columns: Sequence[str],
    rows: Mapping[tuple[str, ...], Row],
    number: int,
) -> None:
    """Insert rows in key order, which the clustered table takes several times faster than any other."""
    marks = ", ".join("?" * (len(columns) + 1))
    query = f"INSERT OR REPLACE INTO {table} ({', '.join(columns)}, run) VALUES ({marks})"  # noqa: S608
    if rows:
        cursor = connection.connection.cursor()
        cursor.executemany(query, [(*rows[key], number) for key in sorted(rows)])


def _ends(row: Row) -> tuple[str, ...]:
    if isinstance(row, EntityRow):
        return (row.id,)
    return (row.source,) if row.kind == "performs" else (row.source, row.target)


def known(connection: Connection, rows: Iterable[Row], number: int | None) -> set[str]:
    """Those ends of `rows` that are shown, or written by run `number`."""
    wanted = sorted({end for row in rows for end in _ends(row)})
    query = text(f"SELECT DISTINCT id FROM entity WHERE id IN ({_LISTED}) AND ({SHOWN} OR run = :run)")  # noqa: S608
    return set(connection.execute(query, {"listed": json.dumps(wanted), "run": number}).scalars())


def refuse_loss(connection: Connection, dataset: str, old: int | None, new: int | None) -> None:
    """Refuse to close when an entity that only the old run introduces is needed by what stays."""
    if old is None:
        return
    lost = connection.execute(text(_LOST), {"old": old, "new": new}).scalars()
    stays = text(f"(({SHOWN} AND run <> :old) OR run = :new)").bindparams(old=old, new=new)
    refuse_links(connection, sorted(lost), stays, f"dataset {dataset}")


def refuse_links(connection: Connection, lost: Sequence[str], stays: TextClause, what: str) -> None:
    """Raise `StillUsed` when a row of link that `stays` still needs one of `lost`."""
    if not lost:
        return
    listed = text(f"({_LISTED})").bindparams(listed=json.dumps(lost))
    columns = schema.link.c
    for end in (columns.source, columns.target):
        query = select(end, columns.dataset).where(end.in_(listed), stays).limit(1)
        used = connection.execute(query).first()
        if used:
            raise StillUsed(f"{what} would remove {used[0]}, still used by dataset {used[1]}")
