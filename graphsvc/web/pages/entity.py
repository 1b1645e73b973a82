"""Organizations, clusters, projects, regions and stages: "Who is this, what do they do, with whom?"."""

from flask import Blueprint
from flask_babel import gettext as _

from graphsvc.web.language import label
from graphsvc.web.page_context import Crumb, page, services, with_store_or
from graphsvc.web.response_cache import kept

pages = Blueprint("entity", __name__)


@pages.get("/organizations/<identifier>")
@kept()
def organization(identifier: str) -> str:
    """Everything known about an organization, and from where."""
    catalog = services().catalog
    shown = with_store_or(
        lambda: catalog.organization(identifier, sources=False), lambda: catalog.organization(identifier)
    )
    return page(
        "organization.html",
        _("Organization: %(name)s", name=label(shown.ref.name)),
        [Crumb(label(shown.ref.name))],
        shown=shown,
        chains=services().catalog.chains(),
        around=services().network.has_surroundings(identifier),
    )


@pages.get("/clusters/<identifier>")
@kept()
def cluster(identifier: str) -> str:
    """How a cluster stands."""
    catalog = services().catalog
    shown = with_store_or(
        lambda: catalog.cluster(identifier, sources=False), lambda: catalog.cluster(identifier)
    )
    presets = services().catalog.presets()
    chain = presets[0].chain if presets else services().catalog.chains()[0].id
    return page(
        "cluster.html",
        _("Cluster: %(name)s", name=label(shown.ref.name)),
        [Crumb(label(shown.ref.name))],
        shown=shown,
        chain=chain,
        board=services().coverage.board(chain, (identifier,), own=identifier),
        own=services().members.of(identifier),
    )


@pages.get("/projects/<identifier>")
@kept()
def project(identifier: str) -> str:
    """Who did what together, when."""
    catalog = services().catalog
    shown = with_store_or(
        lambda: catalog.project(identifier, sources=False), lambda: catalog.project(identifier)
    )
    return page(
        "project.html",
        _("Project: %(name)s", name=label(shown.ref.name)),
        [Crumb(label(shown.ref.name))],
        shown=shown,
    )


@pages.get("/regions/<identifier>")
@kept()
def region(identifier: str) -> str:
    """What a region is strong in, and with whom it is connected."""
    shown = services().catalog.region(identifier)
    return page(
        "region.html",
        _("Region: %(name)s", name=label(shown.ref.name)),
        [Crumb(label(shown.ref.name))],
        shown=shown,
    )


@pages.get("/stages/<chain>/<stage>")
@kept()
def stage(chain: str, stage: str) -> str:
    """What a stage means, and who is known for it."""
    shown = services().catalog.stage(chain, stage)
    name = label(shown.stage.label)
    return page("stage.html", _("Value-chain stage: %(name)s", name=name), [Crumb(name)], shown=shown)
