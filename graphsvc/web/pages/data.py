"""Data: "What is in here, and can I trust it?"; imports with a preview before anything is written."""

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from graphsvc.answers.members.list_jobs import READ
from graphsvc.errors import InvalidData, UnknownId
from graphsvc.web.downloads import tables
from graphsvc.web.language import tell
from graphsvc.web.page_context import Crumb, page, ref_or_id, services, with_store_or
from graphsvc.web.problems import detail, status_of
from graphsvc.web.query_params import reading_choice
from graphsvc.web.response_cache import kept
from graphsvc.web.security import owners, writes

pages = Blueprint("data", __name__)


@pages.get("/data")
@kept(also=lambda: tuple((job.id, job.state, job.done) for job in services().jobs.unfinished()))
def index() -> str:
    """All datasets, how full and how old they are, running imports and the form for a new one."""
    return _overview()


def _overview(problem: str = "") -> str:
    return page(
        "data.html",
        _("Data: what is in here, and can I trust it?"),
        [Crumb(_("Data"))],
        datasets=with_store_or(tuple, services().datasets.all),
        jobs=services().jobs.unfinished(),
        said=with_store_or(list, lambda: [(ref_or_id(one.entity), one) for one in services().catalog.said()]),
        missing=services().texts.missing(),
        problem=problem,
    )


@pages.get("/data/<dataset>/report")
@owners
def report(dataset: str) -> str:
    """Every refused or corrected row of a dataset, with its reason."""
    return page(
        "report.html",
        _("Import report: %(name)s", name=dataset),
        [Crumb(_("Data"), url_for("data.index")), Crumb(dataset)],
        dataset=dataset,
        report=services().datasets.report(dataset),
    )


@pages.get("/data/<dataset>/report.csv")
@owners
def report_file(dataset: str) -> Response:
    """The import report of a dataset as CSV."""
    rows = (
        (row.kind, row.file, row.row, row.column, row.value, tell(row.reason))
        for row in services().datasets.report(dataset)
    )
    head = ("kind", "file", "row", "column", "value", "reason")
    return tables({"": [head, *rows]}, "report", "csv")


@pages.post("/data/example")
@writes
def example() -> BaseResponse:
    """Load the example data."""
    return redirect(url_for("data.job", identifier=services().datasets.load_example()))


@pages.post("/data/preview")
@writes
def preview() -> BaseResponse | tuple[str, int]:
    """Read uploaded files without writing anything."""
    files = [(file.filename, file.read()) for file in request.files.getlist("files") if file.filename]
    if not files:
        return _overview(_("No file was chosen.")), 400
    try:
        return redirect(url_for("data.job", identifier=services().datasets.preview(files)))
    except InvalidData as error:
        return _overview(detail(error)), status_of(error)


@pages.post("/data/preview/<token>")
@writes
def preview_as(token: str) -> BaseResponse | tuple[str, int]:
    """Look at the uploaded table anew, read as was chosen: sheet, encoding, delimiter, header, columns."""
    try:
        number = services().datasets.preview_as(token, reading_choice())
    except UnknownId as error:
        gone = _("The files are not here any more: they wait for a day. Choose them again.")
        return _overview(gone), status_of(error)
    except InvalidData as error:
        return _overview(detail(error)), status_of(error)
    return redirect(url_for("data.job", identifier=number))


@pages.post("/data/import/<token>")
@writes
def start(token: str) -> BaseResponse:
    """Write what the preview showed."""
    return redirect(url_for("data.job", identifier=services().datasets.start_import(token)))


@pages.post("/data/<dataset>/undo")
@writes
def undo(dataset: str) -> BaseResponse:
    """Take a dataset out again."""
    return redirect(url_for("data.job", identifier=services().datasets.undo(dataset)))


@pages.get("/data/jobs/<int:identifier>")
@owners
def job(identifier: int) -> str | BaseResponse:
    """How far a piece of long work is; it goes on when the page is left. A list that was read leads on."""
    shown = services().jobs.get(identifier)
    if shown.kind == READ and shown.result is not None and "HX-Request" not in request.headers:
        return redirect(url_for("members.check", **shown.result))
    return page(
        "job.html",
        _("Progress"),
        [Crumb(_("Data"), url_for("data.index")), Crumb(_("Progress"))],
        job=shown,
        appearing=shown.state == "done" and services().graph.stale(),
        reading=services().datasets.reading(shown),
        repeatable=services().datasets.repeatable(shown),
    )


@pages.post("/data/jobs/<int:identifier>/cancel")
@writes
def cancel(identifier: int) -> BaseResponse:
    """Stop a piece of long work; what it had not finished is not written."""
    if services().list_jobs.stop(identifier).state == "done":
        flash(_("This had finished before it could be stopped; nothing was taken back."), "notice")
    return redirect(url_for("data.job", identifier=identifier))
