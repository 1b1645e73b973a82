"""The programme: "Which clusters are there, with which label, and what do we not know?"."""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from flask import Blueprint, Response
from flask_babel import gettext as _

from graphsvc.answers.questions import LandscapeQuery
from graphsvc.drawing.ics import CalendarDay, calendar
from graphsvc.drawing.spreadsheets import Cell
from graphsvc.state.own_words import today
from graphsvc.taxonomy.sectors import sector_label
from graphsvc.text_folding import folded
from graphsvc.web.downloads import attachment, tables
from graphsvc.web.label_words import STATES, title
from graphsvc.web.language import by_name, country, label, listed, tell
from graphsvc.web.page_context import Crumb, page, services
from graphsvc.web.query_params import day, read
from graphsvc.web.response_cache import kept

if TYPE_CHECKING:
    from graphsvc.answers.programme import LabelRow, LandscapeRow

pages = Blueprint("programme", __name__)

MOST_ON_MAP = 60
"""Clusters that an address of the map names one by one; it stays well below the length that servers take."""
REMINDERS = (365, 182, 91)
"""Days before the end of a label on which a calendar reminds: twelve, six and three months."""
_FIELDS = (*LandscapeQuery.model_fields, "on")


@pages.get("/programme")
@kept(*_FIELDS, also=today)
def index() -> str:
    """All clusters with their labels on a day, those labels that end within a year, and files of both."""
    programme, asked, on = services().programme, read(LandscapeQuery), day("on") or today()
    rows, everything = programme.landscape(asked, on), services().catalog.clusters()
    sectors = {name: label(sector_label(name)) for row in everything for name in row.sectors}
    return page(
        "programme.html",
        _("Programme: clusters and their labels"),
        [Crumb(_("Programme"))],
        asked=asked,
        on=on,
        rows=rows,
        total=len(everything),
        counted=Counter(one.state for row in rows for one in row.labels),
        states=STATES,
        choices=(
            ("label", _("Label"), [(one, label(words)) for one, words in programme.kinds().items()]),
            ("state", _("State"), [(one, tell(words)) for one, words in STATES.items()]),
            (
                "country",
                _("Country"),
                [(one, country(one)) for one in by_name({row.country for row in everything if row.country})],
            ),
            ("sector", _("Sector"), sorted(sectors.items(), key=lambda one: folded(one[1]))),
        ),
        due=programme.due(on, _a_year_later(on)),
        codes=programme.codes(services().secret, on) if on == today() else {},
        on_map=[row.ref.id for row in rows] if len(rows) <= MOST_ON_MAP else None,
    )


@pages.get("/programme/landscape.<form>")
def file(form: str) -> Response:
    """The table of this address as CSV or XLSX, a row each label; clusters without one have a row too."""
    on = day("on") or today()
    cells = _cells(services().programme.landscape(read(LandscapeQuery), on), on)
    return tables({_("Clusters and labels"): cells}, f"clusters-{on}", form)


@pages.get("/programme/labels.ics")
def labels_calendar() -> Response:
    """The ends of labels within the next year as a calendar with reminders."""
    on = day("on") or today()
    days = [_entry(row) for row in services().programme.due(on, _a_year_later(on))]
    content = calendar(_("Labels of clusters that end"), days, on, REMINDERS)
    return attachment(content, f"labels-{on}.ics", "text/calendar")


def _entry(row: "LabelRow") -> CalendarDay:
    values = {"cluster": tell(row.ref.name), "label": title(row)}
    if row.ends == row.ends_first:
        words = _("%(label)s of %(cluster)s ends", **values)
    else:
        words = _("%(label)s of %(cluster)s ends on this day at the earliest", **values)
    told = [words, f"{_('Source')}: {row.source}"] if row.source else [words]
    key = f"{row.ref.id} {row.kind} {row.level} {row.awarded}"
    return CalendarDay(key, row.ends_first or "", words, "\n".join(told))


def _cells(rows: Iterable["LandscapeRow"], on: str) -> Iterator[tuple[Cell, ...]]:
    yield (
        _("Cluster"), "id", _("Label"), _("Level"), _("Since"), _("Until"), _("State on %(date)s", date=on),
        _("Last known"), _("Source"), _("Country"), _("Region"), _("Sectors"), _("Members known"),
        _("Members stated"), _("as of"), _("Stages"), _("Ties to clusters"),
    )  # fmt: skip
    for row in rows:
        place = tell(row.region.name) if row.region else row.region_words
        rest: tuple[Cell, ...] = (
            country(row.country), place, listed(map(sector_label, row.sectors)), row.members.known,
            row.members.stated, row.members.date, row.stages, row.ties,
        )  # fmt: skip
        head = (tell(row.ref.name), row.ref.id)
        for one in row.labels:
            held = (label(one.title), label(one.level_title), one.awarded, one.ends, tell(STATES[one.state]))
            yield (*head, *held, one.last_known, one.source, *rest)
        if not row.labels:
            yield (*head, *[None] * 7, *rest)


def _a_year_later(on: str) -> str:
    then = date.fromisoformat(on)
    last = monthrange(then.year + 1, then.month)[1]
    return then.replace(year=then.year + 1, day=min(then.day, last)).isoformat()
