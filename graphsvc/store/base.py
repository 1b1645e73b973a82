"""The store port: what every store promises, and nothing about how.

Promises (the contract suite holds both adapters to them)

- `kinds=None` means all kinds, `kinds=()` means none; any argument may be a one-shot iterator.
- A batch of at most `BATCH` rows is one transaction: all of it or nothing. A link to an unknown id is
  refused by name. Writing the same claim twice changes nothing; the last of a batch wins.
- A *run* is a load of one dataset in many batches. What it writes stays unseen until it is closed; closing
  is one transaction that shows the new claims and retires those the run did not bring again. A run that
  breaks off, even by `kill -9`, leaves everything as it was before.
- An entity goes with its last claim and takes its dataset's links with it; where another dataset's links
  still need it, closing is refused.
- A reader sees one consistent state. Rows come sorted by `rows.sort_key`.
- Once a call returned, a hard kill loses nothing of it.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import islice

from graphsvc.domain import Claim, DatasetInfo
from graphsvc.domain.rows import Digest, EntityRow, LinkRow, Row, to_row

BATCH = 5000


class Run(ABC):
    """An open load of one dataset; obtained from `GraphStore.run`."""

    def write(self, claims: Iterable[Claim]) -> int:
        """Write claims in batches; entities of a batch come before its links. Returns how many.

        Raises `UnknownEnd` when a link's end is in no claim of this run or of the store, `RunLost` when
        another load of the dataset took over.
        """
        written = 0
        for batch in batches(claims):
            rows = [to_row(claim) for claim in batch]
            self.write_rows(rows)
            written += len(rows)
        return written

    @abstractmethod
    def write_rows(self, rows: Sequence[Row]) -> None:
        """Write one batch of at most `BATCH` rows in one transaction."""


class Reader(ABC):
    """One consistent state of the store."""

    @abstractmethod
    def revision(self) -> int:
        """Counter of visible changes of this store, from a random start; never part of a result."""

    @abstractmethod
    def datasets(self) -> list[DatasetInfo]:
        """The datasets that have visible claims or were declared, sorted by id."""

    @abstractmethod
    def entities(
        self, kinds: Iterable[str] | None = None, ids: Iterable[str] | None = None
    ) -> Iterator[EntityRow]:
        """Entity rows of the given kinds and ids, sorted by id, dataset and basis."""

    @abstractmethod
    def links(
        self, kinds: Iterable[str] | None = None, ends: Iterable[str] | None = None
    ) -> Iterator[LinkRow]:
        """Link rows of the given kinds that touch one of `ends`, sorted by kind, key, dataset and basis."""

    def digest(self) -> str:
        """SHA-256 over all claims; equal for equal data in any store."""
        digest = Digest()
        digest.feed(self.entities())
        digest.feed(self.links())
        return digest.hexdigest()


class GraphStore(ABC):
    """A place that keeps claims."""

    @abstractmethod
    def run(self, info: DatasetInfo) -> AbstractContextManager[Run]:
        """Load a dataset completely: leaving the block closes the run, an exception abandons it.

        A run of the same dataset that was left open is taken over: its unseen rows are dropped.
        Raises `StillUsed` on leaving when an entity that would go is needed by another dataset.
        """

    @abstractmethod
    def write(self, info: DatasetInfo, claims: Iterable[Claim]) -> int:
        """Add or replace at most `BATCH` claims of a dataset at once, visible when this returns."""

    @abstractmethod
    def delete(self, claims: Iterable[Claim]) -> int:
        """Remove these claims by key, dataset and basis, in one transaction; returns how many there were."""

    @abstractmethod
    def retire(self, dataset: str) -> int:
        """Remove a dataset with all its claims; returns how many. Raises `StillUsed` as `run` does."""

    @abstractmethod
    def read(self) -> AbstractContextManager[Reader]:
        """Open a consistent view for reading."""

    @abstractmethod
    def close(self) -> None:
        """Give back what the store holds open."""

    def revision(self) -> int:
        """Counter of visible changes, for noticing them."""
        with self.read() as reader:
            return reader.revision()


def batches(claims: Iterable[Claim]) -> Iterator[list[Claim]]:
    """`claims` cut into lists of at most `BATCH`; the input is walked once."""
    iterator = iter(claims)
    while batch := list(islice(iterator, BATCH)):
        yield batch


@contextmanager
def opened(store: GraphStore) -> Iterator[GraphStore]:
    """`store`, closed at the end of the block."""
    try:
        yield store
    finally:
        store.close()
