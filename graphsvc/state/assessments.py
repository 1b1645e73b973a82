"""What a person answered to criteria of clusters, kept privately in the instance folder."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from graphsvc.state.entry_files import adding_entries, entries_in, file_of


class KeptAnswers:
    """A file for each cluster and criteria set: every state of the answers that was saved, newest last."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "assessments"

    def get(self, cluster: str, criteria: str) -> Mapping[str, Any]:
        """The answers as they were saved last, empty where there are none."""
        saved = entries_in(file_of(self._folder, cluster, criteria))
        return dict(saved[-1]["answers"]) if saved else {}

    def put(self, cluster: str, criteria: str, answers: Mapping[str, Any], on: str) -> None:
        """Save answers beside those of before; `on` is the ISO day. Raises `OSError`; all is as before."""
        with adding_entries(file_of(self._folder, cluster, criteria)) as saved:
            saved.append({"on": on, "answers": dict(answers)})
