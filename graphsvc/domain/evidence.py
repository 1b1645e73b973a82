"""Evidence of a claim: basis, source and dates."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from graphsvc.messages import msg

PARTIAL_DATE = r"^[1-9]\d{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"

PartialDate = Annotated[str, StringConstraints(pattern=PARTIAL_DATE)]
"""A year, a month or a day in ISO form; how much of it is given is its precision."""

DatasetId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]


class Basis(StrEnum):
    """How firm a claim is."""

    STATED = "stated"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    INFERRED = "inferred"


class Evidence(BaseModel):
    """Where a claim comes from.

    `confidence` (0 to 1) and `words` are there exactly when the basis is inferred or, for `words`, when a
    source is quoted; `by` is there exactly when a person confirmed or refused.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    basis: Basis
    dataset: DatasetId
    citation: str = ""
    date: PartialDate | None = None
    confidence: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] | None = None
    words: str | None = None
    by: str | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if (self.confidence is not None) != (self.basis is Basis.INFERRED):
            raise ValueError(msg("confidence is given exactly when the basis is inferred"))
        if self.basis is Basis.INFERRED and not self.words:
            raise ValueError(msg("an inferred claim names the words it rests on"))
        if (self.by is not None) != (self.basis in (Basis.CONFIRMED, Basis.REFUSED)):
            raise ValueError(msg("`by` is given exactly when a person confirmed or refused"))
        return self
