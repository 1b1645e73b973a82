from pathlib import Path
from textwrap import dedent

import pytest
import yaml

from graphsvc.errors import InvalidData
from graphsvc.ingest.layouts import layouts
from graphsvc.ingest.mapping import read_dataset, read_mapping
from graphsvc.ingest.plan import plan
from tests.unit.ingest.tables import MAPPING, small_folder, write_dataset


def test_every_built_in_layout_fits_the_schema() -> None:
    assert len(layouts()) >= 3
    assert all(layout["recognize"] and layout["dataset"]["licence"] for layout in layouts())


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ("fields: {name: name", "fields: {nickname: name"),
        ("record: project", "record: ship"),
        ("lookup: grants", "lookup: nowhere"),
        ("id: {grant: project_id, rcn: rcn}", "id: {}"),
        ("role: role", "roll: role"),
        ("fields: {contribution: contribution}", "fields: {name: contribution}"),
        ("project: {grant: {column: rcn, lookup: grants}, rcn: rcn}", "aliases: [role]"),
        ('version: "1"', "version: 1"),
        ("tables:", "tables: []\nextra:"),
    ],
)
def test_a_mapping_that_says_nonsense_is_refused_with_its_place(
    tmp_path: Path, change: str, path: str
) -> None:
    text = dedent(MAPPING)
    assert change in text
    (tmp_path / "mapping.yml").write_text(text.replace(change, path), encoding="utf-8")
    with pytest.raises(InvalidData) as caught:
        read_mapping(tmp_path / "mapping.yml")
    assert all(issue.file == "mapping.yml" and issue.reason for issue in caught.value.issues)


@pytest.mark.parametrize("text", ["", "[]", "a: [", "id: x", "\x00"])
def test_a_mapping_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "mapping.yml").write_text(text, encoding="utf-8")
    with pytest.raises(InvalidData):
        read_mapping(tmp_path / "mapping.yml")


def test_a_missing_column_or_table_is_told_before_the_first_row_is_read(tmp_path: Path) -> None:
    folder = small_folder(tmp_path / "f")
    (folder / "projects.csv").write_text("rcn,title\nthis row is never read", encoding="utf-8")
    (folder / "participations.csv").unlink()
    with pytest.raises(InvalidData) as caught:
        plan(folder)
    missing = {(issue.file, issue.column) for issue in caught.value.issues}
    assert {("projects.csv", "project_id"), ("projects.csv", "start")} <= missing
    assert any(issue.value == "participations.csv" for issue in caught.value.issues)


def test_a_dataset_of_a_person_cannot_be_loaded_from_a_folder(tmp_path: Path) -> None:
    with pytest.raises(InvalidData, match="reserved"):
        read_dataset(write_dataset(tmp_path, "person-x"))


def test_assertions_need_a_reason(tmp_path: Path) -> None:
    write_dataset(tmp_path, extra="assertions: [{count: organization, min: 1}]")
    with pytest.raises(InvalidData, match="schema"):
        read_dataset(tmp_path)


def test_a_mapping_is_data_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "mapping.yml").write_text("!!python/object/apply:os.getcwd []", encoding="utf-8")
    with pytest.raises(InvalidData):
        read_mapping(tmp_path / "mapping.yml")
    assert yaml.safe_load("a: 1") == {"a": 1}
