"""An answer to take away: the suggestions as a sheet, and as the draft of a mail in German or English."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

from flask import Response
from flask_babel import force_locale
from flask_babel import gettext as _

from graphsvc.drawing.spreadsheets import Cell, sheets_xlsx
from graphsvc.errors import UnknownId
from graphsvc.messages import Message, msg
from graphsvc.state.refs import city_and_country
from graphsvc.web.downloads import TABLES, attachment
from graphsvc.web.language import country, day, language, tell
from graphsvc.web.page_context import services
from graphsvc.web.translations import LANGUAGES

TYPES = {
    "xlsx": TABLES["xlsx"],
    "txt": "text/plain",
    "eml": "message/rfc822",
}
GROUPS = (
    ("build", msg("Could build it")),
    ("use", msg("Could use it")),
    ("prove", msg("Could help to prove it")),
    ("unsure", msg("Not known which")),
    ("near", msg("Near, but less sure")),
    ("known", msg("You know each other")),
)

Groups = Sequence[tuple[Message | None, Sequence[Any]]]


@dataclass(frozen=True, slots=True)
class AnswerToTake:
    """Suggestions in their groups with the next steps of each by id, and what they were asked for."""

    subject: str
    groups: Groups
    steps: Mapping[str, Any]
    asking: str = ""


def grouped(result: Any) -> Groups:
    """The suggestions of an answer in its groups; those of no group first."""
    groups = [(title, getattr(result, name, ())) for name, title in GROUPS]
    inside = {match.ref.id for _title, matches in groups for match in matches}
    rest = [match for match in result.matches if match.ref.id not in inside]
    return [(title, matches) for title, matches in ((None, rest), *groups) if matches]


def file(answer: AnswerToTake, form: str, chosen: str) -> Response:
    """The answer as `xlsx`, or as a mail as `txt` or `eml`, in the language chosen, else in that of the page.

    Raises `UnknownId`.
    """
    if form not in TYPES:
        raise UnknownId("file format", form)
    with force_locale(chosen if chosen in LANGUAGES else language()):
        if form == "xlsx":
            sheets = {_("Suggestions"): _rows(answer), _("About this list"): _about(answer)}
            content = sheets_xlsx(sheets)
        else:
            content = mail(answer).encode() if form == "txt" else _draft(answer)
    return attachment(content, f"graphsvc-suggestions.{form}", TYPES[form])


def mails(answer: AnswerToTake) -> dict[str, str]:
    """The text of the mail in every language."""
    texts = {}
    for code in LANGUAGES:
        with force_locale(code):
            texts[code] = mail(answer)
    return texts


def mail(answer: AnswerToTake) -> str:
    """The text of the mail in the language of this request."""
    return "\n".join(_lines(answer))


def _draft(answer: AnswerToTake) -> bytes:
    """The mail as a file that mail programs open as a draft."""
    message = EmailMessage()
    message["Subject"] = " ".join(_subject(answer).split())
    message["X-Unsent"] = "1"
    message.set_content(mail(answer))
    return message.as_bytes()


def _subject(answer: AnswerToTake) -> str:
    return str(_("Suggestions: %(subject)s", subject=answer.subject) if answer.subject else _("Suggestions"))


def _lines(answer: AnswerToTake) -> Iterator[str]:
    yield _("Hello,")
    yield ""
    if answer.subject:
        yield _("for “%(subject)s” these are suggested:", subject=answer.subject)
    else:
        yield _("these are suggested:")
    for title, matches in answer.groups:
        yield ""
        if title:
            yield f"{tell(title)}:"
            yield ""
        for match in matches:
            yield from _match(match, answer.steps.get(match.ref.id))
    yield ""
    if own := _own_offices(answer):
        yield f"{_('Ask your own cluster office first:')} {own}"
    yield _("The list was computed from project data and not checked by anyone; please judge by the reasons.")
    yield _data()
    yield ""
    yield _("Kind regards")


def _match(match: Any, steps: Any) -> Iterator[str]:
    place = f" ({match.ref.place})" if match.ref.place else ""
    yield f"{match.rank}. {tell(match.ref.name)}{place}"
    for reason in match.reasons:
        yield f"   + {_('in favor:')} {tell(reason)}"
    if match.objection:
        yield f"   - {_('against:')} {tell(match.objection)}"
    if steps and steps.website:
        yield f"   {_('Website')}: {steps.website}"
    if steps and steps.introducer:
        yield f"   {_('Could introduce you:')} {tell(steps.introducer.name)}"


def _rows(answer: AnswerToTake) -> Iterator[Sequence[Cell]]:
    yield (
        _("Name"), _("Group"), _("Rank"), _("Place"), _("Country"), _("in favor"), _("against"),
        _("Best-matching project"), _("Website"), _("Could introduce you"), "id",
    )  # fmt: skip
    for title, matches in answer.groups:
        for match in matches:
            city, code = city_and_country(match.ref.place)
            steps = answer.steps.get(match.ref.id)
            yield (
                tell(match.ref.name),
                tell(title),
                match.rank,
                city,
                country(code),
                "\n".join(tell(reason) for reason in match.reasons),
                tell(match.objection),
                tell(match.best_project.name) if match.best_project else "",
                steps.website if steps else "",
                _offices(steps) if steps else "",
                match.ref.id,
            )


def _about(answer: AnswerToTake) -> Iterable[Sequence[Cell]]:
    note = services().catalog.note()
    yield (_("About this list"), "")
    yield (_("Asked for"), answer.subject)
    if answer.asking:
        yield (_("Asked by"), answer.asking)
    yield (_("Data"), tell(note.period))
    yield (_("as of"), day(note.as_of))
    yield (_("Digest of the data"), note.digest)
    yield (
        _("How it came about"),
        _("The list was computed from project data and not checked by anyone; please judge by the reasons."),
    )


def _data() -> str:
    note = services().catalog.note()
    return f"{tell(note.period)} {_('as of')} {day(note.as_of)}."


def _own_offices(answer: AnswerToTake) -> str:
    """The cluster offices of those who ask, the same for all suggestions."""
    return next((_names(steps.own_offices) for steps in answer.steps.values()), "")


def _names(refs: Iterable[Any]) -> str:
    return ", ".join(tell(one.name) for one in refs)


def _offices(steps: Any) -> str:
    return _names((*steps.own_offices, *((steps.introducer,) if steps.introducer else ())))
