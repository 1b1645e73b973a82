"""Feedback of users (not for us, this is wrong, this is us) and saved searches."""

from contextlib import suppress
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from graphsvc.answers.user_content.judgements import ShownAt
from graphsvc.errors import InvalidData, StoreReadOnly, UnknownId
from graphsvc.messages import msg
from graphsvc.web.language import tell
from graphsvc.web.page_context import Crumb, address, noted, page, return_to, services, told
from graphsvc.web.problems import Unreadable
from graphsvc.web.response_cache import kept
from graphsvc.web.security import writes

pages = Blueprint("people", __name__)

MOST_SHOWN = 50
"""Longest list of suggestions a page shows."""


@pages.post("/feedback/<identifier>")
@writes
def feedback(identifier: str) -> Response:
    """Keep what is said of a suggestion: not for us, because …; pinned; answered; something came of it."""
    verdict, form = request.form.get("verdict", "not-for-us"), request.form
    reason = form.get("reason", "other") if verdict == "not-for-us" else ""
    services().people.feedback(identifier, form.get("target", ""), reason, verdict, _seen())
    told = {
        "not-for-us": _(
            "Noted: this suggestion does not come again. It is kept with your reason in this installation."
        ),
        "pin": _("Pinned: it stands above the suggestions, where you say later what became of it."),
        "answered": _("Noted: they have answered."),
        "outcome": _("Noted: you work together."),
    }
    flash(told[verdict], "good")
    return redirect(return_to(_suggestions(identifier)))


@pages.post("/feedback/<identifier>/undo")
@writes
def undo(identifier: str) -> Response:
    """Take back what was said of a suggestion."""
    verdict = services().people.undo_feedback(request.form.get("word", ""))
    if verdict == "not-for-us":
        flash(_("Taken back: this suggestion may come again."), "good")
    else:
        flash(_("No longer pinned; what was said of it is deleted."), "good")
    return redirect(return_to(_suggestions(identifier)))


def _seen() -> ShownAt | None:
    """Where the suggestion of a form stood; nothing where the form does not say so."""
    profile, form = request.form.get("profile", "").strip()[:200], request.form
    rank, shown = (form.get(name, 0, type=int) for name in ("rank", "shown"))
    return ShownAt(profile, rank, shown) if profile and 1 <= rank <= shown <= MOST_SHOWN else None


def _suggestions(identifier: str) -> str:
    """The page on which suggestions for a profile, an organization or a cluster stand."""
    if identifier.startswith("profile:"):
        return url_for("profiles.show", identifier=identifier)
    return url_for("partners.show", identifier=identifier)


@pages.get("/outcomes")
@kept()
def outcomes() -> str:
    """What became of suggestions, by kind, matching profile and rank."""
    return page(
        "outcomes.html",
        _("What became of suggestions"),
        [Crumb(_("Data"), url_for("data.index")), Crumb(_("What became of suggestions"))],
        found=services().people.outcomes(),
    )


@pages.post("/words/<identifier>")
@writes
def word(identifier: str) -> Response:
    """Keep a correction, an objection or "this is us"."""
    people, text = services().people, request.form.get("text", "").strip()[:2000]
    match request.form.get("kind"):
        case "dispute":
            people.dispute(identifier, request.form.get("field", ""), text)
            flash(_("Noted. The fact is shown as disputed until it is answered."), "good")
        case "object":
            people.object(identifier, text)
            flash(
                _("Noted. This organization is no longer suggested here; you can withdraw that below."),
                "good",
            )
        case "ours":
            people.this_is_us(identifier, text)
            flash(_("Noted. The operator of this installation reads it."), "good")
        case _:
            raise Unreadable(msg("This form is not known here."))
    return redirect(address(identifier))


@pages.post("/stages/<identifier>")
@writes
def stages(identifier: str) -> Response:
    """Keep which stages of a chain an organization or cluster holds in the person's own words."""
    chain = request.form.get("chain", "")
    ticked = {identifier: request.form.getlist(f"stages {identifier}")}
    kind = request.form.get(f"kind {identifier}")
    undo = services().people.say_stages(chain, ticked, {identifier: kind} if kind else {}, about=identifier)
    told(_("Saved: this counts from now on, as your own words."), undo)
    return redirect(return_to(address(identifier)))


@pages.post("/answers/<identifier>")
@writes
def answer(identifier: str) -> Response:
    """Keep the answer to an open question: whether an organization or cluster holds a stage."""
    undo = services().people.answer(
        identifier, request.form.get("stage", ""), holds=request.form.get("answer") == "yes"
    )
    told(_("Saved: this counts from now on, as your own words."), undo)
    return redirect(return_to(address(identifier)))


@pages.post("/websites/<identifier>")
@writes
def website(identifier: str) -> Response:
    """Read the website of an organization or cluster for the person; its words show stages as inferred."""
    given = request.form.get("address", "")[:2000]
    try:
        read = services().people.read_website(identifier, given)
    except InvalidData as error:
        flash(tell(error.message), "notice")
        return redirect(f"{address(identifier)}?{urlencode({'website': given})}#website")
    if read.found:
        n = len(read.found)
        said = _("Read; stages that its words show: %(n)s. They are inferred until you confirm them.", n=n)
    else:
        said = _("Read; the words of this page show no stage of the value chains here.")
    told(said, read.undo)
    return redirect(address(identifier))


@pages.post("/undo")
@writes
def take_back() -> Response:
    """Take back stages that were said, or a list that replaced another."""
    token = request.form.get("token", "")
    if services().settings.accounts:
        words = services().people.list_stages
        cluster = words.subject(token)
        words.take_back(token)
        noted("take back change of member list", cluster)
    else:
        services().people.take_back(token)
    flash(_("Taken back: it is as it was before."), "good")
    return redirect(return_to(url_for("home.index")))


@pages.post("/words/<identifier>/withdraw")
@writes
def withdraw(identifier: str) -> Response:
    """Take back a correction, an objection or "this is us"."""
    services().people.undo_feedback(request.form.get("word", ""))
    flash(_("Withdrawn; nothing of it is kept."), "good")
    return redirect(address(identifier))


@pages.post("/saved")
@writes
def save() -> Response:
    """Keep the address of a search under its title."""
    where = request.form.get("address", "")
    if not where.startswith("/") or where.startswith("//"):
        raise Unreadable(msg("Only searches of this service can be saved."))
    services().people.save_search(request.form.get("label", "")[:300], where[:2000])
    flash(_("Saved. Your overview tells what is new since you last looked."), "good")
    return redirect(url_for("people.saved"))


@pages.get("/saved")
def saved() -> str:
    """All saved searches and what is new in each."""
    return page(
        "saved.html", _("Saved searches"), [Crumb(_("Saved searches"))], saved=services().people.saved()
    )


@pages.get("/saved/<identifier>")
def look(identifier: str) -> Response:
    """Open a saved search; from now on only what comes later is new in it."""
    people = services().people
    found = next((one for one in people.saved() if one.id == identifier), None)
    if found is None:
        raise UnknownId("search", identifier)
    if not (found.described or found.forgotten):  # their page notes it once it has shown who is new
        with suppress(StoreReadOnly):  # it stays new until it can be noted that someone has looked
            people.looked_at(identifier)
    return redirect(found.address)


@pages.post("/saved/<identifier>/remove")
@writes
def drop(identifier: str) -> Response:
    """Forget a saved search."""
    services().people.drop_saved(identifier)
    return redirect(url_for("people.saved"))
