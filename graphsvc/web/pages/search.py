"""Search: one field for everything, grouped by kind."""

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from graphsvc.web.page_context import Crumb, page, services
from graphsvc.web.response_cache import kept

pages = Blueprint("search", __name__)

KINDS = ("organization", "cluster", "project", "stage", "region", "topic", "profile")


@pages.get("/search")
@kept("q", "kind")
def results() -> str:
    """All kinds with their first hits, or one kind with many."""
    query = request.args.get("q", "").strip()[:200]
    kinds = tuple(kind for kind in request.args.getlist("kind") if kind in KINDS)
    found = services().catalog.search(query, kinds=kinds, limit=200 if kinds else 10) if query else None
    title = _("Search: %(query)s", query=query) if query else _("Search")
    return page("search.html", title, [Crumb(_("Search"))], query=query, kinds=kinds, found=found)


@pages.get("/search/organizations")
@kept("organization")
def organizations() -> str:
    """What a field for an organization offers while someone types."""
    query = request.args.get("organization", "").strip()[:200]
    found = services().catalog.search(query, kinds=("organization",), limit=6) if query else None
    return render_template("house_options.html", query=query, found=found)


@pages.get("/search/suggestions")
@kept("q")
def suggestions() -> str:
    """What the field offers while someone types."""
    query = request.args.get("q", "").strip()[:200]
    if not query:
        return ""
    found = services().catalog.search(query, limit=4)
    return render_template("suggestions_list.html", query=query, found=found)
