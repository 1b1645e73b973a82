from collections.abc import Iterator
from pathlib import Path

import pytest

from graphsvc.domain.ports import GraphStore, opened
from graphsvc.store.sqlite import SqliteStore


@pytest.fixture
def store(tmp_path: Path) -> Iterator[GraphStore]:
    with opened(SqliteStore(tmp_path / "store.db")) as store:
        yield store
