"""Home: "What do you want to know?"."""

from flask import Blueprint
from flask_babel import gettext as _

from graphsvc.web.page_context import once_ready, page, services
from graphsvc.web.response_cache import kept

pages = Blueprint("home", __name__)


@pages.get("/")
@kept()
def index() -> str:
    """Three doors, a living example and what is in here; with an empty store, how to begin."""
    catalog = services().catalog
    if catalog.note().empty:
        return page("home_empty.html", _("What do you want to know?"))
    presets = catalog.presets()
    example = presets[0] if presets else None
    board = (
        once_ready(
            None, lambda: services().coverage.board(example.chain, example.clusters, required_only=True)
        )
        if example
        else None
    )
    return page(
        "home.html",
        _("What do you want to know?"),
        clusters=catalog.clusters(),
        example=example,
        board=board,
    )
