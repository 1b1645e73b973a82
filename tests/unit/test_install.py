"""`.ci/env` itself, on a project of two small packages and a folder of wheels in place of the index."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import wheels

ROOT = Path(__file__).resolve().parents[2]
PROJECT = """
[build-system]
requires = []
build-backend = "wheels"
backend-path = ["."]

[project]
name = "project"
version = "1.0"
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that needs `parent`, which needs an extra of `child`; the index has a newer `child`."""
    folder = tmp_path / "project"
    shutil.copytree(ROOT / ".ci", folder / ".ci", ignore=shutil.ignore_patterns(".lock"))
    shutil.copy(wheels.__file__, folder / "wheels.py")
    (folder / "pyproject.toml").write_text(PROJECT)
    index = tmp_path / "index"
    index.mkdir()
    wheels.write_wheel(index, "parent", "1.0", ["child[more]>=1.0"])
    wheels.write_wheel(index, "child", "1.0", extras=["more"])
    wheels.write_wheel(index, "child", "2.0", extras=["more"])
    for name in ("requirements.lock", "requirements-test.lock"):
        lock(folder, name, "parent==1.0", "child==1.0")
    return folder


def lock(project: Path, name: str, *pins: str) -> None:
    lines = []
    for pin in pins:
        package, version = pin.split("==")
        wheel = project.parent / "index" / f"{package}-{version}-py3-none-any.whl"
        lines.append(f"{pin} \\\n    --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n")
    (project / name).write_text("".join(lines))


def env(project: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run `.ci/env` with the folder of wheels as the only index."""
    index = {
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(project.parent / "index"),
        "PIP_CONFIG_FILE": os.devnull,
    }
    return subprocess.run(
        [project / ".ci/env", *arguments],
        env={**os.environ, "PYTHON": sys.executable, **index, **settings},
        capture_output=True,
        text=True,
        check=False,
    )


def installed(project: Path) -> set[str]:
    return {path.stem for path in (project / ".venv/lib").glob("python*/site-packages/*.dist-info")}


def test_the_locked_versions_are_installed_whatever_is_newer_and_kept_until_a_lock_changes(
    project: Path,
) -> None:
    index = project.parent / "index"
    wheels.write_wheel(index, "tool", "1.0")
    lock(project, "requirements-test.lock", "parent==1.0", "child==1.0", "tool==1.0")
    done = env(project)
    assert done.returncode == 0, done.stderr
    assert {"parent-1.0", "child-1.0", "project-1.0"} <= installed(project)
    assert not {"child-2.0", "tool-1.0"} & installed(project)

    made = (project / ".venv/pyvenv.cfg").stat().st_ctime_ns
    assert env(project, "test").returncode == 0
    assert "tool-1.0" in installed(project)
    again = env(project, "test")
    assert (again.returncode, again.stdout) == (0, "")
    assert (project / ".venv/pyvenv.cfg").stat().st_ctime_ns == made

    wheels.write_wheel(index, "parent", "3.0")
    lock(project, "requirements.lock", "parent==3.0")
    assert env(project).returncode == 0
    left = {name for name in installed(project) if name.startswith(("parent", "child", "tool"))}
    assert left == {"parent-3.0"}


def test_a_lock_that_lacks_a_package_is_refused_by_name(project: Path) -> None:
    lock(project, "requirements.lock", "parent==1.0")
    for _ in range(2):
        done = env(project)
        assert done.returncode == 1
        assert "parent 1.0 requires child, which is not installed" in done.stderr
    assert "child-2.0" not in installed(project)


def test_no_install_line_may_choose_a_version() -> None:
    """Every `pip install` of the build names versions and takes nothing that they need from the index."""
    scripts = [ROOT / "Makefile", *(path for path in (ROOT / ".ci").iterdir() if path.name != ".lock")]
    lines = [
        line
        for script in scripts
        for line in script.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
        if re.search(r"\bpip3? .*\binstall\b|\bpip3? install\b", line)
    ]
    assert len(lines) >= 2
    assert [line for line in lines if "--no-deps" not in line] == []
