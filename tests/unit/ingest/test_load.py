import json
from datetime import date
from pathlib import Path

import pytest

from graphsvc.domain.ports import GraphStore
from graphsvc.domain.rows import Row, to_claim, to_row
from graphsvc.errors import InvalidData, StillUsed
from graphsvc.ingest.load import load
from tests.unit.ingest.tables import (
    ORGANIZATION,
    PARTICIPATION,
    PROJECT,
    small_folder,
    write_dataset,
    write_table,
)


def rows_of(store: GraphStore, *kinds: str) -> dict[str, dict[str, object]]:
    with store.read() as reader:
        return {row.id: json.loads(row.fields) for row in reader.entities(kinds)}


def digest(store: GraphStore) -> str:
    with store.read() as reader:
        return reader.digest()


def test_a_folder_becomes_claims_with_ids_of_its_own_rows(tmp_path: Path, store: GraphStore) -> None:
    report = load(small_folder(tmp_path / "f"), store)
    assert report.counts() == {"rows": 9, "accepted": 9, "corrected": 3, "refused": 0, "left_out": 0}
    assert report.claims == {"organization": 3, "project": 2, "participation": 4}
    assert [
        (issue.row, issue.column, issue.value) for issue in report.corrected if issue.column != "pic"
    ] == [(4, "country", "UK")]
    found = rows_of(store, "organization", "project")
    assert sorted(found) == [
        "organization:pic-101",
        "organization:pic-102",
        "organization:pic-103",
        "project:grant-9001",
        "project:rcn-2",
    ]
    assert found["organization:pic-101"] == {
        "name": "Ölmühle Nord GmbH",
        "organization_kind": "company",
        "country": "DE",
        "city": "Kiel",
        "lat": 54.3,
        "lng": 10.1,
        "website": "www.example.org",
        "identifiers": ["pic:101"],
    }
    with store.read() as reader:
        links = [(row.source, row.target, row.qualifier, row.fields) for row in reader.links()]
        info = reader.datasets()[0]
    assert ("organization:pic-101", "project:grant-9001", "coordinator", '{"contribution":1000.5}') in links
    assert ("organization:pic-103", "project:rcn-2", "third-party", "{}") in links
    assert (info.id, info.period_from, info.period_to) == ("trial", "2016-01-01", "2018-06-01")


def test_what_is_kept_is_valid_in_form(tmp_path: Path, store: GraphStore) -> None:
    load(small_folder(tmp_path / "f"), store)
    with store.read() as reader:
        rows: list[Row] = [*reader.entities(), *reader.links()]
    assert [to_row(to_claim(row)) for row in rows] == rows


def test_loading_again_changes_nothing_and_a_later_load_retires_what_is_gone(
    tmp_path: Path, store: GraphStore
) -> None:
    folder = small_folder(tmp_path / "f")
    load(folder, store)
    before = digest(store)
    assert load(folder, store, dry_run=True).same == 9
    load(folder, store)
    assert digest(store) == before
    rows = [
        ("101", "Ölmühle Nord AG", "PRC", "DE", "Kiel", "", "", ""),
        ("104", "Neu e.V.", "OTH", "DE", "", "", "", ""),
    ]
    write_table(folder / "organizations.csv", ORGANIZATION, rows)
    write_table(folder / "participations.csv", PARTICIPATION, [("1", "101", "coordinator", "1000.5")])
    preview = load(folder, store, dry_run=True)
    assert (preview.new, preview.changed, preview.same, preview.gone) == (1, 1, 3, 5)
    assert digest(store) == before
    load(folder, store)
    assert sorted(rows_of(store, "organization")) == ["organization:pic-101", "organization:pic-104"]


def test_hostile_names_are_text_or_refused_by_row(tmp_path: Path, store: GraphStore) -> None:
    names = [
        "<img src=x onerror=alert(1)>",
        "=cmd()",
        'Ärzte & "Söhne"',
        "x" * 10_000,
        "",
        "bell\x07",
        "MÃ¼hle",
    ]
    rows = [(str(200 + n), name, "PRC", "DE", "", "", "", "") for n, name in enumerate(names)]
    rows.append(("", "", "PRC", "DE", "Kiel", "", "", ""))
    folder = small_folder(tmp_path / "f", rows)
    write_table(folder / "participations.csv", PARTICIPATION, [])
    report = load(folder, store)
    found = rows_of(store, "organization")
    assert found["organization:pic-200"]["name"] == "<img src=x onerror=alert(1)>"
    assert found["organization:pic-201"]["name"] == "=cmd()"
    assert found["organization:pic-202"]["name"] == 'Ärzte & "Söhne"'
    assert "name" not in found["organization:pic-204"]
    assert (found["organization:pic-206"]["name"], found["organization:pic-206"]["aliases"]) == (
        "Mühle",
        ["MÃ¼hle"],
    )
    assert [issue.row for issue in report.refused] == [5, 7, 9]
    assert report.counts()["refused"] == 3


def test_duplicates_and_links_to_nowhere_are_refused_by_row(tmp_path: Path, store: GraphStore) -> None:
    folder = small_folder(tmp_path / "f")
    rows = [
        ("1", "101", "coordinator", ""),
        ("1", "101", "coordinator", ""),
        ("1", "999", "participant", ""),
        ("7", "101", "participant", ""),
        ("1", "101", "participant", ""),
    ]
    write_table(folder / "participations.csv", PARTICIPATION, rows)
    report = load(folder, store)
    assert [(issue.row, issue.value) for issue in report.refused] == [
        (3, "1"),
        (4, "organization:pic-999"),
        (5, "project:rcn-7"),
    ]
    assert report.claims["participation"] == 2


def test_links_may_name_what_another_dataset_brings_but_not_the_own_past(
    tmp_path: Path, store: GraphStore
) -> None:
    load(small_folder(tmp_path / "a", dataset="alpha"), store)
    other = small_folder(tmp_path / "b", [("500", "Other", "PRC", "DE", "", "", "", "")], dataset="beta")
    report = load(other, store)
    assert report.claims["participation"] == 4
    with pytest.raises(StillUsed, match="beta"):
        load(
            small_folder(tmp_path / "a", [("500", "Other", "PRC", "DE", "", "", "", "")], dataset="alpha"),
            store,
        )


def test_until_leaves_out_later_projects_and_what_hangs_on_them(tmp_path: Path, store: GraphStore) -> None:
    report = load(small_folder(tmp_path / "f"), store, until=date(2018, 1, 1))
    assert sorted(rows_of(store, "organization", "project")) == [
        "organization:pic-101",
        "organization:pic-102",
        "project:grant-9001",
    ]
    assert report.counts()["left_out"] == 4
    assert report.datasets[0].period_to == "2016-01-01"


def test_unknown_start_counts_as_later(tmp_path: Path, store: GraphStore) -> None:
    folder = small_folder(tmp_path / "f")
    projects = [("1", "9001", "Better bread", "2016-01-01", "", ""), ("2", "", "Undated", "", "", "")]
    write_table(folder / "projects.csv", PROJECT, projects)
    load(folder, store, until=date(2020, 1, 1))
    assert sorted(rows_of(store, "project")) == ["project:grant-9001"]


def test_assertions_stop_a_load_that_falls_short(tmp_path: Path, store: GraphStore) -> None:
    folder = small_folder(tmp_path / "f")
    rule = "{{count: organization, {} reason: 'three are known to be there'}}"
    write_dataset(folder, extra=f"assertions: [{rule.format('min: 4,')}]")
    with pytest.raises(InvalidData, match="three are known"):
        load(folder, store)
    assert rows_of(store) == {}
    write_dataset(folder, extra=f"assertions: [{rule.format('max: 2,')}]")
    assert load(folder, store).warnings == ("organization is 3, more than 2: three are known to be there",)


def test_names_of_persons_are_marked_and_listed(tmp_path: Path, store: GraphStore) -> None:
    rows = [
        ("101", "MUSTERMANN ERIKA", "PRC", "DE", "", "", "", ""),
        ("102", "Muster GmbH", "PRC", "DE", "", "", "", ""),
    ]
    folder = small_folder(tmp_path / "f", rows)
    write_table(folder / "participations.csv", PARTICIPATION, [])
    report = load(folder, store)
    assert [(mark.id, mark.name, mark.row) for mark in report.persons] == [
        ("organization:pic-101", "MUSTERMANN ERIKA", 2)
    ]
    found = rows_of(store, "organization")
    assert found["organization:pic-101"]["person"] is True
    assert "person" not in found["organization:pic-102"]


def test_places_that_cannot_be_are_left_out_with_a_note(tmp_path: Path, store: GraphStore) -> None:
    rows = [("101", "A", "PRC", "DE", "Kiel", "0", "0", ""), ("102", "B", "PRC", "DE", "Kiel", "54", "", "")]
    folder = small_folder(tmp_path / "f", rows)
    write_table(folder / "participations.csv", PARTICIPATION, [])
    report = load(folder, store)
    assert {issue.column for issue in report.corrected} == {"lat", "lng", "pic"}
    assert all("lat" not in fields for fields in rows_of(store, "organization").values())


def test_progress_counts_up_to_the_end(tmp_path: Path, store: GraphStore) -> None:
    seen: list[tuple[int, int]] = []
    load(small_folder(tmp_path / "f"), store, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (9, 9)


def test_the_report_is_plain_data(tmp_path: Path, store: GraphStore) -> None:
    report = load(small_folder(tmp_path / "f"), store, dry_run=True)
    again = json.loads(json.dumps(report.as_json(), default=str))
    assert again["counts"]["corrected"] == 3
    assert [issue["column"] for issue in again["corrected"]] == ["pic", "pic", "country", "pic"]
    assert again["corrected"][2] == {
        "file": "organizations.csv",
        "row": 4,
        "column": "country",
        "value": "UK",
        "reason": "country code UK repaired to GB",
    }
    assert again["changes"] == {"new": 9, "changed": 0, "same": 0, "gone": 0}
    assert rows_of(store) == {}


def test_a_load_that_breaks_off_leaves_everything_as_it_was(tmp_path: Path, store: GraphStore) -> None:
    folder = small_folder(tmp_path / "f")
    load(folder, store)
    before = digest(store)

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load(folder, store, progress=stop)
    assert digest(store) == before


MEMBERS = """
    version: "1"
    tables:
      - file: members.csv
        records:
          - record: organization
            once: true
            id: {key: name}
            fields: {name: name}
          - record: membership
            organization: {key: name}
            cluster: {cluster: cluster}
          - record: relation
            where: {partner: "yes"}
            source: {key: name}
            target: {cluster: cluster}
            relation: {const: cooperates}
"""
CLUSTERS = """
    version: "1"
    tables:
      - file: clusters.csv
        records:
          - record: cluster
            id: {cluster: id}
            fields: {name: name}
"""


def test_a_row_is_taken_whole_or_not_at_all(tmp_path: Path, store: GraphStore) -> None:
    clusters = write_dataset(tmp_path / "c", "clusters", CLUSTERS)
    write_table(clusters / "clusters.csv", ["id", "name"], [["one", "One"]])
    load(clusters, store)
    members = write_dataset(tmp_path / "m", "members", MEMBERS)
    rows = [
        ["Alpha", "one", "yes"],
        ["Beta", "two", ""],
        ["Beta", "one", ""],
        ["Alpha", "one", ""],
        ["", "one", ""],
    ]
    write_table(members / "members.csv", ["name", "cluster", "partner"], rows)
    report = load(members, store)
    assert [(issue.row, str(issue.reason)) for issue in report.refused] == [
        (3, "names cluster:two, which is nowhere"),
        (5, "the same membership as in an earlier row"),
        (6, "nothing to make an id of in name"),
    ]
    assert report.claims == {"organization": 2, "membership": 2, "relation": 1}
    assert report.counts() == {"rows": 5, "accepted": 2, "corrected": 0, "refused": 3, "left_out": 0}
    with store.read() as reader:
        kinds = sorted(row.kind for row in reader.links())
    assert kinds == ["member_of", "member_of", "related"]
