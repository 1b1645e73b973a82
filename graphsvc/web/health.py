"""Two addresses for whoever watches the service: whether it lives, and whether its store can be used."""

from typing import Any

from flask import Flask, Response

from graphsvc.errors import StoreError
from graphsvc.web.page_context import services


def init_app(app: Flask) -> None:
    """Add `/health` and `/health/ready`."""
    app.add_url_rule("/health", view_func=health)
    app.add_url_rule("/health/ready", view_func=ready)


def health() -> Response:
    """Say that the process answers and holds its data; a store that is away does not count."""
    services().catalog.note()
    return Response("ok\n", mimetype="text/plain")


def ready() -> tuple[dict[str, Any], int]:
    """Say whether the store can be read and written, and which revision of it is shown.

    `store` is read-write, read-only or unreachable; the status is 503 for the last and else 200.
    """
    graph = services().graph
    try:
        graph.store.revision()
        state = "read-write" if graph.store.writable() else "read-only"
    except StoreError:
        state = "unreachable"
    answer = {"ready": state != "unreachable", "store": state, "revision": graph.snapshot().revision}
    return answer, 200 if answer["ready"] else 503
