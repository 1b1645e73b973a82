"""What a person answered to criteria of clusters, kept privately in the instance folder."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from graphsvc.files import locked, private_folder, write_file


class AnswerShelf:
    """A file for each cluster and criteria set: every state of the answers that was saved, newest last."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "assessments"

    def get(self, cluster: str, criteria: str) -> Mapping[str, Any]:
        """The answers as they were saved last, empty where there are none."""
        saved = self._saved(self._path(cluster, criteria))
        return dict(saved[-1]["answers"]) if saved else {}

    def put(self, cluster: str, criteria: str, answers: Mapping[str, Any], on: str) -> None:
        """Save answers beside those of before; `on` is the ISO day. Raises `OSError`; all is as before."""
        path = self._path(cluster, criteria)
        private_folder(path.parent)
        with locked(path.with_suffix(".lock"), wait=True):
            saved = [*self._saved(path), {"on": on, "answers": dict(answers)}]
            write_file(path, json.dumps(saved, ensure_ascii=False, indent=1).encode())

    def _saved(self, path: Path) -> list[Any]:
        return list(json.loads(path.read_bytes())) if path.exists() else []

    def _path(self, cluster: str, criteria: str) -> Path:
        return self._folder / f"{cluster.replace(':', '-')}.{criteria}.json"
