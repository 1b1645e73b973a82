"""Introductions: ask for one, what waits for me, each step by one click."""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from graphsvc.collaboration.introduction_views import IntroductionView, SuggestedAt, scopes_of
from graphsvc.collaboration.introductions import MOST_MESSAGE
from graphsvc.errors import ForbiddenStep, InvalidData, LimitReached
from graphsvc.messages import reason_of
from graphsvc.taxonomy.introductions import introduction_course
from graphsvc.web.afterwards import afterwards
from graphsvc.web.language import tell
from graphsvc.web.page_context import Crumb, page, ref_or_id, services
from graphsvc.web.problems import status_of
from graphsvc.web.signed_in import person

pages = Blueprint("introductions", __name__, url_prefix="/introductions")

MOST_PROFILE, MOST_SHOWN = 60, 50
"""Longest name of a matching profile, and longest list of suggestions that a page shows."""

Answer = Response | str | tuple[str, int]


@pages.get("")
def inbox() -> str:
    """What waits for me, and all other introductions in which I have a part."""
    seen = [_shown(one) for one in services().collaboration.introductions.of(person())]
    return page(
        "introductions.html",
        _("Introductions"),
        [Crumb(_("Introductions"))],
        waiting=[one for one in seen if one["it"].waits],
        others=[one for one in seen if not one["it"].waits],
        claims=[(one, ref_or_id(one.organization)) for one in services().claims.waiting.waiting(person())],
        speaks=[ref_or_id(scope) for scope in scopes_of(person())],
    )


@pages.get("/new")
def new() -> str:
    """The form to ask for an introduction, from one's own organization or cluster to another."""
    return _form(request.args.get("from", ""), request.args.get("to", ""))


@pages.post("/new")
def ask() -> Answer:
    """Ask; where that cannot be, say why and keep what was typed."""
    form = request.form
    source, target = form.get("from", ""), form.get("to", "")
    try:
        identifier = services().collaboration.ask(
            person(),
            source,
            target,
            message=form.get("message", ""),
            anonymous=form.get("anonymous") == "1",
            broker=form.get("broker") or None,
            seen=_seen(),
        )
    except ForbiddenStep as refused:
        fault = _("You have asked for this introduction already; it is still open.")
        return _form(source, target, fault), status_of(refused)
    except (InvalidData, LimitReached) as refused:
        return _form(source, target, tell(reason_of(refused))), status_of(refused)
    where = url_for("introductions.show", introduction=identifier)
    flash(_("Asked. You find it here, and get a mail when something happens."), "good")
    return afterwards(redirect(where), services().collaboration.deliver)


@pages.get("/outcomes")
def outcomes() -> str:
    """What became of suggestions that led to a request, by kind, matching profile and rank."""
    found = services()
    title = _("What became of introductions")
    return page(
        "outcomes.html",
        title,
        [Crumb(_("Introductions"), url_for("introductions.inbox")), Crumb(title)],
        found=found.people.outcomes(found.collaboration.judgements()),
        introduced=True,
    )


@pages.get("/<introduction>")
def show(introduction: str) -> str:
    """One introduction: what is asked, by whom as far as that may be seen, and what I can do now."""
    seen = services().collaboration.introductions.view(person(), introduction)
    title = _("Introduction")
    crumbs = [Crumb(_("Introductions"), url_for("introductions.inbox")), Crumb(title)]
    return page("introduction.html", title, crumbs, **_shown(seen), most=MOST_MESSAGE)


@pages.post("/<introduction>/<step>")
def step(introduction: str, step: str) -> Answer:
    """Take a step."""
    form = request.form
    services().collaboration.step(
        person(),
        introduction,
        step,
        words=form.get("words", ""),
        tell=form.get("tell") == "1",
        outcome=form.get("outcome", "together"),
    )
    where = url_for("introductions.show", introduction=introduction)
    flash(_("Noted."), "good")
    return afterwards(redirect(where), services().collaboration.deliver)


@pages.post("/<introduction>/block")
def block(introduction: str) -> Answer:
    """Take no further requests from this sender."""
    services().collaboration.introductions.block(person(), introduction)
    flash(_("Noted: no further requests come from this sender. They are not told."), "good")
    return redirect(url_for("introductions.show", introduction=introduction))


def _form(source: str, target: str, fault: str = "") -> str:
    catalog, found = services().catalog, services().collaboration
    ends = catalog.ref(source), catalog.ref(target)
    title = _("Ask for an introduction")
    return page(
        "introduction_form.html",
        title,
        [Crumb(_("Introductions"), url_for("introductions.inbox")), Crumb(title)],
        source=ends[0],
        target=ends[1],
        brokers=[catalog.ref(one) for one in found.brokers(source, target)],
        described=found.sender(source),
        fault=fault,
        seen=_seen(),
        most=MOST_MESSAGE,
    )


def _seen() -> SuggestedAt | None:
    """Where the suggestion stood that the address or form tells of; None where it tells of none."""
    given = request.values
    profile = given.get("profile", "").strip()
    rank, shown = (given.get(name, 0, type=int) for name in ("rank", "shown"))
    known = len(profile) <= MOST_PROFILE and profile.isprintable()
    return (
        SuggestedAt(profile, rank, shown) if profile and known and 1 <= rank <= shown <= MOST_SHOWN else None
    )


def _shown(seen: IntroductionView) -> dict[str, Any]:
    """An introduction with names instead of ids, and what is told of a sender without a name."""
    found = services().collaboration
    state = next(one for one in introduction_course().states if one.id == seen.state)
    return {
        "it": seen,
        "state": state,
        "source": ref_or_id(seen.source) if seen.source else None,
        "described": None if seen.source else found.sender(found.introductions.source(seen.id)),
        "target": ref_or_id(seen.target or ""),
        "broker": ref_or_id(seen.broker) if seen.broker else None,
    }
