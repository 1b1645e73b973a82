"""Scenes, neighbourhoods, charts, indicators and trends."""

from typing import Any, Literal

from flask import Response
from flask_openapi import APIBlueprint
from pydantic import ConfigDict, Field

from graphsvc.answers.network.indicators import NETWORK
from graphsvc.answers.network.trend_pages import TrendPage
from graphsvc.answers.questions import Strict
from graphsvc.drawing.filters import COLORS, SIZES
from graphsvc.errors import Busy
from graphsvc.web.api.answers import answer_of
from graphsvc.web.api.drawings import CurvesAnswer, FlowAnswer, NeighbourhoodAnswer, SceneAnswer
from graphsvc.web.api.json_encoding import answer, columns
from graphsvc.web.api.models import IndicatorsAnswer, OneId
from graphsvc.web.language import language
from graphsvc.web.page_context import services
from graphsvc.web.pages.network import asked

WAIT = 1
"""Seconds after which to ask again for a scene that is being computed."""


def _as_text(about: str, pattern: str, alias: str | None = None) -> Any:
    """A field of text whose form is documented and not held: the filter says all that is wrong at once."""
    return Field(default="", alias=alias, description=about, json_schema_extra={"pattern": pattern})


class SceneQuery(Strict):
    """The one filter of docs/maps.md; each name may be repeated."""

    model_config = ConfigDict(extra="allow")
    view: str = Field(default="network", max_length=100)
    q: str = Field(default="", description="words in the name")
    kind: list[str] = Field(default_factory=list, description="kinds of organizations, and cluster")
    cluster: list[str] = Field(default_factory=list, description="ids of clusters")
    community: str = Field(
        default="",
        description="number of a community, 0 the largest",
        json_schema_extra={"pattern": r"^\d{0,9}$"},
    )
    country: list[str] = Field(default_factory=list, description="ISO 3166 codes")
    region: list[str] = Field(default_factory=list, description="NUTS codes")
    stage: list[str] = Field(default_factory=list, description="value-chain stages as chain/stage")
    sector: list[str] = Field(default_factory=list, description="sectors of clusters")
    start: str = Field(
        default="",
        alias="from",
        description="first year of project starts",
        json_schema_extra={"pattern": r"^(\d{4})?$"},
    )
    end: str = Field(
        default="",
        alias="to",
        description="last year of project starts",
        json_schema_extra={"pattern": r"^(\d{4})?$"},
    )
    relation: list[str] = Field(default_factory=list, description="kinds of ties")
    strength: str = Field(
        default="",
        description="least strength of a tie",
        json_schema_extra={"pattern": r"^(\d{1,6}(\.\d{1,6})?)?$"},
    )
    ego: str = Field(default="", description="id of the one whose surroundings are drawn")
    radius: str = Field(
        default="", description="steps around `ego`, 1 to 3", json_schema_extra={"pattern": r"^[1-3]?$"}
    )
    only: list[str] = Field(default_factory=list, description="ids; what ties them to one another")
    called: list[str] = Field(
        default_factory=list, description="names of communities: a member's id, a space and the name"
    )
    color: str = Field(default="", description="what colors nodes", json_schema_extra={"enum": ["", *COLORS]})
    size: str = Field(default="", description="what sizes nodes", json_schema_extra={"enum": ["", *SIZES]})


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
