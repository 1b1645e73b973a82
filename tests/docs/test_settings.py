"""What the documents say about settings is what `Settings` has."""

import re
from pathlib import Path

from graphsvc.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
VARIABLE = re.compile(r"GRAPHSVC_[A-Z_]+[A-Z]")
SETTINGS = {f"GRAPHSVC_{name.upper()}" for name in Settings.model_fields}
OF_TESTS = {"GRAPHSVC_TEST_TIMES"}
"""What only the tests read (`tests/support/repetitions.py`)."""


def test_every_setting_has_a_row_with_its_default() -> None:
    page = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(GRAPHSVC_\w+)` \| (.*?) \|", page, re.MULTILINE))
    assert set(rows) == SETTINGS
    for name, field in Settings.model_fields.items():
        default = rows[f"GRAPHSVC_{name.upper()}"]
        if field.default in (None, ""):
            assert not default.startswith("`"), name
        else:
            shown = int(field.default) if isinstance(field.default, bool) else field.default
            assert default == f"`{shown}`", name


def test_no_document_names_a_setting_that_does_not_exist() -> None:
    documents = [ROOT / "README.md", *(ROOT / "docs").rglob("*.*")]
    named = {
        name: document.name
        for document in documents
        if document.suffix in {".md", ".conf", ".service"}
        for name in VARIABLE.findall(document.read_text(encoding="utf-8"))
    }
    assert set(named) >= SETTINGS
    assert {name: where for name, where in named.items() if name not in SETTINGS | OF_TESTS} == {}
