import json
import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+) ", re.MULTILINE)


def test_the_lock_pins_a_fitting_version_of_everything_asked_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [
        *project["dependencies"],
        *(one for extra in project["optional-dependencies"].values() for one in extra),
    ]
    pinned = {
        canonicalize_name(name): version for name, version in PIN.findall(lock("requirements-test.lock"))
    }
    unfit = [
        str(need)
        for need in map(Requirement, asked)
        if not need.specifier.contains(pinned.get(canonicalize_name(need.name), "0"), prereleases=True)
    ]
    assert unfit == []


def test_running_is_locked_to_the_versions_that_are_tested() -> None:
    run, everything = entries("requirements.lock"), entries("requirements-test.lock")
    assert run.items() <= everything.items()
    assert {"flask", "gunicorn", "hatchling", "editables"} <= run.keys()
    assert run.keys().isdisjoint({"pytest", "mypy", "playwright", "pip-tools"})


def test_the_readme_says_how_many_packages_are_installed() -> None:
    counts = [len(PIN.findall(lock(name))) for name in ("requirements.lock", "requirements-test.lock")]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    said = re.search(r"installs (\d+) Python packages.*?`make test` (\d+)", readme, re.DOTALL)
    assert said
    assert [int(count) for count in said.groups()] == counts


def test_the_pythons_that_are_tried_are_the_ones_that_are_named() -> None:
    named = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["classifiers"]
    tried = re.search(
        r'^PYTHONS="([^"]+)"', (ROOT / ".ci/python.sh").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert tried
    assert [f"Programming Language :: Python :: {version}" for version in tried[1].split()] == named


def test_every_front_end_package_is_pinned_by_its_content() -> None:
    packages = json.loads(lock("package-lock.json"))["packages"]
    asked = json.loads(lock("package.json"))
    root = packages.pop("")
    assert (root["dependencies"], root["devDependencies"]) == (
        asked["dependencies"],
        asked["devDependencies"],
    )
    assert [name for name, package in packages.items() if not package.get("integrity")] == []


def test_no_lock_names_an_address() -> None:
    for name in ("requirements.lock", "requirements-test.lock", "package-lock.json", ".npmrc", "pom.xml"):
        assert "://" not in lock(name), name


def entries(name: str) -> dict[str, tuple[str, frozenset[str]]]:
    """Version and hashes by package."""
    found = re.findall(
        r"^([a-zA-Z0-9._-]+)==(\S+) \\\n((?: +--hash=\S+(?: \\)?\n)+)", lock(name), re.MULTILINE
    )
    return {
        package: (version, frozenset(re.findall(r"--hash=(\S+)", hashes)))
        for package, version, hashes in found
    }


def lock(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")
