"""My members: "Bring our own list"."""

from collections.abc import Mapping

from flask import Blueprint, Response, flash, g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as BaseResponse

from graphsvc.answers.members.taking_over import Mode
from graphsvc.drawing.spreadsheets import Cell
from graphsvc.errors import InvalidData, UnknownId
from graphsvc.messages import msg
from graphsvc.web.downloads import TABLES, attachment, tables
from graphsvc.web.language import label, language, tell
from graphsvc.web.page_context import Crumb, list_is_shared, noted, page, services, told
from graphsvc.web.problems import Unreadable, detail, status_of
from graphsvc.web.query_params import integer, reading_choice, whole
from graphsvc.web.security import owners, writes

pages = Blueprint("members", __name__)

MOST_ROWS = 100
"""Members on one page of the list."""


@pages.get("/members")
def start() -> str:
    """Whose list?"""
    return page(
        "members_start.html",
        _("Bring our own list"),
        [Crumb(_("My members"))],
        clusters=services().catalog.clusters(),
    )


@pages.get("/members/template.<form>")
def template(form: str) -> Response:
    """An empty list to fill in."""
    if form not in TABLES:
        raise Unreadable(msg("The template is there as CSV and as XLSX."))
    return attachment(services().members.template(form, language()), f"members.{form}", TABLES[form])


@pages.get("/members/list")
def choose() -> BaseResponse:
    """The page of the cluster that was chosen."""
    return redirect(url_for("members.show", cluster=request.args.get("of", "")))


@pages.get("/members/<cluster>")
def show(cluster: str) -> str:
    """The list in use, or the form to bring one."""
    return _form(cluster)


def _form(cluster: str, problem: str = "") -> str:
    query = services().catalog.ref(cluster)
    own = services().members.of(cluster)
    chain = services().catalog.first_chain(cluster)
    first = integer("from", 0, least=0, most=max(len(own) - 1, 0))
    shown = services().members.most_useful_first(cluster, chain)[first : first + MOST_ROWS]
    return page(
        "members.html",
        _("Members of %(name)s", name=label(query.name)),
        [Crumb(_("My members"), url_for("members.start")), Crumb(label(query.name))],
        query=query,
        own=own,
        chain=services().catalog.chain(chain),
        stages=services().members.stages(cluster, chain) if own else None,
        by_now=services().members.known_by_now(cluster) if own else (),
        rows=services().people.stage_choices(chain, (one.id for one in shown)),
        first=first,
        step=MOST_ROWS,
        removed=None if own or not _brings() else services().members.removed(query.id),
        removing=request.args.get("remove") == "1",
        problem=problem,
        brings=_brings(),
        shared=list_is_shared(query.id),
    )


def _brings() -> bool:
    """Whether who asks may change this list: at the owner's own computer, else where the rights say so."""
    return bool(g.get("brings")) or not services().settings.read_only


def _noted(what: str) -> None:
    """Note in the audit log of a service with accounts what was done to the list of this request."""
    noted(what, g.get("brings", ""))


@pages.post("/members/<cluster>/stages")
@writes
def assign(cluster: str) -> BaseResponse:
    """Keep the ticked stages and the kinds of all members on the page."""
    ids = request.form.getlist("member")
    chain = services().catalog.first_chain(cluster)
    ticked = {one: request.form.getlist(f"stages {one}") for one in ids}
    kinds = {one: kind for one in ids if (kind := request.form.get(f"kind {one}"))}
    if services().settings.accounts:
        members = {one.id for one in services().members.of(cluster)}
        undo = services().people.list_stages.say(cluster, members, ticked, kinds)
        _noted("say stages of members")
    else:
        undo = services().people.say_stages(chain, ticked, kinds, about=cluster)
    told(_("Saved: the stages are on the board now, as your own words."), undo)
    return redirect(url_for("members.show", cluster=cluster))


@pages.post("/members/<cluster>")
@writes
def upload(cluster: str) -> BaseResponse | tuple[str, int]:
    """Read a list; nothing counts before it is confirmed."""
    try:
        file = _one_file()
        token, job = services().list_jobs.bring(cluster, str(file.filename), file.read())
    except (Unreadable, InvalidData) as error:
        return _form(cluster, detail(error)), status_of(error)
    _noted("bring member list")
    return redirect(_next(cluster, token, job))


def _next(cluster: str, token: str, job: int | None) -> str:
    """What was found of a list, or how far the reading of a long one is."""
    if job is not None:
        return _job_page(cluster, job)
    return url_for("members.check", cluster=cluster, token=token)


def _job_page(cluster: str, number: int) -> str:
    """Where it is told how far work on a long list is."""
    if services().settings.accounts:
        return url_for("list_jobs.show", cluster=cluster, number=number)
    return url_for("data.job", identifier=number)


def _one_file() -> FileStorage:
    files = [file for file in request.files.getlist("list") if file.filename]
    if not files:
        raise Unreadable(msg("No file was chosen."))
    if len(files) > 1:
        raise Unreadable(msg("More than one list was sent; send one."))
    return files[0]


@pages.get("/members/<cluster>/<token>")
@owners
def check(cluster: str, token: str) -> str | tuple[str, int]:
    """How the list was read, and what was found, doubtful and new; the doubtful ones are asked about."""
    try:
        return _asked(cluster, token)
    except UnknownId as error:
        return _vanished(cluster, error)


def _vanished(cluster: str, error: UnknownId) -> tuple[str, int]:
    """The form to bring the list again, where the one that was sent does not wait any more."""
    if error.what != "upload":
        raise error
    gone = _("The list that you sent is not here any more: lists wait for a day. Choose the file again.")
    return _form(cluster, gone), status_of(error)


def _asked(cluster: str, token: str, answers: Mapping[int, str] | None = None, problem: str = "") -> str:
    query, found = services().catalog.ref(cluster), services().members.get(token)
    return page(
        "members_check.html",
        _("Members of %(name)s: check", name=label(query.name)),
        [
            Crumb(_("My members"), url_for("members.start")),
            Crumb(label(query.name), url_for("members.show", cluster=cluster)),
            Crumb(_("Check")),
        ],
        query=query,
        found=found,
        token=token,
        answers=answers or found.answers,
        problem=problem,
        brings=_brings(),
        shared=list_is_shared(query.id),
    )


@pages.post("/members/<cluster>/<token>/reading")
@writes
def read_again(cluster: str, token: str) -> BaseResponse | tuple[str, int]:
    """Read the list in another way: sheet, encoding, delimiter, row of the column names, columns."""
    answers = _answers()
    try:
        job = services().list_jobs.read_again(token, reading_choice(), answers)
    except UnknownId as error:
        return _vanished(cluster, error)
    except InvalidData as error:
        return _asked(cluster, token, answers, detail(error)), status_of(error)
    _noted("read member list again")
    return redirect(_next(cluster, token, job))


@pages.get("/members/<cluster>/<token>/not-taken.<form>")
@owners
def not_taken(cluster: str, token: str, form: str) -> Response | tuple[str, int]:
    """The rows that were refused or left out, as they stand in the file, with the reasons in a column."""
    if form not in TABLES:
        raise Unreadable(msg("The rows are there as CSV and as XLSX."))
    try:
        names, rows = services().members.not_taken(token)
    except UnknownId as error:
        return _vanished(cluster, error)
    width = max((len(names), *(len(row.cells) for row in rows)))
    head: list[Cell] = [*names, *[""] * (width - len(names)), _("Row in the file"), _("Reason")]
    lines: list[list[Cell]] = [
        [*row.cells, *[""] * (width - len(row.cells)), row.row, "; ".join(map(tell, row.reasons))]
        for row in rows
    ]
    return tables({_("Not taken"): [head, *lines]}, "not-taken", form)


def _answers() -> dict[int, str]:
    """What was answered about rows, by their numbers."""
    given = {whole(name[4:]): value for name, value in request.form.items() if name.startswith("row-")}
    return {row: value for row, value in given.items() if row is not None}


@pages.post("/members/<cluster>/<token>")
@writes
def decide(cluster: str, token: str) -> BaseResponse | tuple[str, int]:
    """Take the list over with the answers about the doubtful rows."""
    answers = _answers()
    mode: Mode = "add" if request.form.get("mode") == "add" else "replace"
    try:
        undo, job = services().list_jobs.decide(token, answers, mode)
    except UnknownId as error:
        return _vanished(cluster, error)
    except InvalidData as error:
        return _asked(cluster, token, answers, detail(error)), status_of(error)
    _noted("use member list")
    if job is not None:
        return redirect(_job_page(cluster, job))
    if services().settings.accounts:
        told(_("Your members are in use now."), undo)
    else:
        told(
            _(
                "Your members are in use now. Only you see them; "
                "they are in no file but those you save of your own board."
            ),
            undo,
        )
    return redirect(url_for("members.show", cluster=cluster))


@pages.post("/members/<cluster>/remove")
@writes
def remove(cluster: str) -> BaseResponse:
    """Take the list out again, all of it."""
    services().members.remove(cluster)
    _noted("remove member list")
    if services().settings.accounts:
        from graphsvc.web.pages.shared_list import keep_to_cluster

        keep_to_cluster(g.brings)
    flash(_("Your list is removed: it counts nowhere any more."), "good")
    return redirect(url_for("members.show", cluster=cluster))
