"""A table of facts about clusters that are known already: it adds to what is known, and replaces itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graphsvc.ingest.load import load
from graphsvc.snapshot.build import build
from graphsvc.store.sqlite import SqliteStore
from tests.support.claims import cluster, info

HEAD = "cluster,what,value,since,until,known,citation\n"
LABEL = {"what": "label", "value": "go-cluster", "citation": "https://a.example"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(tmp_path / "graph.db")
    store.write(info("alpha"), [cluster("c", name="Cluster C", facts=[LABEL])])
    yield store
    store.close()


def facts(store: SqliteStore) -> list[tuple[str, str]]:
    with store.read() as reader:
        (record,) = build(reader).clusters.records
    assert record.name == "Cluster C"
    return [(one.what, one.value) for one in record.facts]


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_facts_are_added_and_a_newer_table_replaces_the_older(store: SqliteStore, tmp_path: Path) -> None:
    rows = "cluster:c,service,Vernetzung,,,2025,https://b.example\nc,label,ECEI Gold,2025-03,,2025,https://b.example\n"
    load(write(tmp_path / "facts.csv", HEAD + rows), store)
    assert sorted(facts(store)) == [
        ("label", "ECEI Gold"),
        ("label", "go-cluster"),
        ("service", "Vernetzung"),
    ]
    load(write(tmp_path / "facts.csv", HEAD + "c,service,training,,,2026,https://b.example\n"), store)
    assert sorted(facts(store)) == [("label", "go-cluster"), ("service", "training")]


def test_german_columns_are_understood(store: SqliteStore, tmp_path: Path) -> None:
    text = "Cluster;Angabe;Wert;Seit;Bis;Stand;Quelle\nc;service;Vernetzung;2024;;2025;https://b.example\n"
    load(write(tmp_path / "angaben.csv", text), store)
    assert ("service", "Vernetzung") in facts(store)


def test_what_cannot_be_taken_is_named_by_row_and_column(store: SqliteStore, tmp_path: Path) -> None:
    rows = "c,service,training,,,,\nnowhere,service,training,,,,\nc,servce,x,,,,\nc,label,x,soon,,,\n"
    report = load(write(tmp_path / "facts.csv", HEAD + rows), store)
    assert {(one.row, one.column) for one in report.refused} == {(3, ""), (4, "what"), (5, "since")}
    assert "cluster:nowhere" in str(next(one for one in report.refused if one.row == 3))
    assert sorted(facts(store)) == [("label", "go-cluster"), ("service", "training")]
