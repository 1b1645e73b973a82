"""Two records of one organization: proposed or found by name, compared, merged, and separated again."""

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from graphsvc.errors import Busy, InvalidData
from graphsvc.state.judged_pairs import PairVerdict
from graphsvc.state.refs import Ref
from graphsvc.web.language import label, tell
from graphsvc.web.page_context import Crumb, address, page, return_to, services, told
from graphsvc.web.problems import WAIT
from graphsvc.web.security import owners, writes

pages = Blueprint("merging", __name__)

_ORGANIZATION = ("organization",)
_SHOWN = 10
_VERDICTS: dict[str, PairVerdict | None] = {"different": "different", "later": "later", "open": None}


@pages.get("/organizations/<identifier>/same")
@owners
def same(identifier: str) -> str:
    """Whom an organization may be the same as: a search, and the two side by side."""
    catalog, query = services().catalog, request.args.get("q", "").strip()[:200]
    shown, chosen = catalog.organization(identifier), request.args.get("other", "")
    hits: tuple[Ref, ...] = ()
    if query and not chosen:
        looked = catalog.look_up(query, _ORGANIZATION)
        found = catalog.search(query, _ORGANIZATION, _SHOWN).groups
        hits = looked.candidates or tuple(hit.ref for group in found for hit in group.hits)
        chosen = looked.found.id if looked.found else ""
    other = catalog.organization(chosen) if chosen else None
    return page(
        "same.html",
        _("The same organization as %(name)s?", name=label(shown.ref.name)),
        [Crumb(label(shown.ref.name), address(shown.ref.id)), Crumb(_("The same organization?"))],
        shown=shown,
        other=other,
        query=query,
        hits=[hit for hit in hits if hit.id != shown.ref.id],
        refusal=services().people.merge_refusal(identifier, chosen) if chosen else None,
    )


@pages.post("/organizations/<identifier>/same")
@writes
def merge(identifier: str) -> Response:
    """Merge an organization with another one."""
    other = request.form.get("other", "")
    try:
        kept = services().people.merge(identifier, other)
    except InvalidData as error:
        flash(tell(error.message), "notice")
        return redirect(url_for("merging.same", identifier=identifier, other=other))
    told(_("They are one organization now: here is all that was known of both. You can separate them below."))
    return redirect(address(kept))


@pages.post("/organizations/<identifier>/split")
@writes
def split(identifier: str) -> Response:
    """Separate a record from those it was merged with."""
    try:
        services().people.split(request.form.get("record", ""))
    except InvalidData as error:
        flash(tell(error.message), "notice")
    else:
        told(_("Separated: the records stand as they did before."))
    return redirect(address(identifier))


@pages.get("/duplicates")
@owners
def duplicates() -> str:
    """Organizations that are likely known twice, in pairs to decide about, as soon as all are compared."""
    pairs, busy = None, None
    try:
        pairs = services().people.duplicates.show()
    except Busy as error:
        busy = error
    return page(
        "duplicates.html",
        _("Organizations known twice"),
        [Crumb(_("Data"), url_for("data.index")), Crumb(_("Organizations known twice"))],
        pairs=pairs,
        busy=busy,
        refresh=WAIT if busy else None,
    )


@pages.post("/duplicates")
@writes
def decide() -> Response:
    """Keep what a person said of a pair, and go on to the next one."""
    one, other, said = (request.form.get(name, "") for name in ("one", "other", "said"))
    known = services().people.duplicates
    try:
        if said == "same":
            kept = known.merge(one, other)
            name = label(services().catalog.ref(kept).name)
            told(_("%(name)s: they are one organization now. You can separate them on its page.", name=name))
        elif said in _VERDICTS:
            known.say(one, other, _VERDICTS[said])
    except InvalidData as error:
        flash(tell(error.message), "notice")
    return redirect(return_to(url_for("merging.duplicates", _anchor="content")))  # where Tab goes on from
