"""Scenes, neighbourhoods, charts, indicators and trends."""

from typing import Literal

from flask import Response
from flask_openapi import APIBlueprint
from pydantic import Field

from graphsvc.answers.network.difference_rows import DifferencePage
from graphsvc.answers.network.indicators import NETWORK
from graphsvc.answers.network.trend_pages import TrendPage
from graphsvc.answers.questions import Strict
from graphsvc.errors import Busy
from graphsvc.web.api.answers import answer_of
from graphsvc.web.api.drawings import CurvesAnswer, FlowAnswer, NeighbourhoodAnswer, SceneAnswer
from graphsvc.web.api.json_encoding import answer, columns
from graphsvc.web.api.map_questions import CompareQuery, SceneQuery
from graphsvc.web.api.models import IndicatorsAnswer, OneId
from graphsvc.web.language import language
from graphsvc.web.page_context import services
from graphsvc.web.pages.network import asked

WAIT = 1
"""Seconds after which to ask again for a scene that is being computed."""


class Computing(Strict):
    """What was asked for is being computed; ask again after the seconds of `Retry-After`."""

    done: int = Field(description="steps done")
    total: int = Field(description="all steps")


class Around(Strict):
    """How far around."""

    radius: int = Field(default=1, ge=1, le=3)
    language: Literal["de", "en"] | None = None


class TrendPath(Strict):
    """The indicator in the path."""

    indicator: str = Field(max_length=100)


class TrendQuery(Strict):
    """Of whom, and of which state of the data."""

    of: str | None = Field(default=None, max_length=200)
    digest: str | None = Field(default=None, max_length=64)


def add_to(api: APIBlueprint) -> None:
    """Give `api` these routes."""

    @api.get("/scene", responses={200: SceneAnswer, 202: Computing})
    def scene(query: SceneQuery) -> Response:
        """Nodes, edges and positions of a view; 202 while they are computed, with how far that is."""
        try:
            found = services().network.scene_text({**asked(), "view": [query.view]}, language=language())
        except Busy as busy:
            steps = Computing(done=busy.done, total=busy.total)
            return Response(
                steps.model_dump_json(), 202, {"Retry-After": str(WAIT)}, mimetype="application/json"
            )
        return Response(found, mimetype="application/json")

    @api.get("/flow", responses={200: FlowAnswer})
    def flow(query: SceneQuery) -> Response:
        """The chart of a view that shows a value chain."""
        return columns(services().network.flow({**asked(), "view": [query.view]}, language=language()))

    @api.get("/map/compare", responses={200: answer_of(DifferencePage)})
    def compare(query: CompareQuery) -> Response:
        """Two periods or two sets: how much is new, gone and kept, or in which set, and the first of each."""
        return answer(services().network.difference(asked(), rows=query.limit))

    @api.get("/neighbourhood/<identifier>", responses={200: NeighbourhoodAnswer})
    def neighbourhood(path: OneId, query: Around) -> Response:
        """An entity and those it is tied to."""
        found = services().network.neighbourhood(
            path.of("cluster", "organization"), radius=query.radius, language=query.language or language()
        )
        return columns(found)

    @api.get("/indicators/<identifier>", responses={200: IndicatorsAnswer})
    def indicators(path: OneId) -> Response:
        """All indicators of an organization, cluster or region, or of the whole `network`, in words."""
        whole = path.identifier == NETWORK
        of = NETWORK if whole else path.of("cluster", "organization", "region")
        return answer({"indicators": services().network.indicators(of)})

    @api.get("/trends/<indicator>", responses={200: answer_of(TrendPage, chart=CurvesAnswer)})
    def trend(path: TrendPath, query: TrendQuery) -> Response:
        """An indicator by year."""
        return answer(
            services().network.trend(path.indicator, of=query.of, digest=query.digest, language=language())
        )
