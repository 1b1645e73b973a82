"""What is written down about a request: number, route, status and time; never what was typed."""

import time
import uuid
from contextlib import suppress

import structlog
from flask import Flask, Response, g, request

log = structlog.get_logger("graphsvc.web")


def init_app(app: Flask) -> None:
    """Number every request and log its route, status and duration."""
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.request_id = uuid.uuid4().hex[:12]
    g.request_began = time.perf_counter()


def _end(response: Response) -> Response:
    rule = request.url_rule.rule if request.url_rule else "unknown"
    taken = round((time.perf_counter() - g.get("request_began", time.perf_counter())) * 1000, 1)
    response.headers["X-Request-Id"] = g.get("request_id", "")
    with suppress(OSError):  # a log that cannot be written (a full disk) is no reason not to answer
        log.info(
            "request",
            request=g.get("request_id"),
            method=request.method,
            route=rule,
            status=response.status_code,
            milliseconds=taken,
        )
    return response
