"""`graphsvc labels` and `labels due` on the seeds."""

import json
from pathlib import Path

from tests.unit.cli.conftest import Call

FIELDS = {"cluster", "kind", "level", "issuer", "awarded", "precision", "ends", "ends_by", "state"}


def test_labels_of_a_cluster_on_a_day(call: Call, seeded: Path) -> None:
    said = call("labels", "--on", "2017-01-01", "--of", "cluster:fpi", "--json", home=seeded)
    assert said.code == 0, said.err
    rows = json.loads(said.out)
    assert all(set(row) >= FIELDS for row in rows)
    first, later = [row for row in rows if row["kind"] == "european-label"]
    assert (first["level"], first["awarded"], first["precision"]) == ("silver", "2015-09", "month")
    assert (first["ends"], first["ends_by"], first["state"]) == ("2017-09-30", "rule", "ends_within")
    assert "ESCA" in first["issuer"]
    assert (later["awarded"], later["ends"], later["state"]) == ("2018", None, "not_yet")
    assert call("labels", "--on", "2017-01-01", "--of", "FPI", "--json", home=seeded).out == said.out
    assert "Silver, ends soon: 30 September 2017" in call("labels", "--on", "2017-01-01", home=seeded).out


def test_labels_that_end_in_a_period(call: Call, seeded: Path) -> None:
    said = call("labels", "due", "--from", "2026-11-29", "--to", "2027-11-28", "--json", home=seeded)
    (row,) = json.loads(said.out)
    assert (row["cluster"], row["ends"], row["ends_by"]) == ("cluster:foodnetz", "2027", "rule")
    said = call("labels", "due", "--from", "2027-01-01", "--to", "2026-01-01", home=seeded)
    assert said.code == 2
    assert "lies before" in said.err


def test_reminders_are_given_once(call: Call, seeded: Path) -> None:
    store = ("--store", f"sqlite:///{seeded / 'graph.db'}")
    asked = ("labels", "remind", "--on", "2026-11-29", *store)
    said = call(*asked, "--json")
    assert said.code == 0, said.err
    (given,) = json.loads(said.out)
    assert given == {
        "on": "2026-11-29", "cluster": "cluster:foodnetz", "kind": "european-label", "level": "bronze",
        "awarded": "2025", "ends": "2027-01-31", "months": 3,
    }  # fmt: skip
    assert call(*asked).out == ""
    assert "2026-11-29  food.net:z" in call("labels", "remind", "--all", *store).out


def test_the_landscape(call: Call, seeded: Path) -> None:
    said = call("landscape", "--label", "go-cluster", "--on", "2026-11-29", "--json", home=seeded)
    rows = json.loads(said.out)
    assert len(rows) == 23
    assert {label["state"] for row in rows for label in row["labels"]} == {"unknown"}
    assert "cluster:fpi  Food-Processing Initiative e.V." in call("landscape", home=seeded).out
    assert call("landscape", "--label", "none", home=seeded).code == 1
    assert call("landscape", "--sort", "size", home=seeded).code == 1


def test_an_unknown_cluster_and_a_day_that_is_none_are_refused(call: Call, seeded: Path) -> None:
    assert call("labels", "--of", "cluster:none", home=seeded).code == 1
    assert call("labels", "--on", "2026-02-30", home=seeded).code == 2
