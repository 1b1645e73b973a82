import threading
from pathlib import Path

import pytest

from graphsvc import snapshot as snapshots
from graphsvc.answers.loading import load_folder
from graphsvc.ingest.synthetic import generate
from graphsvc.state.graph import CurrentGraph
from graphsvc.store.sqlite import SqliteStore
from tests.support.claims import info, organization


def test_a_snapshot_of_an_older_layout_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    generate(tmp_path / "data", organizations=30, seed=1)
    store = SqliteStore(tmp_path / "graph.db")
    load_folder(tmp_path / "data", store, tmp_path)
    first = CurrentGraph(store, "sqlite:test", tmp_path).snapshot()
    for file in (tmp_path / "snapshots").rglob("*.npy"):
        file.unlink()
    monkeypatch.setattr(snapshots, "LAYOUT", snapshots.LAYOUT + 1)
    assert CurrentGraph(store, "sqlite:test", tmp_path).snapshot().digest == first.digest
    store.close()


def test_what_is_said_while_a_new_snapshot_is_made_ready_is_not_lost(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "graph.db")
    store.write(info(), [organization("a")])
    graph = CurrentGraph(store, "sqlite:test", tmp_path)
    said = ["before"]
    ready = threading.Event()

    def more(_snapshot: snapshots.Snapshot) -> None:
        if ready.is_set():  # while the second snapshot is made ready, someone says more
            ready.clear()
            said.append("meanwhile")
            graph.forget("said")

    def words() -> list[str]:
        return graph.derived("said", lambda _snapshot: list(said))

    assert words() == ["before"]
    graph.derived("slow", more)
    store.write(info(), [organization("b")])
    ready.set()
    graph.refresh()
    assert words() == ["before", "meanwhile"]
    store.close()
