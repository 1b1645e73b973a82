"""The yearly report of a programme from the command line, and why `verify` finds other figures."""

from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from graphsvc.report import Table, frozen_in, visible_in, write
from tests.unit.cli.conftest import Call

DAY = ("--date", "2026-11-29")


def made(call: Call, home: Path, path: Path, *more: str, language: str = "en") -> Path:
    said = call("report", "yearly", "--out", str(path), "--language", language, *DAY, *more, home=home)
    assert (said.code, said.err) == (0, "")
    return path


def section(path: Path, title: str) -> tuple[object, ...]:
    document = frozen_in(path.suffix[1:], path.read_bytes()).document
    (found,) = [one for one in document.sections if one.title == title]
    return found.blocks


def test_labels_are_counted_as_they_stood_on_the_last_day_of_the_year(
    call: Call, seeded: Path, tmp_path: Path
) -> None:
    path = made(call, seeded, tmp_path / "2017.html", "--year", "2017")
    frozen = frozen_in("html", path.read_bytes())
    assert frozen.question["on"] == "2017-12-31"
    assert frozen.document.title == "Yearly report 2017: all clusters"
    (states,) = section(path, "Labels and their states")
    assert isinstance(states, Table)
    assert ("European label Silver", 1, 0) in states.rows
    listed = next(one for one in section(path, "All labels with their dates") if isinstance(one, Table))
    assert (
        sum(isinstance(cell, int) and cell for row in states.rows for cell in row) == len(listed.rows) == 52
    )
    awarded_later = [row for row in listed.rows if str(row[2])[-4:].isdigit() and str(row[2])[-4:] > "2017"]
    assert awarded_later == []
    moves = str(section(path, "Entries and exits in 2017"))
    assert "Food-Processing Initiative e.V.: European label Silver, 30 September 2017 (by rule)" in moves
    assert "('BioCon Valley', 7, 0)" in moves


def test_trends_end_with_the_year_of_the_report_and_gaps_are_told(
    call: Call, seeded: Path, tmp_path: Path
) -> None:
    early = made(call, seeded, tmp_path / "2016.html", "--year", "2016")
    late = made(call, seeded, tmp_path / "2025.html", "--year", "2025")
    years = [
        [row[0] for row in next(one for one in section(path, "Ties between the clusters")
                                if isinstance(one, Table)).rows]
        for path in (early, late)
    ]  # fmt: skip
    assert years == [["2015", "2016"], ["2015", "2016", "2017", "2018"]]
    assert "The last full year of projects in the data is 2018" in str(section(late, "What is not known"))
    assert "2014 is left out" in str(section(late, "What is not known"))
    tables = [one for one in section(late, "Trends") if isinstance(one, Table)]
    assert len(tables) == 7
    assert tables[0].rows[0] == ("2015", "25.9%", "10.7%", "44.4%", 27)


def test_a_part_of_the_clusters(call: Call, seeded: Path, tmp_path: Path) -> None:
    path = made(
        call, seeded, tmp_path / "g.xlsx", "--year", "2025", "--label", "go-cluster", "--country", "DE",
        language="de",
    )  # fmt: skip
    frozen = frozen_in("xlsx", path.read_bytes())
    assert frozen.document.title == "Jahresbericht 2025: Cluster mit Programm go-cluster in Deutschland"
    short = frozen.document.sections[0].blocks[0]
    assert isinstance(short, tuple)
    assert "23 von 124 Clustern der Daten; von 23 nennen Quellen ein Label." in short
    assert "Zugänge und Abgänge 2025" in " ".join(visible_in("xlsx", path.read_bytes()))
    nobody = made(call, seeded, tmp_path / "n.html", "--year", "2025", "--country", "IS")
    assert "No cluster fits." in str(section(nobody, "The clusters"))
    assert "nothing is said of trends" in str(section(nobody, "What is not known"))


@pytest.mark.parametrize("form", ["pdf", "xlsx"])
def test_verify_finds_the_same_figures_and_a_forged_one(
    call: Call, seeded: Path, tmp_path: Path, form: str
) -> None:
    path = made(call, seeded, tmp_path / f"r.{form}", "--year", "2017", language="de")
    again = call("report", "verify", str(path), home=seeded)
    assert (again.code, again.err) == (0, "")
    assert "All figures are the same when computed again." in again.out
    frozen = frozen_in(form, path.read_bytes())
    short, *others = frozen.document.sections
    points = short.blocks[0]
    assert isinstance(points, tuple)
    forged = replace(short, blocks=((str(points[0]).replace("124", "125"), *points[1:]),))
    document = replace(frozen.document, sections=(forged, *others))
    path.write_bytes(write(replace(frozen, document=document), form))
    found = call("report", "verify", str(path), home=seeded)
    assert found.code == 1
    assert "the figures kept in the file were changed" in found.out


def test_verify_says_which_input_of_which_figures_changed(call: Call, seeded: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    assert call("load", "seeds", home=other).code == 0
    path = made(call, other, tmp_path / "r.html", "--year", "2025")
    assert made(call, seeded, tmp_path / "same.html", "--year", "2025").read_bytes() == path.read_bytes()
    facts = tmp_path / "facts.csv"
    facts.write_text(
        "cluster,what,value,since,until,known,citation\n"
        "foodregio,label,ECEI Gold,2025-03-01,,2025-03-01,https://example.org\n",
        encoding="utf-8",
    )
    assert call("load", str(facts), home=other).code == 0
    found = call("report", "verify", str(path), home=other)
    assert found.code == 1
    assert "The data has changed:" in found.out
    assert "Entries and exits in 2025: because these are no longer what they were: what the data says of" in (
        found.out
    )
    assert "foodRegio e.V.: European label Gold, 1 March 2025" in found.out
    assert "projects and who takes part" not in found.out
    assert "Topics of projects" not in found.out


MEASURES = (
    "title,source,country,begins,ends,budget\n"
    "Cluster vouchers,https://example.org/v,DE,2015,2017,2000000\n"
    "Networks of the Union,https://example.org/u,EU,2016,,\n"
    "Polish poles,https://example.org/p,PL,2016,2018,\n"
    "Too late,https://example.org/l,DE,2018,,\n"
)


def test_policy_measures_of_the_year_and_country_are_told_and_verified(
    call: Call, seeded: Path, tmp_path: Path
) -> None:
    home, table = tmp_path / "home", tmp_path / "policies.csv"
    copytree(seeded, home)
    path = made(call, home, tmp_path / "r.html", "--year", "2017", "--country", "DE")
    assert "no measure of this year" in str(section(path, "Policy measures in 2017"))
    table.write_text(MEASURES, encoding="utf-8")
    assert call("register", "load", "policies", str(table), home=home).code == 0
    found = call("report", "verify", str(path), home=home)
    assert found.code == 1
    assert "Policy measures in 2017: because these are no longer what they were: the register of" in found.out
    path = made(call, home, tmp_path / "r.xlsx", "--year", "2017", "--country", "DE")
    told, note = section(path, "Policy measures in 2017")
    assert isinstance(told, Table)
    assert [(row[0], row[5]) for row in told.rows] == [
        ("Cluster vouchers", "2,000,000"),
        ("Networks of the Union", "–"),
    ]
    assert "nothing is recommended" in str(note)
    assert call("report", "verify", str(path), home=home).code == 0


def test_a_year_that_has_not_begun_is_refused(call: Call, seeded: Path, tmp_path: Path) -> None:
    said = call("report", "yearly", "--year", "2027", "--out", str(tmp_path / "r.pdf"), *DAY, home=seeded)
    assert said.code == 2
    assert "2027 has not begun" in said.err
