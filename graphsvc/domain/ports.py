"""The store port: what every store promises, and nothing about how.

Promises (the contract suite holds both adapters to them)

- `kinds=None` means all kinds, `kinds=()` means none; any argument may be a one-shot iterator.
- A batch of at most `BATCH` rows is one transaction: all of it or nothing. A link to an unknown id is
  refused by name. Writing the same claim twice changes nothing; the last of a batch wins.
- A *run* is a load of one dataset in many batches. What it writes stays unseen until it is closed; closing
  is one transaction that shows the new claims and retires those the run did not bring again. A run that
  breaks off, even by `kill -9`, leaves everything as it was before. Replacing everything is a run of all
  datasets at once.
- A store never shows a link without both its ends (a stage is no entity and always there). An entity goes
  with its last claim and takes its dataset's links with it; where another dataset's links still need it, the
  change is refused. A run whose links lost an end to another dataset since they were written is refused too.
- A reader sees one consistent state from its opening to its end, whatever is written meanwhile, and blocks
  nobody. Rows come sorted by `rows.sort_key`.
- Once a call returned, a hard kill loses nothing of it.
- Errors are `StoreError`s: `StoreUnavailable` when the store cannot be reached or opened.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import islice
from typing import TypeVar

from graphsvc.domain import Claim, DatasetInfo
from graphsvc.domain.rows import Digest, EntityRow, LinkRow, Row, to_row
from graphsvc.errors import StoreError

T = TypeVar("T")

BATCH = 5000


class Run(ABC):
    """An open load; obtained from `GraphStore.run` or `GraphStore.replace`."""

    def write(self, claims: Iterable[Claim]) -> int:
        """Write claims in batches and return how many; see `write_rows`."""
        written = 0
        for batch in batches(claims):
            rows = [to_row(claim) for claim in batch]
            self.write_rows(rows)
            written += len(rows)
        return written

    @abstractmethod
    def write_rows(self, rows: Sequence[Row]) -> None:
        """Write one batch of at most `BATCH` rows in one transaction; its entities come before its links.

        Raises `UnknownEnd` when a link's end is in no claim of this run or of the store, `RunLost` when
        another load of the dataset took over or the run is closed.
        """


class Reader(ABC):
    """One consistent state of the store."""

    @abstractmethod
    def revision(self) -> int:
        """Counter of visible changes of this store, from a random start; never part of a result."""

    @abstractmethod
    def datasets(self) -> list[DatasetInfo]:
        """The datasets that were loaded or written to and not retired since, sorted by id."""

    @abstractmethod
    def runs(self) -> Mapping[str, int]:
        """The run that each dataset shows, by dataset; another number after each complete load."""

    @abstractmethod
    def entities(
        self, kinds: Iterable[str] | None = None, ids: Iterable[str] | None = None
    ) -> Iterator[EntityRow]:
        """Entity rows of the given kinds and ids, sorted by kind, id, dataset and basis."""

    def entities_of(self, dataset: str, kind: str) -> Iterator[EntityRow]:
        """Entity rows of one kind in one dataset, sorted by id and basis.

        A store finds them without reading what other datasets say.
        """
        return (row for row in self.entities((kind,)) if row.dataset == dataset)

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

    def run(self, info: DatasetInfo) -> AbstractContextManager[Run]:
        """Load a dataset completely: leaving the block closes the run, an exception abandons it.

        A run of the same dataset that was left open is taken over: its unseen rows are dropped.
        Raises on leaving `StillUsed` when an entity that would go is needed by a link that stays,
        `UnknownEnd` when a link of the run lost its end meanwhile, `RunLost` when another load took over.
        """
        return self.loading([info])

    def replace(self, infos: Sequence[DatasetInfo]) -> AbstractContextManager[Run]:
        """Load these datasets in place of everything there is; links may need entities of any of them.

        Leaving the block shows them, and nothing else any more, in one transaction; an exception abandons
        them. Raises `RunLost` on leaving when a load of one of them took over.
        """
        return self.loading(infos, alone=True)

    @abstractmethod
    def loading(self, infos: Sequence[DatasetInfo], *, alone: bool = False) -> AbstractContextManager[Run]:
        """Runs of datasets that are closed together: what `run` and `replace` are made of.

        `alone` says that nothing else is shown afterwards.
        """

    @abstractmethod
    def write(self, info: DatasetInfo, claims: Iterable[Claim]) -> int:
        """Add or replace at most `BATCH` claims of a dataset at once, visible when this returns.

        Returns how many. The next run of the dataset supersedes them. Raises
        `UnknownEnd` as `Run.write_rows` does.
        """

    @abstractmethod
    def delete(self, claims: Iterable[Claim]) -> int:
        """Remove at most `BATCH` claims by key, dataset and basis, in one transaction.

        An entity whose last claim goes takes the links of the removed claims' datasets with it; raises
        `StillUsed` when links of others need it. Returns how many of the claims there were.
        """

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

    def writable(self) -> bool:
        """Whether the store takes writes at present. Raises `StoreUnavailable` when it cannot be reached."""
        return True


def checked(rows: Sequence[Row], *datasets: str) -> Sequence[Row]:
    """`rows`, refused with `StoreError` when they are too many or not all of `datasets` (none: any)."""
    if len(rows) > BATCH:
        raise StoreError(f"{len(rows)} claims at once; at most {BATCH} go into one transaction")
    for row in rows:
        if datasets and row.dataset not in datasets:
            raise StoreError(
                f"a claim of dataset {row.dataset} cannot be written as one of {', '.join(datasets)}"
            )
    return rows


def batches(items: Iterable[T]) -> Iterator[list[T]]:
    """Claims or rows cut into lists of at most `BATCH`; the input is walked once."""
    iterator = iter(items)
    while batch := list(islice(iterator, BATCH)):
        yield batch


@contextmanager
def opened(store: GraphStore) -> Iterator[GraphStore]:
    """`store`, closed at the end of the block."""
    try:
        yield store
    finally:
        store.close()
