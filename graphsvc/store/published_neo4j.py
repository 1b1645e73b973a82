"""The published graph in Neo4j: drafts beside the old graph, shown in one transaction, the old one swept.

Labels begin with `Published`, so that it lies beside the claims of a store in the same database and neither
touches the other. What a broken run leaves are drafts, which the next run removes.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from graphsvc.domain.published import Cell, PublishedGraph, PublishedTable, Publisher
from graphsvc.errors import StoreError
from graphsvc.store.neo4j_connection import connect, database_of, host, refusing

if TYPE_CHECKING:
    from neo4j import ManagedTransaction as Transaction
    from neo4j import Session

LABELS: Mapping[str, str] = {
    "organizations": "PublishedOrganization",
    "clusters": "PublishedCluster",
    "projects": "PublishedProject",
    "stages": "PublishedStage",
    "communities": "PublishedCommunity",
}
"""The label of each table of entities."""

KINDS: Mapping[str, str] = {
    kind: kind.capitalize() for kind in ("company", "research", "education", "public", "other")
}
"""The second label of organizations, by kind."""

_DRAFT, _OLD = "PublishedDraft", "PublishedOld"
_BATCH = 5000
_INDEXES = (
    *(
        f"CREATE INDEX {label.lower()}_id IF NOT EXISTS FOR (n:{label}) ON (n.id)"
        for label in (*LABELS.values(), _DRAFT)
    ),
    *(
        f"CREATE TEXT INDEX {label.lower()}_name IF NOT EXISTS FOR (n:{label}) ON (n.name)"
        for label in (LABELS["organizations"], LABELS["clusters"])
    ),
    *(
        f"CREATE INDEX publishedorganization_{name} IF NOT EXISTS FOR (n:PublishedOrganization) ON (n.{name})"
        for name in ("country", "community")
    ),
    "CALL db.awaitIndexes(300)",
)
_SHOWN = "MATCH (g:PublishedGraph) RETURN g.digest, g.version"
_ENTITIES = f"UNWIND $rows AS row CREATE (n:{_DRAFT}:{{label}}) SET n = row"
_LINKS = f"""
UNWIND $rows AS row MATCH (a:{_DRAFT} {{{{id: row[0]}}}}) MATCH (b:{_DRAFT} {{{{id: row[1]}}}})
CREATE (a)-[r:{{type}}]->(b) SET r = row[2]
"""
_COUNT = f"MATCH (n:{_DRAFT}) RETURN count(n), sum(COUNT {{ (n)-->(:{_DRAFT}) }})"
_SWEEP = "MATCH (n:{label}) CALL (n) {{ DETACH DELETE n }} IN TRANSACTIONS OF 2000 ROWS"


class Neo4jPublisher(Publisher):
    """Publishes to the database at `neo4j://user:password@host:port[/database]`."""

    def __init__(self, url: str) -> None:
        self._parts = urlsplit(url)

    def publish(self, graph: PublishedGraph) -> bool:
        """Write the graph beside the one that is shown, then show it; see the port."""
        with (
            refusing(self._parts),
            closing(connect(self._parts)) as driver,
            driver.session(database=database_of(self._parts)) as session,
        ):
            for left in (_DRAFT, _OLD):
                _run(session, _SWEEP.format(label=left))
            if session.run(_SHOWN).values() == [[graph.digest, graph.version]]:
                return False
            for statement in _INDEXES:
                _run(session, statement)
            self._write(session, graph)
            session.execute_write(_show, graph)
            _run(session, _SWEEP.format(label=_OLD))
        return True

    def _write(self, session: "Session", graph: PublishedGraph) -> None:
        """Write all drafts. Raises `StoreError` where they are not those of this run alone."""
        entities = [table for table in graph.tables if table.name in LABELS]
        links = [table for table in graph.tables if not table.entities]
        for table in entities:
            _in_batches(session, _ENTITIES.format(label=_draft_of(table.name)), _nodes(table))
        for table in links:
            _in_batches(session, _LINKS.format(type=table.name.upper()), _relationships(table))
        expected = [sum(len(table.rows) for table in tables) for tables in (entities, links)]
        found = session.run(_COUNT).values()[0]
        if found != expected:
            raise StoreError(
                f"Neo4j at {host(self._parts)} holds {found[0]} nodes and {found[1]} relationships of the "
                f"{expected[0]} and {expected[1]} that were written: does another run publish there, too?"
            )


def _run(session: "Session", statement: str) -> None:
    session.run(statement).consume()


def _in_batches(session: "Session", statement: str, rows: Iterator[object]) -> None:
    def write(tx: "Transaction", part: Sequence[object]) -> None:
        tx.run(statement, rows=part).consume()

    while part := list(islice(rows, _BATCH)):
        session.execute_write(write, part)


def _draft_of(table: str) -> str:
    return LABELS[table].replace("Published", "Draft")


def _nodes(table: PublishedTable) -> Iterator[dict[str, Cell]]:
    names = [column.name for column in table.columns]
    return (dict(zip(names, row, strict=True)) for row in table.rows)


def _relationships(table: PublishedTable) -> Iterator[list[Any]]:
    names = [column.name for column in table.columns[2:]]
    return ([row[0], row[1], dict(zip(names, row[2:], strict=True))] for row in table.rows)


def _show(tx: "Transaction", graph: PublishedGraph) -> None:
    """Make the shown graph the old one and the drafts the shown one."""

    def run(statement: str, **values: Any) -> None:
        tx.run(statement, values).consume()

    kinds = ":".join(KINDS.values())
    run(f"MATCH (n:{LABELS['organizations']}) REMOVE n:{kinds}")
    for kind, label in KINDS.items():
        run(f"MATCH (n:{_draft_of('organizations')}) WHERE n.kind = $kind SET n:{label}", kind=kind)
    for table, label in LABELS.items():
        run(f"MATCH (n:{label}) REMOVE n:{label} SET n:{_OLD}")
        run(f"MATCH (n:{_draft_of(table)}) REMOVE n:{_draft_of(table)}:{_DRAFT} SET n:{label}")
    run("MATCH (g:PublishedGraph) DELETE g")
    run(
        "CREATE (:PublishedGraph {digest: $digest, version: $version, retrieved: $retrieved})",
        digest=graph.digest,
        version=graph.version,
        retrieved=graph.retrieved,
    )
