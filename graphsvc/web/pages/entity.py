"""Organizations, clusters, projects, regions and stages: "Who is this, what do they do, with whom?"."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from flask import Blueprint, request
from flask_babel import gettext as _

from graphsvc.answers.user_content.own_stages import StageChoices
from graphsvc.state.chain_info import ChainInfo
from graphsvc.web.language import label
from graphsvc.web.page_context import Crumb, once_ready, page, services, with_store_or
from graphsvc.web.response_cache import kept

T = TypeVar("T")

pages = Blueprint("entity", __name__)


def _with_sources(answer: Callable[..., T], identifier: str) -> T:
    """The content of a page with the sources of its facts, or without while the store cannot be reached."""
    return with_store_or(lambda: answer(identifier, sources=False), lambda: answer(identifier))


@pages.get("/organizations/<identifier>")
@kept("chain", "website")
def organization(identifier: str) -> str:
    """Everything known about an organization, and from where."""
    catalog = services().catalog
    ticks = once_ready(None, lambda: stage_ticks(identifier))
    shown = _with_sources(partial(catalog.organization, stages=ticks is not None), identifier)
    return page(
        "organization.html",
        _("Organization: %(name)s", name=label(shown.ref.name)),
        [Crumb(label(shown.ref.name))],
        shown=shown,
        chains=catalog.chains(),
        ticks=ticks,
        profiles=services().people.profiles_of(identifier),
        words=services().people.words_about(identifier),
        changes=services().catalog.changes(identifier),
        lists=services().members.clusters_of(identifier),
        website=services().people.website(identifier),
        around=once_ready(False, lambda: services().network.has_surroundings(identifier)),
    )


@pages.get("/clusters/<identifier>")
@kept("chain", "website")
def cluster(identifier: str) -> str:
    """How a cluster stands."""
    catalog = services().catalog
    shown = _with_sources(catalog.cluster, identifier)
    own = services().members.of(identifier)
    ticks = stage_ticks(identifier)
    chain = ticks.chain.id
    return page(
        "cluster.html",
        _("Cluster: %(name)s", name=label(shown.ref.name)),
        [Crumb(label(shown.ref.name))],
        shown=shown,
        chain=chain,
        own_chains=catalog.chains_of(identifier),
        chain_told="chain" in request.args or catalog.has_chain(identifier),
        board=services().coverage.board(chain, (identifier,), own=identifier),
        own=own,
        ticks=ticks,
        chains=services().catalog.chains(),
        assigned=services().members.stages(identifier, chain) if own else None,
        profiles=services().people.profiles_of(identifier),
        website=services().people.website(identifier),
    )


@dataclass(frozen=True, slots=True)
class StageTicks:
    """The stages to tick on a page, of the chain that the address names or the one that fits first."""

    chain: ChainInfo
    row: StageChoices


def stage_ticks(identifier: str) -> StageTicks:
    """The tick boxes of an organization or cluster. Raises `UnknownId`."""
    chain = request.args.get("chain") or services().catalog.first_chain(identifier)
    (row,) = services().people.stage_choices(chain, [identifier])
    return StageTicks(services().catalog.chain(chain), row)


@pages.get("/projects/<identifier>")
@kept()
def project(identifier: str) -> str:
    """Who did what together, when."""
    shown = _with_sources(services().catalog.project, identifier)
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
