"""What a load would change: its rows against those the store has of the same dataset."""

from collections.abc import Iterable
from typing import NamedTuple

from graphsvc.domain.ports import GraphStore
from graphsvc.domain.rows import EntityRow, Row


class DatasetDiff(NamedTuple):
    """How many claims are new, changed and the same, and how many the store has beyond them."""

    new: int
    changed: int
    same: int
    gone: int


def diff_dataset(store: GraphStore, dataset: str, rows: Iterable[Row]) -> DatasetDiff:
    """How many of the rows are new, changed and the same, and how many the store has beyond them."""
    with store.read() as reader:
        has: dict[int, int] = {}
        for kept in (reader.entities(), reader.links()):
            for row in kept:
                if row.dataset == dataset:
                    has[_key(row)] = hash(row)
    new = changed = same = 0
    for row in rows:
        old = has.pop(_key(row), None)
        if old is None:
            new += 1
        elif old == hash(row):
            same += 1
        else:
            changed += 1
    return DatasetDiff(new, changed, same, len(has))


def _key(row: Row) -> int:
    if isinstance(row, EntityRow):
        return hash((row.id, row.basis))
    return hash((row.kind, row.source, row.target, row.qualifier, row.basis))
