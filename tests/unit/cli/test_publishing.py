"""`graphsvc publish` and `query` as they are called."""

import json
from pathlib import Path

from tests.unit.cli.conftest import Call


def test_a_file_is_published_once_for_a_state_of_the_data(call: Call, seeded: Path, tmp_path: Path) -> None:
    path = tmp_path / "graph.db"
    first = call("publish", str(path), home=seeded)
    assert (first.code, first.err) == (0, f"published: {path}\n")
    again = call("publish", str(path), home=seeded)
    assert (again.code, again.err, again.out) == (0, f"unchanged: {path}\n", first.out)


def test_a_question_is_answered_in_columns_or_json(call: Call, seeded: Path) -> None:
    asked = "SELECT name, country, lat FROM clusters WHERE id = 'cluster:biocon'"
    assert call("query", asked, home=seeded).out.splitlines() == [
        "name\tcountry\tlat",
        "BioCon Valley\tDE\t",
    ]
    found = json.loads(call("query", asked, "--json", home=seeded).out)
    assert found["columns"] == ["name", "country", "lat"]
    assert found["rows"][0] == {"name": "BioCon Valley", "country": "DE", "lat": None}
    assert len(found["digest"]) == 64


def test_what_cannot_be_done_is_a_sentence(call: Call, seeded: Path) -> None:
    refused = call("query", "DROP TABLE organizations", home=seeded)
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith("Error: only SELECT is allowed")
    twice = call("query", "SELECT 1 AS a, 2 AS a", "--json", home=seeded)
    assert (twice.code, twice.err) == (1, "Error: two columns are called a; name one of them with AS\n")
    assert "neither a file nor" in call("publish", "ftp://here/graph", home=seeded).err
