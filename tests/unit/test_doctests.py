"""The examples in docstrings give what they say."""

import doctest
import importlib
from pathlib import Path

import pytest

import graphsvc

PACKAGE = Path(graphsvc.__file__).parent
MODULES = sorted(
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
    for path in PACKAGE.rglob("*.py")
    if ">>> " in path.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    found = doctest.testmod(importlib.import_module(name))
    assert found.attempted
    assert found.failed == 0


def test_examples_are_found() -> None:
    assert len(MODULES) > 10
