"""Services of clusters: "What do comparable clusters offer, and we do not?"."""

from collections.abc import Iterator

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from graphsvc.answers.questions import ServicesQuery
from graphsvc.domain import Fact
from graphsvc.drawing.spreadsheets import Cell
from graphsvc.state.own_words import today
from graphsvc.taxonomy.services import service_kinds
from graphsvc.web.downloads import tables
from graphsvc.web.language import label
from graphsvc.web.page_context import Crumb, page, services
from graphsvc.web.query_params import day, read

pages = Blueprint("services", __name__)

_COLUMNS = ("cluster", *Fact.model_fields)
"""Columns of a table of facts, as `graphsvc.ingest` recognizes it."""


@pages.get("/programme/services")
def index() -> str:
    """The kinds of services with who offers them; for a cluster what others offer beside it."""
    on, programme = day("on") or today(), services().programme
    asked = read(ServicesQuery).of if request.args.get("of") else None
    rows = programme.services(on)
    return page(
        "services.html",
        _("Services of clusters"),
        [Crumb(_("Programme"), url_for("programme.index")), Crumb(_("Services"))],
        on=on,
        rows=rows,
        known=len({one.ref.id for row in rows for one in row.offered_by}),
        clusters=services().catalog.clusters(),
        shown=programme.missing_services(asked, on) if asked else None,
        titles={row.id: row.title for row in rows},
    )


@pages.get("/programme/facts.<form>")
def template(form: str) -> Response:
    """An empty table of facts about clusters; the workbook explains its columns and names the services."""
    return tables(
        {
            _("Facts"): [_COLUMNS],
            _("Columns"): _columns(),
            _("Services"): [
                ("value", _("Service")),
                *((one.id, label(one.title)) for one in service_kinds().values()),
            ],
        },
        "facts",
        form,
    )


def _columns() -> Iterator[tuple[Cell, ...]]:
    told = {
        "cluster": _("id of the cluster, as the table of the programme has it (foodregio)"),
        "what": _("label, service, members, seat, office or name"),
        "value": _("the label (ECEI Silver), the service (training), the number of members …"),
        "since": _("since when; a year, a month or a day (2024, 2024-05, 2024-05-31)"),
        "until": _("until when, if it is said"),
        "known": _("date of the source"),
        "citation": _("address of the source"),
    }
    yield _("Column"), _("What stands in it")
    for name in _COLUMNS:
        yield name, told[name]
