"""What every transaction on Neo4j needs: locks, the runs of the moment, lookups by label.

Neo4j reads what others commit meanwhile. So every writing transaction holds the lock of `writers`, and every
change that readers can see is committed under the lock of `state`, which is taken after the other.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from graphsvc.domain import DatasetInfo
from graphsvc.domain.rows import LinkRow, sort_key
from graphsvc.store import cypher
from graphsvc.store.neo4j_rows import label_of, link_of

if TYPE_CHECKING:
    from neo4j import ManagedTransaction as Transaction

T = TypeVar("T")


class Work(Protocol):
    """Runs a function in a managed transaction, more than once if need be."""

    def __call__(self, function: Callable[["Transaction"], T]) -> T: ...


PATIENCE = 600_000
"""Milliseconds after which a reading that was not heard of any more no longer counts."""


@dataclass(frozen=True)
class Runs:
    """The runs at one moment: the one each dataset shows, those open, and when an entity last went."""

    shown: Mapping[str, int]
    open: Mapping[int, int]
    """From each open run to the revision at which it began."""
    lost: int
    """The revision at which an entity last went."""

    def stays(self, dataset: str) -> list[int]:
        """The runs that other datasets than `dataset` show."""
        return sorted(run for owner, run in self.shown.items() if owner != dataset)


def lock(tx: "Transaction", which: str) -> None:
    """Wait for the lock `writers` or `state` and hold it to the end of the transaction."""
    tx.run(cypher.LOCK, lock=which).consume()


def values(tx: "Transaction", query: str, **parameters: Any) -> list[list[Any]]:
    """All rows of a query."""
    return tx.run(query, parameters).values()


def locked(tx: "Transaction") -> Runs:
    """Wait for the lock `writers` and hold it to the end of the transaction; the runs, sorted by dataset."""
    lost, found = values(tx, cypher.LOCKED)[0]
    found.sort(key=lambda row: str(row[1]))
    return Runs(
        shown={dataset: run for run, dataset, state, _ in found if state == "shown"},
        open={run: began for run, _, state, began in found if state == "open"},
        lost=int(lost),
    )


def datasets(tx: "Transaction") -> list[DatasetInfo]:
    """The declared datasets, sorted by id."""
    return infos_of(info for (info,) in values(tx, cypher.DATASETS))


def infos_of(texts: Iterable[str]) -> list[DatasetInfo]:
    """Datasets as they are kept, sorted by id."""
    return sorted(map(DatasetInfo.model_validate_json, texts), key=lambda info: info.id)


def by_label(ends: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Ids grouped by the label of their nodes; what can be no node is left out."""
    groups: dict[str, list[str]] = defaultdict(list)
    for end in sorted(set(ends)):
        if label := label_of(end):
            groups[label].append(end)
    yield from sorted(groups.items())


def links_touching(tx: "Transaction", ends: Iterable[str], runs: Sequence[int]) -> list[LinkRow]:
    """The links of `runs` at any of `ends`, sorted, each once."""
    found: set[LinkRow] = set()
    for label, listed in by_label(ends):
        for text in (cypher.LINKS_FROM, cypher.LINKS_TO):
            rows = values(tx, cypher.for_label(text, label), ends=listed, runs=runs)
            found.update(map(link_of, rows))
    return sorted(found, key=sort_key)


def drop_bare(tx: "Transaction", ids: Iterable[str]) -> None:
    """Remove nodes without claims, but for those that an open run has links to."""
    for label, listed in by_label(ids):
        tx.run(cypher.for_label(cypher.DROP, label), ids=listed).consume()
