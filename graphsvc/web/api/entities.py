"""Entities, value chains, datasets and the search."""

from typing import Literal

from flask import Response
from flask_openapi import APIBlueprint
from pydantic import Field

from graphsvc.answers.catalog.cluster import ClusterPage
from graphsvc.answers.catalog.organization import OrganizationPage
from graphsvc.answers.catalog.project import ProjectPage
from graphsvc.answers.catalog.region import RegionPage
from graphsvc.answers.questions import Strict
from graphsvc.answers.search.results import SearchResult
from graphsvc.state.chain_info import ChainInfo
from graphsvc.web.api.answers import answer_of
from graphsvc.web.api.json_encoding import answer
from graphsvc.web.api.models import ChainsAnswer, DatasetsAnswer, OneId
from graphsvc.web.page_context import services
from graphsvc.web.response_cache import kept


class SearchQuery(Strict):
    """What is searched, among which kinds."""

    q: str = Field(min_length=1, max_length=200)
    kind: list[Literal["organization", "cluster", "project", "stage", "region", "topic"]] = Field(
        default_factory=list, max_length=6
    )
    limit: int = Field(default=8, ge=1, le=200)


class ChainPath(Strict):
    """The value chain in the path."""

    chain: str = Field(max_length=100)


def add_to(api: APIBlueprint) -> None:
    """Give `api` these routes."""

    @api.get("/search", responses={200: answer_of(SearchResult)})
    @kept(*SearchQuery.model_fields)
    def search(query: SearchQuery) -> Response:
        """Hits grouped by kind."""
        return answer(services().catalog.search(query.q, kinds=tuple(query.kind), limit=query.limit))

    @api.get("/organizations/<identifier>", responses={200: answer_of(OrganizationPage)})
    @kept()
    def organization(path: OneId) -> Response:
        """Everything known about an organization, and from where."""
        return answer(services().catalog.organization(path.of("organization")))

    @api.get("/clusters/<identifier>", responses={200: answer_of(ClusterPage)})
    @kept()
    def cluster(path: OneId) -> Response:
        """How a cluster stands."""
        return answer(services().catalog.cluster(path.of("cluster")))

    @api.get("/projects/<identifier>", responses={200: answer_of(ProjectPage)})
    @kept()
    def project(path: OneId) -> Response:
        """Who did what together, when."""
        return answer(services().catalog.project(path.of("project")))

    @api.get("/regions/<identifier>", responses={200: answer_of(RegionPage)})
    @kept()
    def region(path: OneId) -> Response:
        """What a region is strong in."""
        return answer(services().catalog.region(path.of("region")))

    @api.get("/chains", responses={200: ChainsAnswer})
    @kept()
    def chains() -> Response:
        """All value chains."""
        return answer({"chains": services().catalog.chains()})

    @api.get("/chains/<chain>", responses={200: answer_of(ChainInfo)})
    @kept()
    def chain(path: ChainPath) -> Response:
        """One value chain with its stages."""
        return answer(services().catalog.chain(path.chain))

    @api.get("/datasets", responses={200: DatasetsAnswer})
    def datasets() -> Response:
        """What was loaded, from where, under which licence."""
        return answer({"datasets": services().datasets.all()})
