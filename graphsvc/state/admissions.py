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
from graphsvc.messages import msg
from graphsvc.programme.admission import AdmissionStep
from graphsvc.state.entry_files import adding_entries, entries_in, file_of


class AdmissionHistories:
    """A file for each cluster and criteria set, with every step that was taken, newest last."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "admissions"

    def steps(self, cluster: str, criteria: str) -> tuple[AdmissionStep, ...]:
        """All steps in their order. Raises `InvalidData` where the file is not as it was written."""
        path = file_of(self._folder, cluster, criteria)
        return _trusted(path, entries_in(path))

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
        path = file_of(self._folder, cluster, criteria)
        with adding_entries(path) as entries:
            check(_trusted(path, entries))
            said = asdict(step)
            entries.append({"step": said, "sum": _sum(entries[-1]["sum"] if entries else "", said)})


def _trusted(path: Path, entries: list[dict[str, Any]]) -> tuple[AdmissionStep, ...]:
    """The steps of entries that are as they were written. Raises `InvalidData` for others."""
    before = ""
    for place, entry in enumerate(entries, start=1):
        before = _sum(before, entry["step"])
        if before != entry["sum"]:
            reason = msg("does not hold what was written; the history was changed afterwards")
            issue = Issue(path.name, place, "", "", reason)
            raise InvalidData(msg("the history of this admission cannot be trusted"), [issue])
    return tuple(AdmissionStep(**one["step"]) for one in entries)


def _sum(before: str, step: dict[str, Any]) -> str:
    return sha256(f"{before}\n{json.dumps(step, sort_keys=True)}".encode()).hexdigest()
