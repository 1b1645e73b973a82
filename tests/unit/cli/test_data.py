"""Data in and out by command: what is loaded, what is only said, and what cannot be done."""

import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest

from graphsvc.ingest.sources import sources
from graphsvc.messages import from_json
from graphsvc.settings import packaged
from tests.support.website import answer, website
from tests.unit.cli.conftest import Call
from tests.unit.ingest.tables import ORGANIZATION, PARTICIPATION, PROJECT, write_dataset, write_table


@pytest.fixture
def bundle(call: Call, tmp_path: Path) -> Path:
    folder = tmp_path / "bundle"
    assert call("generate", str(folder), "--organizations", "60").code == 0
    return folder


def test_the_same_seed_makes_the_same_bytes(call: Call, bundle: Path, tmp_path: Path) -> None:
    call("generate", str(tmp_path / "again"), "--organizations", "60")
    call("generate", str(tmp_path / "other"), "--organizations", "60", "--seed", "8")

    def files(folder: Path) -> dict[str, bytes]:
        return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.*"))}

    assert files(tmp_path / "again") == files(bundle)
    assert files(tmp_path / "other") != files(bundle)


def test_what_is_exported_loads_with_an_equal_digest(call: Call, bundle: Path, tmp_path: Path) -> None:
    loaded = call("load", str(bundle))
    assert (loaded.code, loaded.out) == (0, "")
    assert "60 × organization" in loaded.err
    digest = call("digest").out
    assert call("export", str(tmp_path / "out")).code == 0
    assert call("load", str(tmp_path / "out"), home=tmp_path / "second").code == 0
    assert call("digest", home=tmp_path / "second").out == digest
    assert call("load", str(bundle)).code == 0
    assert call("digest").out == digest
    graph = tmp_path / "graph.graphml"
    assert call("export", str(graph), "--format", "graphml").code == 0
    assert graph.read_text(encoding="utf-8").startswith("<?xml")


def test_a_store_can_be_named(call: Call, bundle: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'named.db'}"
    assert call("load", str(bundle), "--store", url).code == 0
    assert call("digest", "--store", url).out != call("digest").out


def test_a_dry_run_says_what_would_change_and_writes_nothing(call: Call, bundle: Path) -> None:
    before = call("digest").out
    said = call("load", str(bundle), "--dry-run")
    assert said.code == 0
    assert "dry run, nothing written:" in said.err
    assert call("digest").out == before
    call("load", str(bundle))
    assert ": 0 new, 0 changed," in call("load", str(bundle), "--dry-run").err


def test_projects_that_begin_later_are_left_out(call: Call, tmp_path: Path) -> None:
    food, report = packaged("seeds") / "food", tmp_path / "reports" / "food.json"
    said = call("load", str(food), "--until", "2016-01-01", "--report", str(report))
    assert said.code == 0
    counts = json.loads(report.read_text(encoding="utf-8"))
    assert counts["dry_run"] is False
    assert counts["until"] == "2016-01-01"
    assert counts["counts"]["rows"] > counts["counts"]["accepted"] > 0
    assert "rows left out on purpose" in said.err
    early = call("digest").out
    call("load", str(food))
    assert call("digest").out != early


def test_a_report_names_refused_rows(call: Call, tmp_path: Path) -> None:
    folder = write_dataset(tmp_path / "shops")
    rows = [
        ("999999001", "Alpha GmbH", "PRC", "DE", "Berlin", "", "", ""),
        ("", "", "PRC", "DE", "Berlin", "", "", ""),
    ]
    write_table(folder / "organizations.csv", ORGANIZATION, rows)
    write_table(folder / "projects.csv", PROJECT, [])
    write_table(folder / "participations.csv", PARTICIPATION, [])
    report = tmp_path / "report.json"
    said = call("load", str(folder), "--report", str(report))
    assert said.code == 0
    refused = json.loads(report.read_text(encoding="utf-8"))["refused"]
    assert [(one["file"], one["row"]) for one in refused] == [("organizations.csv", 3)]
    assert refused[0]["reason"]
    assert "1 row refused" in said.err
    assert "organizations.csv:3" in said.err
    text = (tmp_path / "home" / "reports" / "trial.json").read_text(encoding="utf-8")
    kept = json.loads(text, object_hook=from_json)["refused"]
    assert kept[0]["reason"].text == "nothing to make an id of in %(columns)s"
    assert [one | {"reason": str(one["reason"])} for one in kept] == refused


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["load", "nowhere"], "nowhere: no such file or folder"),
        (["load", "."], "found no table"),
        (["digest", "--store", "mysql://x"], "no store is known for 'mysql://x'"),
        (["digest", "--store", "sqlite:////dev/null/x.db"], "cannot open the store"),
        (["digest", "--store", "neo4j://neo4j:secret@127.0.0.1:1"], "Neo4j at 127.0.0.1:1 cannot be reached"),
        (["chain", "check", "none.yml"], "none.yml: cannot be read"),
        (["map", "organization:none", "--out", "out.html"], "unknown organization: organization:none"),
        (["coverage", "--of", "cluster:fpi"], "The store is empty: `graphsvc load FOLDER` fills it."),
        (["rank", "partners", "--train", ".", "--queries", "file", "--out", "o.csv"], "is missing"),
    ],
)
def test_what_cannot_be_done_is_said_without_a_traceback(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], told: str
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    if "file" in words:
        Path("file").touch()
    said = call(*words)
    assert (said.code, said.out) == (1, "")
    assert told in said.err
    assert "Error: " in said.err
    assert "Traceback" not in said.err
    assert "secret" not in said.err


def test_settings_that_cannot_be_are_named(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPHSVC_PORT", "eighty")
    monkeypatch.setenv("GRAPHSVC_LANGUAGE", "fr")
    said = call("digest")
    assert said.code == 1
    assert "GRAPHSVC_PORT" in said.err
    assert "(found 'eighty')" in said.err
    assert "GRAPHSVC_LANGUAGE" in said.err


def test_a_source_is_fetched_loaded_and_listed(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    table = (
        "projectID;organisationID;name;country;role;city\n101;999000001;Musterwerk GmbH;DE;coordinator;Ulm\n"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("csv/organization.csv", table)
        archive.writestr("json/organization.json", "[]")
    with website({"/m/data/cordis-fp7projects-csv.zip": answer(stream.getvalue())}) as site:
        said = call("fetch", "cordis-fp7", "--base", f"{site.address}/m")
        assert said.code == 0, said.err
        assert "1 × organization" in said.err
        assert hashlib.sha256(stream.getvalue()).hexdigest() in said.err
        assert call("fetch", "cordis-h2020", "--base", site.address).code == 1
    assert "Musterwerk" in call("search", "Musterwerk").out
    listed = call("fetch").out.splitlines()
    assert [line.split()[0] for line in listed] == [*sources()]
    assert ["here since" in line for line in listed] == [name == "cordis-fp7" for name in sources()]
    assert "unknown source: cordis" in call("fetch", "cordis").err
