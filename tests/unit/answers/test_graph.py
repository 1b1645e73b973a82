import threading
from pathlib import Path

import pytest

from graphsvc import snapshot as snapshots
from graphsvc.answers.loading import load_folder
from graphsvc.errors import Busy
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


def test_two_who_refresh_at_once_make_what_is_derived_once(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "graph.db")
    store.write(info(), [organization("a")])
    graph = CurrentGraph(store, "sqlite:test", tmp_path)
    made: list[str] = []
    begun, go = threading.Event(), threading.Event()

    def make(snapshot: snapshots.Snapshot) -> None:
        made.append(snapshot.digest)
        begun.set()
        go.wait(60)

    go.set()
    graph.derived("slow", make)
    store.write(info(), [organization("b")])
    begun.clear()
    go.clear()
    threads = [threading.Thread(target=graph.refresh) for _ in range(2)]
    threads[0].start()
    begun.wait(60)
    threads[1].start()
    threads[1].join(0.5)  # it would begin to make the same in this time
    go.set()
    for thread in threads:
        thread.join()
    assert len(made) == len(set(made)) == 2
    store.close()


def test_while_one_thread_makes_ready_others_get_what_is_there_and_do_not_wait(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "graph.db")
    store.write(info(), [organization("a")])
    graph = CurrentGraph(store, "sqlite:test", tmp_path)
    steps = [threading.Event() for _ in range(3)]

    def make_ready() -> None:
        with graph.preparing(2) as done:
            steps[0].set()
            steps[1].wait(60)
            assert graph.being_prepared() is None
            graph.derived("first", lambda snapshot: snapshot.digest)
            done()
            graph.derived("second", lambda _snapshot: steps[2].wait(60))

    def digest() -> str:
        return graph.derived("first", lambda _snapshot: "made by another")

    thread = threading.Thread(target=make_ready)
    thread.start()
    steps[0].wait(60)
    with pytest.raises(Busy) as nothing_yet:
        graph.snapshot()
    assert (nothing_yet.value.done, nothing_yet.value.total) == (0, 2)
    steps[1].set()
    while (busy := graph.being_prepared()) and not busy.done:
        pass
    assert digest() == graph.snapshot().digest
    with pytest.raises(Busy) as half:
        graph.derived("second", lambda _snapshot: None)
    assert half.value.done == 1
    steps[2].set()
    thread.join()
    assert graph.being_prepared() is None
    assert graph.derived("second", lambda _snapshot: None) is True
    assert graph.derived("third", lambda _snapshot: 3) == 3
    store.close()
