"""The page of an indicator by year: whose projects it counts, and the files to take along."""

import csv
import io
import re

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

PAGE = "/trends/company_share"


def test_the_page_offers_countries_and_clusters_and_keeps_the_choice(client: FlaskClient) -> None:
    page = client.get(f"{PAGE}?of=region:DE", headers={"Accept-Language": "de"}).text
    assert '<option value="region:DE" selected>Deutschland</option>' in page
    assert '<option value="region:FR">Frankreich</option>' in page
    assert "cluster:foodregio" in page
    other = set(re.findall(r"/trends/([a-z_]+)\?of=region:DE\"", page))
    assert len(other - {"company_share"}) == 9
    region = client.get(f"{PAGE}?of=region:DEF").text
    assert '<option value="region:DEF" selected>Schleswig-Holstein</option>' in region


def test_the_page_says_where_the_values_go(client: FlaskClient) -> None:
    assert "sinkt der Wert um" in client.get(PAGE, headers={"Accept-Language": "de"}).text
    assert "a year (99 % interval:" in client.get(PAGE).text


@pytest.mark.parametrize("language", ["de", "en"])
def test_files_hold_what_the_page_shows(client: FlaskClient, language: str) -> None:
    accept = {"Accept-Language": language}
    points = client.get(f"/api/v1{PAGE}?of=region:DE").get_json()["points"]
    content = client.get(f"{PAGE}/file.xlsx?of=region:DE", headers=accept).data
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    values, about = (book.get_sheet_by_index(place).to_python() for place in range(2))
    fields = ("year", "value", "low", "high", "n")
    read = [dict(zip(fields, row, strict=True)) for row in values[1:]]
    assert read == [pytest.approx(point, rel=1e-12) for point in points]
    told = " ".join(str(cell) for row in about for cell in row)
    assert "of=region:DE&digest=" in told
    assert "CC BY" in told or "CC-BY" in told
    text = client.get(f"{PAGE}/file.csv?of=region:DE", headers=accept).data.decode("utf-8-sig")
    mark, comma = (";", ",") if language == "de" else (",", ".")
    rows = list(csv.reader(io.StringIO(text), delimiter=mark))[1:]
    read = [dict(zip(fields, (float(cell.replace(comma, ".")) for cell in row), strict=True)) for row in rows]
    assert read == [pytest.approx(point, rel=1e-12) for point in points]


def test_another_kind_of_file_is_refused(client: FlaskClient) -> None:
    assert client.get(f"{PAGE}/file.pdf").status_code == 404
    assert client.get("/trends/growth/file.csv").status_code == 404
