"""The store in Neo4j keeps the contract, is good to browse with Cypher, and says what to do when it fails."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from neo4j import ManagedTransaction

from graphsvc.domain import Fact
from graphsvc.domain.ports import GraphStore
from graphsvc.domain.rows import EntityRow, LinkRow, Row, canonical
from graphsvc.errors import StoreError, StoreUnavailable
from graphsvc.store import cypher, neo4j_reader
from graphsvc.store.neo4j import Neo4jStore
from tests.contract.store import StoreContract
from tests.contract.store_base import Connect, in_order, load, rows_of, shown
from tests.support.claims import (
    activity,
    cluster,
    evidence,
    info,
    membership,
    organization,
    participation,
    project,
)
from tests.support.neo4j_database import driver
from tests.support.neo4j_server import free_port

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

    def ask(self, query: str, **parameters: object) -> list[list[object]]:
        with driver(self._url) as to, to.session() as session:
            return session.run(query, parameters).values()

    def test_a_node_has_the_winning_fields_for_people_who_browse(self, store: GraphStore) -> None:
        first = organization("a", name="Old", city="Lübeck", aliases=("x",), lat=53.9, sme=True)
        load(store, info(), [first, cluster("c", facts=(Fact(what="seat", value="Kiel"),))])
        load(store, info("beta", priority=1), [organization("a", "beta", name="New")])
        ((node,),) = self.ask("MATCH (n:Organization {id: 'organization:a'}) RETURN properties(n)")
        assert isinstance(node, dict)
        claims = node.pop("claims")
        assert node == {
            "id": "organization:a",
            "name": "New",
            "city": "Lübeck",
            "aliases": ["Old", "x"],
            "lat": 53.9,
            "sme": True,
            "runs": [1, 2],
        }
        assert [json.loads(claim)["run"] for claim in claims] == [1, 2]
        with store.run(info("beta", priority=1)) as run:
            run.write([organization("a", "beta", name="Unseen")])
            assert self.ask("MATCH (n:Organization) RETURN n.name") == [["New"]]
        assert self.ask("MATCH (n:Organization) RETURN n.name, n.runs") == [["Unseen", [1, 3]]]
        store.retire("beta")
        assert self.ask("MATCH (n:Organization) RETURN n.name, n.aliases") == [["Old", ["x"]]]
        assert self.ask("MATCH (n:Cluster) RETURN n.facts") == [[['{"value":"Kiel","what":"seat"}']]]

    def test_a_relationship_says_on_what_it_rests(self, store: GraphStore) -> None:
        says = evidence(citation="page 1", date="2020-05")
        links = [
            participation("a", "p", role="coordinator", contribution=2.5, evidence=says),
            activity("organization:a", "food/milling", basis="inferred"),
        ]
        load(store, info(), [organization("a"), project("p"), *links])
        assert self.ask("MATCH (:Organization)-[r:PARTICIPATES]->(:Project) RETURN properties(r)") == [
            [
                {
                    "role": "coordinator",
                    "contribution": 2.5,
                    "dataset": "alpha",
                    "basis": "stated",
                    "citation": "page 1",
                    "date": "2020-05",
                    "run": 1,
                }
            ]
        ]
        found = self.ask("MATCH (:Organization)-[r:PERFORMS]->(s:Stage) RETURN s.id, r.confidence, r.words")
        assert found == [["food/milling", 0.75, "dairy"]]
        assert self.ask("MATCH (r:Run) RETURN r.dataset, r.state") == [["alpha", "shown"]]
        assert self.ask("MATCH (d:Dataset) RETURN d.id, d.title") == [["alpha", "Alpha"]]
        store.retire("alpha")
        assert self.ask("MATCH (n) WHERE NOT n:GraphsvcTest AND NOT n:Meta RETURN n") == []

    def test_only_ids_are_constrained_and_nothing_else_is_indexed(self, connect: Connect) -> None:
        for (name,) in self.ask("SHOW CONSTRAINTS YIELD name RETURN name"):
            self.ask(f"DROP CONSTRAINT `{name}`")
        connect()
        found = self.ask("SHOW INDEXES YIELD type, properties RETURN DISTINCT type, properties ORDER BY type")
        assert found == [["LOOKUP", None], ["RANGE", ["id"]]]
        assert len(self.ask("SHOW CONSTRAINTS YIELD name RETURN name")) == len(cypher.CONSTRAINTS)

    def test_a_graph_of_others_is_refused_and_left_alone(self, connect: Connect) -> None:
        self.ask("CREATE (:Organization {name: 'theirs'})")
        with pytest.raises(StoreUnavailable, match="a database of its own"):
            connect()
        assert self.ask("MATCH (n:Organization) RETURN properties(n)") == [[{"name": "theirs"}]]

    def test_a_graph_beside_ours_is_left_alone(self, store: GraphStore) -> None:
        self.ask("CREATE (:Person {name: 'theirs'})-[:KNOWS]->(:Person)")
        load(store, info(), [organization("a")])
        store.retire("alpha")
        assert self.ask("MATCH (n:Person) RETURN count(n)") == [[2]]

    def test_a_graph_of_a_newer_version_is_refused(self, store: GraphStore, connect: Connect) -> None:
        self.ask("MATCH (s:Meta {id: 'state'}) SET s.form = 2")
        with pytest.raises(StoreUnavailable, match="newer version"):
            connect()

    def test_what_a_load_that_died_left_behind_goes_with_the_next_one(
        self, store: GraphStore, other: GraphStore
    ) -> None:
        load(store, info(), [organization("a"), project("p"), participation("a", "p")])
        self.ask("MATCH (s:Meta {id: 'state'}) CREATE (:Reading {revision: s.revision, began: timestamp()})")
        load(store, info(), [organization("b"), activity("organization:b", "food/milling")])
        store.write(info("beta"), [organization("b", "beta")])
        assert len(self.raw(store)) == 6
        self.ask("MATCH (r:Reading) SET r.began = r.began - 3600000")
        load(other, info("gamma"), [])
        assert self.raw(store) == shown(store)
        assert len(shown(store)) == 3
        assert self.ask("MATCH (n) WHERE n:Reading OR n:Undo RETURN n") == []
        assert self.ask("MATCH (r:Run) RETURN r.state, count(*)") == [["shown", 3]]

    def test_a_reading_that_rested_too_long_ends_with_a_sentence(self, store: GraphStore) -> None:
        store.write(info(), [organization("a")])
        with store.read() as reader:
            self.ask("MATCH (r:Reading) SET r.began = r.began - 3600000")
            load(store, info(), [organization("b")])
            with pytest.raises(StoreError, match="read again"):
                list(reader.entities())

    def test_what_was_written_beside_a_reading_that_rested_too_long_is_not_taken_for_its_state(
        self, store: GraphStore
    ) -> None:
        store.write(info(), [organization("a")])
        with store.read() as reader:
            self.ask("MATCH (r:Reading) SET r.began = r.began - 3600000")
            store.write(info(), [organization("b")])
            with pytest.raises(StoreError, match="read again"):
                list(reader.entities())

    def test_a_long_reading_is_kept_alive_by_its_use(self, store: GraphStore) -> None:
        store.write(info(), [organization("a")])
        with store.read() as reader:
            self.ask("MATCH (r:Reading) SET r.began = r.began - 500000")
            list(reader.entities())
            assert self.ask("MATCH (r:Reading) RETURN timestamp() - r.began < 100000") == [[True]]

    def test_the_queries_of_the_guide_find_what_they_say(self, store: GraphStore) -> None:
        guide = (Path(__file__).parents[2] / "docs" / "neo4j.md").read_text(encoding="utf-8")
        queries = re.findall(r"```cypher\n(.*?)```", guide, re.DOTALL)
        claims = [
            organization("pic-998511696", name="FPI"),
            organization("b", name="B"),
            cluster("foodregio"),
            project("p"),
            participation("pic-998511696", "p"),
            participation("b", "p"),
            membership("b", "foodregio"),
            activity("organization:b", "food/milling"),
        ]
        load(store, info(), claims)
        with store.run(info()) as run:
            run.write(claims)
            answers = [self.ask(query) for query in queries]
        assert answers[:3] == [
            [["organization:b", "B", "stated", ""]],
            [["food/milling", "stated", 1]],
            [["organization:b", "B", 1]],
        ]
        assert len(answers[3]) == 2

    def test_links_are_read_some_entities_at_a_time_and_only_once_more_after_a_full_page(
        self, store: GraphStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        looks: list[object] = []
        look = neo4j_reader.Neo4jReader._before

        def counted(reader: neo4j_reader.Neo4jReader, tx: ManagedTransaction) -> object:
            looks.append(tx)
            return look(reader, tx)

        monkeypatch.setattr(neo4j_reader.Neo4jReader, "_before", counted)
        monkeypatch.setattr(neo4j_reader, "_SOURCES", 2)
        for number, expected in ((1, 1), (2, 2), (3, 2), (4, 3)):
            names = [f"n{one}" for one in range(number)]
            members = [membership(name, "k") for name in names]
            load(store, info(), [*map(organization, names), cluster("k"), *members])
            looks.clear()
            with store.read() as reader:
                assert list(reader.links(["member_of"])) == rows_of(members)
            assert len(looks) == expected

    def test_addresses(self, neo4j_url: str, store: GraphStore) -> None:
        store.write(info(), [organization("a")])
        secret = urlsplit(neo4j_url).password or ""
        for url in (neo4j_url.replace("neo4j://", "bolt://"), f"{neo4j_url}/neo4j"):
            again = Neo4jStore(url)
            assert shown(again) == rows_of([organization("a")])
            again.close()
        with pytest.raises(StoreUnavailable, match="refuses the user") as wrong:
            Neo4jStore(neo4j_url.replace(secret, "not-the-secret"))
        assert "not-the-secret" not in str(wrong.value)
        with pytest.raises(StoreError, match="nothing-there"):
            Neo4jStore(f"{neo4j_url}/nothing-there")


def test_a_server_that_is_not_there_is_said_so() -> None:
    for scheme in ("neo4j", "bolt"):
        with pytest.raises(StoreUnavailable, match=r"127\.0\.0\.1:\d+ cannot be reached: start it") as error:
            Neo4jStore(f"{scheme}://neo4j:secret@127.0.0.1:{free_port()}")
        assert "secret" not in str(error.value)


@pytest.mark.parametrize("url", ["ftp://localhost", "neo4j://localhost:port"])
def test_what_is_no_address_is_said_so(url: str) -> None:
    with pytest.raises(StoreUnavailable, match="is no address"):
        Neo4jStore(url)


def entity_row(identifier: str, claim: dict[str, object]) -> EntityRow:
    evidence = (claim.get(name) for name in EVIDENCE)
    kind = identifier.partition(":")[0]
    return EntityRow._make((identifier, kind, *evidence, canonical(claim["fields"])))


def link_row(source: str, target: str, type_: str, properties: dict[str, object]) -> LinkRow:
    fields = {name: value for name, value in properties.items() if name not in (*EVIDENCE, "run")}
    qualifier = fields.pop(
        {"PARTICIPATES": "role", "MEMBER_OF": "role", "RELATED": "kind"}.get(type_, ""), ""
    )
    evidence = (properties.get(name) for name in EVIDENCE)
    return LinkRow._make((source, target, type_.lower(), qualifier, *evidence, canonical(fields)))
