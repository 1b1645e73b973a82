"""`graphsvc services`: what comparable clusters offer and one does not, in the documented form."""

import json
from pathlib import Path

from tests.unit.cli.conftest import Call

ON = ("--on", "2026-11-29")


def test_services_that_are_missing(call: Call, seeded: Path) -> None:
    said = call("services", "missing", "--of", "cluster:nieke", *ON, "--json", home=seeded)
    assert said.code == 0, said.err
    found = json.loads(said.out)
    assert list(found) == ["cluster", "on", "n", "least", "own", "missing", "refused"]
    assert (found["cluster"], found["n"], found["least"], found["refused"]) == ("cluster:nieke", 14, 8, None)
    assert found["own"] == ["networking", "training"]
    assert {one["service"]: one["n"] for one in found["missing"]} == {
        "innovation-projects": 2, "marketing": 1, "regulatory-advice": 1, "start-up-support": 1,
        "technology-transfer": 1, "working-groups": 2,
    }  # fmt: skip
    (start_up,) = [one for one in found["missing"] if one["service"] == "start-up-support"]
    assert list(start_up) == ["service", "title", "n", "offered_by"]
    assert start_up["offered_by"][0] == {
        "cluster": "cluster:medvalley",
        "since": None,
        "until": None,
        "known": "2016-04-11",
        "source": "https://www.medical-design.news/embedded-systeme/franken-heilt.129182.html",
    }


def test_services_as_text_and_what_is_not_known(call: Call, seeded: Path) -> None:
    assert (
        "Start-up support: Medical Valley"
        in call("services", "missing", "--of", "NieKE", *ON, home=seeded).out
    )
    said = call("services", "missing", "--of", "cluster:fpi", *ON, home=seeded)
    assert said.out == "No source here says which services this cluster offers.\n"
    listed = call("services", "list", *ON, home=seeded).out
    assert "Funding advice: no source names anybody\n" in listed
    assert (
        len(json.loads(call("services", "list", *ON, "--json", home=seeded).out)) == listed.count("\n") == 12
    )
    assert call("services", "missing", "--of", "cluster:none", home=seeded).code == 1
