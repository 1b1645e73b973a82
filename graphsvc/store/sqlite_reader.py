"""Reading the SQLite store: sorted rows of the shown runs, straight from the driver."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from heapq import merge

from sqlalchemy import Connection, select

from graphsvc.domain import ENTITY_KINDS, LINK_KINDS, DatasetInfo
from graphsvc.domain.ports import BATCH, Reader
from graphsvc.domain.rows import EntityRow, LinkRow, sort_key
from graphsvc.store import schema

_ENTITY = f"SELECT {', '.join(EntityRow._fields)} FROM entity"  # noqa: S608
_LINK = f"SELECT {', '.join(LinkRow._fields)} FROM link"  # noqa: S608
_LISTED = "IN (SELECT value FROM json_each(?))"

# within one run a kind is one stretch of the key, since an id begins with its kind
_ENTITIES = f"{_ENTITY} WHERE run = ? AND id > ? AND id < ? ORDER BY id, basis"
_ENTITIES_BY_ID = f"{_ENTITY} INDEXED BY entity_id WHERE id {_LISTED} AND run {_LISTED}"
_LINKS = f"{_LINK} WHERE run = ? AND kind = ? ORDER BY source, target, qualifier, basis"
_LINKS_FROM = f"{_LINK} WHERE run {_LISTED} AND kind {_LISTED} AND source {_LISTED}"
_LINKS_TO = f"{_LINK} WHERE run {_LISTED} AND target {_LISTED} AND +kind {_LISTED}"
"""The sign before kind keeps it from the key of the table; `link_target` is not there during a first load."""

_entity = partial(tuple.__new__, EntityRow)
_link = partial(tuple.__new__, LinkRow)
"""As `_make` of these rows, which takes twice as long since it counts the columns of each."""


class SqliteReader(Reader):
    """The state that `connection` sees from now to the end of its transaction."""

    def __init__(self, connection: Connection) -> None:
        """Begin the transaction: SQLite fixes what it shows at the first look."""
        self._connection = connection
        shown = select(schema.run.c.dataset, schema.run.c.id).filter_by(state="shown")
        self._shown = {row.dataset: int(row.id) for row in connection.execute(shown.order_by("dataset"))}
        self._runs = list(self._shown.values())
        revision = select(schema.meta.c.value).filter_by(key="revision")
        self._revision = int(connection.execute(revision).scalar_one())

    def revision(self) -> int:
        return self._revision

    def datasets(self) -> list[DatasetInfo]:
        rows = self._connection.execute(select(schema.dataset.c.info).order_by(schema.dataset.c.id)).scalars()
        return [DatasetInfo.model_validate_json(info) for info in rows]

    def runs(self) -> Mapping[str, int]:
        return self._shown

    def entities(
        self, kinds: Iterable[str] | None = None, ids: Iterable[str] | None = None
    ) -> Iterator[EntityRow]:
        chosen = sorted(ENTITY_KINDS if kinds is None else set(kinds) & set(ENTITY_KINDS))
        if ids is None:
            return self._all_entities(chosen)
        begins = tuple(f"{kind}:" for kind in chosen)
        wanted = [identifier for identifier in set(ids) if identifier.startswith(begins)]
        found = map(_entity, self._fetch(_ENTITIES_BY_ID, json.dumps(wanted), json.dumps(self._runs)))
        return iter(sorted(found, key=sort_key))

    def entities_of(self, dataset: str, kind: str) -> Iterator[EntityRow]:
        run = self._shown.get(dataset)
        return iter(()) if run is None else map(_entity, self._entities_in(run, kind))

    def links(
        self, kinds: Iterable[str] | None = None, ends: Iterable[str] | None = None
    ) -> Iterator[LinkRow]:
        chosen = sorted(LINK_KINDS if kinds is None else set(kinds) & set(LINK_KINDS))
        if ends is None:
            return self._all_links(chosen)
        runs, listed, of = json.dumps(self._runs), json.dumps(sorted(ends)), json.dumps(chosen)
        found = set(map(_link, self._fetch(_LINKS_FROM, runs, of, listed)))
        found.update(map(_link, self._fetch(_LINKS_TO, runs, listed, of)))
        return iter(sorted(found, key=sort_key))

    def _all_entities(self, kinds: Sequence[str]) -> Iterator[EntityRow]:
        for kind in kinds:
            runs = [self._entities_in(run, kind) for run in self._runs]
            yield from map(_entity, merge(*runs))

    def _entities_in(self, run: int, kind: str) -> Iterator[tuple[str, ...]]:
        return self._fetch(_ENTITIES, run, f"{kind}:", f"{kind};")

    def _all_links(self, kinds: Sequence[str]) -> Iterator[LinkRow]:
        for kind in kinds:
            runs = [self._fetch(_LINKS, run, kind) for run in self._runs]
            yield from map(_link, merge(*runs))

    def _fetch(self, query: str, *bound: object) -> Iterator[tuple[str, ...]]:
        cursor = self._connection.connection.cursor()
        cursor.execute(query, bound)
        while block := cursor.fetchmany(BATCH):
            yield from block
