"""Registers from tables: taken whole or refused by row and column; who may apply; measures by year."""

from pathlib import Path

import pytest

from graphsvc.answers.programme.registers import Registers
from graphsvc.errors import InvalidData, ReadOnly, UnknownId
from graphsvc.programme.eligibility import together
from graphsvc.programme.registers import REGISTERS, RegisterKind
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.registers import KeptRegisters
from tests.support.claims import cluster
from tests.unit.answers.conftest import World

ON = "2026-11-29"


def registers(graph: CurrentGraph, home: Path, *, writable: bool = True) -> Registers:
    return Registers(graph, KeptRegisters(home), writable=writable)


def table(home: Path, text: str) -> Path:
    path = home / "table.csv"
    path.write_text(text, encoding="utf-8")
    return path


POLICIES = (
    "Titel;Quelle;Land;Ebene;Beginn;Ende;Budget;Label\n"
    "Programm A;https://a.example;Deutschland;national;01.07.2012;;1.500.000;go-cluster\n"
    "Programm B;https://b.example;EU;European;2014;2020;;\n"
    "Programm C;https://c.example;FR;regional;2015-03;2016;;\n"
)


def test_measures_by_year_and_country(world: World, tmp_path: Path) -> None:
    made = registers(world(cluster("c", country="FR"), cluster("d", name="D")), tmp_path)
    assert made.measures(2000, 2030, None) == ()
    assert made.load("policies", table(tmp_path, POLICIES)) == 3
    (first, *_) = made.entries("policies")
    assert first.model_dump() == {
        "title": "Programm A", "source": "https://a.example", "country": "DE", "region": None,
        "level": "national", "instrument": None, "begins": "2012-07-01", "ends": None, "budget": 1_500_000,
        "label_required": "go-cluster",
    }  # fmt: skip
    for years, of, found in (
        ((2000, 2011), None, ""),
        ((2000, 2012), None, "A"),
        ((2020, 2026), None, "AB"),
        ((2021, 2026), None, "A"),
        ((2014, 2018), "region:DE94", "AB"),
        ((2014, 2018), "cluster:c", "BC"),
        ((2014, 2018), "cluster:d", "ABC"),
    ):
        told = "".join(one.title[-1] for one in made.measures(*years, of))
        assert told == found, (years, of)
    assert (
        made.load("policies", table(tmp_path, "title,source,country,begins\nX,https://x.example,AT,2020\n"))
        == 1
    )
    assert [one.title for one in made.entries("policies")] == ["X"]


@pytest.mark.parametrize(
    ("kind", "text", "places"),
    [
        ("policies", "title,source,country\nA,https://a.example,DE\n", {(1, "beginn")}),
        (
            "policies",
            "title,source,country,begins\nA,https://a.example,Nowhere,2020\n,x,DE,2020\n",
            {(2, "country"), (3, "title")},
        ),
        ("policies", "title,source,country,begins,budget\nA,x,DE,soon,-3\n", {(2, "begins"), (2, "budget")}),
        ("events", "title,source,begins\nA,x,2026-05\n", {(2, "begins")}),
        ("events", "title,source,begins\nA,x,2026-05-01\nA,x,2026-05-02\n", {(3, "title")}),
        ("calls", "title,source,closes,criteria\nA,x,2026-05-01,none\n", {(2, "criteria")}),
        ("calls", "", {(0, "")}),
    ],
)
def test_a_table_with_a_fault_changes_nothing(
    world: World, tmp_path: Path, kind: RegisterKind, text: str, places: set[tuple[int, str]]
) -> None:
    made = registers(world(cluster("c")), tmp_path)
    good = {
        "policies": "title,source,country,begins\nG,x,DE,2020\n",
        "events": "title,source,begins\nG,x,2026-05-01\n",
    }
    made.load(kind, table(tmp_path, good.get(kind, "title,source,closes\nG,x,2026-05-01\n")))
    with pytest.raises(InvalidData) as refused:
        made.load(kind, table(tmp_path, text))
    assert {(one.row, one.column) for one in refused.value.issues} == places
    assert all(one.reason for one in refused.value.issues)
    assert [one.title for one in made.entries(kind)] == ["G"]


def label(value: str, **dates: str) -> dict[str, str]:
    return {"what": "label", "value": value, **dates}


MEMBERS = {"what": "members", "value": "14", "known": "2025"}
CALL = "title,source,closes,country,label,criteria\n"


@pytest.mark.parametrize(
    ("asked", "verdicts"),
    [
        (",,", "yyyyy"),
        ("DE,,", "yyynu"),
        (",go-cluster,", "yuuuu"),
        (",ECEI Gold,", "unuuu"),
        (",european label,", "unuuu"),
        (",,eccp-profile", "uunuu"),
        ("DE,go-cluster,eccp-profile", "uunnu"),
    ],
)
def test_who_may_apply(world: World, tmp_path: Path, asked: str, verdicts: str) -> None:
    graph = world(
        cluster(
            "a",
            country="DE",
            facts=[label("go-cluster", since="2026-01", until="2027-12-31", known="2026-06")],
        ),
        cluster("b", country="DE", facts=[label("ECEI Gold", since="2020", until="2022", known="2026")]),
        cluster("c", country="DE", facts=[MEMBERS]),
        cluster("d", country="FR", facts=[label("go-cluster", known="2019")]),
        cluster("e"),
    )
    made = registers(graph, tmp_path)
    made.load("calls", table(tmp_path, f"{CALL}T,https://t.example,2026-12-31,{asked}\n"))
    rows = made.applicants(made.call("T"), ON)
    assert "".join(one.may[0] for one in sorted(rows, key=lambda one: one.ref.id)) == verdicts
    for one in rows:
        parts = [part for part in (one.country, one.label, one.criteria) if part is not None]
        assert one.may == together(parts)
        assert len(parts) == sum(map(bool, asked.split(",")))


def test_what_is_not_there_and_who_may_not_write(world: World, tmp_path: Path) -> None:
    made = registers(world(cluster("c")), tmp_path, writable=False)
    with pytest.raises(UnknownId):
        made.call("none")
    with pytest.raises(ReadOnly):
        made.load("events", table(tmp_path, "title,source,begins\nA,x,2026-05-01\n"))
    for form in REGISTERS.values():
        assert list(form.columns) == list(form.told)
        assert {*form.columns} == {*form.model.model_fields}
        assert len({*form.columns.values()}) == len(form.columns)
