"""Import reports as they are kept beside the store: one JSON file a dataset."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any


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
    return tuple(
        ReportRow(kind=kind, **issue) for kind in ("refused", "corrected") for issue in report.get(kind, ())
    )


def kept_report(home: Path, dataset: str) -> Mapping[str, Any]:
    """The report of a dataset's last load, empty where there is none."""
    path = _path(home, dataset)
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return {}


def drop_report(home: Path, dataset: str) -> None:
    """Forget the report of a dataset."""
    _path(home, dataset).unlink(missing_ok=True)


@lru_cache(maxsize=32)
def _read(path: Path, _changed: int) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _path(home: Path, dataset: str) -> Path:
    return home / "reports" / f"{dataset}.json"
