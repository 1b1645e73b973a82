"""Registers of a programme: policy measures, funding calls, events. Records alone; each names its source."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from graphsvc.domain.evidence import PartialDate
from graphsvc.messages import Message, msg
from graphsvc.taxonomy.criteria import criteria_sets

RegisterKind = Literal["policies", "calls", "events"]
_Text = Annotated[str, StringConstraints(min_length=1, max_length=500)]
_Day = Annotated[str, StringConstraints(pattern=r"^[1-9]\d{3}-\d\d-\d\d$")]
_Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
_Source = Annotated[str, StringConstraints(min_length=1, max_length=2000)]


class RegisterEntry(BaseModel):
    """An entry of a register; `title` names it within its register, `source` is the address that says it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    title: _Text
    source: _Source


class PolicyMeasure(RegisterEntry):
    """A measure of cluster policy; `country` EU stands for all of the Union, `budget` is in euros."""

    country: _Country
    region: str | None = None
    level: _Text | None = None
    instrument: _Text | None = None
    begins: PartialDate
    ends: PartialDate | None = None
    budget: Annotated[float, Field(ge=0, le=1e13)] | None = None
    label_required: _Text | None = None


class FundingCall(RegisterEntry):
    """A call for funding, with what a cluster must fulfil as far as a record can tell; its text decides.

    `label` are words that name a label (go-cluster, ECEI Gold), `criteria` is the id of a criteria set.
    """

    opens: _Day | None = None
    closes: _Day
    country: _Country | None = None
    label: _Text | None = None
    criteria: _Text | None = None

    @field_validator("criteria")
    @classmethod
    def _known(cls, value: str | None) -> str | None:
        known = sorted({one.id for one in criteria_sets()})
        if value is not None and value not in known:
            raise ValueError(msg("no criteria set has this id; there are %(known)s", known=", ".join(known)))
        return value


class ProgrammeEvent(RegisterEntry):
    """A seminar or another event on one day or several."""

    begins: _Day
    ends: _Day | None = None
    place: _Text | None = None


@dataclass(frozen=True, slots=True)
class RegisterForm:
    """What a register holds, and by which German names its columns are known beside their own."""

    model: type[RegisterEntry]
    title: Message
    columns: Mapping[str, str]
    told: Mapping[str, Message]

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns that every entry fills."""
        return tuple(name for name, field in self.model.model_fields.items() if field.is_required())


_COMMON = {"title": "titel", "source": "quelle"}
_TITLE = {"title": msg("what it is called"), "source": msg("address of the page that says it")}
_DAY = msg("a day (2026-05-31 or 31.05.2026)")
REGISTERS: Mapping[RegisterKind, RegisterForm] = {
    "policies": RegisterForm(
        PolicyMeasure,
        msg("Policy measures"),
        {
            **_COMMON, "country": "land", "region": "region", "level": "ebene", "instrument": "instrument",
            "begins": "beginn", "ends": "ende", "budget": "budget", "label_required": "label",
        },
        {
            **_TITLE,
            "country": msg("country of two letters; EU for the Union"),
            "region": msg("NUTS code of the region, if it is for one"),
            "level": msg("European, national, regional or local"),
            "instrument": msg("kind of measure: grant, network, voucher …"),
            "begins": msg("since when: a year, a month or a day"),
            "ends": msg("until when, if it is said"),
            "budget": msg("euros in all, if they are said"),
            "label_required": msg("label that a cluster must hold, if one is asked for"),
        },
    ),
    "calls": RegisterForm(
        FundingCall,
        msg("Funding calls"),
        {
            **_COMMON, "opens": "beginn", "closes": "frist", "country": "land", "label": "label",
            "criteria": "kriterien",
        },
        {
            **_TITLE,
            "opens": _DAY,
            "closes": msg("last day to apply (2026-05-31 or 31.05.2026)"),
            "country": msg("country of two letters, if only clusters there may apply"),
            "label": msg("label that a cluster must hold, such as go-cluster or ECEI Gold"),
            "criteria": msg("id of a criteria set that must be met, such as eccp-profile"),
        },
    ),
    "events": RegisterForm(
        ProgrammeEvent,
        msg("Seminars and events"),
        {**_COMMON, "begins": "beginn", "ends": "ende", "place": "ort"},
        {**_TITLE, "begins": _DAY, "ends": msg("last day, if there are several"), "place": msg("where")},
    ),
}  # fmt: skip
