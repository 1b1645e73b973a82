"""Lists as programs export them and people set them out are taken as they are meant, none silently wrong."""

from pathlib import Path

import pytest

from graphsvc.errors import InvalidData
from graphsvc.ingest.list_beside import NOT_READ
from graphsvc.ingest.list_rows import OTHER_SHEET, ReadList, read_list
from graphsvc.ingest.list_sheet import ReadingChoice
from tests.support.exported_lists import TODAY, ExportedList, exported_lists
from tests.support.made_up_lists import ods
from tests.support.set_out_lists import former_beside, set_out_lists, sheets_of_kinds

LISTS = [*exported_lists(), *set_out_lists()]


def _read(tmp_path: Path, file: str, data: bytes, **choice: str) -> ReadList:
    path = tmp_path / file
    path.write_bytes(data)
    return read_list(path, ReadingChoice(**choice), None, TODAY)  # type: ignore[arg-type]


@pytest.mark.parametrize("made", LISTS, ids=lambda made: made.about)
def test_a_list_is_taken_as_it_is_meant(made: ExportedList, tmp_path: Path) -> None:
    read = _read(tmp_path, made.file, made.data)
    assert [(one.name, one.post_code, one.city, one.country, one.since) for one in read.entries] == [
        *made.members
    ]
    assert not any(one.stage or one.branch for one in read.entries if made.file == "hubspot.csv")
    rows = {number: " ".join(filter(None, cells)) for number, cells in read.sheet.rows}
    aside = {one.entry.row for one in read.asides} | {one.row for one in (*read.left_out, *read.refused)}
    told = [rows[row] for row in sorted(aside)]
    assert len(told) == len(made.aside)
    assert all(word in row for word, row in zip(made.aside, told, strict=True))


def test_former_members_beside_the_list_are_not_read_and_that_is_told(tmp_path: Path) -> None:
    read = _read(tmp_path, "liste.xlsx", former_beside())
    assert NOT_READ in [issue.reason for issue in read.corrected]
    assert "Altländer Saft KG" not in [one.name for one in read.entries]


def test_another_sheet_of_the_same_columns_is_told_and_one_that_was_chosen_is_read(tmp_path: Path) -> None:
    read = _read(tmp_path, "mitglieder.xlsx", sheets_of_kinds())
    assert [one.name for one in read.entries] == ["Kern Obst GmbH"]
    assert [issue.value for issue in read.corrected if issue.reason == OTHER_SHEET] == ["Fördernde"]
    chosen = _read(tmp_path, "mitglieder.xlsx", sheets_of_kinds(), sheet="Fördernde")
    assert [one.name for one in chosen.entries] == ["Elbkorn eG"]


def test_rows_hidden_and_names_struck_through_in_an_ods_are_left_out(tmp_path: Path) -> None:
    made = ods([["Firma", "Ort"], ["Kern Obst GmbH", "Jork"], ["Elbkorn eG", "Stade"], ["Saft KG", "Ulm"]])
    space = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
    style = (
        f"<office:automatic-styles><style:style style:name='x' xmlns:style='{space}'>"
        "<style:text-properties style:text-line-through-style='solid'/></style:style>"
        "</office:automatic-styles><office:body>"
    )
    read = _read(tmp_path, "liste.ods", _marked(made, style))
    assert [one.name for one in read.entries] == ["Kern Obst GmbH"]
    assert [one.entry.name for one in read.asides] == ["Elbkorn eG", "Saft KG"]


def _marked(made: bytes, style: str) -> bytes:
    """An ODS whose second member is struck through, its third in a hidden row."""
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        content = archive.read("content.xml").decode()
        kind = archive.read("mimetype")
    parts = content.replace("<office:body>", style).split("<table:table-row>")
    parts[3] = parts[3].replace("<table:table-cell ", "<table:table-cell table:style-name='x' ", 1)
    head, last = "<table:table-row>".join(parts[:4]), parts[4]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", f'{head}<table:table-row table:visibility="filter">{last}')
    return stream.getvalue()


def test_xml_whatever_it_is_called_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InvalidData, match="save it as XLSX"):
        _read(tmp_path, "export.xls", b'<?xml version="1.0"?><Workbook><Row>Firma</Row></Workbook>')
