"""What a browser may do with our pages, who may write, and how often costly questions may be asked."""

from collections.abc import Callable
from typing import TypeVar, cast

from flask import Blueprint, Flask, Response, abort, current_app, request
from flask_limiter import Limiter
from flask_wtf.csrf import CSRFProtect
from secure import Secure
from secure.headers import (
    ContentSecurityPolicy,
    CrossOriginOpenerPolicy,
    CrossOriginResourcePolicy,
    CustomHeader,
    PermissionsPolicy,
    ReferrerPolicy,
    StrictTransportSecurity,
    XContentTypeOptions,
    XFrameOptions,
)

from graphsvc.errors import ReadOnly
from graphsvc.settings import Settings
from graphsvc.web import counters
from graphsvc.web.visitors import client

View = TypeVar("View", bound=Callable[..., object])

COSTLY = "60 per minute"
"""How often one visitor may ask a costly question of a public service."""
SEARCHES = "120 per minute"
"""How often one visitor may search there; suggestions are asked for while someone types."""

_HEADERS = Secure(
    csp=ContentSecurityPolicy()
    .default_src("'none'")
    .script_src("'self'")
    .style_src("'self'")
    .img_src("'self'", "data:")
    .connect_src("'self'")
    .font_src("'self'")
    .form_action("'self'")
    .base_uri("'none'")
    .frame_ancestors("'none'"),
    coop=CrossOriginOpenerPolicy().same_origin(),
    corp=CrossOriginResourcePolicy().same_origin(),
    referrer=ReferrerPolicy().same_origin(),
    permissions=PermissionsPolicy().camera().geolocation().microphone(),
    xcto=XContentTypeOptions().nosniff(),
    xfo=XFrameOptions().deny(),
    custom=[CustomHeader("X-Permitted-Cross-Domain-Policies", "none")],
)
_HTTPS_ONLY = StrictTransportSecurity().max_age(31_536_000)

csrf = CSRFProtect()
_WRITING: set[str] = set()
_OWNERS: set[str] = set()


def init_app(app: Flask, settings: Settings, *, secret: bytes) -> None:
    """Send strict headers, check form tokens and, on a public service, limit costly routes.

    The counts of the limits are kept in the instance folder, where all processes of a server find them; while
    they cannot be written, each process counts for itself.
    """
    public = settings.read_only
    app.config.update(
        SECRET_KEY=secret,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=settings.https,
        WTF_CSRF_TIME_LIMIT=None,
        GRAPHSVC_PUBLIC=public,
        RATELIMIT_ENABLED=public,
        RATELIMIT_STORAGE_URI=f"{counters.SCHEME}://",
        RATELIMIT_STORAGE_OPTIONS={"path": str(settings.home / "limits.db")},
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=True,
        RATELIMIT_HEADERS_ENABLED=True,
    )
    if not settings.accounts:  # else the rights decide
        app.before_request(_read_only)
    csrf.init_app(app)
    app.extensions["graphsvc_limiter"] = Limiter(client, app=app)
    app.after_request(_strict)
    if settings.https:
        app.after_request(_https_only)
    app.jinja_env.globals.update(writable=not public, accounts=settings.accounts)


def writes(view: View) -> View:
    """Mark a view that writes: a public service refuses it before anything is read."""
    _WRITING.add(_named(view))
    return view


def owners(view: View) -> View:
    """Mark a view that shows what is not in the data, such as refused rows: a public service answers 404."""
    _OWNERS.add(_named(view))
    return view


def mark_of(endpoint: str) -> str | None:
    """`local.write` or `local.read` for a view that was marked by `writes` or `owners`."""
    name = _named(current_app.view_functions[endpoint])
    return "local.write" if name in _WRITING else "local.read" if name in _OWNERS else None


def limited(app: Flask, blueprint: Blueprint, rate: str) -> None:
    """Limit how often one visitor may call each route of `blueprint`."""
    cast("Limiter", app.extensions["graphsvc_limiter"]).limit(rate)(blueprint)


def _read_only() -> None:
    if current_app.config["GRAPHSVC_PUBLIC"] and request.endpoint is not None:
        refuse_local(mark_of(request.endpoint))


def refuse_local(mark: str | None) -> None:
    """Refuse what belongs to the one local person on a service that is open to others."""
    if mark == "local.write":
        raise ReadOnly("this service is public and therefore read-only")
    if mark == "local.read":
        abort(404)


def _named(view: Callable[..., object]) -> str:
    return f"{view.__module__}.{view.__qualname__}"


def _strict(response: Response) -> Response:
    _HEADERS.set_headers(response)
    return response


def _https_only(response: Response) -> Response:
    response.headers[_HTTPS_ONLY.header_name] = _HTTPS_ONLY.header_value
    return response
