"""Files of every kind that is made to break its reader: a sentence for each, and the process goes on."""

import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from graphsvc.domain.ports import GraphStore
from graphsvc.errors import InvalidData, Issue
from graphsvc.ingest import readers
from graphsvc.ingest.load import load
from graphsvc.ingest.sandbox import LIST, TABLE
from tests.support.hostile_files import KINDS, LISTS, MAPPINGS, HostileFile, hostile_file, hostile_files
from tests.support.hostile_reading import check_told, told
from tests.support.hostile_workbooks import WORKBOOKS
from tests.support.repetitions import TIMES
from tests.unit.ingest.tables import write_dataset

SEED = 20261122
GROWTH = 256 << 20
"""Bytes by which reading may enlarge the process that asks, at its peak, two files at a time."""
PLAIN = """
    version: "1"
    tables:
      - file: "list.*"
        records:
          - record: organization
            id: {key: name}
            fields: {name: name}
"""


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where temporary files go; it must be empty in the end."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


def peak() -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) << 10 for line in lines if line.startswith("VmHWM"))


def test_every_hostile_file_is_answered_with_file_place_and_reason(tmp_path: Path, scratch: Path) -> None:
    def read(numbered: tuple[int, HostileFile]) -> tuple[HostileFile, bool, list[Issue]]:
        number, file = numbered
        path = tmp_path / str(number) / file.name
        path.parent.mkdir()
        path.write_bytes(file.data)
        return file, *told(path)

    in_utf_16 = [hostile_file(SEED, f"mapping: {kind}", 3) for kind in MAPPINGS]
    files = [*hostile_files(SEED, TIMES), *in_utf_16]
    assert {file.kind for file in files} == set(KINDS)
    assert len(KINDS) >= 60
    first_of_kind = {file.name: file for file in reversed(files)}.values()
    for numbered in enumerate(first_of_kind, len(files)):  # what is imported for them is no growth
        read(numbered)
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    before = peak()
    with ThreadPoolExecutor(2) as pool:
        for file, refused, issues in pool.map(read, enumerate(files)):
            check_told(file, refused, issues)
    assert peak() - before < GROWTH


def test_files_are_the_same_for_the_same_seed() -> None:
    assert list(hostile_files(3, 1)) == list(hostile_files(3, 1))


@pytest.mark.parametrize(
    "kind", [*(f"workbook: {kind}" for kind in WORKBOOKS), *(f"list: {kind}" for kind in LISTS)]
)
def test_a_hostile_table_writes_nothing_when_it_is_refused(
    kind: str, tmp_path: Path, scratch: Path, store: GraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "TABLE", replace(TABLE, memory=LIST.memory))  # sooner at its end
    file = hostile_file(SEED, kind)
    folder = write_dataset(tmp_path / "f", mapping=PLAIN)
    (folder / file.name).write_bytes(file.data)
    with store.read() as reader:
        before = reader.digest()
    try:
        report = load(folder, store, dry_run=True)
        issues: list[Issue] = [*report.refused, *report.corrected]
    except InvalidData as error:
        issues = list(error.issues)
    assert all(issue.file in (file.name, "f") and issue.reason for issue in issues)
    with store.read() as reader:
        assert reader.digest() == before


@pytest.mark.parametrize("kind", MAPPINGS)
def test_a_hostile_mapping_loads_nothing(kind: str, tmp_path: Path, scratch: Path, store: GraphStore) -> None:
    file = hostile_file(SEED, f"mapping: {kind}")
    folder = write_dataset(tmp_path / "f")
    (folder / "mapping.yml").write_bytes(file.data)
    with pytest.raises(InvalidData) as caught:
        load(folder, store)
    assert all(issue.file == "mapping.yml" and issue.reason for issue in caught.value.issues)
    with store.read() as reader:
        assert reader.datasets() == []
