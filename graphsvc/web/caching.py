"""Answers that a browser may keep: built files for long, JSON as long as its content is the same."""

from flask import Flask, Response, request

JSON = "application/json"


def init_app(app: Flask) -> None:
    """Give JSON answers an ETag and say how long each kind of answer may be kept."""
    app.after_request(_tag)


def _tag(response: Response) -> Response:
    if request.endpoint == "static":
        response.cache_control.max_age = 3600
        response.cache_control.no_cache = None
        return response
    response.vary.update(("Accept-Language", "Cookie"))
    if request.method != "GET" or response.status_code != 200 or response.is_streamed:
        response.cache_control.no_store = True
        return response
    response.cache_control.private = True
    response.cache_control.no_cache = True
    if response.mimetype == JSON:
        response.add_etag()
        response.make_conditional(request)
    return response
