"""Suggestions: partners, implementers, researchers."""

from typing import Any

from flask import Response
from flask_openapi import APIBlueprint

from graphsvc.web.api import models
from graphsvc.web.api.models import Anything, Description, Matches, OneId, PartnersQuery
from graphsvc.web.api.plain import answer
from graphsvc.web.frame import services
from graphsvc.web.language import tell


def as_matches(result: Any) -> Matches:
    """Suggestions in the shape that programs ask for."""
    return Matches(
        query=result.query.id,
        matching_profile=result.profile,
        matches=[
            models.Match(
                id=match.ref.id,
                score=match.score,
                parts=[
                    models.Part(
                        feature=part.feature, contribution=part.contribution, detail=tell(part.detail)
                    )
                    for part in match.parts
                ],
            )
            for match in result.matches
        ],
        reason=tell(result.reason) if result.reason else None,
    )


def add_to(api: APIBlueprint) -> None:
    """Give `api` these routes."""

    @api.get("/partners/<identifier>", responses={200: Matches})
    def partners(path: OneId, query: PartnersQuery) -> Response:
        """Whom an organization or a cluster should meet, and why; the parts sum to the score."""
        filters = query.model_dump(
            include={"country", "region", "stage", "other_clusters_only"}, exclude_none=True
        )
        result = services().matching.partners(
            path.identifier, top=query.top, kind=query.kind, filters=filters
        )
        return answer(as_matches(result))

    @api.post("/implementers", responses={200: Anything})
    def implementers(body: Description) -> Response:
        """Who could use, build or help to prove a result; nothing of the text is kept."""
        return answer(services().matching.implementers(**body.model_dump()))

    @api.post("/researchers", responses={200: Anything})
    def researchers(body: Description) -> Response:
        """Which institutes research a problem; nothing of the text is kept."""
        return answer(services().matching.researchers(**body.model_dump()))
