"""Research result → implementers, and the same turned round; what is typed is answered and forgotten."""

from contextlib import suppress
from typing import Any

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from graphsvc.answers.user_content.searches import Saved
from graphsvc.errors import ReadOnly, StoreReadOnly
from graphsvc.web import answer_files
from graphsvc.web.answer_files import AnswerToTake
from graphsvc.web.described import DescribedText
from graphsvc.web.page_context import Crumb, page, services
from graphsvc.web.security import writes
from graphsvc.web.trl import levels

pages = Blueprint("implementers", __name__)


@pages.get("/implementers")
def form() -> str:
    """The form, with the warning before it, or a saved search for a result."""
    return _opened("implementers.html")


@pages.post("/implementers")
def find() -> str:
    """Who could use it, build it or help to prove it; nothing of it is kept."""
    return _draw("implementers.html", DescribedText.read(), _saved(request.form.get("saved", "")))


@pages.get("/problem")
def problem() -> str:
    """The form for a company's question, or a saved search for one."""
    return _opened("problem.html")


@pages.post("/problem")
def researchers() -> str:
    """Which institutes research the question; nothing of it is kept."""
    return _draw("problem.html", DescribedText.read(), _saved(request.form.get("saved", "")))


@pages.post("/implementers/save")
@writes
def save() -> str | BaseResponse:
    """Keep who is found for a result, and its text where somebody ticked so."""
    return _kept("implementers.html")


@pages.post("/problem/save")
@writes
def researchers_save() -> str | BaseResponse:
    """Keep who is found for a problem, and its text where somebody ticked so."""
    return _kept("problem.html")


def _opened(template: str) -> str:
    saved = _saved(request.args.get("saved", ""))
    asked = DescribedText.of(saved.described) if saved and saved.described else None
    return _draw(template, asked, saved)


def _saved(identifier: str) -> Saved | None:
    return next((one for one in services().people.saved() if one.id == identifier), None)


def _kept(template: str) -> str | BaseResponse:
    asked = DescribedText.read()
    name = request.form.get("label", "").strip() or asked.fields["title"]
    if asked.house.unclear or not name or not (asked.fields["title"] or asked.fields["abstract"]):
        return _draw(template, asked)
    problem = template == "problem.html"
    services().people.save_described(
        name,
        asked.arguments if problem else {**asked.arguments, "purpose": _purpose(asked)},
        [match.ref.id for match in answered(asked, problem=problem).matches],
        problem=problem,
        with_text=request.form.get("keep_text") == "1",
    )
    flash(_("Saved. Under your saved searches you see what is new."), "good")
    return redirect(url_for("people.saved"))


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
    if problem:
        return matching.researchers(**asked.arguments)
    return matching.implementers(
        **asked.arguments, purpose=_purpose(asked), all_of_project=bool(asked.fields["all_of_project"])
    )


def _purpose(asked: DescribedText) -> str:
    return "project" if asked.fields["purpose"] == "project" else "implement"


def _draw(template: str, asked: DescribedText | None, saved: Saved | None = None) -> str:
    problem = template == "problem.html"
    title = _("Who researches it?") if problem else _("Who could bring this to market?")
    empty = asked is None or asked.house.unclear or not (asked.fields["title"] or asked.fields["abstract"])
    result = None if asked is None or empty else answered(asked, problem=problem)
    taken = _taken(asked, result) if asked and result else None
    new = (
        [match.ref for match in result.matches if match.ref.id not in saved.seen] if result and saved else []
    )
    if result and saved and new:
        with suppress(StoreReadOnly, ReadOnly):  # they stay new until it can be noted that someone has looked
            services().people.looked_at(saved.id, [match.ref.id for match in result.matches])
    return page(
        template,
        title,
        [Crumb(_("Partners"), url_for("partners.start")), Crumb(title)],
        asked=asked or DescribedText({}),
        given=asked.fields if asked else {},
        result=result,
        saved=saved,
        new=new,
        steps=taken.steps if taken else {},
        mails=answer_files.mails(taken) if taken and taken.groups else {},
        levels=levels(),
        countries=services().catalog.countries(),
        sizes=services().catalog.company_sizes(),
    )
