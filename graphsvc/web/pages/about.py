"""The operator's texts, sources and licences, help and words, and how programs ask."""

from flask import Blueprint
from flask_babel import gettext as _

from graphsvc.errors import UnknownId
from graphsvc.web.language import language
from graphsvc.web.page_context import Crumb, page, services
from graphsvc.web.response_cache import kept

pages = Blueprint("about", __name__)

OPERATORS = ("imprint", "privacy", "accessibility")


@pages.get("/about/<name>")
@kept()
def text(name: str) -> str:
    """One of the texts in the footer."""
    titles = {
        "imprint": _("Imprint"),
        "privacy": _("Privacy"),
        "accessibility": _("Accessibility"),
        "sources": _("Sources and licences"),
        "help": _("Help and words"),
        "api": _("API"),
    }
    if name not in titles:
        raise UnknownId("text", name)
    crumbs = [Crumb(titles[name])]
    if name in OPERATORS:
        shown = services().texts.read(name, language())
        return page("operator_text.html", titles[name], crumbs, name=name, paragraphs=shown)
    if name == "sources":
        return page("sources.html", titles[name], crumbs, sources=services().catalog.sources())
    if name == "help":
        return page("help.html", titles[name], crumbs, features=services().matching.features())
    return page("api.html", titles[name], crumbs)
