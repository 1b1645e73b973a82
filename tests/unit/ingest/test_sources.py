"""Known sources in the forms in which they are downloaded or kept, and what is said of what fits none."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
import xlsxwriter

from graphsvc import snapshot
from graphsvc.domain.ports import GraphStore, opened
from graphsvc.drawing.graphml import write_graphml
from graphsvc.errors import InvalidData
from graphsvc.ingest.load import load
from graphsvc.store.sqlite import SqliteStore
from tests.unit.ingest.tables import small_folder
from tests.unit.ingest.test_layouts import OFFICIAL, official_row

ROWS = [
    official_row(
        projectID="101000001", organisationID=str(999000001 + number), name=f"Werk {number} GmbH", city="Ulm"
    )
    for number in range(3)
]
OLD = "projectRcn;projectID;projectAcronym;role;id;name;shortName;activityType;ecContribution;country;city"


def table(path: Path, rows: list[list[str]], delimiter: str = ";", encoding: str = "utf-8") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=delimiter).writerows(rows)


def workbook(path: Path) -> None:
    path.parent.mkdir(parents=True)
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        for number, row in enumerate([OFFICIAL, *ROWS]):
            sheet.write_row(number, 0, row)


def objects() -> list[dict[str, str]]:
    return [dict(zip(OFFICIAL, row, strict=True)) for row in ROWS]


def written(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")


def archive(path: Path, name: str = "csv/organization.csv") -> None:
    inner = path.parent / "made" / "organization.csv"
    table(inner, [OFFICIAL, *ROWS])
    with ZipFile(path, "w") as made:
        made.write(inner, name)
    inner.unlink()
    inner.parent.rmdir()


def old_names(path: Path) -> None:
    rows = [
        [
            "1",
            "101000001",
            "A",
            "participant",
            str(999000001 + number),
            f"Werk {number} GmbH",
            "W",
            "PRC",
            "1",
            "DE",
            "Ulm",
        ]
        for number in range(3)
    ]
    table(path, [OLD.split(";"), *rows])


HEADER = [column.replace("organisationID", "organizationID") for column in OFFICIAL]
FORMS: dict[str, tuple[str, Callable[[Path], None]]] = {
    "workbook": ("organization.xlsx", workbook),
    "JSON": ("organization.json", lambda path: written(path, json.dumps(objects()))),
    "JSON lines": ("rows.jsonl", lambda path: written(path, "\n".join(map(json.dumps, objects())))),
    "old columns": ("cordis-h2020organizations.csv", old_names),
    "subfolder": ("csv/organization.csv", lambda path: table(path, [OFFICIAL, *ROWS])),
    "capitals": ("ORGANIZATION.CSV", lambda path: table(path, [OFFICIAL, *ROWS])),
    "tabs": ("organization.tsv", lambda path: table(path, [OFFICIAL, *ROWS], "\t")),
    "pipes": ("organization.csv", lambda path: table(path, [OFFICIAL, *ROWS], "|")),
    "American spelling": ("organization.csv", lambda path: table(path, [HEADER, *ROWS])),
    "columns in small letters": ("a.csv", lambda path: table(path, [[c.lower() for c in OFFICIAL], *ROWS])),
    "another name": ("partners 2024.csv", lambda path: table(path, [OFFICIAL, *ROWS], ",", "utf-8-sig")),
    "an archive": ("cordis-HORIZONprojects-csv.zip", archive),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("of_file", [False, True], ids=["folder", "file"])
def test_cordis_is_read_in_every_form(form: str, of_file: bool, tmp_path: Path, store: GraphStore) -> None:
    name, write = FORMS[form]
    folder = tmp_path / "cordis"
    folder.mkdir()
    path = folder / "given" / name
    path.parent.mkdir(parents=True) if form == "an archive" else None
    write(path)
    report = load(path if of_file else folder / "given", store)
    assert report.claims == {"project": 1, "organization": 3, "participation": 3}
    assert not report.refused


def fields(store: GraphStore) -> dict[str, dict[str, object]]:
    with store.read() as reader:
        return {row.id: json.loads(row.fields) for row in reader.entities()}


def test_projects_come_with_what_they_are_about(tmp_path: Path, store: GraphStore) -> None:
    table(tmp_path / "organization.csv", [OFFICIAL, *ROWS])
    columns = ["id", "acronym", "title", "startDate", "endDate", "programme", "objective", "keywords"]
    project = [
        "101000001",
        "ACR",
        "Better_x000D_ bread",
        "01/02/2020",
        "2022-01-31",
        "H2020",
        "Aim &amp; way",
        "bread",
    ]
    table(tmp_path / "cordis-h2020projects.csv", [columns, project])
    terms = [["101000001", "/1", "baking"], ["101000001", "/2", "milling"]]
    table(tmp_path / "euroSciVoc.csv", [["projectID", "euroSciVocPath", "euroSciVocTitle"], *terms])
    load(tmp_path, store)
    found = fields(store)["project:grant-101000001"]
    assert (found["objective"], found["keywords"]) == ("Aim & way", "bread")
    assert found["science"] == "baking; milling"
    assert (found["title"], found["start"], found["programme"]) == ("Better bread", "2020-02-01", "H2020")


def test_ror_in_both_versions_as_csv_and_json(tmp_path: Path, store: GraphStore) -> None:
    second = {
        "id": "https://ror.org/02nv7yv05",
        "status": "active",
        "types": ["facility", "funder"],
        "names": [
            {"value": "Institut Eins", "types": ["ror_display", "label"], "lang": "de"},
            {"value": "EIO", "types": ["acronym"], "lang": None},
        ],
        "links": [{"type": "website", "value": "https://one.example.org"}],
        "locations": [
            {
                "geonames_details": {"country_code": "DE", "lat": 48.4, "lng": 9.99, "name": "Ulm"},
                "geonames_id": 1,
            }
        ],
        "external_ids": [{"type": "isni", "all": ["0000 0001 2096 0218"], "preferred": None}],
    }
    (tmp_path / "ror.json").write_text(json.dumps([second, second | {"id": "x", "status": "withdrawn"}]))
    load(tmp_path / "ror.json", store)
    assert fields(store)["organization:ror-02nv7yv05"] == {
        "name": "Institut Eins",
        "aliases": ["EIO"],
        "organization_kind": "research",
        "country": "DE",
        "city": "Ulm",
        "lat": 48.4,
        "lng": 9.99,
        "website": "https://one.example.org",
        "identifiers": ["ror:02nv7yv05", "isni:0000000120960218"],
    }
    first = [
        ["id", "name", "status", "types", "country.country_code", "aliases", "labels", "links"],
        [
            "https://ror.org/0aaaa0001",
            "One",
            "active",
            "Education; Facility",
            "DE",
            "A; B",
            "de: Eins",
            "http://a.org; http://b.org",
        ],
    ]
    table(tmp_path / "first" / "ror-data.csv", first, ",")
    load(tmp_path / "first", store)
    one = fields(store)["organization:ror-0aaaa0001"]
    assert (one["aliases"], one["website"], one["organization_kind"]) == (
        ["A", "B", "Eins"],
        "http://a.org",
        "education",
    )


def test_registries_by_their_own_columns(tmp_path: Path, store: GraphStore) -> None:
    lei = ["LEI", "Entity.LegalName", "Entity.LegalAddress.City", "Entity.LegalAddress.Country"]
    table(tmp_path / "a" / "golden-copy.csv", [lei, ["5299 00T8BM49AURSDO55", "Werk GmbH", "Ulm", "DE"]], ",")
    table(
        tmp_path / "b" / "query.csv",
        [
            ["item", "itemLabel", "coord"],
            ["http://www.wikidata.org/entity/Q42", "Werk AG", "Point(9.99 48.4)"],
        ],
        ",",
    )
    works = {
        "id": "https://openalex.org/I7",
        "ror": None,
        "display_name": "Lab",
        "country_code": "DE",
        "type": "company",
    }

    (tmp_path / "institutions.jsonl").write_text(json.dumps(works | {"ror": "https://ror.org/02nv7yv05"}))
    for path in (tmp_path / "a", tmp_path / "b", tmp_path / "institutions.jsonl"):
        load(path, store)
    found = fields(store)
    assert ["lei:529900T8BM49AURSDO55"] in [one.get("identifiers") for one in found.values()]
    (entry,) = [one for one in found.values() if one["name"] == "Werk AG"]
    assert entry == {"name": "Werk AG", "lat": 48.4, "lng": 9.99, "identifiers": ["wikidata:Q42"]}
    assert found["organization:ror-02nv7yv05"]["identifiers"] == ["ror:02nv7yv05", "openalex:I7"]


GEXF = """<gexf xmlns="http://gexf.net/1.3"><graph>
<attributes class="node"><attribute id="0" title="city"/></attributes>
<nodes><node id="a" label="Werk &amp; Co"><attvalues><attvalue for="0" value="Ulm"/></attvalues></node>
<node id="b" label="Labor"/></nodes>
<edges><edge id="0" source="a" target="b"/></edges></graph></gexf>"""
GRAPHML = """<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="d0" for="node" attr.name="label"/><graph>
<node id="a"><data key="d0">Werk &amp; Co</data></node><node id="b"><data key="d0">Labor</data></node>
<edge source="a" target="b"/></graph></graphml>"""


@pytest.mark.parametrize(
    ("name", "text"), [("net.gexf", GEXF), ("net.graphml", GRAPHML)], ids=["GEXF", "GraphML"]
)
def test_graphs_of_other_programs(name: str, text: str, tmp_path: Path, store: GraphStore) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    report = load(tmp_path / name, store)
    assert report.claims == {"organization": 2, "relation": 1}
    assert sorted(str(one["name"]) for one in fields(store).values()) == ["Labor", "Werk & Co"]


def test_edge_lists_and_the_sheets_of_kumu(tmp_path: Path, store: GraphStore) -> None:
    table(tmp_path / "pairs" / "who.csv", [["from", "to"], ["Werk GmbH", "Labor"], ["Labor", "Amt"]], ",")
    assert load(tmp_path / "pairs", store).claims == {"organization": 3, "relation": 2}
    table(
        tmp_path / "kumu" / "elements.csv",
        [["Label", "Description"], ["Werk GmbH", "Mills"], ["Labor", ""]],
        ",",
    )
    table(tmp_path / "kumu" / "connections.csv", [["From", "To", "Type"], ["Werk GmbH", "Labor", "x"]], ",")
    assert load(tmp_path / "kumu", store).claims == {"organization": 2, "relation": 1}
    assert "Mills" in [one.get("text") for one in fields(store).values()]


def test_our_own_graphml_keeps_ids_and_kinds(tmp_path: Path, store: GraphStore) -> None:
    load(small_folder(tmp_path / "f"), store)
    with store.read() as reader:
        write_graphml(snapshot.build(reader), tmp_path / "all.graphml")
    with opened(SqliteStore(tmp_path / "other.db")) as other:
        report = load(tmp_path / "all.graphml", other)
        assert sorted(fields(other)) == sorted(fields(store))
    assert (report.claims["organization"], report.claims["project"], report.claims["participation"]) == (
        3,
        2,
        4,
    )


def reasons(path: Path, store: GraphStore) -> list[tuple[str, str, str]]:
    with pytest.raises(InvalidData) as refused:
        load(path, store)
    return [(issue.file, issue.column, str(issue.reason)) for issue in refused.value.issues]


def test_the_one_thing_that_is_missing_is_named_first(tmp_path: Path, store: GraphStore) -> None:
    without = [
        [cell for column, cell in zip(OFFICIAL, row, strict=True) if column != "role"]
        for row in [OFFICIAL, *ROWS]
    ]
    table(tmp_path / "f" / "organization.csv", without)
    file, column, reason = reasons(tmp_path / "f", store)[0]
    assert (file, column) == ("organization.csv", "role")
    assert "the column is missing" in reason


def test_a_mapping_that_misses_only_the_name_says_so(tmp_path: Path, store: GraphStore) -> None:
    folder = small_folder(tmp_path / "f")
    (folder / "organizations.csv").rename(folder / "organisations.csv")
    assert "only the name differs: organisations.csv" in " ".join(
        reason for *_, reason in reasons(folder, store)
    )


@pytest.mark.parametrize("name", ["../organization.csv", "a/../../b.csv", "C:/organization.csv"])
def test_archives_do_not_write_elsewhere(name: str, tmp_path: Path, store: GraphStore) -> None:
    archive(tmp_path / "a.zip", name)
    assert "unsafe name" in reasons(tmp_path / "a.zip", store)[0][2]
    assert not list(tmp_path.rglob("*.csv"))


DAMAGED = {
    "cut.zip": b"PK\x03\x04\x00",
    "cut.json": b'[{"a": 1}, {"a"',
    "number.json": b"17",
    "latin.json": b'[{"a": "\xfc"}]',
    "deep.json": b"[" * 100_000,
    "deep.jsonl": b'{"a":' * 100_000,
    "doctype.graphml": b'<!DOCTYPE g [<!ENTITY a "b">]><graphml><node id="&a;"/></graphml>',
    "cut.gexf": b"<gexf><nodes><node",
    "empty.json": b"",
    "empty.csv": b"",
    "nul.csv": b"\x00" * 100,
}


@pytest.mark.parametrize("name", DAMAGED)
def test_damaged_files_get_a_reason_and_leave_nothing(name: str, tmp_path: Path, store: GraphStore) -> None:
    (tmp_path / name).write_bytes(DAMAGED[name])
    assert all(reason for *_, reason in reasons(tmp_path / name, store))
    assert fields(store) == {}


def test_a_path_that_is_not_there_is_named(tmp_path: Path, store: GraphStore) -> None:
    assert reasons(tmp_path / "no.csv", store) == [("no.csv", "", "no such file or folder")]
