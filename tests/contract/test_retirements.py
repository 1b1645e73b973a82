"""Retiring organizations: all that is known is kept and counts nowhere; taken back it leaves no trace."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graphsvc.domain.dataset import RETIRED
from graphsvc.domain.ports import GraphStore
from graphsvc.errors import InvalidData, RetiredEntity, UnknownId
from graphsvc.ingest.bundle import write_bundle
from graphsvc.ingest.load import load as load_folder
from graphsvc.snapshot import load as open_snapshot
from graphsvc.snapshot import save
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.merges import merge
from graphsvc.state.record_changes import RecordChanges
from graphsvc.state.retirements import reinstate, retire
from graphsvc.store.neo4j import Neo4jStore
from graphsvc.store.public import PublicReader
from graphsvc.store.sqlite import SqliteStore
from tests.contract.merge_machine import DIGEST, WORLD
from tests.contract.store_base import load, shown
from tests.support import neo4j_database
from tests.support.claims import info, membership, organization

A, B, D = (f"organization:{key}" for key in "abd")
OWN, LIST = "organization:person-1", "person-members-k"
DAY, LATER, WHY = "2026-11-29", "2026-11-30", "Closed down; its successor is d"


def filled(store: GraphStore, home: Path) -> CurrentGraph:
    for dataset, claims in WORLD.items():
        load(store, info(dataset), claims)
    return CurrentGraph(store, "test", home)


@pytest.fixture
def graph(tmp_path: Path) -> Iterator[CurrentGraph]:
    store = SqliteStore(tmp_path / "graph.db")
    yield filled(store, tmp_path)
    store.close()


def retired(graph: CurrentGraph, one: str, why: str = WHY) -> str:
    return retire(graph, one, why, by="local", date=DAY)


def walk(graph: CurrentGraph) -> None:
    """One is retired, asked for by its id, counts nowhere, and comes back."""
    before = shown(graph.store)
    assert retired(graph, A, "  Closed down;\nits successor is d ") == A
    built = graph.snapshot()
    assert A not in list(built.organizations.ids)
    assert built.participation.sum() == 2
    assert built.dropped == 2
    with pytest.raises(RetiredEntity) as told:
        built.organization(A)
    assert (told.value.name, told.value.date, told.value.reason) == ("Name of a", DAY, WHY)
    assert str(told.value) == f"Name of a was retired on {DAY} because: {WHY}"
    with pytest.raises(RetiredEntity):
        built.node(A)
    assert [row for row in shown(graph.store) if row.dataset != RETIRED] == before
    assert reinstate(graph, A, date=LATER) == A
    assert graph.snapshot().digest == DIGEST
    with graph.store.read() as reader:
        assert RETIRED not in {one.id for one in reader.datasets()}


def test_who_is_retired_counts_nowhere_until_it_is_back(graph: CurrentGraph) -> None:
    walk(graph)
    assert [one[:1] + one[2:] for one in RecordChanges(graph.home).of([A])] == [
        (LATER, A, "retired", WHY, None),
        (DAY, A, "retired", None, WHY),
    ]


@pytest.mark.neo4j
def test_the_same_on_neo4j(neo4j_url: str, tmp_path: Path) -> None:
    neo4j_database.empty(neo4j_url)
    store = Neo4jStore(neo4j_url)
    walk(filled(store, tmp_path))
    store.close()


def test_a_retirement_outlives_snapshots_exports_and_newer_versions_of_the_source(
    graph: CurrentGraph, tmp_path: Path
) -> None:
    retired(graph, D)
    save(graph.snapshot(), tmp_path / "saved")
    assert open_snapshot(tmp_path / "saved").retirement(D) == graph.snapshot().retirement(D)
    with graph.store.read() as reader:
        write_bundle(reader, tmp_path / "bundle")
        assert RETIRED in {one.id for one in PublicReader(reader).datasets()}
    other = SqliteStore(tmp_path / "other.db")
    load_folder(tmp_path / "bundle", other)
    assert shown(other) == shown(graph.store)
    other.close()
    load(graph.store, info("alpha"), WORLD["alpha"])
    graph.refresh()
    assert graph.snapshot().retirement(D) == (D, "Name of d", DAY, WHY, "local")


def test_those_that_were_merged_are_retired_together(graph: CurrentGraph) -> None:
    merge(graph, A, B, by="local", date=DAY)
    assert retired(graph, B) == A
    for one in (A, B):
        with pytest.raises(RetiredEntity):
            graph.snapshot().organization(one)
    retired(graph, D)
    assert reinstate(graph, B, date=LATER) == A
    assert graph.snapshot().organization(B) == graph.snapshot().organization(A)
    assert graph.snapshot().retirement(D)


def test_a_name_of_a_person_is_not_told(graph: CurrentGraph) -> None:
    load(graph.store, info("gamma"), [organization("p", "gamma", name="Erika Mustermann", person=True)])
    graph.refresh()
    retired(graph, "organization:p")
    assert graph.snapshot().retirement("organization:p") == ("organization:p", "", DAY, WHY, "local")


def test_what_cannot_be_retired_is_said_and_changes_nothing(graph: CurrentGraph) -> None:
    own = [organization("person-1", LIST, name="Own"), membership("person-1", "k", LIST)]
    load(graph.store, info(LIST), own)
    graph.refresh()
    before = shown(graph.store)
    for one, why in (("cluster:k", WHY), (OWN, WHY), (A, " "), (A, "x" * 501)):
        with pytest.raises(InvalidData):
            retired(graph, one, why)
    for one in ("organization:none", "organization:a"):
        with pytest.raises(UnknownId):
            reinstate(graph, one, date=LATER)
    retired(graph, A)
    with pytest.raises(RetiredEntity):
        retired(graph, A)
    reinstate(graph, A, date=LATER)
    assert shown(graph.store) == before
