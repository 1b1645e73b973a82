"""Questions as models: fields, defaults and bounds, the same for pages, the JSON API and the command line."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from graphsvc.domain.ids import ID_PATTERN

Id = Annotated[str, Field(pattern=ID_PATTERN, description="id of an entity, for example cluster:foodregio")]
Reading = Literal["stated", "all"]


class Strict(BaseModel):
    """Anything that comes in: unknown names are refused."""

    model_config = ConfigDict(extra="forbid")


class ChainQuery(Strict):
    """A value chain and the set that is asked about."""

    chain: str = Field(default="food-processing", description="id of a value chain", max_length=100)
    of: list[Id] = Field(
        default_factory=list, description="clusters, organizations and regions", max_length=2000
    )
    basis: Reading = Field(default="all", description="stated: only stated and confirmed facts")

    @property
    def arguments(self) -> dict[str, Any]:
        """The question as arguments of the answers on coverage."""
        return {"chain_id": self.chain, "of": tuple(self.of), "strict": self.basis == "stated"}


class LandscapeQuery(Strict):
    """Which clusters are listed, and in which order."""

    label: str | None = Field(default=None, max_length=100, description="id of a kind of label")
    level: str | None = Field(default=None, max_length=60, description="id of a level of that label")
    state: Literal["valid", "ends_within", "renewable", "ended", "unknown", "not_yet"] | None = None
    country: str | None = Field(default=None, pattern="^[A-Z]{2}$", description="ISO 3166 code")
    sector: str | None = Field(default=None, max_length=200)
    sort: Literal["name", "label", "country", "members", "stages", "ties"] = "name"


class ServicesQuery(Strict):
    """Whose services are compared, on which day."""

    of: Id
    on: date | None = Field(default=None, description="day; default: today")


class AllianceQuery(Strict):
    """Conditions of an alliance."""

    chain: str = Field(default="food-processing", max_length=100)
    basis: Reading = "all"
    k: int = Field(default=1, ge=1, le=9, description="suppliers each required stage needs")
    must: list[Id] = Field(default_factory=list, max_length=200)
    without: list[Id] = Field(default_factory=list, max_length=2000)
    at_most: int | None = Field(default=None, ge=1, le=20)
    within_km: float | None = Field(default=None, ge=0, le=20_000)
    country: list[str] = Field(default_factory=list, max_length=60)
    stated_share: float = Field(
        default=0.0,
        ge=0,
        le=1,
        description="least share of required stages that sources or persons name a supplier of",
    )

    @property
    def conditions(self) -> dict[str, Any]:
        """The conditions as arguments of the answer on alliances."""
        return {
            "strict": self.basis == "stated",
            "must": tuple(self.must),
            "without": tuple(self.without),
            "countries": tuple(self.country),
            **self.model_dump(include={"k", "at_most", "within_km", "stated_share"}),
        }
