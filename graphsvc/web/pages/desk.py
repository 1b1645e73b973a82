"""My desk: "What is new, what waits for me, what next?"; an address one can keep."""

from flask import Blueprint, request
from flask_babel import gettext as _

from graphsvc.web.language import label
from graphsvc.web.page_context import Crumb, page, services
from graphsvc.web.query_params import integer

pages = Blueprint("desk", __name__)

ROLES = ("management", "research", "analysis")


@pages.get("/desk")
def show() -> str:
    """News since the revision in the address, my chain, three suggestions and one question."""
    of = request.args.get("of") or None
    wanted = request.args.get("role", "")
    role = wanted if wanted in ROLES else "management"
    if of is None:
        return page(
            "desk_start.html",
            _("My overview"),
            [Crumb(_("My overview"))],
            clusters=services().catalog.clusters(),
        )
    since = integer("since", None, least=0, most=10**9)
    shown = services().desk(role, of, since=since)
    return page(
        "desk.html",
        _("My overview: %(name)s", name=label(shown.ref.name)),
        [Crumb(_("My overview"))],
        shown=shown,
        assigned=services().members.stages(shown.own, shown.board.chain.id) if shown.own else None,
        by_now=services().members.known_by_now(shown.own) if shown.own else (),
        profiles=services().people.profiles_of(shown.ref.id),
        role=role,
    )
