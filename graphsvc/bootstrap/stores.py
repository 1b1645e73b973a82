"""Which store, and which publisher, an address names; and whether an instance folder still has its store."""

from pathlib import Path
from urllib.parse import urlsplit

from graphsvc.domain.ports import GraphStore
from graphsvc.domain.published import Publisher
from graphsvc.errors import StoreEmptied, StoreUnavailable
from graphsvc.files import make_private
from graphsvc.settings import Settings


def open_store(url: str) -> GraphStore:
    """The store behind `sqlite:///path` or `neo4j://user:password@host:port`.

    Raises `StoreUnavailable` for any other scheme and when the store cannot be opened.
    """
    scheme, _, rest = url.partition("://")
    if scheme == "sqlite" and rest.startswith("/"):
        from graphsvc.store.sqlite import SqliteStore

        return SqliteStore(Path(rest[1:]))
    if scheme.split("+")[0] in ("neo4j", "bolt"):
        from graphsvc.store.neo4j import Neo4jStore

        return Neo4jStore(url)
    raise StoreUnavailable(
        f"no store is known for {_without_password(url)!r}: use sqlite:///path.db or neo4j://user:password@host:port"
    )


def publisher(place: str) -> Publisher:
    """What publishes to `neo4j://user:password@host:port` or to a SQLite file. Raises `StoreUnavailable`."""
    if "://" not in place:
        from graphsvc.store.published_sqlite import SqlitePublisher

        return SqlitePublisher(Path(place))
    if place.partition("://")[0].split("+")[0] in ("neo4j", "bolt"):
        from graphsvc.store.published_neo4j import Neo4jPublisher

        return Neo4jPublisher(place)
    raise StoreUnavailable(
        f"{_without_password(place)!r} is neither a file nor neo4j://user:password@host:port"
    )


def prepare_instance(settings: Settings) -> None:
    """Make the instance folder private; raise `StoreEmptied` when it tells of data that its store has not."""
    make_private(settings.home)
    scheme, _, rest = settings.store_url.partition(":///")
    path = Path(rest)
    if scheme != "sqlite" or not path.is_file() or path.stat().st_size:
        return
    log = path.with_name(f"{path.name}-wal")
    reports = any((settings.home / "reports").glob("*.json"))
    if reports or any((settings.home / "snapshots").glob("*")) or (log.is_file() and log.stat().st_size):
        raise StoreEmptied(path)


def _without_password(url: str) -> str:
    try:
        password = urlsplit(url).password
    except ValueError:
        return url
    return url.replace(f":{password}@", ":…@") if password else url
