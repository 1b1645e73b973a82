from pathlib import Path

import pytest

from graphsvc import snapshot as snapshots
from graphsvc.answers.loading import load_folder
from graphsvc.ingest.synthetic import generate
from graphsvc.state.graph import CurrentGraph
from graphsvc.store.sqlite import SqliteStore


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
