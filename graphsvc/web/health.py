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
    """Say that the process answers, also while it makes ready; a store that is away does not count."""
    if services().graph.being_prepared():
        return Response("preparing\n", mimetype="text/plain")
    services().catalog.note()
    return Response("ok\n", mimetype="text/plain")


def ready() -> tuple[dict[str, Any], int]:
    """Say whether the store can be read and written, and which revision of it is shown.

    `store` is read-write, read-only or unreachable; the status is 503 for the last and else 200. While the
    data is being made ready it is 503 too, and steps are told instead.
    """
    graph = services().graph
    if busy := graph.being_prepared():
        return {"ready": False, "done": busy.done, "total": busy.total}, 503
    try:
        graph.store.revision()
        state = "read-write" if graph.store.writable() else "read-only"
    except StoreError:
        state = "unreachable"
    answer = {"ready": state != "unreachable", "store": state, "revision": graph.snapshot().revision}
    return answer, 200 if answer["ready"] else 503
