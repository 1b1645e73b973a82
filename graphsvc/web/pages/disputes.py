"""A fact is wrong: said without an account, read and answered by the programme office."""

from collections.abc import Mapping
from contextlib import suppress

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from graphsvc.collaboration.disputes import LEAST_WORDS, MOST_WORDS, DisputedFact
from graphsvc.errors import InvalidData, LimitReached, UnknownId
from graphsvc.messages import reason_of
from graphsvc.web.language import label, tell
from graphsvc.web.page_context import Crumb, page, ref_or_id, services
from graphsvc.web.problems import status_of
from graphsvc.web.signed_in import person

pages = Blueprint("disputes", __name__)

Answer = Response | str | tuple[str, int]
_LENGTHS = {"least": LEAST_WORDS, "most": MOST_WORDS}


@pages.get("/organizations/<identifier>/dispute")
def form(identifier: str) -> str:
    """Which fact is wrong, and what is right?"""
    return _form(identifier)


@pages.post("/organizations/<identifier>/dispute")
def say(identifier: str) -> Answer:
    """Keep it for the programme office, and lead to the address of the answer."""
    field = request.form.get("field", "")
    if field not in _facts(identifier):
        raise UnknownId("field", field)
    try:
        secret = services().disputes.say(identifier, field, request.form.get("words", ""))
    except (InvalidData, LimitReached) as refused:
        return _form(identifier, tell(reason_of(refused))), status_of(refused)
    flash(_("Noted. The programme office reads it."), "good")
    return redirect(url_for("disputes.show", secret=secret))


@pages.get("/disputes/<secret>")
def show(secret: str) -> str:
    """What became of it, for who has the address."""
    found = services().disputes.kept.of(secret)
    title = _("A fact is wrong")
    return page("dispute_answer.html", title, [Crumb(title)], **_told(found))


@pages.get("/disputes")
def index() -> str:
    """What waits for an answer, and what was answered."""
    return _index()


@pages.post("/disputes/<int:number>/<answer>")
def answer(number: int, answer: str) -> Answer:
    """Uphold, refuse, or say that it is settled."""
    try:
        services().disputes.answer(person(), number, answer, request.form.get("words", ""))
    except InvalidData as refused:
        return _index(number, tell(refused.message)), 400
    flash(_("Noted."), "good")
    return redirect(url_for("disputes.index"))


def _form(identifier: str, fault: str = "") -> str:
    title, of = _("A fact is wrong"), services().catalog.ref(identifier)
    return page(
        "dispute.html",
        title,
        [Crumb(of.name, url_for("entity.organization", identifier=of.id)), Crumb(title)],
        of=of,
        facts=_facts(identifier),
        fault=fault,
        **_LENGTHS,
    )


def _index(number: int = 0, fault: str = "") -> str:
    title = _("Disputed facts")
    found = [_told(one) for one in services().disputes.kept.all()]
    return page("disputes.html", title, [Crumb(title)], rows=found, number=number, fault=fault, **_LENGTHS)


def _told(one: DisputedFact) -> Mapping[str, object]:
    facts: Mapping[str, str] = {}
    with suppress(UnknownId):  # the organization may have left the data
        facts = _facts(one.organization)
    return {"it": one, "of": ref_or_id(one.organization), "fact": facts.get(one.field, one.field)}


def _facts(identifier: str) -> Mapping[str, str]:
    """The facts of an organization that are shown, by id, in words. Raises `UnknownId`."""
    shown = services().catalog.organization(identifier)
    fields = {one.id: tell(one.field) for one in shown.facts}
    return fields | {f"{one.stage.chain}/{one.stage.id}": label(one.stage.label) for one in shown.stages}
