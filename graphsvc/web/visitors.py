"""Who asks, and for which host name: what configured names and proxies say counts, nothing else."""

import re
from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit, urlunsplit

from flask import Flask, Response, g, request
from werkzeug.middleware.proxy_fix import ProxyFix

from graphsvc.messages import Message, msg
from graphsvc.settings import Settings
from graphsvc.web.language import tell

_HOST = re.compile(r"(?P<name>\[[^\]]*\]|[^:]*)(:[0-9]*)?")
_SHOWN = 100


def init_app(app: Flask, settings: Settings) -> None:
    """Refuse other host names than `settings.names`, and anybody from elsewhere while writing is allowed.

    A page of a stranger whose name resolves to this machine (DNS rebinding) sends its own name as Host and so
    reads nothing. The port is not compared.
    """
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies
        )

    @app.before_request
    def refused() -> Response | None:
        given = request.headers.get("Host", "")
        found = _HOST.fullmatch(given)
        if not found or found["name"].lower() not in settings.names:
            return _plain(
                421,
                msg(
                    "This service does not answer to the name “%(name)s”. "
                    "Its operator can allow it with GRAPHSVC_HOSTS.",
                    name=given[:_SHOWN],
                ),
            )
        if not settings.read_only and not _local():
            return _plain(
                403,
                msg(
                    "This service can be written to and therefore answers its own computer alone. "
                    "Its operator can open it, read-only, with GRAPHSVC_PUBLIC=1."
                ),
            )
        return None

    app.after_request(_relative)


def client() -> str:
    """What the requests of one visitor are counted by: an IPv4 address, or the /64 network of IPv6."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if not isinstance(address, IPv6Address):
        return str(address)
    return str(address.ipv4_mapped or ip_network((address.packed, 64), strict=False))


def _local() -> bool:
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return address.is_loopback


def _plain(status: int, sentence: Message) -> Response:
    """No page: its frame shows what is in the data."""
    return Response(f"{tell(sentence)}\n", status, mimetype="text/plain")


def _relative(response: Response) -> Response:
    """Redirects stay on this service: scheme and host of a Location come from the request, so they go.

    Only `g.leads_out`, set by who chose the other server itself, lets one lead elsewhere.
    """
    if g.get("leads_out"):
        return response
    if response.location is not None:
        _, _, path, query, fragment = urlsplit(response.location)
        response.location = urlunsplit(("", "", "/" + path.lstrip("/"), query, fragment))
    return response
