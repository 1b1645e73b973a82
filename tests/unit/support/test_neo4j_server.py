import pytest

from tests.support import neo4j_database
from tests.support.neo4j_server import version

pytestmark = pytest.mark.neo4j


def names(url: str) -> list[str]:
    with neo4j_database.driver(url) as driver:
        rows = driver.execute_query("MATCH (n:Cluster) RETURN n.id AS id ORDER BY id").records
    return [row["id"] for row in rows]


def add(url: str, name: str) -> None:
    with neo4j_database.driver(url) as driver:
        driver.execute_query("CREATE (:Cluster {id: $id})-[:RELATED]->(:Cluster {id: $id + '-b'})", id=name)


def test_the_server_is_the_one_of_the_pom(neo4j_url: str) -> None:
    assert neo4j_database.version(neo4j_url) == version()


def test_each_test_gets_an_empty_database(neo4j_url: str) -> None:
    add(neo4j_url, "cluster:a")
    neo4j_database.empty(neo4j_url)
    assert names(neo4j_url) == []


def test_only_an_empty_or_marked_database_is_taken(neo4j_url: str) -> None:
    with neo4j_database.driver(neo4j_url) as driver:
        driver.execute_query(f"MATCH (n:{neo4j_database.MARK}) DELETE n")
    add(neo4j_url, "cluster:of-somebody-else")
    with pytest.raises(neo4j_database.NotATestDatabaseError, match="not empty"):
        neo4j_database.claim(neo4j_url)
    neo4j_database.empty(neo4j_url)
    neo4j_database.claim(neo4j_url)
    add(neo4j_url, "cluster:of-a-test")
    neo4j_database.claim(neo4j_url)
