"""The running service forgets what is typed and not saved: a random word stands nowhere afterwards."""

import json
import re
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.serving import ServiceProcess, serving

pytestmark = pytest.mark.xdist_group("forgotten")

RESULT = (
    "Ein schonendes Verfahren trocknet Obst mit weniger Energie; gesucht sind Betriebe der Obstverarbeitung."
)


def holding(service: ServiceProcess, word: str) -> list[str]:
    """Files of the service that hold a word, in any case."""
    forms = [word.encode(), word.lower().encode(), word.upper().encode(), word.encode("utf-16-le")]
    files = [path for path in sorted(service.folder.rglob("*")) if path.is_file()]
    return [path.name for path in files if any(form in path.read_bytes() for form in forms)]


@pytest.fixture(scope="module")
def running(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServiceProcess]:
    folder = tmp_path_factory.mktemp("running")
    shutil.copytree(seeded, folder / "home")
    with serving(folder) as service:
        yield service


@pytest.fixture
def word() -> str:
    """A word that stands nowhere."""
    return f"Zq{secrets.token_hex(12)}"


def test_a_result_on_the_page_is_answered_and_forgotten(running: ServiceProcess, word: str) -> None:
    status, text = running.send("/implementers", title=word, abstract=f"{RESULT} {word}")
    assert (status, word in text) == (200, True)
    assert holding(running, word) == []


def test_a_problem_on_the_page_is_answered_and_forgotten(running: ServiceProcess, word: str) -> None:
    status, text = running.send("/problem", title=word, abstract=f"{RESULT} {word}")
    assert (status, word in text) == (200, True)
    assert holding(running, word) == []


@pytest.mark.parametrize("path", ["/api/v1/implementers", "/api/v1/researchers"])
def test_a_program_is_answered_and_nothing_kept(path: str, running: ServiceProcess, word: str) -> None:
    status, text = running.post(path, {"title": "Obst trocknen", "abstract": f"{RESULT} {word}"})
    assert status == 200
    assert json.loads(text)["matches"]
    assert holding(running, word) == []


@pytest.mark.parametrize(
    "body",
    [
        {"abstract": "Zq" * 20_000},
        {"abstract": ["not", "a", "text"]},
        {"abstract": "x", "organization": "organization:unknown"},
        {"unknown": "field"},
    ],
    ids=["too long", "no text", "unknown organization", "unknown field"],
)
def test_nothing_is_kept_of_what_is_refused(body: dict[str, Any], running: ServiceProcess, word: str) -> None:
    status, _ = running.post("/api/v1/implementers", {"title": word, **body})
    assert 400 <= status < 500
    assert holding(running, word) == []


def test_a_profile_that_the_check_refuses_is_forgotten(running: ServiceProcess, word: str) -> None:
    status, text = running.send(
        "/profiles/new",
        kind="result",
        title=word,
        abstract=f"Short. {word}",
        trl="1",
        wanted="investor",
        visibility="public",
    )
    assert (status, 'role="alert"' in text, word in text) == (200, True, True)
    assert holding(running, word) == []


def test_what_is_saved_is_found_so_the_search_would_see_it(running: ServiceProcess, word: str) -> None:
    status, text = running.send(
        "/profiles/new", kind="result", title=word, abstract=RESULT, visibility="hidden"
    )
    assert (status, word in text) == (200, True)
    assert holding(running, word) != []
    assert not re.search(word, (running.folder / "serve.log").read_text())
