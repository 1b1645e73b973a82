"""What a load needs of a store; `graphsvc.store` fulfils it, and neither package knows the other."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from graphsvc.domain import DatasetInfo
from graphsvc.domain.rows import EntityRow, LinkRow, Row

BATCH = 5000
"""Rows that go into one transaction."""


class RunPort(Protocol):
    """An open load of one dataset."""

    def write_rows(self, rows: Sequence[Row]) -> None:
        """Write one batch of at most `BATCH` rows in one transaction."""


class ReaderPort(Protocol):
    """One consistent state of the store."""

    def datasets(self) -> list[DatasetInfo]:
        """The datasets with visible claims."""

    def entities(
        self, kinds: Iterable[str] | None = None, ids: Iterable[str] | None = None
    ) -> Iterator[EntityRow]:
        """Rows of entities."""

    def links(
        self, kinds: Iterable[str] | None = None, ends: Iterable[str] | None = None
    ) -> Iterator[LinkRow]:
        """Rows of links."""


class StorePort(Protocol):
    """A place that keeps claims."""

    def run(self, info: DatasetInfo) -> AbstractContextManager[RunPort]:
        """Load a dataset completely."""

    def read(self) -> AbstractContextManager[ReaderPort]:
        """Open a consistent view."""
