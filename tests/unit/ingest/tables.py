"""Small folders to load in tests."""

import csv
from collections.abc import Sequence
from pathlib import Path
from textwrap import dedent

DATASET = """
    id: {id}
    title: "A test"
    licence: "CC0 1.0"
    source: "made up"
    retrieved: "2024-05-01"
"""
MAPPING = """
    version: "1"
    lookups:
      grants: {file: "projects.csv", key: rcn, value: project_id}
    tables:
      - file: organizations.csv
        records:
          - record: organization
            id: {pic: pic, key: name}
            fields: {name: name, organization_kind: type, country: country, city: city, lat: lat, lng: lng,
                     website: website}
            identifiers: {pic: pic}
            evidence: {citation: {const: "made up"}}
      - file: projects.csv
        records:
          - record: project
            id: {grant: project_id, rcn: rcn}
            fields: {title: title, start: start, end: end, participants: participants}
      - file: participations.csv
        records:
          - record: participation
            organization: {pic: pic}
            project: {grant: {column: rcn, lookup: grants}, rcn: rcn}
            role: role
            fields: {contribution: contribution}
"""
ORGANIZATION = ("pic", "name", "type", "country", "city", "lat", "lng", "website")
PROJECT = ("rcn", "project_id", "title", "start", "end", "participants")
PARTICIPATION = ("rcn", "pic", "role", "contribution")


def write_table(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A CSV file with these rows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, *rows])


def write_dataset(folder: Path, dataset: str = "trial", mapping: str = MAPPING, extra: str = "") -> Path:
    """`dataset.yml` and `mapping.yml` of a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    about = dedent(DATASET.format(id=dataset)) + dedent(extra)
    (folder / "dataset.yml").write_text(about, encoding="utf-8")
    (folder / "mapping.yml").write_text(dedent(mapping), encoding="utf-8")
    return folder


def small_folder(
    folder: Path, organizations: Sequence[Sequence[str]] | None = None, dataset: str = "trial"
) -> Path:
    """Three organizations, two projects, four participations; or other organizations."""
    write_dataset(folder, dataset)
    rows = organizations or [
        ("101", "Ölmühle Nord GmbH", "PRC", "DE", "Kiel", "54.3", "10.1", "www.example.org"),
        ("102", "Institut für Backwaren", "REC", "DE", "Jena", "", "", ""),
        ("103", "Dairy Works Ltd", "PRC", "UK", "Leeds", "", "", ""),
    ]
    write_table(folder / "organizations.csv", ORGANIZATION, rows)
    projects = [
        ("1", "9001", "Better bread", "2016-01-01", "2018-12-31", "3"),
        ("2", "", "Late cheese", "2018-06-01", "2020-12-31", "2"),
    ]
    write_table(folder / "projects.csv", PROJECT, projects)
    participations = [
        ("1", "101", "coordinator", "1000.5"),
        ("1", "102", "participant", ""),
        ("2", "102", "coordinator", "5"),
        ("2", "103", "thirdParty", ""),
    ]
    write_table(folder / "participations.csv", PARTICIPATION, participations)
    return folder
