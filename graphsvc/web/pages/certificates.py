"""Certificates of labels: a page to print with a code, and whether what a code stands for holds today."""

from flask import Blueprint, request, url_for
from flask_babel import gettext as _

from graphsvc.messages import msg
from graphsvc.state.own_words import today
from graphsvc.web.language import label
from graphsvc.web.page_context import Crumb, page, services
from graphsvc.web.qr_code import qr_code

pages = Blueprint("certificates", __name__)

ANSWERS = {
    "yes": msg("Yes: by what is known here, it holds today."),
    "no": msg("No: it does not hold today."),
    "unknown": msg("It is not known here whether it holds today."),
}


@pages.get("/certificates/<code>")
def show(code: str) -> str:
    """An award that holds today, to print."""
    shown = services().programme.certificate(code, services().secret, today())
    name = label(shown.label.ref.name)
    address = f"{request.host_url.rstrip('/')}{url_for('certificates.verify', code=shown.code)}"
    return page(
        "certificate.html",
        _("Certificate: %(name)s", name=name),
        [Crumb(_("Programme"), url_for("programme.index")), Crumb(name)],
        shown=shown,
        address=address,
        qr_code=qr_code(address),
    )


@pages.get("/verify/<code>")
def verify(code: str) -> str:
    """Whether the award of a code holds today, and nothing else."""
    found = services().programme.holds(code, services().secret, today())
    return page(
        "verify.html", _("Does it hold?"), [Crumb(_("Does it hold?"))], told=ANSWERS[found], on=today()
    )
