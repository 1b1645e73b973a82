"""Offers and requests: partnering profiles, written down only when someone presses save."""

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from graphsvc.web.page_context import Crumb, page, services
from graphsvc.web.security import writes
from graphsvc.web.trl import levels

pages = Blueprint("profiles", __name__)

FIELDS = (
    "kind", "title", "abstract", "stage", "topic", "trl", "benefit", "rights", "wanted", "expires",
    "visibility", "organization",
)  # fmt: skip


@pages.get("/profiles")
def index() -> str:
    """What is offered and requested, as far as it may be seen."""
    return page(
        "profiles.html",
        _("Offers and requests"),
        [Crumb(_("Partners"), url_for("partners.start")), Crumb(_("Offers and requests"))],
        profiles=services().people.profiles(),
    )


@pages.get("/profiles/new")
def new() -> str:
    """The form."""
    return _form({}, ())


@pages.post("/profiles/new")
@writes
def publish() -> str | Response:
    """Save a profile; one that is to be public is checked first."""
    given = {name: request.form.get(name, "").strip() for name in FIELDS}
    result = services().people.publish(**given)
    if result.refusals:
        return _form(given, result.refusals)
    flash(_("Saved. It is matched from now on; who may see it you decide on this page."), "good")
    return redirect(url_for("profiles.show", identifier=result.id))


@pages.get("/profiles/<identifier>")
def show(identifier: str) -> str:
    """One profile and what fits it."""
    shown = services().people.profile(identifier)
    return page(
        "profile.html",
        _("Profile: %(name)s", name=shown.title),
        [Crumb(_("Offers and requests"), url_for("profiles.index")), Crumb(shown.title)],
        shown=shown,
        matches=services().people.profile_matches(identifier),
    )


@pages.post("/profiles/<identifier>/remove")
@writes
def remove(identifier: str) -> Response:
    """Take a profile back, with everything it said."""
    services().people.remove_profile(identifier)
    flash(_("The profile is removed; nothing of it is kept."), "good")
    return redirect(url_for("profiles.index"))


def _form(given: dict[str, str], refusals: tuple[object, ...]) -> str:
    return page(
        "profile_form.html",
        _("New profile"),
        [Crumb(_("Offers and requests"), url_for("profiles.index")), Crumb(_("New profile"))],
        given=given,
        refusals=refusals,
        levels=levels(),
        chains=services().catalog.chains(),
    )
