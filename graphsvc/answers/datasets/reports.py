"""Import reports, stored in the instance folder as one JSON file per dataset."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from graphsvc.derived_files import intact
from graphsvc.errors import StoreUnavailable
from graphsvc.messages import Message, from_json
from graphsvc.state.graph import CurrentGraph

_KINDS = ("refused", "corrected")


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A row that was refused or corrected (`kind`), where it stands and why."""

    kind: str
    file: str
    row: int
    column: str
    value: str
    reason: str | Message


class Reports:
    """The reports of the loads that a graph shows."""

    def __init__(self, graph: CurrentGraph, home: Path) -> None:
        self._home = home
        try:
            self._runs = graph.runs()
        except StoreUnavailable:  # whether a report is about what is shown cannot be looked up then
            self._runs = {}

    def rows(self, dataset: str) -> tuple[ReportRow, ...]:
        """Refused rows, then corrected ones, each by file and row; see `by_kind`."""
        report = self.by_kind(dataset)
        return tuple(row for kind in _KINDS for row in report.get(kind, ()))

    def by_kind(self, dataset: str) -> Mapping[str, tuple[ReportRow, ...]]:
        """The rows of the report of a dataset's last load.

        None where there is no report, a damaged one, or one on another load: a process that is killed between
        a load and its report leaves the report of the load before.
        """
        path = _path(self._home, dataset)
        run, rows = intact(path, lambda found: _read(found, found.stat().st_mtime_ns)) or (None, {})
        shown = self._runs.get(dataset)
        return {} if run and shown and run != shown else rows


def drop_report(home: Path, dataset: str) -> None:
    """Forget the report of a dataset."""
    _path(home, dataset).unlink(missing_ok=True)


@lru_cache(maxsize=32)
def _read(path: Path, _changed: int) -> tuple[int | None, Mapping[str, tuple[ReportRow, ...]]]:
    """The run that a report is about (None: written by an older version) and its rows by kind."""
    found = json.loads(path.read_bytes(), object_hook=from_json)
    rows = {kind: tuple(ReportRow(kind=kind, **issue) for issue in found[kind]) for kind in _KINDS}
    return found.get("run"), rows


def _path(home: Path, dataset: str) -> Path:
    return home / "reports" / f"{dataset}.json"
