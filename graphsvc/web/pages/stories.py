"""Success stories: "What came of it, what shows it, what is not recorded, and who agreed to its telling?"."""

from typing import Any

from flask import Blueprint, g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from graphsvc.answers.programme.stories import MOST_CHARACTERS, StoryDraft
from graphsvc.domain.names import display_title, told_title
from graphsvc.errors import NotAllowed
from graphsvc.messages import Message, msg
from graphsvc.programme.stories import GAPS, StoryConsent, StoryFact
from graphsvc.state.own_words import today
from graphsvc.web.language import country, day, label, tell
from graphsvc.web.page_context import Crumb, noted, page, services, told
from graphsvc.web.problems import detail
from graphsvc.web.security import owners, writes

pages = Blueprint("stories", __name__)

GAP_TITLES = {
    "achieved": msg("What came of it"),
    "part": msg("What the cluster had to do with it"),
    "figures": msg("Figures (jobs, turnover, savings …) and where they are from"),
}


@pages.get("/programme/stories")
def index() -> str:
    """The stories that are public; on one's own computer also the outcomes that could be told."""
    clusters = _clusters()
    return page(
        "stories.html",
        _("Success stories"),
        [Crumb(_("Programme"), url_for("programme.index")), Crumb(_("Success stories"))],
        published=services().stories.published(),
        writes=clusters is None or bool(clusters),
        drafts=services().stories.drafts(clusters) if clusters is None or clusters else (),
    )


@pages.get("/stories/<identifier>")
def show(identifier: str) -> str:
    """A story that is public."""
    shown = services().stories.story(identifier)
    return page(
        "story.html",
        _title(shown.sides),
        _crumbs(shown.sides),
        shown=shown,
        facts=[(fact, sentence(fact)) for fact in shown.version.facts],
        gaps=GAP_TITLES,
    )


@pages.get("/stories/<identifier>/draft")
@owners
def draft(identifier: str) -> str:
    """The facts of today, the gaps to fill in, and who agreed to which version."""
    return _page(identifier)


@pages.post("/stories/<identifier>/draft")
@owners
@writes
def save(identifier: str) -> Response | tuple[str, int]:
    """Save a version; where that cannot be, all stays as it was typed."""
    typed = {gap: request.form.get(gap, "") for gap in GAPS}
    try:
        number = services().stories.save(identifier, typed, today())
    except NotAllowed as refused:
        return _page(identifier, typed, detail(refused)), 409
    noted("save story", f"story:{identifier}")
    told(_("Saved as version %(number)s. It is public once both sides have agreed to it.", number=number))
    return redirect(url_for("stories.draft", identifier=identifier))


@pages.post("/stories/<identifier>/consent")
@owners
@writes
def consent(identifier: str) -> Response | tuple[str, int]:
    """Record that a side agreed to a version, or took that back."""
    form = request.form
    typed = {name: form.get(name, "") for name in ("side", "by", "proof", "given")}
    said = StoryConsent(
        form.get("version", 0, type=int),
        typed["side"],
        typed["by"].strip(),
        today(),
        typed["proof"].strip(),
        given=typed["given"] != "no",
    )
    try:
        services().stories.consent(identifier, said)
    except NotAllowed as refused:
        return _page(identifier, typed, detail(refused)), 409
    noted("record consent to story", f"story:{identifier}")
    told(_("Recorded. What is recorded is never changed; a later word can say otherwise."))
    return redirect(url_for("stories.draft", identifier=identifier))


def sentence(fact: StoryFact) -> str:
    """A fact in words."""
    words = fact.words
    match fact.kind:
        case "outcome":
            by = _BY[words[0]]
            return f"{tell(by)} ({day(words[1])})" if words[1] else tell(by)
        case "seat":
            place = ", ".join(filter(None, (words[1], country(words[2])))) or _("place not known")
            return f"{words[0]}: {place}"
        case "cluster":
            return str(_("%(member)s is a member of %(name)s.", name=words[0], member=words[1]))
        case "project":
            title = tell(told_title(display_title(words[0]), fact.evidence[0]))
            project = str(_("Joint project: %(title)s", title=title))
            return f"{project} ({words[1]})" if words[1] else project


_BY: dict[str, Message] = {
    "both": msg("They work together; both sides confirmed it."),
    "here": msg("They work together; whoever used the suggestions noted it."),
}


def _clusters() -> frozenset[str] | None:
    """The clusters whose stories who asks may write; None for all, at the owner's own computer."""
    settings = services().settings
    if not settings.accounts:
        return frozenset() if settings.read_only else None
    from graphsvc.web.signed_in import reader

    who = reader()
    held = frozenset(one.scope for one in who.roles if one.role == "cluster") if who else frozenset()
    g.personal = bool(held) or g.get("personal", False)
    return held


def _title(sides: Any) -> str:
    first, second = (label(one.name) for one in sides)
    return str(_("%(first)s and %(second)s", first=first, second=second))


def _crumbs(sides: Any) -> list[Crumb]:
    return [
        Crumb(_("Programme"), url_for("programme.index")),
        Crumb(_("Success stories"), url_for("stories.index")),
        Crumb(_title(sides)),
    ]


def _page(identifier: str, typed: dict[str, str] | None = None, fault: str = "") -> str:
    shown: StoryDraft = services().stories.draft(identifier)
    newest = shown.state.versions[-1] if shown.state.versions else None
    return page(
        "story_draft.html",
        _title(shown.outcome.sides),
        _crumbs(shown.outcome.sides),
        shown=shown,
        newest=newest,
        facts=[(fact, sentence(fact)) for fact in shown.facts],
        gaps=GAP_TITLES,
        told={**(newest.told if newest else {}), **(typed or {})},
        typed=typed or {},
        fault=fault,
        most=MOST_CHARACTERS,
        names={one.id: one.name for one in shown.outcome.sides},
    )
