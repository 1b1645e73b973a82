"""Work on a long member list, where people have accounts: "How far is it?", for the cluster management."""

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from graphsvc.answers.members.list_jobs import READ, WRITE
from graphsvc.errors import UnknownId
from graphsvc.state.job_table import Job
from graphsvc.web.language import label
from graphsvc.web.page_context import Crumb, list_is_shared, noted, page, services
from graphsvc.web.security import owners, writes

pages = Blueprint("list_jobs", __name__)


@pages.get("/members/<cluster>/jobs/<int:number>")
@owners
def show(cluster: str, number: int) -> str | Response:
    """How far work on the list of a cluster is; a list that was read leads on."""
    query, shown = services().catalog.ref(cluster), _job(cluster, number)
    if shown.kind == READ and shown.result is not None and "HX-Request" not in request.headers:
        return redirect(url_for("members.check", **shown.result))
    return page(
        "job.html",
        _("Progress"),
        [
            Crumb(_("My members"), url_for("members.start")),
            Crumb(label(query.name), url_for("members.show", cluster=cluster)),
            Crumb(_("Progress")),
        ],
        job=shown,
        appearing=shown.state == "done" and services().graph.stale(),
        of=query.id,
        shared=list_is_shared(query.id),
    )


@pages.post("/members/<cluster>/jobs/<int:number>/stop")
@owners
@writes
def stop(cluster: str, number: int) -> Response:
    """Stop work on a list; nothing of it stays."""
    ended = services().list_jobs.stop(_job(cluster, number).id)
    noted("stop work on member list", services().catalog.ref(cluster).id)
    if ended.state == "done":
        flash(_("This had finished before it could be stopped; nothing was taken back."), "notice")
    return redirect(url_for("list_jobs.show", cluster=cluster, number=number))


def _job(cluster: str, number: int) -> Job:
    """Work on the list of a cluster. Raises `UnknownId`."""
    found = services().jobs.get(number)
    if found.kind not in (READ, WRITE) or found.arguments["cluster"] != services().catalog.ref(cluster).id:
        raise UnknownId("job", str(number))
    return found
