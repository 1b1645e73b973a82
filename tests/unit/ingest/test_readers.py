import gzip
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from graphsvc.errors import InvalidData, Issue
from graphsvc.ingest.encodings import ENCODINGS
from graphsvc.ingest.lines import MAX_CELL
from graphsvc.ingest.readers import open_table, tables_in
from graphsvc.messages import Message

DATA = Path(__file__).parents[2] / "support" / "data"
ROWS = [(2, ["1", "Müller", "a;b,c"]), (3, ["2", 'Sagt "ja"', "zwei\nZeilen"])]


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("suffix", [".csv", ".csv.gz"])
def test_delimiter_encoding_and_packing_are_found_out(
    tmp_path: Path, delimiter: str, encoding: str, suffix: str
) -> None:
    lines = ["id{d}name{d}text", '1{d}Müller{d}"a;b,c"', '2{d}"Sagt ""ja"""{d}"zwei\nZeilen"', ""]
    data = "\n".join(lines).format(d=delimiter).encode(encoding)
    path = tmp_path / f"t{suffix}"
    path.write_bytes(gzip.compress(data) if suffix.endswith("gz") else data)
    table = open_table(path, tmp_path)
    assert (table.header, table.delimiter) == (("id", "name", "text"), delimiter)
    assert list(table.rows([])) == ROWS
    assert table.size >= 2


def test_rows_are_filled_up_passed_over_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b\n1\n\n,\n1,2,,\n1,2,3\n4,5\n", encoding="utf-8")
    issues: list[Issue] = []
    assert list(open_table(path).rows(issues)) == [(2, ["1", ""]), (5, ["1", "2"]), (7, ["4", "5"])]
    assert [(issue.row, issue.value) for issue in issues] == [(6, "3")]


def test_a_huge_cell_refuses_its_row_only(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b\n1,2\n" + "x" * (MAX_CELL + 1) + ",2\n3,4\n", encoding="utf-8")
    issues: list[Issue] = []
    numbers = [cells[0] for _, cells in open_table(path).rows(issues)]
    assert numbers[0] == "1"
    assert "3" in numbers
    assert (issues[0].row, str(issues[0].reason)) == (3, "a cell is longer than 1,000,000 characters")


def test_a_workbook_is_read_as_text(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["pic", "name", "since", "share"])
        sheet.write_number(1, 0, 998511696)
        sheet.write_string(1, 1, "Ärzte & Söhne")
        sheet.write_datetime(1, 2, date(2020, 5, 17), book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_number(1, 3, 0.25)
    table = open_table(path)
    assert table.header == ("pic", "name", "since", "share")
    assert list(table.rows([])) == [(2, ["998511696", "Ärzte & Söhne", "2020-05-17", "0.25"])]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("t.csv", "a,b\n1,2".encode("utf-16")[:-1], "is not in one encoding .UTF-16."),
        ("t.csv", b"a,b,a\n1,2,3", "twice: a"),
        ("t.csv", b"", "no header"),
        ("t.csv.gz", b"no gzip", "cannot be read"),
        ("t.xlsx", b"no zip", "cannot be read"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InvalidData, match=said) as caught:
        open_table(path)
    assert caught.value.issues


@pytest.mark.parametrize("encoding", ["utf-16", "cp1250", "cp1252", "iso8859_2", "cp1253"])
def test_a_text_is_read_in_the_encoding_its_letters_speak_for(tmp_path: Path, encoding: str) -> None:
    texts = {
        "cp1253": "Επωνυμία;Πόλη\nΓαλακτοκομία Ηπείρου;Ιωάννινα",
        "cp1252": "Firma;Ort\nGröße & Söhne;Köln",
    }
    text = texts.get(encoding, "Nazwa firmy;Miejscowość\nZakład Żywności;Łódź\nPiekarnia Świt;Gdańsk")
    path = tmp_path / "t.csv"
    path.write_bytes(text.encode(encoding))
    table = open_table(path)
    rows = [table.header, *(tuple(cells) for _, cells in table.rows([]))]
    assert rows == [tuple(line.split(";")) for line in text.split("\n")]
    assert not table.notes


def test_an_encoding_that_is_a_guess_is_told(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"name;city\nM\x81ller;K\x94ln\n")
    table = open_table(path)
    (note,) = table.notes
    assert isinstance(note.reason, Message)
    assert note.reason.values == {"encoding": ENCODINGS["cp850"]}


@pytest.mark.parametrize("form", ["xls", "xlsb"])
def test_the_binary_forms_of_excel_are_tables_too(form: str) -> None:
    table = open_table(DATA / f"members.{form}")
    assert (table.header[0], table.size) == ("Mitgliederverzeichnis der Beispielregion", 6)


def test_tables_of_a_folder_are_sorted_and_hidden_ones_left(tmp_path: Path) -> None:
    for name in ("b.csv", "a.csv.gz", "~a.xlsx", ".c.csv", "d.txt"):
        (tmp_path / name).write_bytes(b"")
    assert [path.name for path in tables_in(tmp_path)] == ["a.csv.gz", "b.csv"]
