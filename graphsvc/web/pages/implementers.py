"""Research result → implementers, and the same turned round; what is typed is answered and forgotten."""

from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from graphsvc.web import answer_files
from graphsvc.web.answer_files import AnswerToTake
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


@pages.post("/implementers/suggestions.<form>")
def file(form: str) -> Response:
    """The implementers as a sheet or a mail; the description is read anew and kept nowhere."""
    return _file(form, problem=False)


@pages.post("/problem/suggestions.<form>")
def researchers_file(form: str) -> Response:
    """The institutes as a sheet or a mail; the question is read anew and kept nowhere."""
    return _file(form, problem=True)


def _file(form: str, *, problem: bool) -> Response:
    asked = DescribedText.read()
    if asked.house.unclear or not (asked.fields["title"] or asked.fields["abstract"]):
        return Response(_draw("problem.html" if problem else "implementers.html", asked))
    taken = _taken(asked, answered(asked, problem=problem))
    return answer_files.file(taken, form, request.form.get("mail_language", ""))


def _taken(asked: DescribedText, result: Any) -> AnswerToTake:
    house = asked.house.found
    groups = answer_files.grouped(result)
    ids = [match.ref.id for _title, matches in groups for match in matches]
    steps = services().matching.next_steps(ids, house.id if house else None)
    return AnswerToTake(asked.fields["title"], groups, steps, asked.house.text)


def answered(asked: DescribedText, *, problem: bool) -> Any:
    """The answer to a description whose house is clear."""
    matching = services().matching
    return (matching.researchers if problem else matching.implementers)(**asked.arguments)


def _draw(template: str, asked: DescribedText | None) -> str:
    problem = template == "problem.html"
    title = _("Who researches it?") if problem else _("Who could bring this to market?")
    empty = asked is None or asked.house.unclear or not (asked.fields["title"] or asked.fields["abstract"])
    result = None if asked is None or empty else answered(asked, problem=problem)
    taken = _taken(asked, result) if asked and result else None
    return page(
        template,
        title,
        [Crumb(_("Partners"), url_for("partners.start")), Crumb(title)],
        asked=asked or DescribedText({}),
        given=asked.fields if asked else {},
        result=result,
        steps=taken.steps if taken else {},
        mails=answer_files.mails(taken) if taken and taken.groups else {},
        levels=levels(),
        countries=services().catalog.countries(),
        sizes=services().catalog.company_sizes(),
    )
