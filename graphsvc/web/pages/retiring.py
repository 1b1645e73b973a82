"""Organizations that the operator lets count nowhere: with a reason, kept, and back whenever it is wanted."""

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from graphsvc.errors import InvalidData
from graphsvc.web.language import tell
from graphsvc.web.page_context import Crumb, address, page, services, told
from graphsvc.web.security import owners, writes

pages = Blueprint("retiring", __name__)


@pages.get("/retired")
@owners
def index() -> str:
    """Who is retired, why and since when."""
    return page(
        "retired_list.html",
        _("Retired organizations"),
        [Crumb(_("Data"), url_for("data.index")), Crumb(_("Retired organizations"))],
        retired=services().people.retired.all(),
    )


@pages.post("/organizations/<identifier>/retire")
@writes
def retire(identifier: str) -> Response:
    """Let an organization count nowhere from now on."""
    try:
        kept = services().people.retired.retire(identifier, request.form.get("reason", ""))
    except InvalidData as error:
        flash(tell(error.message), "notice")
        return redirect(address(identifier))
    return redirect(address(kept))


@pages.post("/organizations/<identifier>/reinstate")
@writes
def reinstate(identifier: str) -> Response:
    """Let an organization that was retired count again."""
    kept = services().people.retired.reinstate(identifier)
    told(_("It counts again, with all that is known of it."))
    return redirect(address(kept))
