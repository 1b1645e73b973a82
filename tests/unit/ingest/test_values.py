"""Values by their kind: what a source writes, what is read, and what the report says of it by row."""

import json
from pathlib import Path

import pytest

from graphsvc.domain.ports import GraphStore
from graphsvc.ingest import coordinates, country_codes, dates, numbers
from graphsvc.ingest.cleaning import name
from graphsvc.ingest.identifiers import identifier_value
from graphsvc.ingest.load import load
from graphsvc.ingest.report import Report
from tests.unit.ingest.test_layouts import OFFICIAL, official_row, write_official


def loaded(
    folder: Path, store: GraphStore, *rows: dict[str, str]
) -> tuple[Report, dict[str, dict[str, object]]]:
    """The report, and the fields of entities and participations, of a CORDIS table with these rows."""
    usual = {"projectID": "101000001", "name": "Werk GmbH"}
    write_official(folder / "organization.csv", OFFICIAL, [official_row(**usual | row) for row in rows])
    report = load(folder, store)
    with store.read() as reader:
        found = {row.id: json.loads(row.fields) for row in reader.entities()}
        found |= {row.source + " " + row.kind: json.loads(row.fields) for row in reader.links()}
    return report, found


def said(report: Report, row: int) -> dict[str, str]:
    return {issue.column: str(issue.reason) for issue in report.corrected if issue.row == row}


@pytest.mark.parametrize(
    ("cells", "amounts"),
    [
        (("1,234.56", "150,000", "1.234"), (1234.56, 150000.0, 1.234)),
        (("1.234,56", "150,000", "1.234"), (1234.56, 150.0, 1234.0)),
        (("0.5", "150,000"), (0.5, 150000.0)),
        (("1.500.000", "1.234"), (1500000.0, 1234.0)),
        (("€ 1,234.50", "1'234.50", "1 234.50 EUR"), (1234.5, 1234.5, 1234.5)),
    ],
)
def test_the_column_decides_what_a_lone_mark_means(
    cells: tuple[str, ...], amounts: tuple[float, ...], tmp_path: Path, store: GraphStore
) -> None:
    rows = [
        {"organisationID": str(999000001 + number), "ecContribution": cell}
        for number, cell in enumerate(cells)
    ]
    report, found = loaded(tmp_path / "cordis", store, *rows)
    read = [found[f"organization:pic-{row['organisationID']} participates"]["contribution"] for row in rows]
    assert read == list(amounts)
    assert not report.corrected


def test_where_the_column_says_two_things_a_lone_mark_is_noted(tmp_path: Path, store: GraphStore) -> None:
    cells = ("1,234.56", "1.234,56", "150,000", "(500)", "-250.75", "$ 12")
    rows = [
        {"organisationID": str(999000001 + number), "ecContribution": cell}
        for number, cell in enumerate(cells)
    ]
    report, found = loaded(tmp_path / "cordis", store, *rows)
    assert found["organization:pic-999000003 participates"]["contribution"] == 150000
    assert "could be a decimal one" in said(report, 4)["ecContribution"]
    assert [said(report, row)["ecContribution"] for row in (5, 6, 7)] == [
        "left out: less than zero",
        "left out: less than zero",
        "left out: not in euro",
    ]


def test_numbers_and_gaps_as_programs_write_them(tmp_path: Path, store: GraphStore) -> None:
    report, found = loaded(
        tmp_path / "cordis",
        store,
        {"projectID": "101000001.0", "organisationID": "999000001.0", "shortName": "nan", "city": "nan"},
        {"projectID": "101000002", "organisationID": "999000001", "city": "Ulm"},
        {"projectID": "101000002", "organisationID": "9.99000002E8"},
        {"projectID": "101000002", "organisationID": "99900"},
    )
    assert sorted(key for key in found if " " not in key) == [
        "organization:pic-99900",
        "organization:pic-999000001",
        "project:grant-101000001",
        "project:grant-101000002",
    ]
    assert found["organization:pic-999000001"]["identifiers"] == ["pic:999000001"]
    assert not found["organization:pic-999000001"].keys() & {"city", "aliases", "nuts"}
    assert said(report, 2)["city"] == said(report, 2)["shortName"] == "taken as empty"
    assert said(report, 2)["organisationID"] == "read as 999000001"
    assert said(report, 5)["organisationID"] == "doubtful: a PIC is nine digits"
    assert [(issue.row, "nine digits" in str(issue.reason)) for issue in report.refused] == [(4, True)]


def test_towns_get_back_the_letters_that_a_source_lost(tmp_path: Path, store: GraphStore) -> None:
    towns = [
        ("DE", "QUAKENBRUCK"),
        ("DE", "Muenchen"),
        ("DK", "Kobenhavn"),
        ("DE", "Munster"),
        ("DE", "BONN"),
    ]
    rows = [
        {"organisationID": str(999000001 + number), "country": country, "city": town}
        for number, (country, town) in enumerate([*towns, ("", "Koln"), ("AT", "Koln"), ("DE", "Köln")])
    ]
    report, found = loaded(tmp_path / "cordis", store, *rows)
    read = [found[f"organization:pic-{row['organisationID']}"]["city"] for row in rows]
    assert read == ["Quakenbrück", "München", "København", "Munster", "BONN", "Koln", "Koln", "Köln"]
    assert said(report, 2)["city"] == "lost letters restored: the town is spelled Quakenbrück"
    assert [row for row in range(2, 10) if "city" in said(report, row)] == [2, 3, 4]


def test_places_by_country_and_region(tmp_path: Path, store: GraphStore) -> None:
    rows = [
        {"country": "RE", "nutsCode": "FRY40", "geolocation": "-21.1,55.5"},
        {"country": "AX", "nutsCode": "FI200", "geolocation": "60.1,19.9"},
        {"country": "DEU", "nutsCode": "DE144", "geolocation": "9.99,48.4"},
        {"country": "Germany", "nutsCode": "FR716", "geolocation": "45.7,4.8"},
        {"country": "YU", "nutsCode": "", "geolocation": "POINT(20.46 44.82)"},
        {"country": "FR", "nutsCode": "FR716", "geolocation": "45°45'36\"N, 4°50'24\"E"},
        {"country": "GP", "nutsCode": "FRY40", "geolocation": "16,2;-61,5"},
        {"country": "DE", "nutsCode": "DEF0C", "geolocation": "51.08342,10.423447"},
        {"country": "AT", "nutsCode": "", "geolocation": "51.08342,10.423447"},
    ]
    numbered = [row | {"organisationID": str(999000001 + number)} for number, row in enumerate(rows)]
    report, found = loaded(tmp_path / "cordis", store, *numbered)
    read = [found[f"organization:pic-{row['organisationID']}"] for row in numbered]
    places = [[place.get(field) for field in ("country", "nuts", "lat", "lng")] for place in read]
    assert places == [
        ["RE", "FRY40", -21.1, 55.5],
        ["AX", "FI200", 60.1, 19.9],
        ["DE", "DE144", 48.4, 9.99],
        ["DE", None, None, None],
        [None, None, 44.82, 20.46],
        ["FR", "FRK26", 45.76, 4.84],
        ["GP", None, 16.2, -61.5],
        ["DE", "DEF0C", None, None],
        ["AT", None, None, None],
    ]
    assert not said(report, 2)
    assert not said(report, 3)
    assert "exchanged" in said(report, 4)["lat, lng"]
    assert said(report, 5)["lat, lng"] == "left out: not in DE"
    assert said(report, 6)["country"].endswith("RS, ME")
    assert said(report, 9)["lat, lng"] == "left out: the middle of DE, which tells no place"
    assert said(report, 10)["lat, lng"] == "left out: not in AT"
    assert "FRK26" in said(report, 7)["nutsCode"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31.12.2020", "2020-12-31"),
        ("31/12/20", "2020-12-31"),
        ("31-12-1999", "1999-12-31"),
        ("2020/12/31", "2020-12-31"),
        ("20201231", "2020-12-31"),
        ("12/31/2020", "2020-12-31"),
        ("31 Dec 2020", "2020-12-31"),
        ("31-Dez-20", "2020-12-31"),
        ("December 31st, 2020", "2020-12-31"),
        ("31. prosince 2020", "2020-12-31"),
        ("31 de diciembre de 2020", "2020-12-31"),
        ("1er décembre 2020", "2020-12-01"),
        ("März 2020", "2020-03"),
        ("03/2020", "2020-03"),
        ("44196", "2020-12-31"),
        ("44196.5", "2020-12-31"),
        ("2020-12-31T10:00:00Z", "2020-12-31"),
        ("30.02.2020", None),
        ("soon", None),
        ("12345678", None),
        ("32 Dec 2020", None),
    ],
)
def test_days_in_usual_forms(text: str, day: str | None) -> None:
    assert dates.date(text)[0] == day


def test_the_column_decides_which_number_is_the_month() -> None:
    assert dates.writes_month_first(["3/4/2020", "12/31/2020"]) is True
    assert dates.writes_month_first(["3/4/2020", "31/12/2020"]) is False
    assert dates.writes_month_first(["13/1/2020", "1/13/2020", ""]) is None
    assert dates.date("3/4/2020", month_first=True)[0] == "2020-03-04"
    found, note = dates.date("3/4/2020")
    assert (found, "could stand first" in str(note)) == ("2020-04-03", True)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("DEU", "DE"),
        ("276", "DE"),
        ("D", "DE"),
        ("Deutschland", "DE"),
        ("ALLEMAGNE", "DE"),
        ("Niemcy", "DE"),
        ("Ελλάδα", "GR"),
        ("EL", "GR"),
        ("UK", "GB"),
        ("Great Britain", "GB"),
        ("Türkiye", "TR"),
        ("Kosovo", "XK"),
        ("Cote d’Ivoire", "CI"),
        ("Atlantis", None),
        ("SU", None),
    ],
)
def test_countries_by_code_and_name(text: str, code: str | None) -> None:
    assert country_codes.country(text)[0] == code


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("48.4", 48.4),
        ("48,4", 48.4),
        ("48.4° N", 48.4),
        ("S 12.5", -12.5),
        ("48°24'36\"N", 48.41),
        ("48 24 36 S", -48.41),
        ("9° 59.4' W", -9.99),
        ("48°75'N", None),
        ("north", None),
        ("1e9", None),
    ],
)
def test_degrees_in_usual_forms(text: str, degrees: float | None) -> None:
    assert coordinates.degrees(text, 180)[0] == degrees


def test_identifiers_in_the_forms_of_their_registries() -> None:
    assert identifier_value("ror", "https://ror.org/02NV7YV05/")[0] == "02nv7yv05"
    assert identifier_value("pic", "https://example.org/participants/999000001")[0] == "999000001"
    assert identifier_value("isni", "0000 0001 2096 0218")[0] == "0000000120960218"
    assert identifier_value("vat", "de 123.456.789")[0] == "DE123456789"
    assert identifier_value("grid", "a b")[0] is None


def test_character_references_are_decoded_in_names() -> None:
    assert name("M&uuml;ller &amp;amp; S&#246;hne_x000D_")[0] == "Müller & Söhne"
    assert name("AT&T Global &c.")[0] == "AT&T Global &c."


@pytest.mark.parametrize(
    "text", ["1_000", "inf", "nan", "1,23,456", "1.234,5,6", "--5", "1e999", "²", "12 5a"]
)
def test_what_is_no_amount_is_left_out(text: str) -> None:
    found, note = numbers.number(text)
    assert found is None
    assert note
