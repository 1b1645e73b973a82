"""Merging and splitting organizations: nothing is lost, and what is taken back leaves no trace."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graphsvc.domain import Feedback
from graphsvc.errors import InvalidData, UnknownId
from graphsvc.messages import Message
from graphsvc.state.feedback import keep, said
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.merges import MERGES, merge, split
from graphsvc.store.public import PublicReader
from graphsvc.store.sqlite import SqliteStore
from tests.contract.merge_machine import WORLD, MergeMachine
from tests.contract.state_machines import drive, embedded, neo4j
from tests.contract.store_base import load, shown
from tests.support.claims import evidence, info, organization, participation, relation

A, B, D, X = (f"organization:{key}" for key in "abdx")
OWN = "organization:person-1"
DAY = "2026-11-29"


def test_random_sequences_on_the_embedded_store(tmp_path: Path) -> None:
    drive(MergeMachine, embedded(tmp_path), sequences=20, steps=10)


@pytest.mark.neo4j
def test_random_sequences_on_neo4j(neo4j_url: str) -> None:
    drive(MergeMachine, neo4j(neo4j_url), sequences=1, steps=8)


@pytest.fixture
def graph(tmp_path: Path) -> Iterator[CurrentGraph]:
    store = SqliteStore(tmp_path / "graph.db")
    for dataset, claims in WORLD.items():
        load(store, info(dataset), claims)
    load(store, info("person-members-k"), [organization("person-1", "person-members-k", name="Own")])
    yield CurrentGraph(store, "test", tmp_path)
    store.close()


def joined(graph: CurrentGraph, one: str, other: str) -> str:
    return merge(graph, one, other, by="local", date=DAY)


def parted(graph: CurrentGraph, one: str) -> tuple[str, ...]:
    return split(graph, one, by="local", date=DAY)


def test_one_organization_has_all_that_both_had(graph: CurrentGraph) -> None:
    assert joined(graph, B, A) == A
    built = graph.snapshot()
    row = built.organization(B)
    assert built.organizations.ids[row] == A
    assert built.organizations.aliases[row].split("\n") == ["Name of b", "a of beta"]
    assert built.organizations.identifiers[row].split("\n") == ["pic:a", "pic:b"]
    assert built.participation[[row]].sum() == 3  # coordinates one project, takes part in the other
    assert built.memberships.organization.tolist() == [row]
    with graph.store.read() as reader:
        links = [row for row in reader.links(("related",), [A]) if row.dataset == MERGES.id]
    assert [(row.source, row.target, row.basis, row.by, row.date) for row in links] == [
        (A, B, "confirmed", "local", DAY)
    ]


@pytest.mark.parametrize(
    ("one", "other", "text"),
    [
        (A, A, "%(name)s cannot be merged with itself."),
        (A, "cluster:k", "Only organizations can be merged, and %(name)s is none."),
        (X, "organization:y", "%(one)s and %(other)s are one already."),
        (A, D, "%(one)s and %(other)s are whole and part: they stay two, with a link between them."),
    ],
)
def test_what_cannot_be_merged_is_said_and_changes_nothing(
    graph: CurrentGraph, one: str, other: str, text: str
) -> None:
    load(graph.store, info("gamma"), [organization("d", "gamma"), relation(D, A, "part_of", "gamma")])
    graph.refresh()
    before = shown(graph.store)
    with pytest.raises(InvalidData) as refused:
        joined(graph, one, other)
    assert isinstance(refused.value.message, Message)
    assert refused.value.message.text == text
    with pytest.raises(UnknownId):
        joined(graph, A, "organization:none")
    with pytest.raises(InvalidData, match="merged with no other"):
        parted(graph, A)
    assert shown(graph.store) == before


def test_a_split_takes_out_the_record_that_was_named(graph: CurrentGraph) -> None:
    joined(graph, A, B)
    joined(graph, B, D)
    assert parted(graph, D) == (B, D)
    assert graph.snapshot().merged == {B: A, "organization:y": X}
    joined(graph, B, D)
    assert parted(graph, B) == (A, B, D)
    assert graph.snapshot().merged == {"organization:y": X}


def test_what_a_dataset_joins_is_parted_by_a_refusal(graph: CurrentGraph) -> None:
    assert parted(graph, "organization:y") == (X, "organization:y")
    assert graph.snapshot().merged == {}
    load(graph.store, info("beta"), WORLD["beta"])
    assert graph.refresh().merged == {}
    joined(graph, X, "organization:y")
    assert graph.snapshot().merged == {"organization:y": X}


def test_an_id_leads_on_when_its_dataset_leaves(graph: CurrentGraph) -> None:
    joined(graph, A, X)
    load(graph.store, info("beta"), [])
    built = graph.refresh()
    assert built.merged == {X: A}
    assert built.organizations.ids.find(A) >= 0
    parted(graph, X)
    assert X not in {*graph.snapshot().organizations.ids}
    assert MERGES.id not in {row.dataset for row in shown(graph.store)}


def test_a_record_that_others_link_to_stays_when_its_dataset_left(graph: CurrentGraph) -> None:
    joined(graph, A, X)
    load(graph.store, info("gamma"), [participation("x", "p0", "gamma")])
    load(graph.store, info("beta"), [])
    graph.refresh()
    parted(graph, X)
    built = graph.snapshot()
    assert built.merged == {}
    assert built.organizations.ids.find(X) >= 0


def test_a_merge_with_somebody_from_an_own_list_is_private_and_goes_with_it(graph: CurrentGraph) -> None:
    before = shown(graph.store)
    assert joined(graph, A, OWN) == A
    with graph.store.read() as reader:
        assert MERGES.id not in {one.id for one in reader.datasets()}
        assert OWN not in {end for row in PublicReader(reader).links() for end in row[:2]}
    parted(graph, OWN)
    assert shown(graph.store) == before


def test_words_about_an_old_id_lead_on(graph: CurrentGraph) -> None:
    says = evidence("person", "confirmed", date=DAY)
    keep(graph, [Feedback(id="feedback:1", type="objection", query=B, evidence=says)])
    assert said(graph).objections == {B}
    joined(graph, A, B)
    assert said(graph).objections == {A}
    parted(graph, B)
    assert said(graph).objections == {B}
