"""How much one request may bring, and how many connections a server holds for slow clients."""

from typing import Any

from flask import Flask, request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import RequestEntityTooLarge, RequestURITooLarge

from graphsvc.messages import msg
from graphsvc.settings import Settings
from graphsvc.web.language import tell

MOST_ADDRESS = 8 * 1024
"""Bytes of path and query together: what nginx takes by default, and some 250 ids."""
MOST_UPLOAD = 64 * 1024 * 1024
MOST_TEXT = 1024 * 1024
"""Bytes of a body where nothing can be uploaded: several times the longest form."""

_SLOWEST_SECONDS = 30
_CONNECTIONS = 500
_BACKLOG = 512


def init_app(app: Flask, settings: Settings) -> None:
    """Refuse addresses and bodies that are too long, bodies by their announced length, unread."""
    most = app.config["MAX_CONTENT_LENGTH"] = _most_body(settings)

    @app.before_request
    def refused() -> None:
        if len(request.environ.get("PATH_INFO", "")) + len(request.query_string) > MOST_ADDRESS:
            request.args, request.query_string = ImmutableMultiDict(), b""
            raise RequestURITooLarge(
                tell(msg("An address may have at most %(most)s bytes.", most=MOST_ADDRESS))
            )
        if (request.content_length or 0) > most:
            raise RequestEntityTooLarge(
                tell(msg("This service takes at most %(most)s bytes at once.", most=most))
            )


def waitress_options(settings: Settings) -> dict[str, Any]:
    """Arguments of `waitress.server.create_server`.

    Waitress reads a request wholly before a thread gets it, so slow clients cost connections, not threads:
    there are many more connections than threads, one that is silent for half a minute is closed, and a body
    that is too long is refused by its announced length, or as soon as it has brought more.
    """
    return {
        "threads": settings.threads,
        "max_request_header_size": 4 * MOST_ADDRESS,
        "max_request_body_size": _most_body(settings) + 1,
        "channel_timeout": _SLOWEST_SECONDS,
        "cleanup_interval": _SLOWEST_SECONDS // 3,
        "connection_limit": _CONNECTIONS,
        "backlog": _BACKLOG,
        "asyncore_use_poll": True,
        "clear_untrusted_proxy_headers": settings.proxies == 0,
    }


def _most_body(settings: Settings) -> int:
    return MOST_TEXT if settings.read_only else MOST_UPLOAD
