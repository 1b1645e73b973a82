"""A cluster on one page to hand out: "What is it, where, what does it offer, and how is it reached?"."""

from typing import Any

from flask import Blueprint, Response, url_for
from flask_babel import gettext as _

from graphsvc.answers.catalog.cluster import ClusterPage
from graphsvc.answers.programme import LandscapeRow
from graphsvc.answers.questions import LandscapeQuery
from graphsvc.drawing.atom import FeedEntry, feed
from graphsvc.programme import LabelState
from graphsvc.state.own_words import today
from graphsvc.taxonomy.sectors import sector_label
from graphsvc.web.label_words import title
from graphsvc.web.language import label, language, tell
from graphsvc.web.page_context import Crumb, page, services
from graphsvc.web.qr_code import qr_code

pages = Blueprint("sheet", __name__)


@pages.get("/clusters/<identifier>/sheet")
def show(identifier: str) -> str:
    """What sources tell of a cluster, public facts alone, to print or to link to."""
    shown = services().catalog.cluster(identifier, sources=False)
    offered = [
        row
        for row in services().programme.services(today())
        if any(one.ref.id == shown.ref.id for one in row.offered_by)
    ]
    row = _landscape(shown.ref.id)
    address = url_for("sheet.show", identifier=shown.ref.id, lang=language(), _external=True)
    return page(
        "sheet.html",
        _("%(name)s at a glance", name=label(shown.ref.name)),
        [
            Crumb(label(shown.ref.name), url_for("entity.cluster", identifier=shown.ref.id)),
            Crumb(_("At a glance")),
        ],
        shown=shown,
        row=row,
        stages=[one.stage for one in shown.stages if one.fact],
        offered=offered,
        sought=[
            one
            for one in services().people.profiles_of(shown.ref.id)
            if one.visibility == "public" and not one.closed
        ],
        stories=services().stories.published(shown.ref.id),
        address=address,
        qr_code=qr_code(address),
        on=today(),
        data=_schema(shown, row, [label(one.title) for one in offered]),
    )


@pages.get("/clusters/<identifier>/news.atom")
def news(identifier: str) -> Response:
    """Dated facts of a cluster as a feed, the newest first."""
    ref = services().catalog.ref(identifier)
    entries = [
        FeedEntry(one.day, f"{tell(one.sentence)} ({one.date})", one.source)
        for one in services().programme.news(identifier)
    ]
    address = url_for("sheet.news", identifier=ref.id, _external=True)
    about = url_for("sheet.show", identifier=ref.id, _external=True)
    words = _("News of %(name)s", name=label(ref.name))
    return Response(feed(words, address, about, entries, today()), mimetype="application/atom+xml")


def _landscape(identifier: str) -> LandscapeRow:
    rows = services().programme.landscape(LandscapeQuery(), today())
    return next(one for one in rows if one.ref.id == identifier)


def _schema(shown: ClusterPage, row: LandscapeRow, offered: list[str]) -> dict[str, Any]:
    """The cluster as schema.org data: what is known, labels only while they hold."""
    place = {"@type": "PostalAddress", "addressLocality": shown.city, "addressCountry": shown.country}
    site = shown.website
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "@id": url_for("entity.cluster", identifier=shown.ref.id, _external=True),
        "name": label(shown.ref.name),
        "url": site if not site or site.startswith(("http://", "https://")) else f"https://{site}",
        "address": {name: value for name, value in place.items() if value}
        if shown.city or shown.country
        else None,
        "foundingDate": shown.founded,
        "knowsAbout": [label(sector_label(one)) for one in shown.sectors],
        "award": [title(one) for one in row.labels if LabelState(one.state).holds == "yes"],
        "makesOffer": [
            {"@type": "Offer", "itemOffered": {"@type": "Service", "name": one}} for one in offered
        ],
    }
    return {name: value for name, value in found.items() if value}
