"""`graphsvc trends`: an indicator by year, or the reason why years are not compared."""

import json
from pathlib import Path

from tests.unit.cli.conftest import Call


def test_years_of_an_indicator(call: Call, seeded: Path) -> None:
    said = call("trends", "--indicator", "company_share", "--from", "2016", "--json", home=seeded)
    found = json.loads(said.out)
    assert (said.code, said.err) == (0, "")
    assert set(found) == {"indicator", "definition", "period_of_data", "cut", "points", "refused"}
    assert (found["cut"], found["refused"]) == ([2014], None)
    assert found["period_of_data"] == ["2014-09-01", "2018-12-01"]
    assert [point["year"] for point in found["points"]] == [2016, 2017, 2018]
    assert all(point["low"] <= point["value"] <= point["high"] for point in found["points"])


def test_a_group_by_name_and_words_for_a_person(call: Call, seeded: Path) -> None:
    german = call("trends", "--indicator", "company_share", "--of", "region:DE", "--json", home=seeded)
    everybody = call("trends", "--indicator", "company_share", "--json", home=seeded)
    assert json.loads(german.out)["points"] != json.loads(everybody.out)["points"]
    told = call("trends", "--indicator", "partners_per_project", home=seeded)
    assert "2015" in told.out
    assert "n = " in told.out


def test_what_cannot_be_asked_is_said(call: Call, seeded: Path) -> None:
    unknown = call("trends", "--indicator", "growth", home=seeded)
    assert unknown.code == 2
    assert "company_share" in unknown.err
    turned = call("trends", "--indicator", "company_share", "--from", "2018", "--to", "2016", home=seeded)
    assert turned.code == 2
    assert "2018" in turned.err
