"""Graphs to ask: the seeds, and small worlds of claims."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from graphsvc.domain import Claim, DatasetInfo
from graphsvc.domain.ports import batches
from graphsvc.state.graph import CurrentGraph
from graphsvc.store.sqlite import SqliteStore
from tests.support.claims import info

World = Callable[..., CurrentGraph]


@pytest.fixture(scope="session")
def seeds(seeded: Path) -> Iterator[CurrentGraph]:
    """The seeds; nobody writes to them."""
    store = SqliteStore(seeded / "graph.db")
    yield CurrentGraph(store, "sqlite:seeds", seeded)
    store.close()


def shown_to_others(graph: CurrentGraph) -> CurrentGraph:
    """The same store and folder as a public service reads them."""
    return CurrentGraph(graph.store, "sqlite:world", graph.home, public=True)


@contextmanager
def worlds(folder: Path) -> Iterator[World]:
    """Makes a graph of claims in a folder; each dataset can be described."""
    store = SqliteStore(folder / "graph.db")

    def make(*claims: Claim, about: tuple[DatasetInfo, ...] = ()) -> CurrentGraph:
        known = {one.id: one for one in about}
        for name in sorted({claim.evidence.dataset for claim in claims}):
            mine = [claim for claim in claims if claim.evidence.dataset == name]
            for batch in batches(mine):
                store.write(known.get(name) or info(name), batch)
        return CurrentGraph(store, "sqlite:world", folder)

    yield make
    store.close()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Makes a graph of claims for one test."""
    with worlds(tmp_path) as make:
        yield make
