"""Uploaded files: stored until the user decides, previewed, loaded; and removal of datasets."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from graphsvc.answers.datasets.reports import drop_report
from graphsvc.answers.loading import DATASET, keep, load_folder
from graphsvc.domain.ids import slug
from graphsvc.errors import GraphsvcError, InvalidData, Issue
from graphsvc.ingest.layouts import LOOKED_FOR, recognized
from graphsvc.ingest.load import load
from graphsvc.ingest.mapping import MAPPING
from graphsvc.ingest.readers import tables_in
from graphsvc.ingest.report import Report
from graphsvc.messages import Message, msg
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.uploads import Uploads

MOST_ISSUES = 50
KNOWN_FORMS = (".csv", ".csv.gz", ".xlsx", ".yml", ".md", ".txt")
"""How the names of uploaded files end; descriptions in words (README.md) are kept unread."""

Progress = Callable[[int, int], None]


class Imports:
    """What the worker does with uploads and datasets."""

    def __init__(self, graph: CurrentGraph) -> None:
        self._graph = graph
        self._uploads = Uploads(graph.home / "uploads")

    def keep(self, files: Sequence[tuple[str, bytes]]) -> str:
        """Keep uploaded files (name and content); returns their token. Raises `InvalidData`."""
        token = self._uploads.put(files, {})
        names = sorted(path.name for path in self._uploads.files(token).iterdir())
        unknown = [name for name in names if not name.lower().endswith(KNOWN_FORMS)]
        if unknown:
            self._uploads.drop(token)
            reason = msg("neither a table (CSV, CSV.GZ, XLSX) nor a description (YML); unpack archives first")
            raise InvalidData(
                msg("%(file)s cannot be read", file=unknown[0]),
                [Issue(name, 0, "", "", reason) for name in unknown],
            )
        self._uploads.note(token, {"names": names})
        return token

    def name(self, token: str) -> str:
        """What to call an upload. Raises `UnknownId`."""
        about = self._uploads.about(token)
        return str(about.get("title") or ", ".join(about["names"]))

    def waits(self, token: str) -> bool:
        """Whether an upload is still there."""
        return self._uploads.holds(token)

    def look(self, token: str, progress: Progress) -> Mapping[str, Any]:
        """What loading an upload would do; see `Datasets.preview`."""
        folder = self._uploads.files(token)
        try:
            dataset = _dataset(folder)
            report = load(folder, self._graph.store, dry_run=True, progress=progress, dataset=dataset)
        except GraphsvcError as error:
            self._uploads.drop(token)
            if not isinstance(error, InvalidData):
                raise
            reasons = [issue.reason for issue in error.issues if isinstance(issue.reason, Message)]
            looked_for = [one.values["what"] for one in reasons if one.text == LOOKED_FOR.text]
            if not looked_for:
                raise
            return {"token": None, "recognized": None, "looked_for": looked_for}
        title = ", ".join(info.title for info in report.datasets)
        self._uploads.note(token, self._uploads.about(token) | {"dataset": dataset, "title": title})
        return {"token": token, "recognized": title, "looked_for": []} | _told(report)

    def load(self, token: str, progress: Progress) -> Mapping[str, Any]:
        """Load an upload completely, keep its report, build the snapshot and throw the files away."""
        folder, about = self._uploads.files(token), self._uploads.about(token)
        dataset = about.get("dataset") or _dataset(folder)
        report = load(folder, self._graph.store, progress=progress, dataset=dataset)
        keep(report, self._graph.store, self._graph.home)
        self._graph.refresh()
        self._uploads.drop(token)
        return _told(report)

    def load_packaged(self, folder: str, progress: Progress) -> Mapping[str, Any]:
        """Load every dataset below a folder of the product."""
        report = load_folder(Path(folder), self._graph.store, self._graph.home, progress=progress)
        self._graph.refresh()
        return _told(report)

    def take_out(self, dataset: str) -> Mapping[str, Any]:
        """Remove a dataset with its report. Raises `StillUsed`."""
        removed = self._graph.store.retire(dataset)
        drop_report(self._graph.home, dataset)
        self._graph.refresh()
        return {"removed": removed}


def _dataset(folder: Path) -> str | None:
    """The id for an upload that does not name its dataset: by its layout, so that a newer one replaces it."""
    if (folder / DATASET).is_file():
        return None
    if (folder / MAPPING).is_file():
        names = [path.name.partition(".")[0] for path in tables_in(folder)]
        title = names[0] if names else "data"
    else:
        title = recognized(folder).get("dataset", {}).get("title", "data")
    return slug(title.casefold()).replace("_", "-").replace(".", "-")[:60].strip("-")


def _told(report: Report) -> dict[str, Any]:
    found = [("refused", one) for one in report.refused] + [("corrected", one) for one in report.corrected]
    return {
        "datasets": [info.id for info in report.datasets],
        "rows": report.rows,
        "taken": report.counts()["accepted"],
        "corrected": len(report.corrected),
        "new": report.new,
        "changed": report.changed,
        "same": report.same,
        "gone": report.gone,
        "doubtful": len(report.corrected) + len(report.persons),
        "refused": len(report.refused),
        "issues": [{"kind": kind} | vars(issue) for kind, issue in found[:MOST_ISSUES]],
    }
