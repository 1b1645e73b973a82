"""`kill -9` of a loading process: never half a batch, never a lost commit, the store always opens again."""

import sqlite3
from pathlib import Path

import pytest

from tests.support.crash import LOADED, WRITTEN, Crashes, rows_of
from tests.support.neo4j_database import driver


def test_the_embedded_store_after_kills(tmp_path: Path) -> None:
    crashes = Crashes(f"sqlite:///{tmp_path / 'graph.db'}", seed=1)
    for _ in range(8):
        crashes.kill_once()
    assert crashes.reads > 8
    assert min(crashes.reached.values()) >= 4
    connection = sqlite3.connect(tmp_path / "graph.db")
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()


@pytest.mark.neo4j
def test_neo4j_after_kills(neo4j_url: str) -> None:
    crashes = Crashes(neo4j_url, seed=2)
    for _ in range(2):
        crashes.kill_once()
    assert crashes.reads >= 2
    assert crashes.reached[LOADED] >= 2
    with driver(neo4j_url) as to:
        links = to.execute_query("MATCH (a)-[r {dataset: $dataset}]->(b) RETURN r", dataset=WRITTEN)
    assert len(links.records) == sum(
        row.kind == "participates" for row in rows_of(WRITTEN, crashes.reached[WRITTEN])
    )
