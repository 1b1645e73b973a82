"""The application: the services, a strict frame around every answer, the pages and the JSON API."""

from datetime import timedelta
from importlib.metadata import version
from typing import TYPE_CHECKING

from flask_openapi import Info, OpenAPI

from graphsvc.files import sweep_drafts
from graphsvc.state.uploads import FOLDERS, Uploads
from graphsvc.web import (
    api,
    bodies,
    bounds,
    caching,
    health,
    language,
    page_context,
    pages,
    problems,
    request_log,
    response_cache,
    security,
    visitors,
)

if TYPE_CHECKING:
    from graphsvc.bootstrap import Services


def create_app(services: "Services") -> OpenAPI:
    """Make the WSGI application that shows `services`.

    Parameters: `services` as `graphsvc.bootstrap` joins them; their settings say whether writing is allowed.
    """
    settings = services.settings
    app = OpenAPI(
        __name__,
        info=Info(title="graphsvc", version=version("graphsvc")),
        doc_ui=False,
        validation_error_model=problems.Problem,
        validation_error_callback=problems.invalid,
    )
    app.openapi_version = "3.1.0"
    app.config.update(PERMANENT_SESSION_LIFETIME=timedelta(days=30))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["graphsvc"] = services
    bodies.init_app(app)
    request_log.init_app(app)
    language.init_app(app, settings.language)
    visitors.init_app(app, settings)
    bounds.init_app(app, settings)
    security.init_app(app, settings, secret=services.secret)
    problems.init_app(app)
    caching.init_app(app)
    page_context.init_app(app)
    response_cache.init_app(app)
    pages.register(app)
    api.register(app)
    if settings.accounts:
        from graphsvc.web import accounts

        services.personal_data.replay()
        accounts.register(app)
    health.init_app(app)
    sweep_drafts(settings.home)
    for folder in FOLDERS:
        Uploads(settings.home / folder).tidy()
    services.jobs.prune()
    services.jobs.resume()
    return app
