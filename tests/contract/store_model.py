"""What a plain model of a store is made of: rows by key, open loads and open readers."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from graphsvc.domain import Claim, DatasetInfo
from graphsvc.domain.ports import Reader, Run
from graphsvc.domain.rows import EntityRow, Row, sort_key, to_row

Key = tuple[str, ...]
Rows = dict[Key, Row]


@dataclass
class Loading:
    """An open load: of one dataset, or of all that shall be there when it is `alone`."""

    context: AbstractContextManager[Run]
    run: Run
    about: Sequence[DatasetInfo]
    alone: bool
    rows: Rows = field(default_factory=dict)
    lost: bool = False

    @property
    def datasets(self) -> set[str]:
        return {one.id for one in self.about}


@dataclass
class Reading:
    """An open reader, and what was shown when it was opened."""

    context: AbstractContextManager[Reader]
    reader: Reader
    expected: list[Row]
    about: list[DatasetInfo]
    revision: int


def ids(rows: Iterable[Row]) -> set[str]:
    return {row.id for row in rows if isinstance(row, EntityRow)}


def ends(row: Row) -> tuple[str, ...]:
    """The entities that a row needs besides itself; a stage is none."""
    if isinstance(row, EntityRow):
        return ()
    return (row.source,) if row.kind == "performs" else (row.source, row.target)


def dangling(rows: Iterable[Row], there: set[str]) -> bool:
    return any(end not in there for row in rows for end in ends(row))


def by_key(claims: Iterable[Claim]) -> Rows:
    return {sort_key(row): row for row in map(to_row, claims)}
