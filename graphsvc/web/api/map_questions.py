"""What can be asked of a map: the filter, its looks, and two filters that are held against each other."""

from typing import Any, Literal

from pydantic import ConfigDict, Field, create_model

from graphsvc.answers.questions import Strict
from graphsvc.drawing.comparison import SECOND
from graphsvc.drawing.filters import COLORS, SIZES


class MapQuery(Strict):
    """The one filter of docs/maps.md; each name may be repeated."""

    model_config = ConfigDict(extra="allow")
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


class SceneQuery(MapQuery):
    """What a map draws, and how it looks."""

    view: str = Field(default="network", max_length=100)
    called: list[str] = Field(
        default_factory=list, description="names of communities: a member's id, a space and the name"
    )
    color: str = Field(default="", description="what colors nodes", json_schema_extra={"enum": ["", *COLORS]})
    size: str = Field(default="", description="what sizes nodes", json_schema_extra={"enum": ["", *SIZES]})


class CompareBase(MapQuery):
    """The first side, and what is compared."""

    by: Literal["organizations", "clusters", "regions"] = "organizations"
    limit: int = Field(default=15, ge=1, le=500, description="rows of nodes and ties in each state")


def _second() -> dict[str, Any]:
    """The filter once more, for what holds for the second side alone."""
    return {
        f"second_{name}": (
            info.annotation,
            Field(
                default_factory=info.get_default if info.default_factory is None else info.default_factory,
                alias=f"{SECOND}{info.alias or name}",
                description=f"of the second side: {info.description}",
                json_schema_extra=info.json_schema_extra,
            ),
        )
        for name, info in MapQuery.model_fields.items()
    }


CompareQuery = create_model(
    "CompareQuery",
    __base__=CompareBase,
    __doc__="Two filters: the second is the first with what `with-` parameters say in its place.",
    **_second(),
)
