"""Clusters of a programme: their labels, and the services that they offer."""

from datetime import date

from flask import Response
from flask_openapi import APIBlueprint
from pydantic import Field

from graphsvc.answers.programme import CriteriaComparison, MissingServices
from graphsvc.answers.programme.comparison import two_versions
from graphsvc.answers.questions import LandscapeQuery, ServicesQuery, Strict
from graphsvc.state.own_words import today
from graphsvc.web.api.answers import answer_of
from graphsvc.web.api.json_encoding import answer
from graphsvc.web.api.models import (
    ApplicantsAnswer,
    CallsAnswer,
    EventsAnswer,
    LabelsDueAnswer,
    LandscapeAnswer,
    PoliciesAnswer,
    ServicesAnswer,
)
from graphsvc.web.page_context import services


class LandscapeOnDay(LandscapeQuery):
    """Which clusters, in which order, on which day."""

    on: date | None = Field(default=None, description="day on which states are told; default: today")


class OnDay(Strict):
    """The day of which something is told."""

    on: date | None = Field(default=None, description="day; default: today")


class CallOnDay(OnDay):
    """The title of a funding call, and the day."""

    call: str = Field(min_length=1, max_length=500, description="title of a funding call on record")


class DuePeriod(Strict):
    """The days between which labels end."""

    first: date
    last: date


class VersionsQuery(OnDay):
    """Two versions of a criteria set; without a version the newest."""

    set: str = Field(max_length=100, description="id of a criteria set")
    before: str | None = Field(default=None, max_length=20, description="version")
    after: str | None = Field(default=None, max_length=20, description="version")
    threshold: list[str] = Field(
        default_factory=list,
        max_length=50,
        description="other numbers in the later version, as members=20; members= asks for none",
    )


def add_to(api: APIBlueprint) -> None:
    """Give `api` these routes."""

    @api.get("/landscape", responses={200: LandscapeAnswer})
    def landscape(query: LandscapeOnDay) -> Response:
        """All clusters with their labels on a day, members, stages and ties."""
        on = _day_or_today(query.on)
        return answer({"on": on, "clusters": services().programme.landscape(query, on)})

    @api.get("/services", responses={200: ServicesAnswer})
    def services_of_clusters(query: OnDay) -> Response:
        """Kinds of services, and which clusters offer them by what sources tell."""
        on = _day_or_today(query.on)
        return answer({"on": on, "services": services().programme.services(on)})

    @api.get("/services/missing", responses={200: answer_of(MissingServices)})
    def services_missing(query: ServicesQuery) -> Response:
        """Which services comparable clusters offer and this one does not."""
        on = _day_or_today(query.on)
        return answer(services().programme.missing_services(query.of, on))

    @api.get("/labels/due", responses={200: LabelsDueAnswer})
    def labels_due(query: DuePeriod) -> Response:
        """The labels that end, or may end, from one day to another, by end."""
        first, last = query.first.isoformat(), query.last.isoformat()
        return answer({"first": first, "last": last, "labels": services().programme.due(first, last)})

    @api.get("/registers/policies", responses={200: PoliciesAnswer})
    def policies() -> Response:
        """Measures of cluster policy that were brought in."""
        return answer({"entries": services().registers.entries("policies")})

    @api.get("/registers/calls", responses={200: CallsAnswer})
    def calls() -> Response:
        """Funding calls that were brought in."""
        return answer({"entries": services().registers.entries("calls")})

    @api.get("/registers/events", responses={200: EventsAnswer})
    def events() -> Response:
        """Seminars and other events that were brought in."""
        return answer({"entries": services().registers.entries("events")})

    @api.get("/registers/calls/applicants", responses={200: ApplicantsAnswer})
    def applicants(query: CallOnDay) -> Response:
        """Which clusters may apply for a call by what its record tells: yes, no or unknown."""
        on, asked = _day_or_today(query.on), services().registers.call(query.call)
        return answer({"call": asked, "on": on, "clusters": services().registers.applicants(asked, on)})

    @api.get("/criteria/compare", responses={200: answer_of(CriteriaComparison)})
    def criteria_compare(query: VersionsQuery) -> Response:
        """Which clusters a change of criteria touches, and of which nobody can tell."""
        before, after = two_versions(query.set, query.before, query.after, query.threshold)
        on = _day_or_today(query.on)
        return answer(services().programme.compare(before, after, on))


def _day_or_today(on: date | None) -> str:
    return on.isoformat() if on else today()
