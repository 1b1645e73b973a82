"""The published graph in Neo4j: the numbers of the pages, changed whole or not at all, beside a store."""

import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from graphsvc.bootstrap import Services, bootstrap, publisher
from graphsvc.domain.ports import opened
from graphsvc.domain.published import PublishedGraph
from graphsvc.errors import StoreError, StoreUnavailable
from graphsvc.settings import Settings
from graphsvc.store.neo4j import Neo4jStore
from tests.contract.store_base import load
from tests.contract.test_same_everywhere import world
from tests.support import neo4j_database, questions
from tests.support.claims import info
from tests.support.neo4j_server import Neo4jServer, free_port
from tests.support.questions import Rows

pytestmark = pytest.mark.neo4j


def ask(url: str, statement: str) -> list[list[Any]]:
    with neo4j_database.driver(url) as to, to.session() as session:
        return session.run(statement).values()


def changed(graph: PublishedGraph, table: str, rows: Rows) -> PublishedGraph:
    """The graph with other rows in one table, and another digest."""
    tables = [replace(one, rows=rows) if one.name == table else one for one in graph.tables]
    return replace(graph, digest="changed", tables=tables)


def everything(url: str) -> list[list[Any]]:
    """All that is there of published graphs, drafts and old ones too, with the ids of the database."""
    nodes = ask(
        url,
        "MATCH (n) WHERE any(label IN labels(n) WHERE label STARTS WITH 'Published') "
        "RETURN elementId(n), labels(n), properties(n) ORDER BY elementId(n)",
    )
    links = ask(
        url,
        "MATCH (a)-[r]->(b) WHERE any(label IN labels(a) WHERE label STARTS WITH 'Published') "
        "RETURN elementId(r), type(r), properties(r), a.id, b.id ORDER BY elementId(r)",
    )
    return [*nodes, *links]


def shown(url: str) -> list[list[Any]]:
    """The same without drafts."""
    drafts = {row[0] for row in ask(url, "MATCH (n:PublishedDraft) RETURN elementId(n)")}
    drafts |= {row[0] for row in ask(url, "MATCH (:PublishedDraft)-[r]->() RETURN elementId(r)")}
    return [row for row in everything(url) if row[0] not in drafts]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> PublishedGraph:
    """A graph of some hundred claims."""
    made = bootstrap(Settings(home=tmp_path_factory.mktemp("small"), public=True))
    with opened(made.graph.store):
        load(made.graph.store, info("alpha", retrieved="2024-05-01"), world("alpha", 1))
        return made.published()


@pytest.fixture(scope="module")
def services(seeded: Path) -> Iterator[Services]:
    made = bootstrap(Settings(home=seeded, public=True))
    with opened(made.graph.store):
        yield made


@pytest.fixture(scope="module")
def graph(services: Services) -> PublishedGraph:
    """The graph of the seeds."""
    return services.published()


def test_the_documented_questions_give_the_numbers_of_the_pages(
    neo4j_url: str, services: Services, graph: PublishedGraph
) -> None:
    assert publisher(neo4j_url).publish(graph)
    for number, statement in questions.documented("cypher").items():
        questions.same(number, [tuple(row) for row in ask(neo4j_url, statement)], services)
    assert questions.documented("cypher").keys() == questions.ANSWERS.keys()
    for table in graph.tables:
        if not table.entities:
            found = ask(neo4j_url, f"MATCH ()-[r:{table.name.upper()}]->() RETURN count(r)")
            assert found == [[len(table.rows)]]
    assert ask(neo4j_url, "MATCH (g:PublishedGraph) RETURN g.digest") == [[graph.digest]]


def test_the_same_graph_is_left_as_it_is(neo4j_url: str, small: PublishedGraph) -> None:
    assert publisher(neo4j_url).publish(small)
    before = shown(neo4j_url)
    assert not publisher(neo4j_url).publish(small)
    assert shown(neo4j_url) == before


def test_a_new_graph_replaces_the_old_one(neo4j_url: str, small: PublishedGraph) -> None:
    publisher(neo4j_url).publish(small)
    before = everything(neo4j_url)
    assert publisher(neo4j_url).publish(changed(small, "worked_with", []))
    after = everything(neo4j_url)
    assert len(after) == len(before) - len(small.table("worked_with").rows) < len(before)
    labels = {label for row in after if isinstance(row[1], list) for label in row[1]}
    assert labels.isdisjoint({"PublishedDraft", "PublishedOld"})
    assert ask(neo4j_url, "MATCH (g:PublishedGraph) RETURN g.digest") == [["changed"]]
    kinds = ask(neo4j_url, "MATCH (o:PublishedOrganization) RETURN DISTINCT o.kind, labels(o)")
    assert {kind: sorted(found) for kind, found in kinds} == {
        kind: [kind.capitalize(), "PublishedOrganization"] for kind, _ in kinds
    }


def test_a_graph_that_does_not_arrive_whole_changes_nothing(neo4j_url: str, small: PublishedGraph) -> None:
    publisher(neo4j_url).publish(small)
    before = everything(neo4j_url)
    members = small.table("member_of").rows
    bad = changed(small, "member_of", [*members, ("organization:none", *members[0][1:])])
    with pytest.raises(StoreError, match="that were written"):
        publisher(neo4j_url).publish(bad)
    assert len(everything(neo4j_url)) > len(before)
    assert shown(neo4j_url) == before
    assert not publisher(neo4j_url).publish(small)
    assert everything(neo4j_url) == before


def test_a_server_that_dies_keeps_the_old_graph(
    second_server: Neo4jServer, small: PublishedGraph, graph: PublishedGraph
) -> None:
    server = second_server if second_server.running else second_server.start()
    publisher(server.url).publish(small)
    before = shown(server.url)
    failed: list[Exception] = []

    def publish() -> None:
        try:
            publisher(server.url).publish(graph)
        except StoreError as error:
            failed.append(error)

    writing = threading.Thread(target=publish)
    writing.start()
    end = time.monotonic() + 60
    with neo4j_database.driver(server.url) as to, to.session() as session:
        while not session.run("MATCH (n:PublishedDraft) RETURN count(n) > 1000").single(strict=True)[0]:
            assert time.monotonic() < end
            time.sleep(0.02)
    server.kill()
    writing.join()
    assert failed
    server.start()
    assert shown(server.url) == before
    assert publisher(server.url).publish(small) is False
    assert everything(server.url) == before


def test_it_lies_beside_the_claims_of_a_store(neo4j_url: str, small: PublishedGraph) -> None:
    with closing(Neo4jStore(neo4j_url)) as store:
        load(store, info("alpha"), world("alpha", 1))
        with store.read() as reader:
            digest = reader.digest()
        publisher(neo4j_url).publish(small)
        before = shown(neo4j_url)
        with store.read() as reader:
            assert reader.digest() == digest
        load(store, info("alpha"), world("alpha", 2))
        with store.read() as reader:
            assert reader.digest() != digest
        store.retire("alpha")
        assert shown(neo4j_url) == before


def test_a_server_that_is_away_is_a_sentence(small: PublishedGraph) -> None:
    with pytest.raises(StoreUnavailable, match="cannot be reached"):
        publisher(f"neo4j://neo4j:secret@127.0.0.1:{free_port()}").publish(small)
