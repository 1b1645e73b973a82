"""The embedded store keeps the contract, and says in a sentence why a file cannot be used."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from sqlalchemy import event

from graphsvc.domain.ports import GraphStore
from graphsvc.domain.rows import EntityRow, LinkRow, Row
from graphsvc.errors import StoreError, StoreUnavailable
from graphsvc.store.sqlite import SqliteStore
from tests.contract.store import StoreContract
from tests.contract.store_base import Connect, in_order, rows_of, shown
from tests.support.claims import info, organization


class TestSqliteStore(StoreContract):
    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        return tmp_path / "made" / "on demand" / "what?x=1&#%20;graph.db"

    @pytest.fixture
    def connect(self, path: Path) -> Iterator[Connect]:
        opened: list[SqliteStore] = []

        def open_store() -> GraphStore:
            opened.append(SqliteStore(path))
            return opened[-1]

        self._path = path
        yield open_store
        for store in opened:
            store.close()

    def raw(self, store: GraphStore) -> list[Row]:
        connection = sqlite3.connect(self._path)
        entities = connection.execute(f"SELECT {', '.join(EntityRow._fields)} FROM entity")  # noqa: S608
        links = connection.execute(f"SELECT {', '.join(LinkRow._fields)} FROM link")  # noqa: S608
        rows = in_order([*map(EntityRow._make, entities), *map(LinkRow._make, links)])
        connection.close()
        return rows

    def test_a_full_disk_refuses_the_batch_and_harms_nothing(self, connect: Connect) -> None:
        store = connect()
        assert isinstance(store, SqliteStore)
        store.write(info(), [organization("a", name="A")])
        event.listen(store._engine, "begin", lambda it: it.exec_driver_sql("PRAGMA max_page_count = 40"))
        huge = [organization(f"n{number}", text="x" * 50_000) for number in range(50)]
        with pytest.raises(StoreError, match="full"):
            store.write(info(), huge)
        with pytest.raises(StoreError, match="full"), store.run(info()) as run:
            run.write(huge)
        assert shown(store) == rows_of([organization("a", name="A")])
        assert self.raw(store) == shown(store)

    def test_a_locked_file_is_a_store_error(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("graphsvc.store.sqlite._BUSY_SECONDS", 0.05)
        store = SqliteStore(path)
        store.write(info(), [organization("a")])
        holder = sqlite3.connect(path, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another process is writing"):
            store.write(info(), [organization("b")])
        assert shown(store) == rows_of([organization("a")])
        holder.execute("ROLLBACK")
        holder.close()
        store.write(info(), [organization("b")])
        store.close()


@pytest.mark.parametrize("content", [b"this is not a database" * 100, b"SQLite format 3\x00" + b"x" * 4096])
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "graph.db"
    path.write_bytes(content)
    with pytest.raises(StoreUnavailable, match=r"graph\.db"):
        SqliteStore(path)
    assert path.read_bytes() == content


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="unable to open"):
        SqliteStore(tmp_path)


def test_a_path_through_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnavailable, match="cannot open the store"):
        SqliteStore(tmp_path / "file" / "graph.db")


def test_a_store_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    SqliteStore(tmp_path / "graph.db").close()
    connection = sqlite3.connect(tmp_path / "graph.db", isolation_level=None)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(StoreUnavailable, match="newer version"):
        SqliteStore(tmp_path / "graph.db")


READ_ONLY = """
import os, sys
from pathlib import Path
from graphsvc.errors import StoreUnavailable
from graphsvc.store.sqlite import SqliteStore
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
try:
    SqliteStore(Path(sys.argv[1]))
except StoreUnavailable as error:
    print(error)
"""


def test_a_read_only_file_is_refused(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("open")
    for above in (folder, *list(folder.parents)[:2]):
        above.chmod(0o755)
    SqliteStore(folder / "graph.db").close()
    (folder / "graph.db").chmod(0o444)
    folder.chmod(0o555)
    done = subprocess.run(
        [sys.executable, "-c", READ_ONLY, folder / "graph.db"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    folder.chmod(0o755)
    assert "cannot open the store" in done.stdout


def _open(path: Path) -> int:
    store = SqliteStore(path)
    store.write(info(f"d{os.getpid()}"), [organization("a", f"d{os.getpid()}")])
    store.close()
    return os.getpid()


def test_several_processes_may_create_the_file_at_once(tmp_path: Path) -> None:
    with ProcessPoolExecutor(4, get_context("spawn")) as pool:
        writers = set(pool.map(_open, [tmp_path / "graph.db"] * 12))
    store = SqliteStore(tmp_path / "graph.db")
    assert {row.dataset for row in shown(store)} == {f"d{writer}" for writer in writers}
    store.close()
