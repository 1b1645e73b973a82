"""Trends: "What changed, how sure is it, and may I cite it?"."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from graphsvc.drawing.spreadsheets import Cell
from graphsvc.programme.registers import PolicyMeasure
from graphsvc.web.downloads import tables
from graphsvc.web.language import by_name, label, language, tell
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
    trend, of = _asked(indicator)
    groups = services().network.trend_groups()
    return page(
        "trend.html",
        _("Trend: %(name)s", name=label(trend.title)),
        [Crumb(_("Trends"), url_for("trends.index")), Crumb(trend.title)],
        trend=trend,
        of=of,
        trends=services().network.trend_list(),
        countries=by_name(groups.countries),
        clusters=groups.clusters,
        measures=_measures(trend, of),
    )


@pages.get("/trends/<indicator>/file.<form>")
def file(indicator: str, form: str) -> Response:
    """The values by year as CSV, or as XLSX with what they mean on a second sheet."""
    trend, of = _asked(indicator)
    sheets = {_("Values by year"): _values(trend), _("About these values"): _about(trend, of)}
    return tables(sheets, indicator, form)


def _asked(indicator: str) -> tuple[Any, str | None]:
    of = request.args.get("of") or None
    digest = request.args.get("digest") or None
    return services().network.trend(indicator, of=of, digest=digest, language=language()), of


def _measures(trend: Any, of: str | None) -> tuple[PolicyMeasure, ...]:
    """Policy measures on record that held in years of the curve."""
    years = [point.year for point in trend.points]
    return services().registers.measures(years[0], years[-1], of) if years else ()


def _values(trend: Any) -> Iterator[tuple[Cell, ...]]:
    yield (_("Year"), _("Value"), _("Interval, low"), _("Interval, high"), "n")
    for point in trend.points:
        yield (point.year, point.value, point.low, point.high, point.n)


def _about(trend: Any, of: str | None) -> Iterator[tuple[Cell, ...]]:
    yield (_("Indicator"), label(trend.title))
    yield (_("Definition"), label(trend.definition))
    yield (_("Unit"), _("share of one") if trend.share else _("organizations"))
    yield (_("Interval"), _("95 %, by resampling the projects of a year; n is their number"))
    sentences = (*trend.changes, *trend.breaks, *trend.cut, *([trend.caveat] if trend.caveat else []))
    for sentence in (*sentences, *trend.cannot):
        yield (_("Note"), tell(sentence))
    yield (_("Cite"), tell(trend.cite))
    address = url_for("trends.show", indicator=trend.id, of=of, digest=trend.digest, _external=True)
    yield (_("Address"), address)
    for info in services().catalog.sources():
        yield (_("Source"), ", ".join(filter(None, (tell(info.title), info.licence, info.attribution))))
