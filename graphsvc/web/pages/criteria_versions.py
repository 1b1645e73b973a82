"""Two versions of criteria: "Whom does the change touch, and of whom can nobody tell?"."""

from typing import Any

from flask import Blueprint, request, url_for
from flask_babel import gettext as _

from graphsvc.answers.programme.comparison import two_versions
from graphsvc.state.own_words import today
from graphsvc.taxonomy.criteria import criteria_sets
from graphsvc.web.page_context import Crumb, page, services
from graphsvc.web.pages.assessments import FIRST, STATES
from graphsvc.web.pages.registers import MAY
from graphsvc.web.query_params import day

pages = Blueprint("criteria_versions", __name__)

_PREFIX = "t-"


@pages.get("/programme/criteria")
def show() -> str:
    """The clusters that a change touches: between two versions of a set, or to numbers typed here."""
    name, on = request.args.get("set") or FIRST, day("on") or today()
    before, after = two_versions(name, request.args.get("before") or None, request.args.get("after") or None)
    typed = {
        one.id: request.args.get(f"{_PREFIX}{one.id}", "").strip().replace(",", ".")
        for one in after.criteria
        if one.value == "number" and f"{_PREFIX}{one.id}" in request.args
    }
    known = {one.id: one.threshold for one in after.criteria}
    other = [f"{one}={value}" for one, value in typed.items() if _number(value) != known[one]]
    before, after = two_versions(before.id, before.version, after.version, other)
    return page(
        "criteria_versions.html",
        _("Criteria: whom does a change touch?"),
        [Crumb(_("Programme"), url_for("programme.index")), Crumb(_("Change of criteria"))],
        before=before,
        after=after,
        old={one.id: one for one in before.criteria},
        on=on,
        sets={one.id: one for one in criteria_sets()}.values(),
        versions=[one.version for one in criteria_sets() if one.id == before.id],
        prefix=_PREFIX,
        found=services().programme.compare(before, after, on),
        states=STATES,
        may=MAY,
    )


def _number(text: str) -> Any:
    try:
        return float(text) if text else None
    except ValueError:
        return text
