"""Maps: "Who is connected with whom?" as network, as map and as table."""

from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from graphsvc.web.downloads import attachment
from graphsvc.web.language import label, language
from graphsvc.web.page_context import Crumb, page, services

pages = Blueprint("network", __name__)


def asked() -> dict[str, list[str]]:
    """The filter of this address: every parameter but those of the frame."""
    return {name: values for name, values in request.args.lists() if name not in {"lang", "language", "page"}}


@pages.get("/map")
def map_page() -> str:
    """One filter, three views; the address is the state."""
    network, query = services().network, asked()
    view = (query.get("view") or ["network"])[0]
    return page(
        "map.html",
        _("Map: who is connected with whom?"),
        [Crumb(_("Map"))],
        view=view,
        views=network.views(),
        facets=network.choices(query),
        table=network.table(query, limit=50),
        chart=network.shows(query) == "chain",
        query=query,
        address_query=_query(query),
        regions=network.outlines is not None,
    )


@pages.get("/map/export.<form>")
def export(form: str) -> Response:
    """What the filter leaves, as a file; a note says if anything was cut."""
    made = services().network.export(asked(), form, language=language(), site=request.url_root)
    answer = attachment(made.content, made.filename, made.mimetype)
    for licence in made.licences:
        answer.headers.add("Link", f'<{licence}>; rel="license"')
    return answer


@pages.get("/map/regions.json")
def regions() -> Response:
    """The operator's NUTS regions for the geographic map; none where no file was given."""
    empty = '{"type":"FeatureCollection","features":[]}'
    return Response(services().network.outlines or empty, mimetype="application/json")


@pages.get("/communities/<identifier>")
def community(identifier: str) -> str:
    """A community found in the network: who is in it and what holds it together."""
    shown = services().network.community(identifier)
    return page(
        "community.html",
        _("Community: %(name)s", name=label(shown.ref.name)),
        [Crumb(_("Map"), url_for("network.map_page")), Crumb(label(shown.ref.name))],
        shown=shown,
    )


def _query(query: dict[str, list[str]]) -> dict[str, Any]:
    return {name: values for name, values in query.items() if name != "view"}
