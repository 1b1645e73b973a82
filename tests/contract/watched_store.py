"""A store that remembers what was read from it last, so that a test need not read everything once more."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar

from graphsvc.domain import DatasetInfo
from graphsvc.domain.ports import GraphStore, Reader
from graphsvc.domain.rows import EntityRow, LinkRow, Row
from graphsvc.store.public import PublicStore
from tests.contract.store_base import in_order

R = TypeVar("R", EntityRow, LinkRow)


class WatchedStore(PublicStore):
    """Hands everything through, private claims too, and keeps the rows of each kind that was read whole."""

    def __init__(self, store: GraphStore) -> None:
        super().__init__(store)
        self._kept: dict[str, list[Row]] = {}

    @contextmanager
    def read(self) -> Iterator[Reader]:
        with self._store.read() as reader:
            yield _WatchedReader(reader, self._kept)

    def rows(self) -> list[Row]:
        """The rows of all kinds as they were read last, in the order of a reader."""
        return in_order(row for rows in self._kept.values() for row in rows)


class _WatchedReader(Reader):
    def __init__(self, reader: Reader, kept: dict[str, list[Row]]) -> None:
        self._reader, self._kept = reader, kept

    def revision(self) -> int:
        return self._reader.revision()

    def datasets(self) -> list[DatasetInfo]:
        return self._reader.datasets()

    def runs(self) -> Mapping[str, int]:
        return self._reader.runs()

    def entities(
        self, kinds: Iterable[str] | None = None, ids: Iterable[str] | None = None
    ) -> Iterator[EntityRow]:
        kinds = kinds if kinds is None else tuple(kinds)
        found = self._reader.entities(kinds, ids)
        return found if kinds is None or ids is not None else self._keeping(kinds, found)

    def links(
        self, kinds: Iterable[str] | None = None, ends: Iterable[str] | None = None
    ) -> Iterator[LinkRow]:
        kinds = kinds if kinds is None else tuple(kinds)
        found = self._reader.links(kinds, ends)
        return found if kinds is None or ends is not None else self._keeping(kinds, found)

    def _keeping(self, kinds: tuple[str, ...], rows: Iterator[R]) -> Iterator[R]:
        read: dict[str, list[Row]] = {kind: [] for kind in kinds}
        for row in rows:
            read[row.kind].append(row)
            yield row
        self._kept |= read
