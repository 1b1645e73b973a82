"""Registers of a programme: "Which measures, calls and events are there, and who may apply?"."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from flask import Blueprint, Response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response as BaseResponse

from graphsvc.drawing.ics import CalendarDay, calendar
from graphsvc.drawing.spreadsheets import Cell
from graphsvc.errors import InvalidData, UnknownId
from graphsvc.messages import msg
from graphsvc.programme.registers import REGISTERS, FundingCall, ProgrammeEvent, RegisterKind
from graphsvc.state.own_words import today
from graphsvc.web.downloads import attachment, tables
from graphsvc.web.language import language, tell
from graphsvc.web.page_context import Crumb, page, services, told
from graphsvc.web.problems import Unreadable, detail, status_of
from graphsvc.web.query_params import day
from graphsvc.web.security import writes

pages = Blueprint("registers", __name__)

MAY = {"yes": msg("yes"), "no": msg("no"), "unknown": msg("not known")}


@pages.get("/programme/registers/<kind>")
def show(kind: str) -> str:
    """The entries of a register, and how to bring them in."""
    return _page(_kind(kind))


@pages.post("/programme/registers/<kind>")
@writes
def load(kind: str) -> BaseResponse | tuple[str, int]:
    """Take a table instead of what the register held; with any fault all stays as it was."""
    asked = _kind(kind)
    try:
        taken = _taken(asked)
    except (Unreadable, InvalidData) as error:
        return _page(asked, detail(error)), status_of(error)
    told(_("Taken over: %(n)s entries.", n=taken))
    return redirect(url_for("registers.show", kind=asked))


@pages.get("/programme/registers/<kind>/template.<form>")
def template(kind: str, form: str) -> Response:
    """An empty table to fill in; the workbook explains its columns."""
    asked = REGISTERS[_kind(kind)]
    names = asked.columns if language() == "de" else dict(zip(asked.columns, asked.columns, strict=True))

    def explained() -> Iterator[tuple[Cell, ...]]:
        yield _("Column"), _("What stands in it"), _("needed")
        for name, column in names.items():
            yield column, tell(asked.told[name]), _("yes") if name in asked.needed else None

    return tables({tell(asked.title): [tuple(names.values())], _("Columns"): explained()}, kind, form)


@pages.get("/programme/registers/<kind>/calendar.ics")
def dates(kind: str) -> Response:
    """Events, or the last days of calls, as a calendar."""
    asked = _kind(kind)
    days = []
    for one in services().registers.entries(asked):
        if isinstance(one, ProgrammeEvent):
            days.append(CalendarDay(one.title, one.begins, one.title, _told(one.place, one.source)))
        elif isinstance(one, FundingCall):
            words = _("Last day to apply: %(title)s", title=one.title)
            days.append(CalendarDay(one.title, one.closes, words, _told(None, one.source)))
        else:
            raise UnknownId("calendar", kind)
    content = calendar(tell(REGISTERS[asked].title), days, today())
    return attachment(content, f"{kind}.ics", "text/calendar")


@pages.get("/programme/calls")
def call() -> str:
    """Who may apply for a call by what its record tells."""
    asked, on = services().registers.call(request.args.get("call", "")), day("on") or today()
    rows = services().registers.applicants(asked, on)
    return page(
        "call.html",
        _("Call: %(name)s", name=asked.title),
        [
            Crumb(_("Programme"), url_for("programme.index")),
            Crumb(tell(REGISTERS["calls"].title), url_for("registers.show", kind="calls")),
            Crumb(asked.title),
        ],
        call=asked,
        on=on,
        rows=rows,
        may=MAY,
        counted=Counter(one.may for one in rows),
    )


def _page(kind: RegisterKind, fault: str = "") -> str:
    form = REGISTERS[kind]
    return page(
        "register.html",
        tell(form.title),
        [Crumb(_("Programme"), url_for("programme.index")), Crumb(tell(form.title))],
        kind=kind,
        form=form,
        kinds=REGISTERS,
        columns=[name for name in form.columns if name not in ("title", "source")],
        entries=services().registers.entries(kind),
        today=today(),
        fault=fault,
    )


def _kind(name: str) -> RegisterKind:
    for kind in REGISTERS:
        if kind == name:
            return kind
    raise UnknownId("register", name, list(REGISTERS))


def _taken(kind: RegisterKind) -> int:
    file = request.files.get("table")
    if file is None or not file.filename:
        raise Unreadable(msg("No file was chosen."))
    with tempfile.TemporaryDirectory(prefix="graphsvc-register-") as folder:
        path = Path(folder) / (secure_filename(file.filename) or "table.csv")
        file.save(path)
        return services().registers.load(kind, path)


def _told(place: str | None, source: str) -> str:
    return "\n".join(filter(None, (place, source)))
