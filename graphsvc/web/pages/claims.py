"""This is us: who speaks for an organization shows it by a mail at its domain, or a cluster confirms it."""

import logging
import smtplib
from collections.abc import Callable
from secrets import token_hex

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from graphsvc.bootstrap import Services
from graphsvc.errors import InvalidData, LimitReached
from graphsvc.messages import reason_of
from graphsvc.web.afterwards import afterwards
from graphsvc.web.language import language, tell
from graphsvc.web.page_context import Crumb, page, services
from graphsvc.web.problems import status_of
from graphsvc.web.signed_in import person

pages = Blueprint("claims", __name__)
log = logging.getLogger("graphsvc.web")

ANSWERS = ("confirm", "refuse")
Answer = Response | str | tuple[str, int]


@pages.get("/organizations/<identifier>/claim")
def form(identifier: str) -> str:
    """How one shows to speak for an organization."""
    return _form(identifier)


@pages.post("/organizations/<identifier>/claim")
def ask(identifier: str) -> Answer:
    """Send a link to an address at the own domain, or ask a cluster management."""
    made, mail, cluster = services(), request.form.get("mail", ""), request.form.get("cluster", "")
    try:
        if cluster:
            made.claims.by_cluster(identifier, mail, cluster, language())
            work: Callable[[], object] = made.collaboration.deliver
            flash(
                _("The management of the cluster is asked. If it confirms, you get a mail with a link."),
                "good",
            )
        else:
            secret = made.claims.by_mail(identifier, mail)
            spoken, name = language(), _name(identifier)

            def work() -> None:
                _send(made, mail, secret, spoken, name)

            flash(
                _("A mail with a link is under way to this address; the link works for 14 days and once."),
                "good",
            )
    except (InvalidData, LimitReached) as refused:
        return _form(identifier, tell(reason_of(refused))), status_of(refused)
    return afterwards(redirect(url_for("entity.organization", identifier=identifier)), work)


@pages.post("/introductions/claims/<int:claim>/<answer>")
def decide(claim: int, answer: str) -> Answer:
    """Confirm that somebody speaks for an organization, or do not."""
    if answer not in ANSWERS:
        abort(404)
    made, confirm = services(), answer == "confirm"
    found, secret = made.claims.decide(person(), claim, confirm=confirm)
    where = redirect(url_for("introductions.inbox"))
    if not confirm:
        flash(_("Noted: not confirmed. The person is not told."), "good")
        return where
    name = _name(found.organization)
    flash(_("Confirmed. A mail with a link is under way to this address."), "good")
    return afterwards(where, lambda: _send(made, found.mail, secret, found.language, name))


def _form(identifier: str, fault: str = "") -> str:
    catalog, title = services().catalog, _("This is us")
    of, ways = catalog.ref(identifier), services().claims.ways(identifier)
    return page(
        "claim.html",
        title,
        [Crumb(of.name, url_for("entity.organization", identifier=of.id)), Crumb(title)],
        of=of,
        domain=ways.domain,
        clusters=[catalog.ref(one) for one in ways.clusters],
        fault=fault,
    )


def _name(identifier: str) -> str:
    return str(services().catalog.ref(identifier).name)


def _send(made: Services, mail: str, secret: str, spoken: str, name: str) -> None:
    values = {"address": f"{made.settings.address}/account/invitation/{secret}", "name": name}
    try:
        made.post.send(f"speaker-{token_hex(8)}", mail.strip().lower(), "speaker", spoken, values)
    except (OSError, smtplib.SMTPException) as error:
        log.warning("A mail could not be sent: %s", type(error).__name__)
