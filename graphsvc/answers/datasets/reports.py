"""Import reports, stored in the instance folder as one JSON file per dataset."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from graphsvc.files import intact

_KINDS = ("refused", "corrected")


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A row that was refused or corrected (`kind`), where it stands and why."""

    kind: str
    file: str
    row: int
    column: str
    value: str
    reason: str


def report_rows(home: Path, dataset: str) -> tuple[ReportRow, ...]:
    """Refused rows, then corrected ones, each by file and row; none where no load has left a report."""
    report = kept_report(home, dataset)
    return tuple(row for kind in _KINDS for row in report.get(kind, ()))


def kept_report(home: Path, dataset: str) -> Mapping[str, tuple[ReportRow, ...]]:
    """The rows of the report of a dataset's last load by kind, none where there is none or a damaged one."""
    return intact(_path(home, dataset), lambda path: _read(path, path.stat().st_mtime_ns)) or {}


def drop_report(home: Path, dataset: str) -> None:
    """Forget the report of a dataset."""
    _path(home, dataset).unlink(missing_ok=True)


@lru_cache(maxsize=32)
def _read(path: Path, _changed: int) -> Mapping[str, tuple[ReportRow, ...]]:
    found = json.loads(path.read_bytes())
    return {kind: tuple(ReportRow(kind=kind, **issue) for issue in found[kind]) for kind in _KINDS}


def _path(home: Path, dataset: str) -> Path:
    return home / "reports" / f"{dataset}.json"
