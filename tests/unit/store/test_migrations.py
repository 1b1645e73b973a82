"""A store file of an older version is brought to the newest form when it is opened, whole or not at all.

`tests/golden/store-0001.sql` is a store as the first version wrote it; a new form gets a file of its own.
"""

import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from graphsvc.errors import StoreUnavailable
from graphsvc.store import migrations, schema
from graphsvc.store.sqlite import SqliteStore
from tests.contract.store_base import load, rows_of, shown
from tests.support.claims import activity, info, organization, participation, project

GOLDEN = Path(__file__).parents[2] / "golden"
VERSIONS = sorted(path.stem.removeprefix("store-") for path in GOLDEN.glob("store-*.sql"))
CLAIMS = [
    organization("a", name="Ärzte & Co", aliases=("x", "y"), lat=53.9),
    project("p", start="2015-01"),
    participation("a", "p", contribution=2.5),
    activity("organization:a", "food/milling", basis="inferred"),
]
OWN = [organization("person-1", "person-members-c", "confirmed", name="Own")]


def of_version(version: str, path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.executescript((GOLDEN / f"store-{version}.sql").read_text(encoding="utf-8"))
    connection.close()


def version_of(path: Path) -> str:
    connection = sqlite3.connect(path)
    (found,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    connection.close()
    return str(found)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_store_of_an_older_version_is_read_and_written_as_before(tmp_path: Path, version: str) -> None:
    path = tmp_path / "graph.db"
    of_version(version, path)
    store = SqliteStore(path)
    assert version_of(path) == schema.HEAD
    assert shown(store) == rows_of([*CLAIMS, *OWN])
    with store.read() as reader:
        assert reader.datasets() == [info(priority=2), info("person-members-c")]
    load(store, info(), CLAIMS[:1])
    assert shown(store) == rows_of([CLAIMS[0], *OWN])
    store.close()


def test_every_version_has_a_store_to_try() -> None:
    files = Path(migrations.__file__).parent.glob("versions/v*.py")
    assert sorted(path.stem[1:5] for path in files) == VERSIONS
    assert VERSIONS[-1] == schema.HEAD


@pytest.mark.parametrize("version", [None, *VERSIONS])
def test_migrations_lead_to_the_tables_that_the_code_expects(tmp_path: Path, version: str | None) -> None:
    path = tmp_path / "graph.db"
    if version:
        of_version(version, path)
    SqliteStore(path).close()
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, schema.metadata) == []
        layout = "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql LIKE '%WITHOUT ROWID%'"
        assert {row.name for row in connection.exec_driver_sql(layout)} == {"entity", "link"}
    engine.dispose()


def test_a_migration_that_breaks_off_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "graph.db"
    of_version(VERSIONS[0], path)
    connection = sqlite3.connect(path)
    connection.execute("UPDATE alembic_version SET version_num = '0000'")
    connection.commit()
    before = list(connection.iterdump())
    connection.close()

    def half(to: object) -> None:
        to.exec_driver_sql("DROP TABLE link")  # type: ignore[attr-defined]
        raise sqlite3.OperationalError("killed")

    monkeypatch.setattr(migrations, "upgrade", half)
    with pytest.raises(StoreUnavailable, match="killed"):
        SqliteStore(path)
    connection = sqlite3.connect(path)
    assert list(connection.iterdump()) == before
    connection.close()


def write_golden() -> None:
    """Write the store of the newest version: `python -m tests.unit.store.test_migrations`."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "graph.db"
        store = SqliteStore(path)
        load(store, info(priority=2), CLAIMS)
        load(store, info("person-members-c"), OWN)
        store.close()
        connection = sqlite3.connect(path)
        text = "\n".join(connection.iterdump()) + "\n"
        connection.close()
    (GOLDEN / f"store-{schema.HEAD}.sql").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_golden()
