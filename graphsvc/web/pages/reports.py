"""The paper for a board: as a page to look at and print, and as a file to keep."""

from flask import Blueprint, Response, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from graphsvc.errors import InvalidData, UnknownId
from graphsvc.messages import msg
from graphsvc.report import FORMATS, Frozen, write
from graphsvc.report.html import body
from graphsvc.state.own_words import today
from graphsvc.web.board_report import frozen
from graphsvc.web.downloads import attachment
from graphsvc.web.language import label, language
from graphsvc.web.page_context import Crumb, page, services
from graphsvc.web.pages.board import BoardQuery, trail
from graphsvc.web.translations import LANGUAGES

pages = Blueprint("reports", __name__)


@pages.get("/chain/<chain>/report")
def show(chain: str) -> str:
    """The report of the chosen set, with the files it can be had as."""
    choice, info = BoardQuery.of_address(chain), services().catalog.chain(chain)
    made = _made(choice) if choice.of else None
    return page(
        "board_report.html",
        made.document.title
        if made
        else _("Report: is the value chain %(name)s complete?", name=label(info.label)),
        trail(info, Crumb(_("Report"))),
        chain=info,
        choice=choice,
        made=made,
        body=body(made.document) if made else None,
        forms=tuple(FORMATS),
        board=url_for("board.show", chain=chain, **choice.query),
    )


@pages.get("/chain/<chain>/report.<form>")
def file(chain: str, form: str) -> Response:
    """The report as `pdf`, `docx`, `xlsx` or `html`; `language` is that of the file."""
    choice, wanted = BoardQuery.of_address(chain), request.args.get("language", "")
    if form not in FORMATS:
        raise UnknownId("file format", form)
    if not choice.of:
        raise InvalidData(msg("A report is about somebody: choose one cluster or more on the board first."))
    with force_locale(wanted if wanted in LANGUAGES else language()):
        made = _made(choice)
    content = write(made, form)
    name = f"report-{chain}-{made.document.day}-{made.document.language}.{form}"
    return attachment(content, name, FORMATS[form].mimetype)


def _made(choice: BoardQuery) -> Frozen:
    return frozen(services().board_paper(**choice.arguments, day=today()))
