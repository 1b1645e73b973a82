"""Coverage and what follows from it."""

from flask import Response
from flask_openapi import APIBlueprint

from graphsvc.answers.coverage.alliances import Alliances
from graphsvc.answers.coverage.closers import Closers
from graphsvc.answers.coverage.resilience import Resilience
from graphsvc.answers.questions import AllianceQuery, ChainQuery
from graphsvc.web.api.answers import answer_of
from graphsvc.web.api.json_encoding import answer
from graphsvc.web.api.models import CoverageAnswer
from graphsvc.web.page_context import services
from graphsvc.web.response_cache import kept


def add_to(api: APIBlueprint) -> None:
    """Give `api` these routes."""

    @api.get("/coverage", responses={200: CoverageAnswer})
    @kept(*ChainQuery.model_fields)
    def coverage(query: ChainQuery) -> Response:
        """Coverage of any mix of clusters, organizations and regions, with proof."""
        return answer(services().coverage.report(**query.arguments))

    @api.get("/closers", responses={200: answer_of(Closers)})
    @kept(*ChainQuery.model_fields)
    def closers(query: ChainQuery) -> Response:
        """What is missing or thin, and who could close it."""
        return answer(services().coverage.closers(**query.arguments))

    @api.get("/resilience", responses={200: answer_of(Resilience)})
    @kept(*ChainQuery.model_fields)
    def resilience(query: ChainQuery) -> Response:
        """What breaks if one leaves."""
        return answer(services().coverage.resilience(**query.arguments))

    @api.get("/alliance", responses={200: answer_of(Alliances)})
    @kept(*AllianceQuery.model_fields)
    def alliance(query: AllianceQuery) -> Response:
        """The smallest sets of clusters that are complete under the conditions."""
        return answer(services().coverage.alliances(query.chain, **query.conditions))
