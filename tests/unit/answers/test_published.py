"""The published graph in SQLite: the numbers of the pages, read only, without private words, whole or not."""

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from graphsvc.bootstrap import Services, bootstrap, publisher
from graphsvc.domain.ports import opened
from graphsvc.errors import InvalidData, StoreError
from graphsvc.settings import Settings
from graphsvc.store.published_sqlite import query
from tests.support import questions
from tests.web.test_own_list_counts import LIST, MINE


@pytest.fixture(scope="module")
def services(seeded: Path) -> Iterator[Services]:
    made = bootstrap(Settings(home=seeded, public=True))
    with opened(made.graph.store):
        yield made


@pytest.fixture(scope="module")
def file(services: Services, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("published") / "graph.db"
    assert publisher(str(path)).publish(services.published())
    return path


@pytest.mark.parametrize("number", questions.ANSWERS)
def test_a_documented_question_gives_the_numbers_of_the_pages(
    number: int, file: Path, services: Services
) -> None:
    questions.same(number, list(query(file, questions.documented("sql")[number]).rows), services)


def test_links_point_at_what_is_there(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    for table, ends in (("cooperates", ("source", "target")), ("performs", ("performer",))):
        for end in ends:
            known = {row[0] for row in query(file, "SELECT id FROM entities").rows}
            found = {row[0] for row in query(file, f"SELECT {end} FROM {table}").rows}  # noqa: S608
            assert found <= known


def test_the_file_names_its_data_and_is_left_alone_when_it_is_the_same(
    file: Path, services: Services
) -> None:
    before = file.stat().st_mtime_ns, file.read_bytes()
    assert not publisher(str(file)).publish(services.published())
    assert (file.stat().st_mtime_ns, file.read_bytes()) == before
    assert query(file, "SELECT digest FROM about").rows == [(services.graph.snapshot().digest,)]


def test_two_files_of_one_state_have_the_same_bytes(file: Path, services: Services, tmp_path: Path) -> None:
    again = tmp_path / "again.db"
    publisher(str(again)).publish(services.published())
    assert again.read_bytes() == file.read_bytes()


def test_a_file_that_cannot_be_written_leaves_the_old_one(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "graph.db"
    path.write_text("mine", encoding="utf-8")
    graph = services.published()
    broken = graph.tables[2]
    broken = type(broken)(broken.name, broken.about, broken.columns, [("too", "short")])
    bad = type(graph)(graph.digest, graph.version, graph.retrieved, (*graph.tables[:2], broken))
    with pytest.raises(StoreError, match=r"graph\.db cannot be written"):
        publisher(str(path)).publish(bad)
    assert path.read_text(encoding="utf-8") == "mine"
    assert [*tmp_path.iterdir()] == [path]


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("DELETE FROM organizations", "only SELECT is allowed"),
        ("PRAGMA writable_schema=1", "only SELECT is allowed"),
        ("ATTACH '/tmp/other.db' AS other", "only SELECT is allowed"),
        ("SELECT load_extension('x')", "only SELECT is allowed"),
        ("CREATE TEMP TABLE t (a)", "only SELECT is allowed"),
        ("SELECT 1; SELECT 2", "one statement at a time"),
        ("SELECT * FROM companies", r"no such table: companies; there are about, .*organizations"),
        ("SELEC 1", 'near "SELEC": syntax error'),
        ("SELECT nme FROM organizations", "no such column: nme"),
        ("SELECT randomblob(1000000000)", "too big"),
        (
            "WITH RECURSIVE t(a) AS (SELECT 1 UNION ALL SELECT a + 1 FROM t) SELECT count(*) FROM t",
            "took longer than 0.2 seconds",
        ),
    ],
)
def test_a_bad_statement_is_a_sentence(statement: str, told: str, file: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(InvalidData, match=told):
        query(file, statement, seconds=0.2)
    assert file.read_bytes() == before


def test_datasette_opens_the_file_with_links_and_facets(file: Path) -> None:
    def got(address: str) -> str:
        command = [sys.executable, "-m", "datasette", "serve", str(file), "--get", f"/graph/{address}"]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    rows = json.loads(got("member_of.json?cluster=cluster:foodregio&_labels=on&_shape=array"))
    assert {row["cluster"]["label"] for row in rows} == {"foodRegio e.V."}
    facets = json.loads(got("organizations.json?_facet=country&_size=0"))["facet_results"]
    (germany,) = (one for one in facets["country"]["results"] if one["value"] == "DE")
    counted = query(file, "SELECT count(*) FROM organizations WHERE country = 'DE'")
    assert germany["count"] == counted.rows[0][0]
    assert "NUTS code of the address" in got("organizations")


def test_private_words_are_in_nothing_that_is_published(seeded: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(seeded, home)
    with opened((mine := bootstrap(Settings(home=home))).graph.store):
        mine.members.decide(mine.members.upload(MINE, "list.csv", LIST.encode()).token, {})
    words = [row.split(";")[0] for row in LIST.splitlines()[1:]]
    with opened((public := bootstrap(Settings(home=home, public=True))).graph.store):
        publisher(str(tmp_path / "graph.db")).publish(public.published())
        for word in words:
            assert word.encode() not in (tmp_path / "graph.db").read_bytes()
            asked = f"SELECT count(*) FROM organizations WHERE name = '{word}'"  # noqa: S608
            assert public.query(asked, seconds=10).rows == [(0,)]
