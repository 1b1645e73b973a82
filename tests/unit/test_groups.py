"""Tests that share a server or a browser run in one process; those that failed are tried once more alone."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import conftest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.xdist_group("together")
def test_the_scheduler_is_told_of_groups(request: pytest.FixtureRequest) -> None:
    """It reads the group from the id; a release of pytest that drops it there starts every server twice."""
    assert "PYTEST_XDIST_WORKER" not in os.environ or request.node.nodeid.endswith("@together")


@pytest.mark.neo4j
@pytest.mark.usefixtures("second_server")
def test_a_server_that_may_be_killed_keeps_no_other_test_waiting(request: pytest.FixtureRequest) -> None:
    group = request.node.get_closest_marker("xdist_group")
    assert group.args == ("killed neo4j",)


def test_what_failed_in_a_group_can_be_asked_for_again(tmp_path: Path) -> None:
    last = tmp_path / ".pytest_cache/v/cache/lastfailed"
    last.parent.mkdir(parents=True)
    last.write_text(json.dumps({"t.py::a[x@y z]@neo4j": True, "t.py::a[x@y]": True, "t.py::b@neo4j": True}))
    command = [sys.executable, str(ROOT / ".ci/failed_tests.py")]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["t.py::a[x@y z]", "t.py::a[x@y]", "t.py::b"]
    last.write_text("{}")
    assert subprocess.run(command, cwd=tmp_path, check=False).returncode == 1
    last.unlink()  # no test was run: something before them failed
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")


def test_what_a_process_compiled_is_kept_for_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    conftest.pytest_configure()
    assert not sys.dont_write_bytecode
    assert "PYTHONDONTWRITEBYTECODE" not in os.environ
