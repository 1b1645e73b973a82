"""The one Neo4j database the tests write into: whose it is, and how it is emptied."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

from neo4j import Driver, GraphDatabase

MARK = "GraphsvcTest"


class NotATestDatabaseError(Exception):
    """The database of `NEO4J_TEST_URI` holds something and is not marked as one that tests may empty."""


@contextmanager
def driver(url: str) -> Iterator[Driver]:
    """A driver for `neo4j://user:password@host:port`."""
    parts = urlsplit(url)
    auth = (unquote(parts.username or ""), unquote(parts.password or ""))
    with GraphDatabase.driver(f"{parts.scheme}://{parts.hostname}:{parts.port or 7687}", auth=auth) as made:
        yield made


def version(url: str) -> str:
    """The version that the server itself names."""
    with driver(url) as to:
        rows = to.execute_query("CALL dbms.components() YIELD versions RETURN versions[0] AS version").records
    return str(rows[0]["version"])


def claim(url: str) -> None:
    """Mark an empty database as one that tests may empty.

    Raises `NotATestDatabaseError` for one that holds something and has no mark.
    """
    with driver(url) as to:
        if to.execute_query(f"MATCH (n:{MARK}) RETURN n LIMIT 1").records:
            return
        if to.execute_query("MATCH (n) RETURN n LIMIT 1").records:
            raise NotATestDatabaseError(
                "The database of NEO4J_TEST_URI is not empty, and the tests delete everything in it. "
                f"If that is what you want, mark it once with:  CREATE (:{MARK})"
            )
        to.execute_query(f"CREATE (:{MARK})")


def empty(url: str) -> None:
    """Delete everything but the mark.

    Constraints and indexes stay: without a change of the schema the server keeps its plans, which saves most
    of a test's time.
    """
    with driver(url) as to, to.session() as session:
        session.run(
            f"MATCH (n) WHERE NOT n:{MARK} CALL (n) {{ DETACH DELETE n }} IN TRANSACTIONS OF 2000 ROWS"
        ).consume()
