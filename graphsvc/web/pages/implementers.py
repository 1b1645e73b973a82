"""Research result → implementers, and the same turned round; what is typed is answered and forgotten."""

from typing import Any

from flask import Blueprint, url_for
from flask_babel import gettext as _

from graphsvc.web.described import DescribedText
from graphsvc.web.page_context import Crumb, page, services
from graphsvc.web.trl import levels

pages = Blueprint("implementers", __name__)


@pages.get("/implementers")
def form() -> str:
    """The form, with the warning before it."""
    return _draw("implementers.html", None)


@pages.post("/implementers")
def find() -> str:
    """Who could use it, build it or help to prove it; nothing of it is kept."""
    return _draw("implementers.html", DescribedText.read())


@pages.get("/problem")
def problem() -> str:
    """The form for a company's question."""
    return _draw("problem.html", None)


@pages.post("/problem")
def researchers() -> str:
    """Which institutes research the question; nothing of it is kept."""
    return _draw("problem.html", DescribedText.read())


def answered(asked: DescribedText, *, problem: bool) -> Any:
    """The answer to a description whose house is clear."""
    matching = services().matching
    return (matching.researchers if problem else matching.implementers)(**asked.arguments)


def _draw(template: str, asked: DescribedText | None) -> str:
    problem = template == "problem.html"
    title = _("Who researches it?") if problem else _("Who could bring this to market?")
    empty = asked is None or asked.house.unclear or not (asked.fields["title"] or asked.fields["abstract"])
    result = None if asked is None or empty else answered(asked, problem=problem)
    house = asked.house.found if asked else None
    matches = (*result.matches, *result.known) if result else ()
    return page(
        template,
        title,
        [Crumb(_("Partners"), url_for("partners.start")), Crumb(title)],
        asked=asked or DescribedText({}),
        given=asked.fields if asked else {},
        result=result,
        steps=services().matching.next_steps(
            [match.ref.id for match in matches], house.id if house else None
        ),
        levels=levels(),
        countries=services().catalog.countries(),
        sizes=services().catalog.company_sizes(),
    )
