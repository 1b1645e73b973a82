"""What goes in and out of the API."""

from typing import Annotated, Any, Literal

from flask_openapi import Tag
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from graphsvc.answers.datasets.listing import DatasetRow
from graphsvc.answers.network.indicators import Indicator
from graphsvc.answers.programme import LabelRow, LandscapeRow, ServiceRow
from graphsvc.answers.programme.registers import CallApplicant
from graphsvc.answers.questions import Filters, Reading, Strict
from graphsvc.coverage.proof import SupplierProof
from graphsvc.programme.registers import FundingCall, PolicyMeasure, ProgrammeEvent
from graphsvc.state.chain_info import ChainInfo
from graphsvc.web.api.answers import answer_of
from graphsvc.web.page_context import services
from graphsvc.web.problems import Problem

TAG = Tag(name="graphsvc", description="Coverage, matches and maps as JSON")

ERRORS: dict[int | str, Any] = {
    status: {
        "description": description,
        "content": {"application/problem+json": {"schema": Problem.model_json_schema()}},
    }
    for status, description in {
        400: "the request cannot be answered as it stands",
        404: "an id, chain, view or profile that does not exist here, or a name that does not mean one alone",
        414: "the address is longer than 8 KB",
        422: "a parameter or body breaks the documented form",
        429: "too many questions in a short time",
        503: "the data cannot be reached right now",
    }.items()
}


Named = Annotated[
    str, Field(min_length=1, max_length=500, description="id or unambiguous name, for example foodRegio")
]


class OneId(Strict):
    """The entity in the path, by id or by a name that means it alone."""

    identifier: Named

    def of(self, *kinds: str) -> str:
        """The id of the entity, one of `kinds`. Raises `UnknownId` and `AmbiguousName`."""
        return services().catalog.identify(self.identifier, kinds)


class Description(Strict):
    """A research result or a problem, by its title or abstract; it is answered and forgotten."""

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [
                {"required": [name], "properties": {name: {"pattern": r"\S"}}}
                for name in ("title", "abstract")
            ]
        }
    )

    title: str = Field(default="", max_length=500)
    abstract: str = Field(default="", max_length=20_000, validate_default=True)
    topic: str = Field(default="", max_length=500)
    trl: int | None = Field(
        default=None, ge=1, le=9, description="counts for the purpose project, and for problems"
    )
    organization: str | None = Field(
        default=None, min_length=1, max_length=500, description="the house that asks: id or unambiguous name"
    )
    filters: Filters = Field(default_factory=Filters)

    @field_validator("abstract")
    @classmethod
    def _says_something(cls, abstract: str, known: ValidationInfo) -> str:
        if not (abstract.strip() or str(known.data.get("title", "")).strip()):
            raise PydanticCustomError("missing", "a title or an abstract is needed")
        return abstract

    def fields(self) -> dict[str, Any]:
        """What the services are asked with."""
        return {**self.model_dump(exclude={"filters"}), "filters": self.filters.chosen()}


class Result(Description):
    """A research result, and what companies are wanted for."""

    purpose: Literal["implement", "project"] = Field(
        default="implement",
        description="implement: by the closest thing a company has done; project: by who joins such projects",
    )
    all_of_project: bool = Field(
        default=False, description="implement: name all companies of a project that fits, not only two"
    )


class Answer(BaseModel):
    """Anything that goes out: nothing but what is documented."""

    model_config = ConfigDict(extra="forbid")


class StageAnswer(Answer):
    """How a stage stands, and who supplies it on what evidence."""

    id: str
    role: str
    required: bool
    depth: int
    n: int
    state: Literal["missing", "thin", "covered"]
    sole_cluster: str | None
    sole_region: str | None
    proof: list[answer_of(SupplierProof)]  # type: ignore[valid-type]


class MemberAnswer(Answer):
    """What one member of the set brings."""

    id: str
    covered_alone: int
    opens: list[str]
    deepens: list[str]


class CoverageAnswer(Answer):
    """Coverage of a set."""

    chain: str
    taxonomy_version: str
    digest: str
    as_of: str
    of: list[str]
    basis: Reading
    share: float
    share_deep: float
    share_stated: float
    stages: list[StageAnswer]
    members: list[MemberAnswer]


class ProofAnswer(Answer):
    """How a stage (`chain/stage`) that closes a gap is known of a candidate."""

    stage: str
    basis: str
    confidence: float | None
    words: str | None
    citation: str


class PartAnswer(Answer):
    """One contribution to a score, the ids of what it rests on, and the proof of stages that close a gap."""

    feature: str
    contribution: float
    detail: str
    ours: list[str]
    theirs: list[str]
    proof: list[ProofAnswer]


class MatchAnswer(Answer):
    """One suggestion; its parts sum to its score. `likelihood` is a share, where it was measured.

    `fit` tells who has done the very thing from who has done something near.
    """

    id: str
    name: str
    rank: int
    score: float
    likelihood: float | None
    fit: Literal["close", "near"] | None
    group: Literal["use", "build", "prove", "unsure"] | None
    parts: list[PartAnswer]


class SuggestionsAnswer(Answer):
    """Ranked suggestions, partners that are known already, or the reason why there are none."""

    query: str
    matching_profile: str
    digest: str
    matches: list[MatchAnswer]
    known: list[MatchAnswer]
    reason: str | None


class ImplementersAnswer(SuggestionsAnswer):
    """The same for a text; `ask` names whom to ask where nobody fits.

    `measured` says what was measured of such lists, or that nobody stands out. `further` is how many of
    `matches`, the last ones, have only done something near; pages fold these.
    """

    ask: list[str]
    measured: str | None
    further: int


class ChainsAnswer(Answer):
    """All value chains."""

    chains: list[answer_of(ChainInfo)]  # type: ignore[valid-type]


class LandscapeAnswer(Answer):
    """The clusters and the day of which their labels are told."""

    on: str
    clusters: list[answer_of(LandscapeRow)]  # type: ignore[valid-type]


class ServicesAnswer(Answer):
    """Kinds of services with who offers them on a day."""

    on: str
    services: list[answer_of(ServiceRow)]  # type: ignore[valid-type]


class PoliciesAnswer(Answer):
    """Measures of cluster policy on record."""

    entries: list[PolicyMeasure]


class CallsAnswer(Answer):
    """Funding calls on record."""

    entries: list[FundingCall]


class EventsAnswer(Answer):
    """Events on record."""

    entries: list[ProgrammeEvent]


class ApplicantsAnswer(Answer):
    """Which clusters may apply for a call on a day by what its record tells; its text decides."""

    call: FundingCall
    on: str
    clusters: list[answer_of(CallApplicant)]  # type: ignore[valid-type]


class LabelsDueAnswer(Answer):
    """The labels that end, or may end, from one day to another."""

    first: str
    last: str
    labels: list[answer_of(LabelRow)]  # type: ignore[valid-type]


class DatasetsAnswer(Answer):
    """What was loaded."""

    datasets: list[answer_of(DatasetRow)]  # type: ignore[valid-type]


class IndicatorsAnswer(Answer):
    """All indicators of a node."""

    indicators: list[answer_of(Indicator)]  # type: ignore[valid-type]
