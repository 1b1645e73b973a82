"""State machines over stores: each sequence runs on a new, empty store."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from graphsvc.domain.ports import GraphStore
from graphsvc.store.neo4j import Neo4jStore
from graphsvc.store.sqlite import SqliteStore
from tests.support import neo4j_database
from tests.support.repetitions import TIMES

Opens = Callable[[], GraphStore]


def drive(machine: type[RuleBasedStateMachine], opens: Opens, *, sequences: int, steps: int) -> None:
    """Run random sequences of a machine, each on the empty store that `opens` gives it.

    `GRAPHSVC_TEST_TIMES=10` runs ten times as many.
    """
    run_state_machine_as_test(
        type("Machine", (machine,), {"opens": staticmethod(opens)}),
        settings=settings(
            max_examples=sequences * TIMES,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )


def embedded(folder: Path) -> Opens:
    """Opens a new embedded store in `folder` at each call."""
    numbers: Iterator[int] = count()
    return lambda: SqliteStore(folder / f"{next(numbers)}.db")


def neo4j(url: str, *, keeps: str | None = None) -> Opens:
    """Empties the database at `url` at each call and opens it.

    With `keeps` it stays as it is where that is the digest of all its claims.
    """

    def opens() -> GraphStore:
        if keeps is not None:
            store = Neo4jStore(url)
            with store.read() as reader:
                if reader.digest() == keeps:
                    return store
            store.close()
        neo4j_database.empty(url)
        return Neo4jStore(url)

    return opens
