"""Who may do what: the rights as a page that anyone can read."""

from flask import Blueprint
from flask_babel import gettext as _

from graphsvc.taxonomy.rights import shipped_rights
from graphsvc.web.page_context import Crumb, page
from graphsvc.web.response_cache import kept

pages = Blueprint("rights", __name__)


@pages.get("/rights")
@kept()
def show() -> str:
    """The table of roles and actions, and when each side of an introduction sees which field."""
    title = _("Who may do what")
    return page("rights.html", title, [Crumb(title)], table=shipped_rights())
