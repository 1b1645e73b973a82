"""Questions as models: fields, defaults and bounds, the same for pages, the JSON API and the command line."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from graphsvc.domain.ids import ID_PATTERN, STAGE_PATTERN

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
    def strict(self) -> bool:
        """Whether only stated and confirmed facts count."""
        return self.basis == "stated"

    @property
    def arguments(self) -> dict[str, Any]:
        """The question as arguments of the answers on coverage; who is named twice counts once."""
        return {"chain_id": self.chain, "of": tuple(dict.fromkeys(self.of)), "strict": self.strict}


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Country = Annotated[str, Field(pattern="^[A-Z]{2}$")]
Countries = Annotated[
    tuple[Country, ...], BeforeValidator(_listed, json_schema_input_type=Country | list[Country])
]


class Filters(Strict):
    """Who may be named at all."""

    country: Countries = Field(
        default=(), max_length=60, description="ISO 3166 codes; one may be given without a list"
    )
    region: str | None = Field(default=None, pattern="^[A-Z]{2}[A-Z0-9]{0,3}$", description="NUTS code")
    cluster: Id | None = None
    kind: Literal["company", "research", "education", "public", "other"] | None = None
    size: Literal["sme", "large"] | None = None
    stage: str | None = Field(default=None, pattern=STAGE_PATTERN, description="chain/stage")
    sector: str | None = Field(default=None, max_length=200)
    language: Literal["de", "en", "fr"] | None = None
    active_since: int | None = Field(default=None, ge=1900, le=2100, description="year")
    other_clusters_only: bool = False

    @field_validator("region", mode="before")
    @classmethod
    def _code(cls, value: Any) -> Any:
        return value.removeprefix("region:") if isinstance(value, str) else value

    def chosen(self) -> dict[str, Any]:
        """The filters that are set."""
        names = set(Filters.model_fields)
        return self.model_dump(include=names, exclude_none=True, exclude_defaults=True)


class PartnersQuery(Filters):
    """How many, of which kind, under which filters; sliders: 0 less, 1 as measured, 2 more."""

    top: int = Field(default=10, ge=1, le=50)
    of_kind: Literal["cluster", "organization"] | None = Field(
        default=None, description="for a cluster: other clusters (default) or organizations outside it"
    )
    gap: int = Field(default=1, ge=0, le=2, description="closes our gap")
    near: int = Field(default=1, ge=0, le=2, description="near to us")
    new: int = Field(default=1, ge=0, le=2, description="new to us")

    @property
    def sliders(self) -> dict[str, int]:
        """What the three sliders say, by name."""
        return {"gap": self.gap, "near": self.near, "new": self.new}

    @property
    def arguments(self) -> dict[str, Any]:
        """The question as arguments of the answer on partners."""
        filters = self.chosen()
        return {"top": self.top, "kind": self.of_kind, "filters": filters, "sliders": self.sliders}


class LandscapeQuery(Strict):
    """Which clusters are listed, and in which order."""

    label: str | None = Field(default=None, max_length=100, description="id of a kind of label")
    level: str | None = Field(default=None, max_length=60, description="id of a level of that label")
    state: Literal["valid", "ends_within", "renewable", "ended", "unknown", "not_yet"] | None = None
    country: str | None = Field(default=None, pattern="^[A-Z]{2}$", description="ISO 3166 code")
    sector: str | None = Field(default=None, max_length=200)
    sort: Literal["name", "label", "country", "members", "stages", "ties"] = "name"


class YearlyQuery(Strict):
    """Which year of which clusters a report is about."""

    year: int = Field(ge=1990, le=2100)
    country: str | None = Field(default=None, pattern="^[A-Z]{2}$", description="ISO 3166 code")
    label: str | None = Field(default=None, max_length=100, description="id of a kind of label")

    def arguments(self, today: str) -> dict[str, Any]:
        """The question as arguments of the answer: states on the last day of the year that has come."""
        return {**self.model_dump(), "on": min(f"{self.year}-12-31", today), "day": today}


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
