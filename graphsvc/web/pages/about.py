"""The operator's texts, sources and licences, help and words, and how programs ask."""

from typing import Any

from flask import Blueprint, url_for
from flask_babel import gettext as _

from graphsvc.errors import UnknownId
from graphsvc.network import descriptions
from graphsvc.web.language import language
from graphsvc.web.page_context import Crumb, page, services
from graphsvc.web.pages.network import asked
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
    }
    if name not in titles:
        raise UnknownId("text", name)
    crumbs = [Crumb(titles[name])]
    if name in OPERATORS:
        shown = services().texts.read(name, language())
        return page("operator_text.html", titles[name], crumbs, name=name, paragraphs=shown)
    if name == "sources":
        return page("sources.html", titles[name], crumbs, sources=services().catalog.sources())
    return page("help.html", titles[name], crumbs, features=services().matching.features())


@pages.get("/about/api")
def api() -> str:
    """How programs ask, for example for the map that the query of the address means, else that of Germany."""
    query: dict[str, Any] = asked() or {"view": ["network"], "country": ["DE"]}
    files = {
        form: url_for("network.export", form=form, _external=True, **query, lang="en")
        for form in ("csv", "edges.csv")
    }
    color = "".join(query.get("color", []))
    sorts = color if color in descriptions() else "degree"
    return page("api.html", _("API"), [Crumb(_("API"))], files=files, sorts=sorts)
