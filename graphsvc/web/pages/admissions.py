"""The admission of a cluster: "Who applied, who recommended it, who decided, and why?"."""

from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from graphsvc.answers.programme.admissions import MOST_CHARACTERS, Admission
from graphsvc.answers.programme.assessments import checked_answers
from graphsvc.errors import NotAllowed, UnknownId
from graphsvc.messages import Message, msg
from graphsvc.programme.admission import STEPS, AdmissionStep
from graphsvc.state.own_words import today
from graphsvc.taxonomy.criteria import criteria_set
from graphsvc.web.downloads import attachment
from graphsvc.web.language import label, tell
from graphsvc.web.page_context import Crumb, page, services, told
from graphsvc.web.pages.assessments import FIRST, STATES
from graphsvc.web.problems import detail
from graphsvc.web.security import owners, writes

pages = Blueprint("admissions", __name__)

STANDS = {
    "none": msg("Nothing has been applied for."),
    "applied": msg("Applied for; a recommendation comes next."),
    "recommended": msg("Recommended; a decision by somebody else comes next."),
    "admitted": msg("Decided: admitted."),
    "refused": msg("Decided: not admitted."),
}
NAMES = {
    "application": msg("Application"),
    "recommendation": msg("Recommendation"),
    "decision": msg("Decision"),
}
SAID: dict[tuple[str, bool | None], Message] = {
    ("recommendation", True): msg("recommends admission"),
    ("recommendation", False): msg("advises against admission"),
    ("decision", True): msg("admits the cluster"),
    ("decision", False): msg("does not admit the cluster"),
}


@pages.get("/clusters/<identifier>/admission")
@owners
def show(identifier: str) -> str:
    """Where the procedure stands, its history, and the form of the next step."""
    return _page(identifier)


@pages.post("/clusters/<identifier>/admission")
@owners
@writes
def take(identifier: str) -> BaseResponse | tuple[str, int]:
    """Record the next step; where it is not allowed, all stays as it was typed."""
    asked = criteria_set(request.args.get("set") or FIRST)
    kind = next((one for one in STEPS if one == request.form.get("step")), None)
    if kind is None:
        raise UnknownId("step", request.form.get("step", ""))
    typed = {name: request.form.get(name, "") for name in ("step", "by", "reason", "favourable")}
    answers = checked_answers(services().programme.answers(identifier, asked), asked)
    try:
        services().admissions.take(identifier, asked, kind, typed, today(), answers=answers)
    except NotAllowed as refused:
        return _page(identifier, typed, detail(refused)), 409
    told(_("Recorded. What is recorded is never changed; a later step can say otherwise."))
    return redirect(url_for("admissions.show", identifier=identifier, set=asked.id))


@pages.get("/clusters/<identifier>/admission/letter.txt")
@owners
def letter(identifier: str) -> Response:
    """The letter about the last decision, as a draft to finish. Raises `UnknownId` before there is one."""
    shown = _shown(identifier)
    decided = shown.now.last("decision")
    if decided is None:
        raise UnknownId("decision", identifier)
    name = f"draft-{shown.cluster.id.partition(':')[2]}-{decided.on}.txt"
    return attachment("\n".join(_letter(shown, decided)) + "\n", name, "text/plain; charset=utf-8")


def _page(identifier: str, typed: dict[str, str] | None = None, fault: str = "") -> str:
    shown = _shown(identifier)
    return page(
        "admission.html",
        _("Admission: %(name)s", name=label(shown.cluster.name)),
        [
            Crumb(_("Programme"), url_for("programme.index")),
            Crumb(
                label(shown.cluster.name),
                url_for("assessments.show", identifier=identifier, set=shown.set.id),
            ),
            Crumb(_("Admission")),
        ],
        shown=shown,
        stands=STANDS,
        names=NAMES,
        said=SAID,
        states=STATES,
        titles={one.id: one.title for one in shown.set.criteria},
        typed=typed or {},
        fault=fault,
        most=MOST_CHARACTERS,
        steps=[shown.now.next, *(["recommendation"] if shown.now.state == "recommended" else [])],
    )


def _shown(identifier: str) -> Admission:
    return services().admissions.admission(identifier, criteria_set(request.args.get("set") or FIRST))


def _letter(shown: Admission, decided: AdmissionStep) -> list[str]:
    """Facts alone; who writes puts greeting and form around them."""
    lines = [_("DRAFT, to be checked and signed by a person"), ""]
    lines += [f"{_('Cluster')}: {label(shown.cluster.name)} ({shown.cluster.id})"]
    lines += [
        _("Criteria: %(title)s, version %(version)s", title=label(shown.set.title), version=shown.set.version)
    ]
    for step in shown.now.steps:
        said = SAID.get((step.kind, step.favourable))
        what = f"{tell(NAMES[step.kind])}, {step.on}, {step.by}"
        lines += ["", f"{what}: {tell(said)}" if said else what, step.reason]
        lines += [f"- {line}" for line in _criteria(shown, step.assessment)]
    return [*lines, "", _("Decided on %(date)s by %(name)s.", date=decided.on, name=decided.by)]


def _criteria(shown: Admission, assessment: Any) -> list[str]:
    titles = {one.id: label(one.title) for one in shown.set.criteria}
    return [
        f"{titles.get(one['id'], one['id'])}: {tell(STATES[one['state']])}"
        for one in assessment.get("criteria", ())
    ]
