"""Load one or several dataset folders and store the import reports."""

import json
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from graphsvc.derived_files import dispensable
from graphsvc.domain.ports import GraphStore
from graphsvc.files import write_file
from graphsvc.ingest.load import load
from graphsvc.ingest.report import Report, joined
from graphsvc.messages import to_json
from graphsvc.state.record_changes import RecordChanges

DATASET = "dataset.yml"

Progress = Callable[[int, int], None]


def folders(folder: Path) -> list[Path]:
    """The folders to load: `folder` itself, or those below it that hold a dataset, by name."""
    below = (
        sorted(child for child in folder.iterdir() if (child / DATASET).is_file()) if folder.is_dir() else []
    )
    return [folder] if (folder / DATASET).is_file() or not below else below


def load_folder(
    folder: Path,
    store: GraphStore,
    home: Path,
    *,
    until: date | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
    mapping: Path | None = None,
) -> Report:
    """Load every dataset of a folder, or a file, each wholly or not at all, and keep its report in `home`.

    `progress` hears rows done and rows known so far. Raises `InvalidData` with the datasets before the faulty
    one loaded.
    """
    reports: list[Report] = []
    for one in folders(folder):
        report = load(
            one,
            store,
            until=until,
            dry_run=dry_run,
            progress=_after(reports, progress),
            mapping=mapping,
            around=partial(RecordChanges(home).following, store),
        )
        reports.append(report)
        if not dry_run:
            keep(report, store, home)
    return joined(reports)


def keep(report: Report, store: GraphStore, home: Path) -> None:
    """Write a report beside the store, one file a dataset, replacing the one of the load before.

    It names the run that it is about: who is killed before this leaves a report of other data.
    """
    with store.read() as reader:
        runs = reader.runs()
    for info in report.datasets:
        path = home / "reports" / f"{info.id}.json"
        content = report.as_json() | {"run": runs.get(info.id)}
        with dispensable(path):
            write_file(path, json.dumps(content, default=to_json, ensure_ascii=False).encode())


def _after(reports: list[Report], progress: Progress | None) -> Progress | None:
    if progress is None:
        return None
    before = sum(report.rows for report in reports)
    return lambda done, total: progress(before + done, before + total)
