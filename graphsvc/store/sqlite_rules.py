"""What the SQLite store does inside one open transaction: runs, rows and the rules that refuse."""

import json
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, bindparam, delete, func, insert, select, text, update

from graphsvc.domain import DatasetInfo
from graphsvc.domain.rows import EntityRow, LinkRow, Row, sort_key
from graphsvc.store import refusals, schema
from graphsvc.store.sqlite_staging import StoredRow

_DROPPED = 100_000
"""Rows of a superseded run that are removed in one transaction."""

_KEYS = {"link": "kind, source, target, qualifier, basis", "entity": "id, basis"}

_LISTED = "(SELECT value FROM json_each(:listed))"
_STAYS = "(SELECT value FROM json_each(:stays))"

_MISSING = text(f"""SELECT value FROM json_each(:listed) WHERE NOT EXISTS (
    SELECT 1 FROM entity INDEXED BY entity_id WHERE id = value AND run IN {_STAYS})""")  # noqa: S608

_LOST = text(f"""SELECT DISTINCT id FROM entity AS e WHERE run = :old AND NOT EXISTS (
    SELECT 1 FROM entity AS other WHERE other.id = e.id AND other.run IN {_STAYS}) ORDER BY id""")  # noqa: S608

_USED = text(f"""SELECT id, dataset FROM (
    SELECT source AS id, dataset FROM link WHERE run IN {_STAYS} AND source IN {_LISTED}
        AND kind IN ('member_of', 'participates', 'performs', 'related')
    UNION ALL SELECT target, dataset FROM link WHERE run IN {_STAYS} AND target IN {_LISTED})
    ORDER BY id, dataset LIMIT 1""")  # noqa: S608

_LINKS_OF = [
    text(f"DELETE FROM link WHERE run = :run AND {end} IN {_LISTED}")  # noqa: S608
    for end in ("source", "target")
]
"""What takes the links of entities out of a run."""

_LOST_ENDS = text(f"""SELECT min(id) FROM (
    SELECT source AS id FROM link WHERE run = :run
    UNION SELECT target FROM link WHERE run = :run AND kind <> 'performs') AS e
    WHERE NOT EXISTS (SELECT 1 FROM entity WHERE entity.id = e.id AND entity.run IN {_STAYS})""")  # noqa: S608


def new_run(connection: Connection, dataset: str, state: str) -> int:
    """Number of a new run of `dataset`."""
    values = {"dataset": dataset, "state": state, "began": _meta(connection, "revision")}
    return int(connection.execute(insert(schema.run).values(values)).lastrowid)


def shown(connection: Connection, dataset: str) -> int | None:
    """The run that `dataset` shows, if any."""
    return connection.execute(select(schema.run.c.id).filter_by(dataset=dataset, state="shown")).scalar()


def check_open(connection: Connection, numbers: Iterable[int]) -> int:
    """The revision at which the first of these runs began. Raises `RunLost` unless all are still open."""
    began = [
        connection.execute(select(schema.run.c.began).filter_by(id=number, state="open")).scalar()
        for number in numbers
    ]
    if None in began:
        raise refusals.run_lost()
    return min((int(one) for one in began if one is not None), default=0)


def show(
    connection: Connection, infos: Sequence[DatasetInfo], numbers: Mapping[str, int], *, alone: bool
) -> None:
    """Close runs: show them in place of those before, or of everything when `alone`.

    Raises as the port's `run` does.
    """
    began = check_open(connection, numbers.values())
    before = shown_runs(connection)
    old = before if alone else [run for info in infos if (run := shown(connection, info.id)) is not None]
    stays = [*(run for run in before if run not in old), *numbers.values()]
    if _meta(connection, "lost") > began and not alone:
        for dataset, number in numbers.items():
            _refuse_lost_ends(connection, dataset, number, stays)
    lost = [one for run in old for one in _lost(connection, run, stays)]
    _refuse_use(connection, lost, stays, f"dataset {', '.join(numbers)}")
    for number in old:
        _set_state(connection, number, "gone")
    for number in numbers.values():
        _set_state(connection, number, "shown")
    if alone:
        connection.execute(delete(schema.dataset))
    for info in infos:
        declare(connection, info)
    bump(connection, lost=bool(lost))


def retire(connection: Connection, dataset: str) -> int:
    """Show nothing of `dataset` any more; how many claims that hides. Raises `StillUsed`."""
    old = shown(connection, dataset)
    if old is None:
        return 0
    stays = [run for run in shown_runs(connection) if run != old]
    lost = _lost(connection, old, stays)
    _refuse_use(connection, lost, stays, f"dataset {dataset}")
    counted = 0
    for table in (schema.entity, schema.link):
        rows = select(func.count()).select_from(table).where(table.c.run == old)
        counted += connection.execute(rows).scalar_one()
    _set_state(connection, old, "gone")
    connection.execute(delete(schema.dataset).where(schema.dataset.c.id == dataset))
    bump(connection, lost=bool(lost))
    return counted


def prepare(connection: Connection) -> None:
    """Take the index of targets away while there are no links: made at once from all, it costs a fraction."""
    if connection.exec_driver_sql("SELECT 1 FROM link LIMIT 1").first() is None:
        schema.link_target.drop(connection, checkfirst=True)


def complete(connection: Connection) -> None:
    """Make the index of targets, unless it is there."""
    schema.link_target.create(connection, checkfirst=True)


def give_up(connection: Connection, dataset: str, number: int | None = None) -> None:
    """Give up the open runs of `dataset` (only `number` when given); `drop_some` removes their rows."""
    still_open = update(schema.run).filter_by(dataset=dataset, state="open").values(state="gone")
    connection.execute(still_open if number is None else still_open.filter_by(id=number))


def drop_some(connection: Connection) -> bool:
    """Remove some rows of the runs that are gone; whether there is more."""
    gone = select(schema.run.c.id).filter_by(state="gone")
    for run in connection.execute(gone).scalars().all():
        for table, key in _KEYS.items():
            some = f"SELECT {key} FROM {table} WHERE run = :run LIMIT {_DROPPED}"  # noqa: S608
            query = f"DELETE FROM {table} WHERE run = :run AND ({key}) IN ({some})"  # noqa: S608
            if connection.execute(text(query), {"run": run}).rowcount == _DROPPED:
                return True
        connection.execute(delete(schema.run).where(schema.run.c.id == run))
    return False


def declare(connection: Connection, info: DatasetInfo) -> None:
    """Keep what is known about a dataset."""
    values = {"id": info.id, "info": info.model_dump_json(exclude_defaults=True)}
    connection.execute(insert(schema.dataset).prefix_with("OR REPLACE").values(values))


def bump(connection: Connection, *, lost: bool = False) -> None:
    """Count one visible change; `lost` tells open runs that an entity went."""
    counter = schema.meta.c
    connection.execute(update(schema.meta).where(counter.key == "revision").values(value=counter.value + 1))
    if lost:
        now = _meta(connection, "revision")
        connection.execute(update(schema.meta).where(counter.key == "lost").values(value=now))


def insert_rows(
    connection: Connection, rows: Sequence[Row], numbers: Mapping[str, int], among: Sequence[int]
) -> None:
    """Add or replace rows under the runs of their datasets; entities before links.

    The ends of links must be known to the runs `among`.
    """
    insert_links(connection, insert_entities(connection, rows, numbers, among))


def insert_entities(
    connection: Connection, rows: Sequence[Row], numbers: Mapping[str, int], among: Sequence[int]
) -> list[StoredRow]:
    """Add or replace the entities among `rows`; the links among them, which are still to be written, by key.

    Raises `UnknownEnd` where an end of a link is not known to the runs `among`.
    """
    entities = {sort_key(row): row for row in rows if isinstance(row, EntityRow)}
    _replace(connection, "entity", EntityRow._fields, _under(entities, numbers))
    links = {sort_key(row): row for row in rows if isinstance(row, LinkRow)}
    if missing := _missing(connection, links.values(), among):
        for key in sorted(links):
            for end in refusals.ends(links[key]):
                if end in missing:
                    raise refusals.unknown_end(links[key], end)
    return _under(links, numbers)


def insert_links(connection: Connection, links: Sequence[StoredRow]) -> None:
    """Add or replace links whose ends are known; in the order of their key that is several times faster."""
    _replace(connection, "link", LinkRow._fields, links)


def delete_rows(connection: Connection, rows: Sequence[Row]) -> int:
    """Remove shown rows by key, with the links that entities take along; how many of `rows` there were."""
    runs = shown_runs(connection)
    entities = [row for row in rows if isinstance(row, EntityRow)]
    links = [row for row in rows if isinstance(row, LinkRow)]
    removed = _delete(connection, "entity", ("id",), entities, runs)
    removed += _delete(connection, "link", ("kind", "source", "target", "qualifier"), links, runs)
    lost = _missing(connection, entities, runs)
    for dataset in sorted({row.dataset for row in entities if row.id in lost}):
        gone = json.dumps(sorted({row.id for row in entities if row.dataset == dataset and row.id in lost}))
        for query in _LINKS_OF:
            connection.execute(query, {"run": shown(connection, dataset), "listed": gone})
    _refuse_use(connection, sorted(lost), runs, "deleting this")
    bump(connection, lost=bool(lost))
    return removed


def _delete(
    connection: Connection, table: str, keys: Sequence[str], rows: Sequence[Row], runs: Sequence[int]
) -> int:
    """Remove rows of a table in any of `runs` by `keys`, basis and dataset; how many there were."""
    if not rows:
        return 0
    named = (*keys, "basis", "dataset")
    same = " AND ".join(f"{key} = ?" for key in named)
    query = f"DELETE FROM {table} WHERE {same} AND run IN ({', '.join('?' * len(runs))})"  # noqa: S608
    cursor = connection.connection.cursor()
    cursor.executemany(query, [(*(getattr(row, key) for key in named), *runs) for row in rows])
    return cursor.rowcount


def _under(
    rows: Mapping[tuple[str, ...], EntityRow] | Mapping[tuple[str, ...], LinkRow], numbers: Mapping[str, int]
) -> list[StoredRow]:
    """The rows in the order of their keys, each with the run of its dataset."""
    return [(*rows[key], numbers[rows[key].dataset]) for key in sorted(rows)]


def _replace(connection: Connection, table: str, columns: Sequence[str], rows: Sequence[StoredRow]) -> None:
    marks = ", ".join("?" * (len(columns) + 1))
    query = f"INSERT OR REPLACE INTO {table} ({', '.join(columns)}, run) VALUES ({marks})"  # noqa: S608
    if rows:
        cursor = connection.connection.cursor()
        cursor.executemany(query, rows)


def _missing(connection: Connection, rows: Iterable[Row], runs: Sequence[int]) -> set[str]:
    """Those ends of `rows` that none of `runs` introduces."""
    wanted = sorted({end for row in rows for end in refusals.ends(row)})
    bound = {"listed": json.dumps(wanted), "stays": json.dumps(runs)}
    return set(connection.execute(_MISSING, bound).scalars()) if wanted else set()


def _lost(connection: Connection, old: int, stays: Sequence[int]) -> list[str]:
    """Entities that run `old` introduces and none of `stays` does."""
    return list(connection.execute(_LOST, {"old": old, "stays": json.dumps(stays)}).scalars())


def _refuse_use(connection: Connection, lost: Sequence[str], stays: Sequence[int], what: str) -> None:
    """Raise `StillUsed` when a link of `stays` needs one of `lost`."""
    if lost:
        used = connection.execute(_USED, {"listed": json.dumps(lost), "stays": json.dumps(stays)}).first()
        if used:
            raise refusals.still_used(what, *used)


def _refuse_lost_ends(connection: Connection, dataset: str, number: int, stays: Sequence[int]) -> None:
    """Raise `UnknownEnd` when a link of run `number` has an end that none of `stays` introduces."""
    end = connection.execute(_LOST_ENDS, {"run": number, "stays": json.dumps(stays)}).scalar()
    if end is not None:
        raise refusals.lost_end(end, dataset)


def shown_runs(connection: Connection) -> list[int]:
    """The runs that are shown."""
    return list(connection.execute(select(schema.run.c.id).filter_by(state="shown")).scalars())


def _set_state(connection: Connection, number: int, state: str) -> None:
    change = update(schema.run).where(schema.run.c.id == bindparam("number")).values(state=state)
    connection.execute(change, {"number": number})


def _meta(connection: Connection, key: str) -> int:
    return int(connection.execute(select(schema.meta.c.value).filter_by(key=key)).scalar_one())
