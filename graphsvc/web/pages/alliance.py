"""Alliance: "Which clusters together would be complete?"."""

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from graphsvc.answers.questions import AllianceQuery
from graphsvc.web.charts import alliance_curve
from graphsvc.web.page_context import Crumb, page, services
from graphsvc.web.pages.board import basis, trail
from graphsvc.web.query_params import read
from graphsvc.web.response_cache import kept

pages = Blueprint("alliance", __name__)

SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Least shares of stated evidence that the form offers."""
CONDITIONS = (
    "reading", "k", "of", "must", "without", "at_most", "within_km", "country", "stated_share", "own",
)  # fmt: skip
"""Query parameters of the page."""


@pages.get("/alliance")
def start() -> Response:
    """The first chain."""
    return redirect(url_for("alliance.show", chain=services().catalog.chains()[0].id))


@pages.get("/alliance/<chain>")
@kept(*CONDITIONS)
def show(chain: str) -> str:
    """The smallest sets under the conditions at the side."""
    info = services().catalog.chain(chain)
    asked = read(AllianceQuery, chain=chain, basis=basis())
    conditions = {**asked.conditions, "own": request.args.get("own") or None}
    clusters = services().catalog.clusters()
    result = services().coverage.alliances(chain, **conditions)
    return page(
        "alliance.html",
        _("Which clusters together would be complete?"),
        trail(info, Crumb(_("Smallest alliance"))),
        chain=info,
        near=tuple(request.args.getlist("of")),
        conditions=conditions,
        clusters=clusters,
        shares=sorted({*SHARES, conditions["stated_share"]}),
        countries=sorted({row.country for row in clusters if row.country}),
        result=result,
        curve=alliance_curve(result),
    )
