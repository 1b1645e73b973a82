"""Reading Neo4j at one revision, while others go on writing.

A reader registers the revision it reads. Runs that were shown then are kept until it ends; what was changed
at once since is remembered with the change and put back here. Each look at the data ends by taking the lock
of `state` for a moment: what was committed before is known, what comes later was not seen.

Where the database is read-only neither can be written, and nothing changes either: each look ends by making
sure that the revision is still the one of the beginning.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import compress
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import uuid4

from graphsvc.domain import ENTITY_KINDS, LINK_KINDS, DatasetInfo
from graphsvc.domain.ports import BATCH, Reader
from graphsvc.domain.rows import EntityRow, LinkRow, Row, sort_key
from graphsvc.errors import StoreError, StoreReadOnly
from graphsvc.store import cypher, cypher_links
from graphsvc.store.neo4j_rows import links_of, rows_of, undone
from graphsvc.store.neo4j_tx import PATIENCE, Work, by_label, infos_of, links_touching, values

if TYPE_CHECKING:
    from neo4j import ManagedTransaction as Transaction

R = TypeVar("R", EntityRow, LinkRow)
Page = tuple[list[R], str | None]

_SOURCES = 2000
"""Entities whose links are read at a time."""


class Neo4jReader(Reader):
    """The state at the moment it was made. `work` runs a function in a managed transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._id = uuid4().hex
        self._revision = 0
        self._shown: dict[str, int] = {}
        self._runs: frozenset[int] = frozenset()
        self._datasets: list[DatasetInfo] = []
        self._kinds: list[str] = []
        self._sources: dict[str, list[str]] = {}
        self._pinned = True
        try:
            work(self._pin)
        except StoreReadOnly:
            self._pinned = False
            work(self._note)

    def close(self) -> None:
        """Release the revision that was pinned for reading."""
        if self._pinned:
            self._work(lambda tx: tx.run(cypher.UNPIN, id=self._id).consume())

    def revision(self) -> int:
        return self._revision

    def datasets(self) -> list[DatasetInfo]:
        return list(self._datasets)

    def runs(self) -> Mapping[str, int]:
        return self._shown

    def entities(
        self, kinds: Iterable[str] | None = None, ids: Iterable[str] | None = None
    ) -> Iterator[EntityRow]:
        chosen = sorted(ENTITY_KINDS if kinds is None else set(kinds) & set(ENTITY_KINDS))
        if ids is None:
            return self._all_entities(chosen)
        begins = tuple(f"{kind}:" for kind in chosen)
        wanted = {identifier for identifier in ids if identifier.startswith(begins)}
        return iter(self._entities_by_id(wanted) if wanted else ())

    def entities_of(self, dataset: str, kind: str) -> Iterator[EntityRow]:
        run = self._shown.get(dataset)
        found = () if run is None else self._entities_in_pages(kind, cypher.PAGE_OF_RUN, run=run)
        return (row for row in found if row.dataset == dataset)

    def links(
        self, kinds: Iterable[str] | None = None, ends: Iterable[str] | None = None
    ) -> Iterator[LinkRow]:
        chosen = sorted(LINK_KINDS if kinds is None else set(kinds) & set(LINK_KINDS))
        if ends is None:
            return self._all_links(chosen)
        wanted = set(ends)
        return iter(self._links_at(set(chosen), wanted) if chosen and wanted else ())

    def _entities_by_id(self, wanted: set[str]) -> list[EntityRow]:
        def fetch(tx: "Transaction") -> list[EntityRow]:
            return [
                row
                for label, listed in by_label(wanted)
                for identifier, claims in values(tx, cypher.for_label(cypher.CLAIMS, label), ids=listed)
                for row in rows_of(identifier, claims, self._runs)
            ]

        return self._look(fetch, EntityRow, lambda row: row.id in wanted)

    def _links_at(self, kinds: set[str], ends: set[str]) -> list[LinkRow]:
        def chosen(row: LinkRow) -> bool:
            return row.kind in kinds and (row.source in ends or row.target in ends)

        def fetch(tx: "Transaction") -> list[LinkRow]:
            return [row for row in links_touching(tx, ends, sorted(self._runs)) if chosen(row)]

        return self._look(fetch, LinkRow, chosen)

    def _all_entities(self, kinds: Iterable[str]) -> Iterator[EntityRow]:
        for kind in sorted(set(kinds) & set(self._kinds)):
            yield from self._entities_in_pages(kind, cypher.PAGE_OF_ENTITIES)

    def _entities_in_pages(self, kind: str, page: str, **bound: int) -> Iterator[EntityRow]:
        query = cypher.for_label(page, cypher.LABELS[kind])
        after: str | None = ""
        while after is not None:
            rows, after = self._page_of_entities(query, kind, after, bound)
            yield from rows

    def _all_links(self, kinds: Iterable[str]) -> Iterator[LinkRow]:
        for kind in kinds:
            for source in sorted(self._sources[kind]):
                after: str | None = ""
                while after is not None:
                    rows, after = self._page_of_links(kind, source, after)
                    yield from rows

    def _page_of_entities(
        self, query: str, kind: str, after: str, bound: Mapping[str, int]
    ) -> Page[EntityRow]:
        last: str | None = None

        def fetch(tx: "Transaction") -> list[EntityRow]:
            nonlocal last
            found = values(tx, query, after=after, limit=BATCH, **bound)
            last = max((identifier for identifier, _ in found), default=None) if len(found) == BATCH else None
            return [row for identifier, claims in found for row in rows_of(identifier, claims, self._runs)]

        rows = self._look(
            fetch,
            EntityRow,
            lambda row: row.kind == kind and after < row.id and (last is None or row.id <= last),
        )
        return rows, last

    def _page_of_links(self, kind: str, source: str, after: str) -> Page[LinkRow]:
        label, begins = cypher.LABELS[source], f"{source}:"
        page = cypher_links.page_of_links(kind, label)
        last: str | None = None

        def fetch(tx: "Transaction") -> list[LinkRow]:
            nonlocal last
            boundary = cypher.for_label(cypher.LAST_OF_PAGE, label)
            end, counted = values(tx, boundary, after=after, limit=_SOURCES)[0]
            last = end if counted == _SOURCES else None
            found = values(tx, page, after=after, last=end, runs=sorted(self._runs)) if counted else []
            return [row for node, links in found for row in links_of(kind, node, links)]

        def chosen(row: LinkRow) -> bool:
            here = row.kind == kind and row.source.startswith(begins)
            return here and after < row.source and (last is None or row.source <= last)

        return self._look(fetch, LinkRow, chosen), last

    def _look(
        self, fetch: Callable[["Transaction"], list[R]], record: type[R], chosen: Callable[[R], bool]
    ) -> list[R]:
        """What `fetch` finds, with what was changed since put back, sorted."""

        def work(tx: "Transaction") -> list[R]:
            rows = {sort_key(row): row for row in fetch(tx)}
            for key, row in self._before(tx).items():
                rows.pop(key, None)
                if isinstance(row, record) and chosen(row):
                    rows[key] = row
            return [rows[key] for key in sorted(rows)]

        return self._work(work)

    def _before(self, tx: "Transaction") -> dict[tuple[str, ...], Row | None]:
        """What stood, at the revision read, at the keys that were changed since."""
        if not self._pinned:
            if int(values(tx, cypher.STATE)[0][0]) != self._revision:
                raise StoreError("the data changed while it was read; read again")
            return {}
        found = values(tx, cypher.LOOK, id=self._id, revision=self._revision)
        if not found or found[0][0] >= PATIENCE:  # changes since were perhaps not remembered for it
            raise StoreError(f"a reading may rest for {PATIENCE // 60_000} minutes at most; read again")
        rested, changes = found[0]
        if rested > PATIENCE // 10:
            tx.run(cypher.RENEW, id=self._id).consume()
        return undone(changes, self._runs)

    def _pin(self, tx: "Transaction") -> None:
        self._keep(tx, values(tx, cypher.PIN, id=self._id)[0])

    def _note(self, tx: "Transaction") -> None:
        self._keep(tx, values(tx, cypher.NOTE)[0])

    def _keep(self, tx: "Transaction", noted: Sequence[Any]) -> None:
        """Keep the revision, and what is shown at it, as `cypher.NOTE` tells it."""
        revision, shown, infos, present = noted
        self._revision = int(revision)
        self._shown = dict(sorted(shown))
        self._runs = frozenset(self._shown.values())
        self._datasets = infos_of(infos)
        self._kinds = list(compress(cypher.LABELS, present))
        tied = values(tx, cypher_links.present_links(self._kinds))[0]
        self._sources = {
            kind: list(compress(self._kinds, found)) for kind, found in zip(cypher.TYPES, tied, strict=True)
        }
