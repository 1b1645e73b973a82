"""Maps: "Who is connected with whom?" as network, as map and as table."""

from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from graphsvc.answers.network import DIFFERENCE_FORMATS
from graphsvc.answers.network.map_files import File
from graphsvc.drawing import BY, FilterPair
from graphsvc.drawing.comparison import SECOND
from graphsvc.drawing.filters import values_by_name
from graphsvc.errors import UnknownId
from graphsvc.web.downloads import attachment
from graphsvc.web.language import label, language
from graphsvc.web.page_context import Crumb, page, services

pages = Blueprint("network", __name__)
_SIDES = ("first", "second")


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
    return _attached(made)


def _attached(made: File) -> Response:
    answer = attachment(made.content, made.filename, made.mimetype)
    for licence in made.licences:
        answer.headers.add("Link", f'<{licence}>; rel="license"')
    return answer


@pages.get("/map/compare")
def compare() -> str | AnyResponse:
    """Two periods or two sets side by side; without any the two latest periods that are whole."""
    network, query = services().network, asked()
    usual = network.usual_years()
    if usual and not any(name.startswith(SECOND) for name in query):
        return redirect(url_for("network.compare", **_begun(query, usual)))
    shown = network.difference(query) if usual else None
    return page(
        "difference.html",
        _("Map: compare two periods or two sets"),
        [Crumb(_("Map"), url_for("network.map_page")), Crumb(_("Compare"))],
        shown=shown,
        query=query,
        facets={facet.name: facet for facet in network.choices({})},
        usual=usual,
        forms=DIFFERENCE_FORMATS,
        **(_around_it(shown.comparison) if shown else {}),
    )


def _begun(query: dict[str, list[str]], usual: tuple[int, int, int, int]) -> dict[str, Any]:
    """The address of a comparison that begins with a filter of the map: of what it shows, in two periods."""
    by = {"clusters": "clusters", "geographic": "regions"}.get("".join(query.get("view", [])))
    left_out = {"view", "color", "size", "called", *(("by",) if by else ())}
    filtered = {name: values for name, values in query.items() if name not in left_out and any(values)}
    years = zip(("from", "to", "with-from", "with-to"), usual, strict=True)
    return {**({"by": by} if by else {}), **filtered, **dict(years)}


def _around_it(comparison: FilterPair) -> dict[str, Any]:
    """Addresses of pictures, files and maps of a comparison."""
    query: dict[str, Any] = values_by_name(comparison.to_query())
    sides: list[dict[str, Any]] = [
        values_by_name(side.to_query()) for side in (comparison.first, comparison.second)
    ]
    view = {"clusters": "clusters", "regions": "geographic"}.get(comparison.by, "network")
    return {
        "pictures": [url_for("network.compare_side", side=side, **query) for side in _SIDES],
        "files": {form: url_for("network.compare_export", form=form, **query) for form in DIFFERENCE_FORMATS},
        "by": {by: url_for("network.compare", **{**query, "by": by}) for by in BY},
        "maps": [url_for("network.map_page", view=view, **side) for side in sides],
    }


@pages.get("/map/compare/<side>.svg")
def compare_side(side: str) -> Response:
    """One of the two pictures of a comparison."""
    if side not in _SIDES:
        raise UnknownId("side", side)
    text = services().network.side_picture(asked(), _SIDES.index(side), language=language())
    return Response(text, mimetype="image/svg+xml")


@pages.get("/map/compare/export.<form>")
def compare_export(form: str) -> Response:
    """Ties with the years and projects of both sides, and the whole as graph and picture."""
    return _attached(
        services().network.difference_file(asked(), form, language=language(), site=request.url_root)
    )


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
