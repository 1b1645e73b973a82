"""Files and folders of the repository that documentation and test helpers name are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAMING = sorted([*ROOT.glob("docs/*.md"), *ROOT.glob("*.md"), *ROOT.glob("tests/**/conftest.py")])
PATH = re.compile(r"`((?:tests|graphsvc|docs|seeds|\.ci)/[\w./-]+)`")


@pytest.mark.parametrize("file", NAMING, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_named_path_exists(file: Path) -> None:
    named = PATH.findall(file.read_text(encoding="utf-8"))
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_page_of_the_documentation_is_linked_from_the_readme() -> None:
    linked = set(re.findall(r"\]\((docs/\w[\w-]*\.md)\)", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert linked == {str(path.relative_to(ROOT)) for path in ROOT.glob("docs/*.md")}
