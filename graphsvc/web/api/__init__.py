"""The JSON API under `/api/v1`: the same answers as the pages, as OpenAPI 3.1; it takes no cookie."""

from functools import cache

from flask import Response, jsonify
from flask_openapi import APIBlueprint, OpenAPI

from graphsvc.web.api import coverage, entities, lists, matching, network, programme
from graphsvc.web.api.map_files import with_map_files
from graphsvc.web.api.models import ERRORS, TAG
from graphsvc.web.security import COSTLY, csrf, limited


def register(app: OpenAPI) -> None:
    """Give `app` the API and its document."""
    api = _blueprint(app.extensions["graphsvc"].settings.accounts)
    csrf.exempt(api)
    limited(app, api, COSTLY)
    app.register_api(api)

    @app.get("/api/v1/openapi.json", endpoint="api.document", doc_ui=False)
    def document() -> Response:
        """This document."""
        return jsonify(with_map_files(app.api_doc))


@cache
def _blueprint(accounts: bool) -> APIBlueprint:
    """The routes and their schemas, made once a process: describing the models takes longer than all else."""
    api = APIBlueprint(
        "api", __name__, url_prefix="/api/v1", abp_tags=[TAG], abp_responses=ERRORS, doc_ui=True
    )
    for family in (coverage, matching, entities, programme, lists, network):
        family.add_to(api)
    if accounts:
        from graphsvc.web.api import introductions

        introductions.add_to(api)
    return api
