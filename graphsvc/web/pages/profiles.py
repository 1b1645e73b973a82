"""Offers and requests: partnering profiles, written down only when someone presses save."""

from collections.abc import Sequence
from contextlib import suppress

from flask import Blueprint, current_app, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from graphsvc.answers.user_content.judgements import REASONS
from graphsvc.errors import StoreReadOnly
from graphsvc.web.house import HouseField
from graphsvc.web.page_context import Crumb, page, services
from graphsvc.web.security import owners, writes
from graphsvc.web.trl import levels

pages = Blueprint("profiles", __name__)

FIELDS = (
    "kind", "title", "abstract", "stage", "topic", "trl", "benefit", "rights", "wanted", "expires",
    "visibility",
)  # fmt: skip
HOUSES = ("organization", "cluster")


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
    return _form({}, HouseField())


@pages.post("/profiles/draft")
@writes
def draft() -> str:
    """The form with what another form said; nothing is saved yet."""
    return _form(_given(), HouseField.read(HOUSES), target=url_for("profiles.publish"))


@pages.post("/profiles/new")
@writes
def publish() -> str | Response:
    """Save a profile; one that is to be public is checked first."""
    return _saved(None, _("Saved. It is matched from now on; below you change it and who may see it."))


@pages.get("/profiles/<identifier>")
def show(identifier: str) -> str:
    """One profile and what fits it; from now on only what comes later is new."""
    people = services().people
    shown = people.profile(identifier)
    found = people.profile_matches(shown)
    if not current_app.config["GRAPHSVC_PUBLIC"]:
        with suppress(StoreReadOnly):  # it stays new until it can be noted that someone has looked
            people.profile_seen(shown, found.matches)
    asking = shown.organization.id if shown.organization else None
    return page(
        "profile.html",
        _("Profile: %(name)s", name=shown.title),
        [Crumb(_("Offers and requests"), url_for("profiles.index")), Crumb(shown.title)],
        shown=shown,
        found=found,
        steps=services().matching.next_steps([match.ref.id for match in found.matches], asking),
        judged=people.saved_pairs(identifier),
        reasons=REASONS,
    )


@pages.get("/profiles/<identifier>/edit")
@owners
def edit(identifier: str) -> str:
    """The form with what the profile says."""
    shown = services().people.profile(identifier)
    house = (
        HouseField(str(shown.organization.name), shown.organization) if shown.organization else HouseField()
    )
    return _form(shown.fields, house, identifier=identifier)


@pages.post("/profiles/<identifier>/edit")
@writes
def change(identifier: str) -> str | Response:
    """Save what was changed; a profile that is to be public is checked first."""
    return _saved(identifier, _("Saved."))


@pages.post("/profiles/<identifier>/visibility")
@writes
def visibility(identifier: str) -> str | Response:
    """Hide a profile or make it public; the publishing check speaks first."""
    fields = services().people.profile(identifier).fields
    fields["visibility"] = "public" if request.form.get("visibility") == "public" else "hidden"
    result = services().people.publish(identifier, **fields)
    if result.refusals:
        house = HouseField(fields["organization"])
        if fields["organization"]:
            found = services().catalog.ref(fields["organization"])
            house = HouseField(str(found.name), found)
        return _form(fields, house, result.refusals, identifier=identifier, target=_edit(identifier))
    public = fields["visibility"] == "public"
    flash(_("The profile is public now.") if public else _("Only you see the profile now."), "good")
    return redirect(url_for("profiles.show", identifier=identifier))


@pages.post("/profiles/<identifier>/state")
@writes
def state(identifier: str) -> Response:
    """Close a profile or open it again."""
    closed = request.form.get("closed") == "1"
    services().people.close_profile(identifier, closed=closed)
    told = (
        _("The profile is closed: it is kept, but no longer matched.")
        if closed
        else _("The profile is open again.")
    )
    flash(told, "good")
    return redirect(url_for("profiles.show", identifier=identifier))


@pages.post("/profiles/<identifier>/remove")
@writes
def remove(identifier: str) -> Response:
    """Take a profile back, with everything it said."""
    services().people.remove_profile(identifier)
    flash(_("The profile is removed; nothing of it is kept."), "good")
    return redirect(url_for("profiles.index"))


def _given() -> dict[str, str]:
    return {name: request.form.get(name, "").strip() for name in FIELDS}


def _edit(identifier: str) -> str:
    return url_for("profiles.change", identifier=identifier)


def _saved(identifier: str | None, told: str) -> str | Response:
    given, house = _given(), HouseField.read(HOUSES)
    if house.unclear:
        return _form(given, house, identifier=identifier)
    organization = house.found.id if house.found else ""
    result = services().people.publish(identifier, **given, organization=organization)
    if result.refusals:
        return _form(given, house, result.refusals, identifier=identifier)
    flash(told, "good")
    return redirect(url_for("profiles.show", identifier=result.id))


def _form(
    given: dict[str, str],
    house: HouseField,
    refusals: Sequence[object] = (),
    *,
    identifier: str | None = None,
    target: str | None = None,
) -> str:
    title = _("Change the profile") if identifier else _("New profile")
    return page(
        "profile_form.html",
        title,
        [Crumb(_("Offers and requests"), url_for("profiles.index")), Crumb(title)],
        given=given,
        house=house,
        refusals=refusals,
        identifier=identifier,
        target=target,
        levels=levels(),
        chains=services().catalog.chains(),
    )
