"""The mail that no server is named for, as a page: what was written into the folder, with its links."""

from flask import Blueprint
from flask_babel import gettext as _

from graphsvc.web.page_context import Crumb, page, services
from graphsvc.web.signed_in import person

pages = Blueprint("mail_folder", __name__, url_prefix="/mail")

MOST = 50
"""Mails on the page, the newest ones."""


@pages.get("")
def show() -> str:
    """The newest mails of the folder; that somebody has read them is in the audit log."""
    found = services()
    found.personal_data.note(person(), "read mail", found.post.folder.name)
    title = _("Mail folder")
    return page(
        "mail_folder.html",
        title,
        [Crumb(title)],
        mails=found.post.written(MOST),
        most=MOST,
        sends=found.post.sends,
    )
