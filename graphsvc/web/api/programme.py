"""Clusters of a programme: their labels, and the services that they offer."""

from datetime import date

from flask import Response
from flask_openapi import APIBlueprint
from pydantic import Field

from graphsvc.answers.programme import MissingServices
from graphsvc.answers.questions import LandscapeQuery, ServicesQuery, Strict
from graphsvc.state.own_words import today
from graphsvc.web.api.answers import answer_of
from graphsvc.web.api.json_encoding import answer
from graphsvc.web.api.models import LandscapeAnswer, ServicesAnswer
from graphsvc.web.page_context import services


class LandscapeOnDay(LandscapeQuery):
    """Which clusters, in which order, on which day."""

    on: date | None = Field(default=None, description="day on which states are told; default: today")


class OnDay(Strict):
    """The day of which something is told."""

    on: date | None = Field(default=None, description="day; default: today")


def add_to(api: APIBlueprint) -> None:
    """Give `api` these routes."""

    @api.get("/landscape", responses={200: LandscapeAnswer})
    def landscape(query: LandscapeOnDay) -> Response:
        """All clusters with their labels on a day, members, stages and ties."""
        on = query.on.isoformat() if query.on else today()
        return answer({"on": on, "clusters": services().programme.landscape(query, on)})

    @api.get("/services", responses={200: ServicesAnswer})
    def services_of_clusters(query: OnDay) -> Response:
        """Kinds of services, and which clusters offer them by what sources tell."""
        on = query.on.isoformat() if query.on else today()
        return answer({"on": on, "services": services().programme.services(on)})

    @api.get("/services/missing", responses={200: answer_of(MissingServices)})
    def services_missing(query: ServicesQuery) -> Response:
        """Which services comparable clusters offer and this one does not."""
        on = query.on.isoformat() if query.on else today()
        return answer(services().programme.missing_services(query.of, on))
