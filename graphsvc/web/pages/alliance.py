"""Alliance: "Which clusters together would be complete?"."""

from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from graphsvc.web.charts import alliance_curve
from graphsvc.web.page_context import Crumb, page, services
from graphsvc.web.pages.board import trail
from graphsvc.web.query_params import floating, integer
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
    conditions: dict[str, Any] = {
        "strict": request.args.get("reading") == "strict",
        "k": integer("k", 1, least=1, most=9),
        "must": tuple(request.args.getlist("must")),
        "without": tuple(request.args.getlist("without")),
        "at_most": integer("at_most", None, least=1, most=20),
        "within_km": floating("within_km", None),
        "countries": tuple(request.args.getlist("country")),
        "stated_share": floating("stated_share", 0.0, most=1.0),
        "own": request.args.get("own") or None,
    }
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
