"""Stores and a plain model say the same after any calls in any order."""

from pathlib import Path

import pytest

from tests.contract.state_machines import drive, embedded, neo4j
from tests.contract.store_machine import StoreMachine


def test_the_embedded_store_and_a_model_say_the_same(tmp_path: Path) -> None:
    drive(StoreMachine, embedded(tmp_path), sequences=40, steps=25)


@pytest.mark.neo4j
def test_neo4j_and_a_model_say_the_same(neo4j_url: str) -> None:
    drive(StoreMachine, neo4j(neo4j_url), sequences=4, steps=20)
