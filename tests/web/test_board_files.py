"""The board as a file says what the board says, and nothing in it is a formula."""

import csv
import io

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from tests.support.addresses import CHAIN, FOUR


def test_the_csv_has_the_numbers_of_the_board(client: FlaskClient) -> None:
    answer = client.get(f"{CHAIN}/board.csv?{FOUR}&lang=en")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    required = [row for row in rows if not row["optional"]]
    assert len(required) == 7
    assert {row["id"]: row["together"] for row in required}["processing"] == "3"
    assert {row["id"]: row["State"] for row in rows}["packaging"] == "thin"


def test_the_workbook_carries_the_words_behind_each_stage(client: FlaskClient) -> None:
    answer = client.get(f"{CHAIN}/board.xlsx?{FOUR}&lang=de")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    proofs = book.get_sheet_by_index(1).to_python()
    assert len(proofs) == 1 + 21
    assert any("Lebensmittelverarbeitung und -sicherheit" in str(row[4]) for row in proofs)


def test_two_runs_give_the_same_bytes(client: FlaskClient) -> None:
    first, second = (client.get(f"{CHAIN}/board.csv?{FOUR}").data for _ in range(2))
    assert first == second


@pytest.mark.parametrize("form", ["pdf", "exe"])
def test_an_unknown_format_is_not_found(client: FlaskClient, form: str) -> None:
    assert client.get(f"{CHAIN}/board.{form}?{FOUR}").status_code == 404
