"""A cluster by a criteria set: "Does it meet the criteria, and what is missing to say so?"."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from graphsvc.answers.programme.assessments import checked_answers
from graphsvc.domain.ids import is_id
from graphsvc.errors import InvalidData
from graphsvc.messages import msg
from graphsvc.programme.assessment import WAIVER
from graphsvc.state.own_words import today
from graphsvc.state.refs import Ref
from graphsvc.taxonomy.criteria import CriteriaSet, criteria_set, criteria_sets
from graphsvc.web.language import label, tell
from graphsvc.web.page_context import Crumb, page, services, told
from graphsvc.web.query_params import day
from graphsvc.web.security import writes

pages = Blueprint("assessments", __name__)

FIRST = "eccp-profile"
"""The set that a page opens where its address names none."""
STATES = {
    "met": msg("met"),
    "not met": msg("not met"),
    "unknown": msg("cannot be said yet"),
    "no threshold": msg("no threshold is public"),
    "waived": msg("waived"),
}


@pages.get("/clusters/<identifier>/criteria")
def show(identifier: str) -> str:
    """The assessment on a day, with the answers that were saved."""
    asked = _asked()
    return _page(identifier, asked, services().programme.answers(identifier, asked))


@pages.post("/clusters/<identifier>/criteria")
@writes
def save(identifier: str) -> Response | tuple[str, int]:
    """Save the answers; where one cannot be used, all stay as they were typed."""
    asked = _asked()
    services().catalog.ref(identifier)
    typed = _typed(asked)
    try:
        checked_answers(typed, asked)
    except InvalidData as refused:
        faults = {issue.column: tell(issue.reason) for issue in refused.issues}
        return _page(identifier, asked, typed, faults), 400
    services().programme.keep_answers(identifier, asked, typed, today())
    told(_("Saved. Only you see your answers; what was saved before is kept as well."))
    where: dict[str, Any] = {name: request.args.get(name) for name in ("version", "on")}
    return redirect(url_for("assessments.show", identifier=identifier, set=asked.id, **where))


def _page(
    identifier: str, asked: CriteriaSet, typed: Mapping[str, Any], faults: Mapping[str, str] | None = None
) -> str:
    on = day("on") or today()
    usable = {name: answer for name, answer in typed.items() if name not in (faults or {})}
    shown = services().programme.assess(identifier, asked, checked_answers(usable, asked), on)
    return page(
        "criteria.html",
        _("Criteria: %(name)s", name=label(shown.cluster.name)),
        [Crumb(_("Programme"), url_for("programme.index")), Crumb(label(shown.cluster.name))],
        shown=shown,
        sets=criteria_sets(),
        typed=typed,
        faults=faults or {},
        states=STATES,
        counted=Counter(one.state.value for one in shown.criteria),
        evidence={one.criterion.id: _evidence(one.evidence, one.basis) for one in shown.criteria},
    )


def _asked() -> CriteriaSet:
    return criteria_set(request.args.get("set") or FIRST, request.args.get("version") or None)


def _typed(asked: CriteriaSet) -> dict[str, dict[str, Any]]:
    """The answers of the form; a number that cannot be read stays a text, and is refused as such."""
    found: dict[str, dict[str, Any]] = {}
    kinds = {one.id: one.value for one in asked.criteria} | ({WAIVER: "yes-no"} if asked.waiver else {})
    for name, kind in kinds.items():
        value: Any = request.form.get(f"value-{name}", "").strip()
        document = request.form.get(f"document-{name}", "").strip()
        if kind == "yes-no":
            value = {"yes": True, "no": False, "": None}.get(value, value)
        elif value:
            value = _number(value)
        if value not in (None, "") or document:
            found[name] = {"value": None if value == "" else value, "document": document}
    return found


def _number(text: str) -> float | str:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return text


def _evidence(ids: tuple[str, ...], basis: str | None) -> list[Ref | str]:
    """What a value rests on: entities by reference, documents as they were typed."""
    return [services().catalog.ref(one) if basis != "answered" and is_id(one) else one for one in ids]
