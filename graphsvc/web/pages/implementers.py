"""Research result → implementers, and the same turned round; what is typed is answered and forgotten."""

from typing import Any

from flask import Blueprint, request
from flask_babel import gettext as _

from graphsvc.web.page_context import Crumb, page, services
from graphsvc.web.trl import levels

pages = Blueprint("implementers", __name__)

FIELDS = ("title", "abstract", "topic", "trl", "benefit", "wanted", "rights", "organization")
LIMITS = {"abstract": 20_000, "benefit": 5_000}


@pages.get("/implementers")
def form() -> str:
    """The form, with the warning before it."""
    return _draw("implementers.html", {}, None)


@pages.post("/implementers")
def find() -> str:
    """Who could use it, build it or help to prove it; nothing of it is kept."""
    given = _given()
    return _draw("implementers.html", given, services().matching.implementers(**_arguments(given)))


@pages.get("/problem")
def problem() -> str:
    """The form for a company's question."""
    return _draw("problem.html", {}, None)


@pages.post("/problem")
def researchers() -> str:
    """Which institutes research the question; nothing of it is kept."""
    given = _given()
    return _draw("problem.html", given, services().matching.researchers(**_arguments(given)))


def _given() -> dict[str, str]:
    return {name: request.form.get(name, "").strip()[: LIMITS.get(name, 500)] for name in FIELDS}


def _arguments(given: dict[str, str]) -> dict[str, Any]:
    trl = given["trl"]
    return {
        "title": given["title"],
        "abstract": given["abstract"],
        "topic": given["topic"],
        "trl": int(trl) if trl in {str(level) for level in range(1, 10)} else None,
        "organization": given["organization"] or None,
        "filters": {},
    }


def _draw(template: str, given: dict[str, str], result: Any) -> str:
    title = (
        _("Who could bring this to market?") if template == "implementers.html" else _("Who researches it?")
    )
    own = given.get("organization", "")
    found = (
        services().catalog.search(own, kinds=("organization",), limit=5) if own and ":" not in own else None
    )
    return page(
        template,
        title,
        [Crumb(_("Partners")), Crumb(title)],
        given=given,
        result=result,
        levels=levels(),
        own=found,
    )
