"""The yearly report of a programme: as a page, as files to keep, and whether a kept one still holds."""

from typing import TYPE_CHECKING

from flask import Blueprint, Response, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from graphsvc.answers.questions import YearlyQuery
from graphsvc.errors import GraphsvcError, InvalidData, UnknownId
from graphsvc.messages import Message, msg
from graphsvc.report import FORMATS, Difference, Frozen, altered, changed, frozen_in, write
from graphsvc.report.html import body
from graphsvc.state.own_words import today
from graphsvc.web.downloads import attachment
from graphsvc.web.language import by_name, label, language
from graphsvc.web.page_context import Crumb, page, services
from graphsvc.web.problems import Unreadable, detail, status_of
from graphsvc.web.query_params import read
from graphsvc.web.remade import remade, why_changed
from graphsvc.web.security import writes
from graphsvc.web.translations import LANGUAGES
from graphsvc.web.yearly_report import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

pages = Blueprint("yearly", __name__)

MOST_SHOWN = 60
"""Lines that are shown of those that differ."""


@pages.get("/programme/report")
def show() -> str:
    """The report of a year, with the files it can be had as; without a year that of the current one."""
    year = request.args.get("year", "").strip() or today()[:4]
    asked = read(YearlyQuery, year=year)
    made = _made(asked)
    return page(
        "yearly_report.html",
        made.document.title,
        [Crumb(_("Programme"), url_for("programme.index")), Crumb(_("Yearly report"))],
        asked=asked,
        query=asked.model_dump(exclude_none=True),
        body=body(made.document),
        forms=tuple(FORMATS),
        kinds=[(kind, label(words)) for kind, words in services().programme.kinds().items()],
        countries=by_name({row.country for row in services().catalog.clusters() if row.country}),
        this_year=int(today()[:4]),
    )


@pages.get("/programme/report.<form>")
def file(form: str) -> Response:
    """The report as `pdf`, `docx`, `xlsx` or `html`; `language` is that of the file."""
    if form not in FORMATS:
        raise UnknownId("file format", form)
    asked, wanted = read(YearlyQuery), request.args.get("language", "")
    with force_locale(wanted if wanted in LANGUAGES else language()):
        made = _made(asked)
    name = f"yearly-report-{asked.year}-{made.document.day}-{made.document.language}.{form}"
    return attachment(write(made, form), name, FORMATS[form].mimetype)


@pages.get("/programme/report/check")
def check_start() -> str:
    """A form for the file of a report."""
    return _check_page()


@pages.post("/programme/report/check")
@writes
def check() -> str | tuple[str, int]:
    """Whether the text of a report's file is the one that was written, and its figures those of the data."""
    try:
        form, content = _sent()
        before = frozen_in(form, content)
        with force_locale(before.document.language):
            now = remade(services(), before.question)
    except (GraphsvcError, Unreadable) as error:
        return _check_page(fault=detail(error)), status_of(error)
    moved = changed(before.document, now.document)
    sections = dict.fromkeys(one.section for one in moved)
    return _check_page(
        before=before,
        now=now,
        forged=altered(before, form, content),
        moved=moved,
        why={one: why_changed(one, before, now) for one in sections},
    )


def _check_page(
    *,
    before: Frozen | None = None,
    now: Frozen | None = None,
    forged: tuple[Difference, ...] = (),
    moved: tuple[Difference, ...] = (),
    why: "Mapping[str, Message | None] | None" = None,
    fault: str = "",
) -> str:
    return page(
        "report_check.html",
        _("Are the figures of a report still right?"),
        [
            Crumb(_("Programme"), url_for("programme.index")),
            Crumb(_("Yearly report"), url_for("yearly.show")),
            Crumb(_("Check a report")),
        ],
        before=before,
        now=now,
        forged=forged,
        moved=moved,
        why=why or {},
        most=MOST_SHOWN,
        fault=fault,
        forms=tuple(FORMATS),
    )


def _made(asked: YearlyQuery) -> Frozen:
    if str(asked.year) > today()[:4]:
        raise InvalidData(msg("%(year)s has not begun.", year=str(asked.year)))
    return frozen(services().yearly_report(**asked.arguments(today())))


def _sent() -> tuple[str, bytes]:
    sent = request.files.get("report")
    if sent is None or not sent.filename:
        raise Unreadable(msg("No file was chosen."))
    form = sent.filename.rpartition(".")[2].lower()
    if form not in FORMATS:
        raise InvalidData(
            msg("%(file)s: choose the file of a report, with one of these endings: %(endings)s",
                file=sent.filename, endings=tuple(FORMATS))
        )  # fmt: skip
    return form, sent.read()
