"""The document of the API; `python -m tests.golden.openapi` writes it anew after a wanted change."""

import json
import tempfile
from pathlib import Path
from typing import Any

from graphsvc.bootstrap import bootstrap
from graphsvc.domain.ports import opened
from graphsvc.settings import Settings
from graphsvc.web import create_app

FILE = Path(__file__).with_suffix(".json")


def as_text(document: dict[str, Any]) -> str:
    """A document as it is kept: one thing a line, names in order."""
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def write() -> None:
    """Keep the document of the API as it is now."""
    with tempfile.TemporaryDirectory() as home:
        services = bootstrap(Settings(home=Path(home)))
        with opened(services.graph.store):
            answer = create_app(services).test_client().get("/api/v1/openapi.json")
        FILE.write_text(as_text(answer.get_json()), encoding="utf-8")


if __name__ == "__main__":
    write()
