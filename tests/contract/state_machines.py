"""State machines over stores: each sequence runs on a new, empty store."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from graphsvc.domain.ports import GraphStore
from graphsvc.store.neo4j import Neo4jStore
from graphsvc.store.sqlite import SqliteStore
from tests.contract.watched_store import WatchedStore
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


def neo4j(url: str, *, keeps: bool = False) -> Opens:
    """Empties the database at `url` at each call and opens it.

    With `keeps` a store that was closed stays open and is handed out as it is: the machine closes it when all
    is as it was in the beginning.
    """
    if not keeps:
        return lambda: _emptied(url)
    left: list[WatchedStore] = []

    def opens() -> GraphStore:
        return left.pop() if left else _StaysOpen(_emptied(url), left)

    return opens


def _emptied(url: str) -> Neo4jStore:
    neo4j_database.empty(url)
    return Neo4jStore(url)


class _StaysOpen(WatchedStore):
    def __init__(self, store: GraphStore, left: list[WatchedStore]) -> None:
        super().__init__(store)
        self._left = left

    def close(self) -> None:
        """The next sequence goes on with it."""
        self._left.append(self)
