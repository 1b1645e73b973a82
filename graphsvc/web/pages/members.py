"""My members: "Bring our own list"."""

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from graphsvc.domain.sentence import say
from graphsvc.web.frame import Crumb, page, services
from graphsvc.web.language import label
from graphsvc.web.problems import Unreadable
from graphsvc.web.security import writes

pages = Blueprint("members", __name__)

TYPES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


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
    if form not in TYPES:
        raise Unreadable(say("The template is there as CSV and as XLSX."))
    return Response(
        services().members.template(form),
        mimetype=TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="members.{form}"'},
    )


@pages.get("/members/list")
def choose() -> BaseResponse:
    """The page of the cluster that was chosen."""
    return redirect(url_for("members.show", cluster=request.args.get("of", "")))


@pages.get("/members/<cluster>")
def show(cluster: str) -> str:
    """The list in use, or the form to bring one."""
    query = services().catalog.ref(cluster)
    return page(
        "members.html",
        _("Members of %(name)s", name=label(query.name)),
        [Crumb(_("My members"), url_for("members.start")), Crumb(label(query.name))],
        query=query,
        own=services().members.of(cluster),
    )


@pages.post("/members/<cluster>")
@writes
def upload(cluster: str) -> BaseResponse:
    """Read a list; nothing counts before it is confirmed."""
    file = request.files.get("list")
    if file is None or not file.filename:
        raise Unreadable(say("No file was chosen."))
    found = services().members.upload(cluster, file.filename, file.read())
    return redirect(url_for("members.check", cluster=cluster, token=found.token))


@pages.get("/members/<cluster>/<token>")
def check(cluster: str, token: str) -> str:
    """What was found, what is doubtful, what is new; only the doubtful ones are asked about."""
    query = services().catalog.ref(cluster)
    return page(
        "members_check.html",
        _("Members of %(name)s: check", name=label(query.name)),
        [
            Crumb(_("My members"), url_for("members.start")),
            Crumb(label(query.name), url_for("members.show", cluster=cluster)),
            Crumb(_("Check")),
        ],
        query=query,
        found=services().members.get(token),
        token=token,
    )


@pages.post("/members/<cluster>/<token>")
@writes
def decide(cluster: str, token: str) -> BaseResponse:
    """Take the list over with the answers about the doubtful rows."""
    answers = {
        int(name.removeprefix("row-")): value
        for name, value in request.form.items()
        if name.startswith("row-") and name.removeprefix("row-").isdigit()
    }
    services().members.decide(token, answers)
    flash(_("Your members are on the board now. Only you see them; they are in no export."), "good")
    chains = services().catalog.chains()
    return redirect(url_for("board.show", chain=chains[0].id, of=cluster, own=cluster))


@pages.post("/members/<cluster>/remove")
@writes
def remove(cluster: str) -> BaseResponse:
    """Take the list out again, all of it."""
    services().members.remove(cluster)
    flash(_("Your list is removed; the data is as it was before."), "good")
    return redirect(url_for("members.show", cluster=cluster))
