"""What newer versions of a dataset changed about an organization stands on its page, and in backups."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from graphsvc.answers.loading import load_folder
from graphsvc.bootstrap import Services
from graphsvc.errors import InvalidData
from graphsvc.state import record_changes
from graphsvc.state.backup import KEPT
from graphsvc.state.own_words import today
from graphsvc.state.record_changes import FOLDER, RecordChange, RecordChanges

ABOUT = "id: {id}\ntitle: {id} list\nlicence: CC0\nsource: made up\nretrieved: '2026-01-01'\n"
MAPPING = """version: "1"
tables:
  - file: "organizations.csv"
    records:
      - {record: organization, id: {key: id}, fields: {name: name, city: city, website: website}}
"""
QUINCE, MEDLAR = "organization:orchard-q", "organization:orchard-m"


def loaded(own: Services, folder: Path, rows: str, dataset: str = "orchard") -> None:
    """Load a version of a dataset."""
    folder.mkdir(exist_ok=True)
    (folder / "dataset.yml").write_text(ABOUT.format(id=dataset))
    (folder / "mapping.yml").write_text(MAPPING)
    (folder / "organizations.csv").write_text("id,name,city,website\n" + rows)
    load_folder(folder, own.graph.store, own.graph.home)


def test_changes_of_newer_versions_are_told_with_day_and_source(
    writer: FlaskClient, own: Services, tmp_path: Path
) -> None:
    loaded(own, tmp_path / "orchard", "q,Quince Mills,Kiel,\nm,Medlar Works,Ulm,www.medlar.example\n")
    own.graph.refresh()
    page = writer.get(f"/organizations/{QUINCE}?lang=en").text
    assert "no newer version of a source has said otherwise" in page
    loaded(own, tmp_path / "other", "x,Else Ltd,Kiel,\n", "other")
    loaded(own, tmp_path / "orchard", "q,Quince Mills,Kiel,\nm,Medlar Works,Ulm,www.medlar.example\n")
    assert RecordChanges(own.graph.home).of([QUINCE, MEDLAR]) == ()
    loaded(own, tmp_path / "orchard", "q,Quince Mills,Bonn,www.quince.example\n")
    loaded(own, tmp_path / "orchard", "q,Quince <i>Mill</i>,Bonn,\nm,Medlar Works,Ulm,\n")
    own.graph.refresh()
    kept = [one[2:] for one in RecordChanges(own.graph.home).of([QUINCE])]
    assert kept == [
        (QUINCE, "website", "www.quince.example", None),
        (QUINCE, "name", "Quince Mills", "Quince <i>Mill</i>"),
        (QUINCE, "website", None, "www.quince.example"),
        (QUINCE, "city", "Kiel", "Bonn"),
    ]
    page = writer.get(f"/organizations/{QUINCE}?lang=en").text
    assert "What changed, and when (4)" in page
    assert "City: Kiel became Bonn" in page
    assert "Quince &lt;i&gt;Mill&lt;/i&gt;" in page
    german = writer.get(f"/organizations/{MEDLAR}?lang=de").text
    assert "steht nicht mehr darin; bisher als Medlar Works" in german
    assert "kam dazu als Medlar Works" in german
    assert "orchard list" in german


def test_a_load_that_fails_and_what_carries_the_name_of_a_person_leave_no_change(
    own: Services, tmp_path: Path
) -> None:
    loaded(own, tmp_path / "orchard", "q,Quince Mills,Kiel,\np,Erika Mustermann,Kiel,\n")
    changes = RecordChanges(own.graph.home)
    with pytest.raises(InvalidData, match="no row could be taken"):
        loaded(own, tmp_path / "orchard", ",,,\n")
    loaded(own, tmp_path / "orchard", "q,Quince Mills,Kiel,\n")
    loaded(own, tmp_path / "orchard", "q,Quince Mills,Kiel,\np,Erika Mustermann,Ulm,\n")
    assert changes.of([QUINCE, "organization:orchard-p"]) == ()


def test_the_first_load_of_a_dataset_reads_no_organizations(
    own: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(*_arguments: object) -> None:
        raise AssertionError("all organizations are walked for nothing")

    monkeypatch.setattr(record_changes, "_records", read)
    loaded(own, tmp_path / "orchard", "q,Quince Mills,Kiel,\n")
    assert "orchard" in own.graph.runs()


def test_a_line_that_was_cut_is_passed_over_and_backups_hold_the_changes(tmp_path: Path) -> None:
    changes = RecordChanges(tmp_path)
    one = RecordChange(today(), "orchard", QUINCE, "city", "Kiel", "Bonn")
    changes._add([one])
    with changes._path(QUINCE).open("a") as file:
        file.write('["2026-01-01", "orch')
    assert changes.of([QUINCE]) == (one,)
    assert FOLDER in KEPT
