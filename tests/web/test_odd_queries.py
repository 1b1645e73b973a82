"""Searches that other programs stumbled over, and tables as a spreadsheet opens them, on German pages."""

from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from tests.web.test_routes import OWNERS, READ

QUERIES = (
    *(
        "AT&T",
        "(((",
        "foo:bar",
        '"',
        "*",
        "a/b",
        "C++",
        "NEAR(a b)",
        "AND OR NOT",
        "%",
        "\\",
        "日本",
        "a\x00b",
    ),
    *("<script>", "'; DROP TABLE x; --", "ü" * 150, "\u202egnp.exe", "-food", "food*"),
)
TABLES = [
    address for address in (READ | OWNERS).values() if ".csv" in address and not address.startswith("/api/")
]
GERMAN = {"Accept-Language": "de"}


@pytest.mark.parametrize("query", QUERIES)
def test_any_query_is_answered(query: str, client: FlaskClient) -> None:
    for path in ("/search", "/api/v1/search"):
        answer = client.get(path, query_string={"q": query}, headers=GERMAN)
        assert (path, answer.status_code) == (path, 200)


def test_what_is_no_text_or_too_long_is_answered(client: FlaskClient) -> None:
    assert client.get("/search?q=%ff%fe", headers=GERMAN).status_code == 200
    assert client.get(f"/search?q={quote('x' * 3000)}", headers=GERMAN).status_code == 200
    assert client.get(f"/api/v1/search?q={'x' * 3000}", headers=GERMAN).status_code == 422


@pytest.mark.parametrize("address", TABLES)
def test_a_table_opens_in_a_spreadsheet(address: str, client: FlaskClient) -> None:
    answer = client.get(address, headers=GERMAN)
    assert (answer.status_code, answer.data[:3]) == (200, b"\xef\xbb\xbf")
    assert b";" in answer.data.splitlines()[0]
