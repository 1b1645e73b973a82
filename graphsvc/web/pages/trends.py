"""Trends: "What changed, how sure is it, and may I cite it?"."""

from flask import Blueprint, request, url_for
from flask_babel import gettext as _

from graphsvc.web.language import label, language
from graphsvc.web.page_context import Crumb, page, services

pages = Blueprint("trends", __name__)


@pages.get("/trends")
def index() -> str:
    """All indicators that have a curve."""
    return page(
        "trends.html", _("What changed?"), [Crumb(_("Trends"))], trends=services().network.trend_list()
    )


@pages.get("/trends/<indicator>")
def show(indicator: str) -> str:
    """One indicator by year, with interval, number of cases and the text to cite."""
    of = request.args.get("of") or None
    digest = request.args.get("digest") or None
    trend = services().network.trend(indicator, of=of, digest=digest, language=language())
    return page(
        "trend.html",
        _("Trend: %(name)s", name=label(trend.title)),
        [Crumb(_("Trends"), url_for("trends.index")), Crumb(trend.title)],
        trend=trend,
        of=of,
    )
