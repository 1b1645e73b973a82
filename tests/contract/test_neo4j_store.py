"""The store in Neo4j keeps the contract, is good to browse with Cypher, and says what to do when it fails."""

import json
from collections.abc import Iterator

import pytest

from graphsvc.domain.rows import EntityRow, LinkRow, Row, canonical
from graphsvc.store.base import GraphStore
from graphsvc.store.neo4j import Neo4jStore
from tests.contract.store import StoreContract
from tests.contract.store_base import Connect, in_order
from tests.support.neo4j_database import driver

pytestmark = pytest.mark.neo4j

KINDS = {"Organization", "Cluster", "Project", "Profile", "Feedback", "SavedSearch"}
EVIDENCE = ("dataset", "basis", "citation", "date", "confidence", "words", "by")


class TestNeo4jStore(StoreContract):
    @pytest.fixture
    def connect(self, neo4j_url: str) -> Iterator[Connect]:
        opened: list[Neo4jStore] = []

        def open_store() -> GraphStore:
            opened.append(Neo4jStore(neo4j_url))
            return opened[-1]

        self._url = neo4j_url
        yield open_store
        for store in opened:
            store.close()

    def raw(self, store: GraphStore) -> list[Row]:
        with driver(self._url) as to:
            nodes = to.execute_query("MATCH (n) WHERE n.claims IS NOT NULL RETURN n.id, labels(n), n.claims")
            links = to.execute_query("MATCH (a)-[r]->(b) RETURN a.id, b.id, type(r), properties(r)")
        rows: list[Row] = []
        for identifier, (label,), claims in nodes.records:
            assert label in KINDS
            assert claims
            assert claims == sorted(claims)
            rows += [entity_row(identifier, json.loads(claim)) for claim in claims]
        rows += [link_row(*record) for record in links.records]
        return in_order(rows)


def entity_row(identifier: str, claim: dict[str, object]) -> EntityRow:
    evidence = (claim.get(name) for name in EVIDENCE)
    kind = identifier.partition(":")[0]
    return EntityRow._make((identifier, kind, *evidence, canonical(claim["fields"])))


def link_row(source: str, target: str, type_: str, properties: dict[str, object]) -> LinkRow:
    fields = {name: value for name, value in properties.items() if name not in (*EVIDENCE, "run")}
    qualifier = fields.pop({"PARTICIPATES": "role", "RELATED": "kind"}.get(type_, ""), "")
    evidence = (properties.get(name) for name in EVIDENCE)
    return LinkRow._make((source, target, type_.lower(), qualifier, *evidence, canonical(fields)))
