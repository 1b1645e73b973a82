"""Reminders of labels that end: at each step once, whatever happens to the process that gives them."""

import subprocess
import sys
from pathlib import Path

import pytest

from graphsvc.programme.reminders import Reminder, reminders
from graphsvc.state.reminders import ReminderLog
from tests.unit.programme.test_awards import held

GOLD = held("ECEI Gold", "2026-01-10", "2028-02-29")
LATER = held("ECEI Gold", "2026", "2028")


@pytest.mark.parametrize(
    ("on", "months"),
    [
        ("2027-02-28", []),
        ("2027-03-01", [12]),
        ("2027-08-28", [12]),
        ("2027-08-29", [6]),
        ("2027-11-28", [6]),
        ("2027-11-29", [3]),
        ("2028-02-29", [3]),
        ("2028-03-01", []),
    ],
)
def test_the_nearest_step_that_was_reached(on: str, months: list[int]) -> None:
    assert [one.months for one in reminders([GOLD], on)] == months


def test_the_first_day_that_can_be_the_last_counts_and_without_an_end_nothing_is_due() -> None:
    assert [one.ends for one in reminders([LATER, held("go-cluster")], "2027-06-01")] == ["2028-01-01"]


def test_each_is_given_once_and_stays_on_record(tmp_path: Path) -> None:
    log = ReminderLog(tmp_path)
    for day, months in (("2027-03-01", [12]), ("2027-03-02", []), ("2027-12-01", [3]), ("2027-12-02", [])):
        assert [one.months for one in log.give(reminders([GOLD], day), day)] == months
    assert [(day, one.months) for day, one in log.given()] == [("2027-03-01", 12), ("2027-12-01", 3)]


KILLED = """
import os, pathlib, signal, sys
from graphsvc.programme.reminders import Reminder
from graphsvc.state.reminders import ReminderLog

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

if sys.argv[2] == "before":
    pathlib.Path.replace = die
ReminderLog(pathlib.Path(sys.argv[1])).give([%r], "2027-03-01")
die()
"""


@pytest.mark.parametrize(("when", "left"), [("before", 0), ("after", 1)])
def test_a_process_that_is_killed_gave_all_or_none(tmp_path: Path, when: str, left: int) -> None:
    """Killed before its file takes its place it gave nothing; afterwards it is on record and not repeated."""
    due = Reminder("cluster:a", "european-label", "gold", "2026", "2028-02-29", 12)
    ended = subprocess.run([sys.executable, "-c", KILLED % due, str(tmp_path), when], check=False)
    assert ended.returncode == -9
    log = ReminderLog(tmp_path)
    assert len(log.given()) == left
    assert len(log.give([due], "2027-03-02")) == 1 - left
    assert log.give([due], "2027-03-03") == ()
