"""Coverage and what follows from it."""

from typing import Any

from flask import Response
from flask_openapi import APIBlueprint
from pydantic import Field

from graphsvc.answers.coverage.alliances import Alliances
from graphsvc.answers.coverage.closers import Closers
from graphsvc.answers.coverage.resilience import Resilience
from graphsvc.answers.questions import AllianceQuery, ChainQuery
from graphsvc.web.api.answers import answer_of
from graphsvc.web.api.json_encoding import answer
from graphsvc.web.api.models import CoverageAnswer, Named
from graphsvc.web.page_context import services
from graphsvc.web.response_cache import kept

_PARTS = ("cluster", "organization", "region")


class CoverageQuestion(ChainQuery):
    """A value chain and the set that is asked about, by ids or names."""

    of: list[Named] = Field(
        default_factory=list, description="clusters, organizations and regions", max_length=2000
    )

    @property
    def arguments(self) -> dict[str, Any]:
        return {**super().arguments, "of": _identified(self.of, _PARTS)}


class AllianceQuestion(AllianceQuery):
    """Conditions of an alliance, clusters by ids or names."""

    must: list[Named] = Field(default_factory=list, max_length=200)
    without: list[Named] = Field(default_factory=list, max_length=2000)

    @property
    def conditions(self) -> dict[str, Any]:
        chosen = {name: _identified(getattr(self, name), ("cluster",)) for name in ("must", "without")}
        return {**super().conditions, **chosen}


def _identified(names: list[str], kinds: tuple[str, ...]) -> tuple[str, ...]:
    return services().catalog.identify_all(names, kinds)


def add_to(api: APIBlueprint) -> None:
    """Give `api` these routes."""

    @api.get("/coverage", responses={200: CoverageAnswer})
    @kept(*ChainQuery.model_fields)
    def coverage(query: CoverageQuestion) -> Response:
        """Coverage of any mix of clusters, organizations and regions, with proof."""
        return answer(services().coverage.report(**query.arguments))

    @api.get("/closers", responses={200: answer_of(Closers)})
    @kept(*ChainQuery.model_fields)
    def closers(query: CoverageQuestion) -> Response:
        """What is missing or thin, and who could close it."""
        return answer(services().coverage.closers(**query.arguments))

    @api.get("/resilience", responses={200: answer_of(Resilience)})
    @kept(*ChainQuery.model_fields)
    def resilience(query: CoverageQuestion) -> Response:
        """What breaks if one leaves."""
        return answer(services().coverage.resilience(**query.arguments))

    @api.get("/alliance", responses={200: answer_of(Alliances)})
    @kept(*AllianceQuery.model_fields)
    def alliance(query: AllianceQuestion) -> Response:
        """The smallest sets of clusters that are complete under the conditions."""
        return answer(services().coverage.alliances(query.chain, **query.conditions))
