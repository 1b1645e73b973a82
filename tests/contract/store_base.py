"""What every part of the store contract works with."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable

import pytest

from graphsvc.domain import Claim, DatasetInfo
from graphsvc.domain.ports import GraphStore
from graphsvc.domain.rows import Digest, Row, sort_key, to_row

Connect = Callable[[], GraphStore]


class StoreTests(ABC):
    """A store under test (`store`), the same store as another process sees it (`other`), and its raw rows."""

    @pytest.fixture
    @abstractmethod
    def connect(self) -> Connect:
        """Opens the same store once more; what it opened is closed at the end of the test."""

    @pytest.fixture
    def store(self, connect: Connect) -> GraphStore:
        return connect()

    @pytest.fixture
    def other(self, connect: Connect, store: GraphStore) -> GraphStore:
        return connect()

    @abstractmethod
    def raw(self, store: GraphStore) -> list[Row]:
        """All rows that lie in the database, shown or not, past our reader; sorted."""


def load(store: GraphStore, info: DatasetInfo, claims: Iterable[Claim]) -> None:
    """Load `claims` as a complete run."""
    with store.run(info) as run:
        run.write(claims)


def shown(store: GraphStore) -> list[Row]:
    """Every visible row, read by our reader, with the order checked."""
    with store.read() as reader:
        rows: list[Row] = [*reader.entities(), *reader.links()]
    assert rows == in_order(rows)
    return rows


def digest_of(rows: Iterable[Row]) -> str:
    """The digest of rows in the order of a reader."""
    digest = Digest()
    digest.feed(rows)
    return digest.hexdigest()


def in_order(rows: Iterable[Row]) -> list[Row]:
    """Rows as a reader hands them out: entities first, each by its key."""
    return sorted(rows, key=lambda row: (len(sort_key(row)), sort_key(row)))


def rows_of(claims: Iterable[Claim]) -> list[Row]:
    """The rows of `claims` in the order a reader hands them out."""
    return in_order(to_row(claim) for claim in claims)
