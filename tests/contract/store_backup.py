"""Contract: everything is replaced at once or not at all, and a backup brings back all there was."""

import json
import threading
from pathlib import Path

import pytest

from graphsvc.domain.ports import GraphStore
from graphsvc.errors import InvalidData, RunLost, UnknownEnd
from graphsvc.state.backup import read_content, restore_backup, write_backup
from tests.contract.store_base import StoreTests, load, rows_of, shown
from tests.support.claims import (
    activity,
    cluster,
    info,
    membership,
    organization,
    participation,
    project,
    relation,
)

ALPHA = [organization("a", name="Ä\u2028"), project("p"), participation("a", "p", contribution=0.1)]
OWN = [
    organization("person-x", "person-members-c", name="Only on a list"),
    activity("organization:a", "food/milling", "person-members-c", "confirmed"),
]
CROSSED = [
    organization("a"),
    relation("organization:a", "cluster:c", "runs"),
    cluster("c", "beta"),
    membership("a", "c", "beta"),
]
"""Two datasets each of which needs an entity of the other."""


def digest_of(store: GraphStore) -> str:
    with store.read() as reader:
        return reader.digest()


class BackupContract(StoreTests):
    def test_replacing_shows_the_new_datasets_alone(self, store: GraphStore, other: GraphStore) -> None:
        load(store, info(title="Old"), ALPHA)
        load(store, info("gamma"), [organization("g", "gamma")])
        before = shown(store)
        with store.replace([info(), info("beta")]) as run:
            run.write([CROSSED[0], CROSSED[2]])
            run.write([CROSSED[1], CROSSED[3]])
            assert shown(other) == before
        assert shown(other) == rows_of(CROSSED)
        with other.read() as reader:
            assert reader.datasets() == [info(), info("beta")]
            assert list(reader.runs()) == ["alpha", "beta"]
        assert self.raw(store) == rows_of(CROSSED)

    def test_replacing_that_breaks_off_leaves_everything(self, store: GraphStore) -> None:
        load(store, info(), ALPHA)
        claims = [organization("a", "beta"), participation("a", "p", "beta")]
        with pytest.raises(UnknownEnd, match="project:p"), store.replace([info("beta")]) as run:
            run.write(claims)
        assert self.raw(store) == rows_of(ALPHA)

    def test_a_load_that_took_over_keeps_what_is_replaced_from_closing(
        self, store: GraphStore, other: GraphStore
    ) -> None:
        replacing = store.replace([info(), info("beta")])
        replacing.__enter__().write([organization("a")])
        load(other, info("beta"), [organization("b", "beta")])
        with pytest.raises(RunLost):
            replacing.__exit__(None, None, None)
        assert self.raw(store) == rows_of([organization("b", "beta")])

    def test_a_backup_brings_back_all_claims_and_what_people_left(
        self, store: GraphStore, tmp_path: Path
    ) -> None:
        home, elsewhere, path = tmp_path / "home", tmp_path / "elsewhere", tmp_path / "backup"
        load(store, info(priority=3), ALPHA)
        load(store, info("person-members-c"), OWN)
        with store.read() as reader:
            run = reader.runs()["alpha"]
        for name, text in {
            "members.salt": "s" * 64,
            "member_columns.json": "{}",
            "judged_pairs.json": "[]",
            "undo/0123/about.json": "{}",
            "reports/alpha.json": json.dumps({"run": run, "refused": []}),
            "reports/beta.json": json.dumps({"run": 99, "refused": []}),
            "uploads/.x.part": "draft",
            "snapshots/1/names.npy": "derived",
        }.items():
            (home / name).parent.mkdir(parents=True, exist_ok=True)
            (home / name).write_text(text)
        made = write_backup(store, home, path, "2026-01-02")
        assert (made.made, made.claims, made.digest) == ("2026-01-02", 5, digest_of(store))
        assert path.stat().st_mode & 0o077 == 0
        load(store, info(), [organization("a", name="Later")])
        load(store, info("gamma"), [organization("g", "gamma")])
        (elsewhere / "desks").mkdir(parents=True)
        (elsewhere / "desks" / "later.json").write_text("{}")
        assert restore_backup(path, store, elsewhere, replace=True) == made == read_content(path)
        assert digest_of(store) == made.digest
        assert shown(store) == rows_of([*ALPHA, *OWN])
        with store.read() as reader:
            assert reader.datasets() == [info(priority=3), info("person-members-c")]
            run = reader.runs()["alpha"]
        files = {one.relative_to(elsewhere).as_posix() for one in elsewhere.rglob("*") if one.is_file()}
        kept = {"members.salt", "member_columns.json", "judged_pairs.json"}
        assert files == kept | {"undo/0123/about.json", "reports/alpha.json"}
        assert json.loads((elsewhere / "reports/alpha.json").read_text()) == {"run": run, "refused": []}

    def test_a_backup_is_one_state_while_others_write(
        self, store: GraphStore, other: GraphStore, tmp_path: Path
    ) -> None:
        load(store, info(), [organization(f"n{one}") for one in range(2000)])
        written, stop = [0], threading.Event()

        def write() -> None:
            while not stop.is_set():
                key = f"pair-{written[0]}"
                stage = activity(f"organization:{key}", "food/milling", "beta")
                other.write(info("beta"), [organization(key, "beta"), stage])
                written[0] += 1

        writer = threading.Thread(target=write)
        writer.start()
        try:
            while not written[0]:
                pass
            before = written[0]
            made = write_backup(store, tmp_path, tmp_path / "backup", "2026-01-02")
            while written[0] < before + 2:
                pass
        finally:
            stop.set()
            writer.join()
        restore_backup(tmp_path / "backup", store, tmp_path, replace=True)
        assert digest_of(store) == made.digest
        pairs = made.claims - 2000
        assert pairs % 2 == 0
        assert 2 * before <= pairs < 2 * written[0]
        assert len(shown(store)) == made.claims

    @pytest.mark.parametrize("damage", ["cut", "changed", "longer", "empty", "other"])
    def test_a_damaged_backup_is_refused_before_anything_is_written(
        self, store: GraphStore, tmp_path: Path, damage: str
    ) -> None:
        path = tmp_path / "backup"
        load(store, info(), ALPHA)
        write_backup(store, tmp_path, path, "2026-01-02")
        whole = path.read_bytes()
        middle = len(whole) // 2
        path.write_bytes(
            {
                "cut": whole[:-1],
                "changed": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
                "longer": whole + b"0",
                "empty": b"",
                "other": b"name;city\n" * 100,
            }[damage]
        )
        revision = store.revision()
        with pytest.raises(InvalidData, match=r"backup.*nothing was written"):
            restore_backup(path, store, tmp_path, replace=True)
        assert store.revision() == revision
        assert self.raw(store) == rows_of(ALPHA)

    def test_a_store_that_holds_something_is_replaced_only_when_told(
        self, store: GraphStore, tmp_path: Path
    ) -> None:
        path = tmp_path / "backup"
        write_backup(store, tmp_path, path, "2026-01-02")
        load(store, info(), ALPHA)
        with pytest.raises(InvalidData, match="not empty"):
            restore_backup(path, store, tmp_path)
        assert shown(store) == rows_of(ALPHA)
        restore_backup(path, store, tmp_path, replace=True)
        assert self.raw(store) == []
        with store.read() as reader:
            assert reader.datasets() == []
        restore_backup(path, store, tmp_path)
