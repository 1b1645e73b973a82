"""The dashboard file for NeoDash asks the ten questions as they are documented."""

import json
import re
from itertools import combinations
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def test_the_dashboard_asks_the_documented_questions() -> None:
    questions = re.findall(
        r"^### \d+\. (.+?)\n.*?```cypher\n(.*?)```",
        (DOCS / "queries.md").read_text("utf-8"),
        re.MULTILINE | re.DOTALL,
    )
    assert len(questions) == 10
    reports = [
        report
        for page in json.loads((DOCS / "neodash.json").read_text("utf-8"))["pages"]
        for report in page["reports"]
    ]
    assert [(report["title"], report["query"]) for report in reports] == [
        (title, query.strip()) for title, query in questions
    ]
    assert len({report["id"] for report in reports}) == 10


def test_reports_fit_the_grid_and_do_not_overlap() -> None:
    for page in json.loads((DOCS / "neodash.json").read_text("utf-8"))["pages"]:
        cells = [
            {
                (x, y)
                for x in range(report["x"], report["x"] + report["width"])
                for y in range(report["y"], report["y"] + report["height"])
            }
            for report in page["reports"]
        ]
        assert all(x < 24 for cell in cells for x, _ in cell)
        assert not any(one & other for one, other in combinations(cells, 2))
