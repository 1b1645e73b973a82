"""Tables of the SQLite store; `migrations/` brings a database file to this form."""

from sqlalchemy import Column, Float, Index, Integer, MetaData, String, Table

metadata = MetaData()

HEAD = "0001"
"""The newest migration; a file that names it needs none."""


def _evidence() -> list[Column[object]]:
    return [
        Column("citation", String, nullable=False),
        Column("date", String),
        Column("confidence", Float),
        Column("words", String),
        Column("by", String),
        Column("fields", String, nullable=False),
    ]


entity = Table(
    "entity",
    metadata,
    Column("run", Integer, primary_key=True),
    Column("id", String, primary_key=True),
    Column("basis", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("dataset", String, nullable=False),
    *_evidence(),
    Index("entity_id", "id"),
    sqlite_with_rowid=False,
)
"""Claims about entities; the run comes first in the key, so that a load is one stretch of the file."""

link = Table(
    "link",
    metadata,
    Column("run", Integer, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("source", String, primary_key=True),
    Column("target", String, primary_key=True),
    Column("qualifier", String, primary_key=True),
    Column("basis", String, primary_key=True),
    Column("dataset", String, nullable=False),
    *_evidence(),
    sqlite_with_rowid=False,
)

link_target = Index("link_target", link.c.run, link.c.target)
"""Finds links by their target; it is not there while the first run is being loaded."""

run = Table(
    "run",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("dataset", String, nullable=False),
    Column("state", String, nullable=False),
    Column("began", Integer, nullable=False),
    Index("run_shown", "dataset", unique=True, sqlite_where=Column("state", String) == "shown"),
    sqlite_autoincrement=True,
)
"""Loads: `open`, `shown` (one a dataset) or `gone`; `began` is the revision at which it began."""

dataset = Table(
    "dataset", metadata, Column("id", String, primary_key=True), Column("info", String, nullable=False)
)

meta = Table(
    "meta", metadata, Column("key", String, primary_key=True), Column("value", Integer, nullable=False)
)
"""`revision` counts visible changes; `lost` is the last one in which an entity went."""
