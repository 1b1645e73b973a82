"""Suggestions: partners, implementers, researchers."""

from typing import Any

from flask import Response
from flask_openapi import APIBlueprint

from graphsvc.answers.questions import PartnersQuery
from graphsvc.answers.user_content.outcomes import SuggestionOutcomes
from graphsvc.web.api.answers import answer_of
from graphsvc.web.api.json_encoding import answer
from graphsvc.web.api.models import (
    Description,
    ImplementersAnswer,
    OneId,
    Result,
    SuggestionsAnswer,
)
from graphsvc.web.page_context import services
from graphsvc.web.response_cache import kept


def add_to(api: APIBlueprint) -> None:
    """Give `api` these routes."""

    @api.get("/partners/<identifier>", responses={200: SuggestionsAnswer})
    @kept(*PartnersQuery.model_fields)
    def partners(path: OneId, query: PartnersQuery) -> Response:
        """Whom an organization or a cluster should meet, and why; the parts sum to the score."""
        result = services().matching.partners(path.of("cluster", "organization"), **query.arguments)
        return answer(result.as_json())

    @api.get("/outcomes", responses={200: answer_of(SuggestionOutcomes)})
    @kept()
    def outcomes() -> Response:
        """What became of suggestions, by kind, matching profile and rank; empty on a public service."""
        return answer(services().people.outcomes())

    @api.post("/implementers", responses={200: ImplementersAnswer})
    def implementers(body: Result) -> Response:
        """Who could use, build or help to prove a result; nothing of the text is kept."""
        return answer(services().matching.implementers(**_asked(body)).as_json())

    @api.post("/researchers", responses={200: ImplementersAnswer})
    def researchers(body: Description) -> Response:
        """Which institutes research a problem; nothing of the text is kept."""
        return answer(services().matching.researchers(**_asked(body)).as_json())


def _asked(body: Description) -> dict[str, Any]:
    """What the services are asked with; the house by its id. Raises `UnknownId` and `InvalidData`."""
    fields = body.fields()
    if body.organization:
        fields["organization"] = services().catalog.identify(body.organization, ("organization",))
    return fields
