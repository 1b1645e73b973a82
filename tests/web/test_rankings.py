"""Who is suggested on the seeds is who was agreed on: a change of weights or signals is made on purpose."""

import csv
import io

from graphsvc.bootstrap import Services
from tests.golden import rankings


def by_question(text: str) -> dict[str, list[str]]:
    """For each question the names in order."""
    found: dict[str, list[str]] = {}
    for row in csv.DictReader(io.StringIO(text)):
        found.setdefault(row["question"], []).append(f"{row['name']} ({row['id']})")
    return found


def moved(question: str, agreed: list[str], found: list[str]) -> list[str]:
    """What happened to a list, a line for each one that came, went or moved."""
    lines = []
    for name in dict.fromkeys((*found, *agreed)):
        before = str(agreed.index(name) + 1) if name in agreed else "not named"
        now = str(found.index(name) + 1) if name in found else "not named"
        if before != now:
            lines.append(f"  {name}: {before} -> {now}")
    return [question, *lines] if lines else []


def test_the_first_ten_of_forty_questions(services: Services) -> None:
    """After a wanted change: `python -m tests.golden.rankings`."""
    agreed = by_question(rankings.FILE.read_text(encoding="utf-8"))
    found = by_question(rankings.as_text(rankings.rows(services)))
    questions = dict.fromkeys((*agreed, *found))
    lines = [line for one in questions for line in moved(one, agreed.get(one, []), found.get(one, []))]
    assert not lines, "\n".join(["Other suggestions than agreed on:", *lines])


def test_there_are_forty_questions_of_every_task() -> None:
    agreed = by_question(rankings.FILE.read_text(encoding="utf-8"))
    assert len(agreed) == 40
    assert {question.split()[0] for question in agreed} == {
        "partners",
        "clusters",
        "companies",
        "institutes",
        "beside",
    }


def test_a_difference_is_told_by_place() -> None:
    assert moved("q", ["a", "b", "c"], ["b", "a", "d"]) == [
        "q",
        "  b: 2 -> 1",
        "  a: 1 -> 2",
        "  d: not named -> 3",
        "  c: 3 -> not named",
    ]
