"""Tables of organizations in columns of their own, as `graphsvc load` takes them."""

from pathlib import Path

import pytest

from graphsvc.domain.ports import GraphStore
from graphsvc.errors import InvalidData
from graphsvc.ingest.load import load
from tests.unit.ingest.test_layouts import fields


def test_places_countries_websites_and_kinds_are_taken(tmp_path: Path, store: GraphStore) -> None:
    path = tmp_path / "firmen.csv"
    path.write_text(
        "Organisation;PLZ/Ort;Land;Webseite;Art;Beschreibung\n"
        "Muster Hof;28195 Bremen;Deutschland;www.muster.example;Unternehmen;mahlt Mehl\n"
        "Zweitwerk AG;89073 Ulm;D;;Unternehmen;\n",
        encoding="utf-8",
    )
    report = load(path, store)
    assert (report.datasets[0].id, report.refused, report.corrected) == ("own-firmen", (), ())
    assert list(fields(store).values()) == [
        {
            "name": "Muster Hof",
            "city": "Bremen",
            "country": "DE",
            "website": "www.muster.example",
            "organization_kind": "company",
            "text": "mahlt Mehl",
        },
        {"name": "Zweitwerk AG", "city": "Ulm", "country": "DE", "organization_kind": "company"},
    ]
    again = load(path, store, dry_run=True)
    assert (again.new, again.changed, again.same) == (0, 0, 2)


def test_one_name_in_two_places_is_two_and_in_one_place_is_refused(tmp_path: Path, store: GraphStore) -> None:
    path = tmp_path / "firmen.csv"
    path.write_text("Firma,Ort\nMuster GmbH,Ulm\nMuster GmbH,Bremen\nMuster GmbH,Ulm\n", encoding="utf-8")
    report = load(path, store)
    assert [issue.row for issue in report.refused] == [4]
    assert len(fields(store)) == 2


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Wer,Wo\nMusterwerk,Ulm\n", "which column is the name"),
        ("Musterwerk GmbH,Ulm\nZweitwerk AG,Bremen\n", "No row with names of columns was found"),
        ("Name,Vorname\nMuster,Anna\n", "names persons"),
    ],
)
def test_what_is_not_clear_is_refused_and_says_so_first(
    tmp_path: Path, store: GraphStore, text: str, reason: str
) -> None:
    path = tmp_path / "firmen.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidData, match=reason) as caught:
        load(path, store)
    assert reason in str(caught.value.issues[0].reason)
    assert not fields(store)
