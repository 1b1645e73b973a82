"""Use cases of datasets: listing, import with a preview, and removal."""

from collections.abc import Mapping, Sequence
from typing import Any

from graphsvc.answers.datasets.imports import Imports
from graphsvc.answers.datasets.listing import DatasetRow, dataset_rows
from graphsvc.answers.datasets.reports import ReportRow, Reports
from graphsvc.errors import UnknownId
from graphsvc.ingest.list_sheet import ReadingChoice
from graphsvc.settings import Settings, packaged
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.job_table import Job
from graphsvc.state.jobs import Handler, Jobs
from graphsvc.state.list_reading import ListReading, restored_reading
from graphsvc.state.permissions import writable


class Datasets:
    """The datasets of the store; long work is handed to `jobs`."""

    def __init__(self, graph: CurrentGraph, jobs: Jobs, settings: Settings) -> None:
        self._graph, self._jobs, self._settings = graph, jobs, settings
        self._imports = Imports(graph)

    def all(self) -> tuple[DatasetRow, ...]:
        """Every dataset by id."""
        return dataset_rows(self._graph, self._settings.home)

    def report(self, dataset: str) -> tuple[ReportRow, ...]:
        """The refused and corrected rows of a dataset's last load. Raises `UnknownId`."""
        self._known(dataset)
        return Reports(self._graph, self._settings.home).rows(dataset)

    def preview(self, files: Sequence[tuple[str, bytes]]) -> int:
        """Look at uploads (name and content) without writing into the store; returns the job's number.

        The result of the job: `token` (to load them, none when they are not recognized), `recognized` (the
        dataset's title), `looked_for`, how many claims are `new`, `changed`, the `same` and `gone`, how many
        rows are `doubtful` (repaired, or named after a person), `taken`, `corrected` and `refused`, and
        the first `issues`. Of a table in columns of its own `reading` says how it was read, and `near` which
        columns a known layout lacks; where a choice is asked for the counts are missing. Raises `InvalidData`
        for files that cannot be kept.
        """
        writable(self._settings)
        token = self._imports.keep(files)
        return self._jobs.start("preview", token=token, title=self._imports.name(token))

    def preview_as(self, token: str, asked: ReadingChoice) -> int:
        """Look at an upload anew, read as a person chose; returns the job's number.

        Raises `UnknownId`, `InvalidData` where two columns are chosen for the same.
        """
        writable(self._settings)
        self._imports.choose(token, asked)
        return self._jobs.start("preview", token=token, title=self._imports.name(token))

    def reading(self, job: Job) -> ListReading | None:
        """How the table in columns of its own was read that a preview looked at."""
        plain = (job.result or {}).get("reading")
        return restored_reading(plain) if plain else None

    def start_import(self, token: str) -> int:
        """Load what was looked at; returns the job's number. Raises `UnknownId`."""
        writable(self._settings)
        return self._jobs.start("load", token=token, title=self._imports.name(token))

    def repeatable(self, job: Job) -> bool:
        """Whether an import that did not come to its end can be started again with the files it had."""
        return job.kind == "load" and job.unsuccessful and self._imports.waits(job.arguments.get("token", ""))

    def load_example(self) -> int:
        """Load the datasets that ship with the product; returns the job's number."""
        writable(self._settings)
        return self._jobs.start("load", folder=str(packaged("seeds")), title="graphsvc")

    def undo(self, dataset: str) -> int:
        """Take a dataset out; returns the job's number. Raises `UnknownId`."""
        writable(self._settings)
        return self._jobs.start("undo", dataset=dataset, title=self._known(dataset))

    def handlers(self) -> Mapping[str, Handler]:
        """What the worker does for these jobs, by kind."""
        return {"preview": self._preview, "load": self._load, "undo": self._undo}

    def _preview(self, arguments: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
        return self._imports.look(arguments["token"], progress)

    def _load(self, arguments: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
        if "token" in arguments:
            return self._imports.load(arguments["token"], progress)
        return self._imports.load_packaged(arguments["folder"], progress)

    def _undo(self, arguments: Mapping[str, Any], _progress: Any) -> Mapping[str, Any]:
        return self._imports.take_out(arguments["dataset"])

    def _known(self, dataset: str) -> str:
        for info in self._graph.snapshot().datasets:
            if info.id == dataset:
                return info.title
        raise UnknownId("dataset", dataset)
