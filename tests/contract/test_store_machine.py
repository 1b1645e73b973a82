"""Stores and a plain model say the same after any calls in any order."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from graphsvc.domain.ports import GraphStore
from graphsvc.store.neo4j import Neo4jStore
from graphsvc.store.sqlite import SqliteStore
from tests.contract.store_machine import StoreMachine
from tests.support import neo4j_database


def drive(machine: type[StoreMachine], examples: int, steps: int) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_embedded_store_and_a_model_say_the_same(tmp_path: Path) -> None:
    numbers: Iterator[int] = count()

    class SqliteMachine(StoreMachine):
        @staticmethod
        def opens() -> GraphStore:
            return SqliteStore(tmp_path / f"{next(numbers)}.db")

    drive(SqliteMachine, examples=40, steps=25)


@pytest.mark.neo4j
def test_neo4j_and_a_model_say_the_same(neo4j_url: str) -> None:
    class Neo4jMachine(StoreMachine):
        @staticmethod
        def opens() -> GraphStore:
            neo4j_database.empty(neo4j_url)
            return Neo4jStore(neo4j_url)

    drive(Neo4jMachine, examples=12, steps=20)
