"""`graphsvc resolve`: two tables in, pairs out, whole or not at all."""

from pathlib import Path

import pytest

from tests.unit.cli.conftest import Call

HEADER = "id,name,short_name,country,city,post_code,website,activity_type\n"
LEFT = HEADER + "1,Αριστοτέλειο Ινστιτούτο Δοκιμών,,GR,Θεσσαλονίκη,,,\n2,Muster Bio e.V.,,DE,Halle,,,\n"
RIGHT = HEADER + "a,Αριστοτέλειο Ινστιτούτο Δοκιμών,,EL,Θεσσαλονίκη,,,\nb,Muster Bio GmbH,,DE,Halle,,,\n"


@pytest.fixture
def right(tmp_path: Path) -> Path:
    path = tmp_path / "right.csv"
    path.write_text(RIGHT, encoding="utf-8")
    return path


def test_pairs_are_written_with_their_decision(call: Call, right: Path, tmp_path: Path) -> None:
    left, out = tmp_path / "left.csv", tmp_path / "pairs.csv"
    left.write_text(LEFT, encoding="utf-8")
    said = call("resolve", str(left), str(right), "--out", str(out))
    assert (said.code, said.out) == (0, "")
    assert "(1 automatic, 1 to review)" in said.err
    header, *rows = out.read_text(encoding="utf-8").splitlines()
    assert header == "left,right,decision,score"
    assert [row.rpartition(",")[0] for row in rows] == ["1,a,automatic", "2,b,review"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "left.csv"),
        (HEADER.encode(), "left.csv has no row"),
        (b"id;title\n1;A\n", "left.csv has no column name"),
        (b"id,name\n1,A\n,B\n", "left.csv:3, id: the cell is empty"),
        (b'id,name\n1,"A\n2,B\n', "left.csv:2: not readable as CSV: a quotation mark is never closed"),
        (b"id,name\n1,A\x01B\n", "left.csv:2, name"),
    ],
)
def test_a_bad_table_is_told_in_words_and_nothing_is_written(
    call: Call, right: Path, tmp_path: Path, content: bytes, said: str
) -> None:
    left, out = tmp_path / "left.csv", tmp_path / "pairs.csv"
    left.write_bytes(content)
    out.write_text("as it was", encoding="utf-8")
    outcome = call("resolve", str(left), str(right), "--out", str(out))
    assert outcome.code == 1
    assert said in outcome.err
    assert "Traceback" not in outcome.err
    assert out.read_text(encoding="utf-8") == "as it was"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["left.csv", "pairs.csv", "right.csv"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_text_in_utf_16_is_read(call: Call, right: Path, tmp_path: Path, encoding: str) -> None:
    left, out = tmp_path / "left.csv", tmp_path / "pairs.csv"
    left.write_bytes(LEFT.encode(encoding))
    said = call("resolve", str(left), str(right), "--out", str(out))
    assert (said.code, said.out) == (0, "")
    assert [row.rpartition(",")[0] for row in out.read_text(encoding="utf-8").splitlines()[1:]] == [
        "1,a,automatic",
        "2,b,review",
    ]


def test_letters_of_windows_are_read(call: Call, tmp_path: Path, right: Path) -> None:
    left, out = tmp_path / "left.csv", tmp_path / "pairs.csv"
    left.write_bytes("id,name,city\n1,Müster Bio GmbH,Halle\n".encode("cp1252"))
    assert call("resolve", str(left), str(right), "--out", str(out)).code == 0
    assert "1,b,automatic," in out.read_text(encoding="utf-8")


def test_another_encoding_is_found_and_said(call: Call, tmp_path: Path) -> None:
    known, left, out = (tmp_path / name for name in ("known.csv", "left.csv", "pairs.csv"))
    known.write_text(HEADER + "a,Łódzki Zakład Mleczarski „Ósma”,,PL,Łódź,,,\n", encoding="utf-8")
    left.write_text(HEADER + "1,Łódzki Zakład Mleczarski „Ósma”,,PL,Łódź,,,\n", encoding="cp1250")
    said = call("resolve", str(left), str(known), "--out", str(out))
    assert "note: left.csv is no UTF-8; it was read as Windows-1250 (Central Europe)" in said.err
    assert "1,a,automatic," in out.read_text(encoding="utf-8")


def test_cells_may_be_empty_and_ids_repeated(call: Call, right: Path, tmp_path: Path) -> None:
    left, out = tmp_path / "left.csv", tmp_path / "pairs.csv"
    left.write_text("id,name,city\n1,,\n2,Kunstwerk Nord,\n2,Muster Bio GmbH,Halle\n", encoding="utf-8")
    said = call("resolve", str(left), str(right), "--out", str(out))
    assert "left.csv: rows with the id of an earlier row, taken for other names of it: 1" in said.err
    assert [row.rpartition(",")[0] for row in out.read_text().splitlines()[1:]] == ["2,b,review"]


def test_a_hundred_thousand_rows_are_resolved(call: Call, tmp_path: Path, right: Path) -> None:
    left, out = tmp_path / "left.csv", tmp_path / "pairs.csv"
    rows = (f"{number},Werk {number} Beispiel GmbH,DE,Halle\n" for number in range(100_000))
    left.write_text(
        "id,name,country,city\n" + "".join(rows) + "x,Muster Bio GmbH,DE,Halle\n", encoding="utf-8"
    )
    assert call("resolve", str(left), str(right), "--out", str(out)).code == 0
    assert [row[:13] for row in out.read_text(encoding="utf-8").splitlines()[1:]] == ["x,b,automatic"]
