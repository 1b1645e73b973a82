"""Uploaded files: stored until the user decides, previewed, loaded; and removal of datasets."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from graphsvc.answers.datasets.reports import drop_report
from graphsvc.answers.loading import DATASET, keep, load_folder
from graphsvc.domain.ids import slug
from graphsvc.errors import GraphsvcError, InvalidData, Issue
from graphsvc.ingest.bundle import BUNDLE, is_bundle
from graphsvc.ingest.layouts import LOOKED_FOR, NotRecognized, recognized
from graphsvc.ingest.list_rows import names_of_list, read_list
from graphsvc.ingest.list_sheet import ReadingChoice
from graphsvc.ingest.load import load
from graphsvc.ingest.mapping import MAPPING
from graphsvc.ingest.own_table import OWN_PREFIX
from graphsvc.ingest.plan import single_table
from graphsvc.ingest.readers import tables_in
from graphsvc.ingest.report import Report
from graphsvc.ingest.staging import FORMS, staged
from graphsvc.messages import Message, msg
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.list_reading import (
    ColumnMemory,
    changed_choice,
    fit,
    kept_choice,
    kept_reading,
    reading_of,
    restored_choice,
    restored_reading,
)
from graphsvc.state.record_changes import RecordChanges
from graphsvc.state.uploads import Uploads

MOST_ISSUES = 50
KNOWN_FORMS = (*FORMS, ".yml", ".md", ".txt")
"""How the names of uploaded files end; descriptions in words (README.md) are kept unread."""

Progress = Callable[[int, int], None]


class Imports:
    """What the worker does with uploads and datasets."""

    def __init__(self, graph: CurrentGraph) -> None:
        self._graph = graph
        self._uploads = Uploads(graph.home / "uploads")
        self._memory = ColumnMemory(graph.home / "table_columns.json")

    def keep(self, files: Sequence[tuple[str, bytes]]) -> str:
        """Keep uploaded files (name and content); returns their token. Raises `InvalidData`."""
        token = self._uploads.put(files, {})
        names = sorted(path.name for path in self._uploads.files(token).iterdir())
        unknown = [name for name in names if not name.lower().endswith(KNOWN_FORMS)]
        if unknown:
            self._uploads.drop(token)
            reason = msg(
                "neither a table (CSV, Excel, ODS, JSON), a graph (GraphML, GEXF), an archive (ZIP) "
                "nor a description (YML)"
            )
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
        about = self._uploads.about(token)
        try:
            with staged(self._uploads.files(token)) as folder:
                unknown = _unknown(folder)
                if "choice" in about or unknown:
                    return self._look_at_own(token, folder, unknown, progress)
                dataset = _dataset(folder)
                report = load(folder, self._graph.store, dry_run=True, progress=progress, dataset=dataset)
        except NotRecognized as error:
            self._uploads.drop(token)
            reasons = [issue.reason for issue in error.issues if isinstance(issue.reason, Message)]
            looked_for = [one.values["what"] for one in reasons if one.text == LOOKED_FOR.text]
            return {"token": None, "recognized": None, "looked_for": looked_for}
        except GraphsvcError:
            if "choice" not in about:
                self._uploads.drop(token)
            raise
        titles = {
            "en": ", ".join(info.title for info in report.datasets),
            "de": ", ".join(info.title_de or info.title for info in report.datasets),
        }
        self._uploads.note(token, about | {"dataset": dataset, "title": titles["en"]})
        return {"token": token, "recognized": titles, "looked_for": []} | _told(report)

    def _look_at_own(
        self, token: str, folder: Path, unknown: InvalidData | None, progress: Progress
    ) -> Mapping[str, Any]:
        """The same for a table of organizations in columns of its own, with how it was read."""
        path, about, known = single_table(folder), self._uploads.about(token), self._memory.known()
        if path is None:
            raise NotRecognized(msg("choose columns for one table at a time"))
        choice = restored_choice(about["choice"]) if "choice" in about else ReadingChoice()
        read = read_list(path, choice, known)
        reading = reading_of(
            read, not choice.fields and known.get(names_of_list(read)) == read.columns.fields
        )
        near = unknown.near if isinstance(unknown, NotRecognized) else ()
        shown = {
            "token": token,
            "recognized": None,
            "looked_for": [],
            "near": [one.message for one in near],
            "reading": kept_reading(reading),
        }
        chosen = replace(choice, sheet=read.sheet.sheet, header=reading.header, fields=reading.fields)
        dataset = OWN_PREFIX + _id_of(path.name.partition(".")[0])
        about |= {"choice": kept_choice(chosen), "reading": kept_reading(reading), "dataset": dataset}
        self._uploads.note(token, about)
        if reading.problem is not None:
            return shown
        store = self._graph.store
        report = load(folder, store, dry_run=True, progress=progress, dataset=dataset, own_columns=chosen)
        return shown | _told(report)

    def choose(self, token: str, asked: ReadingChoice) -> None:
        """Have an upload read in another way. Raises `UnknownId`, `InvalidData` for columns chosen twice."""
        about = self._uploads.about(token)
        if not fit(asked.fields):
            raise InvalidData(msg("two columns are taken for the same; choose each once"))
        was = restored_choice(about["choice"]) if "choice" in about else ReadingChoice()
        reading = restored_reading(about["reading"]) if "reading" in about else None
        choice = changed_choice(was, asked, reading) if reading else asked
        self._uploads.note(token, about | {"choice": kept_choice(choice)})

    def load(self, token: str, progress: Progress) -> Mapping[str, Any]:
        """Load an upload completely, keep its report, build the snapshot and throw the files away."""
        about = self._uploads.about(token)
        choice = restored_choice(about["choice"]) if "choice" in about else None
        with staged(self._uploads.files(token)) as folder:
            dataset = about.get("dataset") or _dataset(folder)
            report = load(
                folder,
                self._graph.store,
                progress=progress,
                dataset=dataset,
                own_columns=choice,
                around=partial(RecordChanges(self._graph.home).following, self._graph.store),
            )
        keep(report, self._graph.store, self._graph.home)
        if choice:
            self._memory.remember(tuple(about["reading"]["names"]), choice.fields)
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


def _unknown(folder: Path) -> InvalidData | None:
    """Why a folder with one table alone, that describes nothing itself, is of no known layout."""
    if any((folder / name).is_file() for name in (BUNDLE, DATASET, MAPPING)) or single_table(folder) is None:
        return None
    try:
        recognized(folder)
    except InvalidData as error:
        return error
    return None


def _dataset(folder: Path) -> str | None:
    """The id for an upload that does not name its dataset: by its layout, so that a newer one replaces it."""
    if is_bundle(folder) or (folder / DATASET).is_file():
        return None
    if (folder / MAPPING).is_file():
        names = [path.name.partition(".")[0] for path in tables_in(folder)]
        return _id_of(names[0] if names else "data")
    return _id_of(recognized(folder).get("dataset", {}).get("title", "data"))


def _id_of(title: str) -> str:
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
