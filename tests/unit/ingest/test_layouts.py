import csv
import gzip
import json
from pathlib import Path

import pytest

from graphsvc import snapshot
from graphsvc.domain.ports import GraphStore
from graphsvc.errors import InvalidData
from graphsvc.ingest.load import load
from tests.unit.ingest.tables import write_table

OFFICIAL = [
    *(
        "projectID",
        "projectAcronym",
        "organisationID",
        "vatNumber",
        "name",
        "shortName",
        "SME",
        "activityType",
    ),
    *(
        "street",
        "postCode",
        "city",
        "country",
        "nutsCode",
        "geolocation",
        "organizationURL",
        "contentUpdateDate",
    ),
    *(
        "rcn",
        "order",
        "role",
        "ecContribution",
        "netEcContribution",
        "totalCost",
        "endOfParticipation",
        "active",
    ),
]
PROJECT = [
    *(
        "id",
        "acronym",
        "status",
        "title",
        "startDate",
        "endDate",
        "totalCost",
        "ecMaxContribution",
        "legalBasis",
    ),
    *("topics", "frameworkProgramme", "contentUpdateDate", "rcn"),
]


def official_row(**given: str) -> list[str]:
    usual = {
        "activityType": "PRC",
        "country": "DE",
        "role": "participant",
        "contentUpdateDate": "2023-03-10 21:15:00",
    }
    return [(usual | given).get(column, "") for column in OFFICIAL]


def write_official(path: Path, header: list[str], rows: list[list[str]]) -> None:
    """As CORDIS writes it: semicolons, everything quoted, a byte order mark."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, delimiter=";", quoting=csv.QUOTE_ALL).writerows([header, *rows])


def fields(store: GraphStore) -> dict[str, dict[str, object]]:
    with store.read() as reader:
        return {row.id: json.loads(row.fields) for row in reader.entities()}


def test_the_official_cordis_tables_are_recognized(tmp_path: Path, store: GraphStore) -> None:
    folder = tmp_path / "cordis_H2020.projects"
    rows = [
        official_row(
            projectID="700001",
            organisationID="1",
            name="ÖKO GMBH",
            rcn="55",
            geolocation="48.1,11.5",
            ecContribution="1000,5",
        ),
        official_row(projectID="700002", organisationID="1", name="ÖKO GMBH", rcn="55", role="thirdParty"),
        official_row(
            projectID="700002",
            organisationID="2",
            name="",
            country="UK",
            activityType="HES",
            role="coordinator",
        ),
    ]
    write_official(folder / "organization.csv", OFFICIAL, rows)
    project = [
        "700001",
        "BREAD",
        "CLOSED",
        "Better bread",
        "2018-01-01",
        "2020-12-31",
        "1",
        "1",
        "H",
        "SFS-1",
        "H2020",
        "2023-01-01",
        "777",
    ]
    write_official(folder / "project.csv", PROJECT, [project])
    write_official(
        folder / "topics.csv", ["projectID", "topic", "title"], [["700001", "SFS-1", "Bread of tomorrow"]]
    )
    report = load(folder, store)
    assert report.datasets[0].id == "cordis-h2020-projects"
    assert report.claims == {"project": 2, "organization": 2, "participation": 3}
    found = fields(store)
    assert found["project:grant-700001"] == {
        "title": "Better bread",
        "acronym": "BREAD",
        "start": "2018-01-01",
        "end": "2020-12-31",
        "programme": "H2020",
        "topic": "Bread of tomorrow",
        "identifiers": ["grant:700001", "rcn:777", "topic:SFS-1"],
    }
    assert found["project:grant-700002"] == {"identifiers": ["grant:700002"]}
    assert found["organization:pic-1"]["identifiers"] == ["pic:1", "rcn:55"]
    assert (found["organization:pic-1"]["lat"], found["organization:pic-1"]["lng"]) == (48.1, 11.5)
    assert found["organization:pic-2"] == {
        "country": "GB",
        "organization_kind": "education",
        "identifiers": ["pic:2"],
    }
    with store.read() as reader:
        roles = sorted(row.qualifier for row in reader.links())
        dated = {row.date for row in reader.entities(("organization",))}
    assert roles == ["coordinator", "participant", "third-party"]
    assert dated == {"2023-03-10"}


def test_objectives_keywords_and_fields_of_science_are_kept(tmp_path: Path, store: GraphStore) -> None:
    folder = tmp_path / "cordis"
    write_official(
        folder / "organization.csv", OFFICIAL, [official_row(projectID="7", organisationID="1", name="A")]
    )
    told = {"id": "7", "title": "Better bread", "objective": "We bake.\nIt rises.", "keywords": "bread, oven"}
    header = [*PROJECT, "objective", "keywords"]
    write_official(folder / "project.csv", header, [[told.get(column, "") for column in header]])
    science = ["projectID", "euroSciVocCode", "euroSciVocPath", "euroSciVocTitle"]
    rows = [["7", "/1", "/a/b", "grains"], ["8", "/2", "/c", "law"], ["7", "/3", "/a", "food"]]
    write_official(folder / "euroSciVoc.csv", science, rows)
    load(folder, store)
    found = fields(store)["project:grant-7"]
    assert found["objective"] == "We bake.\nIt rises."
    assert found["keywords"] == "bread, oven"
    assert found["science"] == "grains; food"
    with store.read() as reader:
        projects = snapshot.build(reader).projects
    assert projects.objectives[0] == "We bake.\nIt rises."
    assert projects.keywords[0] == "bread, oven; grains; food"


def test_one_official_table_suffices(tmp_path: Path, store: GraphStore) -> None:
    write_official(
        tmp_path / "x" / "organization.csv",
        OFFICIAL,
        [official_row(projectID="7", organisationID="1", name="A")],
    )
    assert load(tmp_path / "x", store).claims == {"project": 1, "organization": 1, "participation": 1}


def test_prepared_tables_are_recognized_in_any_number(tmp_path: Path, store: GraphStore) -> None:
    folder = tmp_path / "h2020"
    write_table(
        folder / "organisations.csv",
        [
            "pic",
            "name",
            "short_name",
            "activity_type",
            "sme",
            "country",
            "city",
            "nuts",
            "lat",
            "lng",
            "website",
        ],
        [["1", "Alpha AG", "ALP", "PRC", "True", "EL", "ATHINA", "EL303", "", "", ""]],
    )
    write_table(
        folder / "projects.csv",
        [
            "rcn",
            "start_date",
            "end_date",
            "participants",
            "project_id",
            "programme_parts",
            "acronym",
            "title",
            "topic_code",
            "topic",
        ],
        [
            ["10", "2015-01-01", "2016-01-01", "4", "600", "SC2", "ACR", "Title", "T-1", "Topic"],
            ["11", "2016-01-01", "", "1", "", "", "", "", "", ""],
        ],
    )
    part = ["rcn", "pic", "role", "type", "country", "contribution", "start_date", "end_date"]
    write_table(
        folder / "participations_2015.csv",
        part,
        [["10", "1", "coordinator", "PRC", "EL", "5", "2015-01-01", ""]],
    )
    with gzip.open(folder / "participations_2016.csv.gz", "wt", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([part, ["11", "1", "coordinator", "HES", "EL", "", "2016-01-01", ""]])
    report = load(folder, store)
    assert report.claims == {"organization": 1, "project": 2, "participation": 2}
    found = fields(store)
    assert found["project:grant-600"]["participants"] == 4
    assert sorted(found) == ["organization:pic-1", "project:grant-600", "project:rcn-11"]
    assert found["organization:pic-1"]["nuts"] == "EL303"
    assert found["organization:pic-1"]["sme"] is True


def test_organizations_with_a_key_of_their_own_are_recognized(tmp_path: Path, store: GraphStore) -> None:
    folder = tmp_path / "fp7"
    columns = ["org_id", "name", "short_name", "country", "city", "post_code", "website", "pic", "lat", "lng"]
    write_table(
        folder / "organisations.csv",
        columns,
        [
            ["a1", "Alpha", "", "DE", "", "", "", "901", "", ""],
            ["b2", "Beta", "", "DE", "", "", "", "", "", ""],
        ],
    )
    write_table(
        folder / "participations.csv", ["project_rcn", "org_id"], [["5", "a1"], ["5", "b2"], ["5", "zz"]]
    )
    report = load(folder, store)
    assert sorted(fields(store)) == ["organization:fp7-b2", "organization:pic-901", "project:rcn-5"]
    assert [issue.value for issue in report.refused] == ["organization:fp7-zz"]


def test_an_unknown_folder_is_refused_with_what_was_looked_for(tmp_path: Path, store: GraphStore) -> None:
    write_table(tmp_path / "x" / "firms.csv", ["firm", "town"], [["A", "B"]])
    write_table(tmp_path / "x" / "others.csv", ["firm", "town"], [["A", "B"]])
    with pytest.raises(InvalidData, match=r"projectID.*organisationID") as caught:
        load(tmp_path / "x", store)
    assert any("firms.csv: firm, town" in str(issue.reason) for issue in caught.value.issues)
    with pytest.raises(InvalidData, match="no file or folder"):
        load(tmp_path / "nowhere", store)
