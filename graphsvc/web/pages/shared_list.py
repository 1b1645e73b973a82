"""Who else sees the member list of a cluster: the programme office, where the management wants."""

from collections.abc import Iterator

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from graphsvc.collaboration.accounts import SignedIn
from graphsvc.web.page_context import ref_or_id, services
from graphsvc.web.signed_in import person

pages = Blueprint("shared_list", __name__, url_prefix="/account")


@pages.post("/list")
def share() -> Response:
    """Show the member list of one's cluster to the programme office, or no longer."""
    shares = request.form.get("shares") == "1"
    services().reader_lists.shared.share(person(), request.form.get("of", ""), shares=shares)
    if shares:
        flash(_("The programme office sees the list from now on."), "good")
    else:
        flash(_("The programme office no longer sees the list."), "good")
    return redirect(url_for("account.show") + "#lists")


def keep_to_cluster(cluster: str) -> None:
    """Show a list to the programme office no longer; the next one starts as seen by the cluster only."""
    shared = services().reader_lists.shared
    if cluster in shared.all():
        shared.share(person(), cluster, shares=False)


def lists_of(who: SignedIn) -> Iterator[tuple[str, object, bool, bool]]:
    """The clusters that somebody manages: id, what names it, whether it has a list, and shares it."""
    found, own = services().reader_lists, [one.scope for one in who.roles if one.role == "cluster"]
    shared = found.shared.all() if own else frozenset[str]()
    for cluster in own:
        yield cluster, ref_or_id(cluster), found.there(cluster), cluster in shared
