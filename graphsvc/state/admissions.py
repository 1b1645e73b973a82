"""Histories of admissions in the instance folder: steps are added, and never changed.

Each entry holds a checksum over itself and all before it, so that one that was changed, moved or taken out
afterwards is found when the history is read.
"""

import json
from collections.abc import Callable
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

from graphsvc.errors import InvalidData, Issue
from graphsvc.files import locked, private_folder, write_file
from graphsvc.messages import msg
from graphsvc.programme.admission import AdmissionStep


class AdmissionHistories:
    """A file for each cluster and criteria set, with every step that was taken, newest last."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "admissions"

    def steps(self, cluster: str, criteria: str) -> tuple[AdmissionStep, ...]:
        """All steps in their order. Raises `InvalidData` where the file is not as it was written."""
        return tuple(AdmissionStep(**one["step"]) for one in self._entries(self._path(cluster, criteria)))

    def add(
        self,
        cluster: str,
        criteria: str,
        step: AdmissionStep,
        check: Callable[[tuple[AdmissionStep, ...]], object],
    ) -> None:
        """Add a step after `check` took the steps before it and did not raise.

        Raises what `check` raises, `InvalidData` and `OSError`; all is as before then.
        """
        path = self._path(cluster, criteria)
        private_folder(path.parent)
        with locked(path.with_suffix(".lock"), wait=True):
            entries = self._entries(path)
            check(tuple(AdmissionStep(**one["step"]) for one in entries))
            said = asdict(step)
            entries.append({"step": said, "sum": _sum(entries[-1]["sum"] if entries else "", said)})
            write_file(path, json.dumps(entries, ensure_ascii=False, indent=1).encode())

    def _entries(self, path: Path) -> list[dict[str, Any]]:
        entries = json.loads(path.read_bytes()) if path.exists() else []
        before = ""
        for place, entry in enumerate(entries, start=1):
            before = _sum(before, entry["step"])
            if before != entry["sum"]:
                reason = msg("does not hold what was written; the history was changed afterwards")
                issue = Issue(path.name, place, "", "", reason)
                raise InvalidData(msg("the history of this admission cannot be trusted"), [issue])
        return list(entries)

    def _path(self, cluster: str, criteria: str) -> Path:
        return self._folder / f"{cluster.replace(':', '-')}.{criteria}.json"


def _sum(before: str, step: dict[str, Any]) -> str:
    return sha256(f"{before}\n{json.dumps(step, sort_keys=True)}".encode()).hexdigest()
