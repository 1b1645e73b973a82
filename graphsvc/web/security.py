"""What a browser may do with our pages, who may write, and how often costly questions may be asked."""

from collections.abc import Callable
from typing import TypeVar, cast

from flask import Blueprint, Flask, Response, current_app, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFProtect
from secure import Secure
from secure.headers import (
    ContentSecurityPolicy,
    CrossOriginOpenerPolicy,
    CrossOriginResourcePolicy,
    CustomHeader,
    PermissionsPolicy,
    ReferrerPolicy,
    XContentTypeOptions,
    XFrameOptions,
)

from graphsvc.errors import ReadOnly

View = TypeVar("View", bound=Callable[..., object])

COSTLY = "60 per minute"
"""How often one address may ask a costly question of a public service."""

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

csrf = CSRFProtect()
_WRITING: set[str] = set()


def init_app(app: Flask, *, public: bool, secret: bytes) -> None:
    """Send strict headers, check form tokens and, on a public service, limit costly routes."""
    app.config.update(
        SECRET_KEY=secret,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        WTF_CSRF_TIME_LIMIT=None,
        GRAPHSVC_PUBLIC=public,
        RATELIMIT_ENABLED=public,
        RATELIMIT_STORAGE_URI="memory://",
        RATELIMIT_HEADERS_ENABLED=True,
    )
    app.before_request(_read_only)
    csrf.init_app(app)
    app.extensions["graphsvc_limiter"] = Limiter(get_remote_address, app=app)
    app.after_request(_strict)
    app.jinja_env.globals["writable"] = not public


def writes(view: View) -> View:
    """Mark a view that writes: a public service refuses it before anything is read."""
    _WRITING.add(f"{view.__module__}.{view.__qualname__}")
    return view


def costly(app: Flask, blueprint: Blueprint) -> None:
    """Limit how often one address may call the routes of `blueprint`."""
    cast("Limiter", app.extensions["graphsvc_limiter"]).limit(COSTLY)(blueprint)


def _read_only() -> None:
    if current_app.config["GRAPHSVC_PUBLIC"] and request.endpoint is not None:
        view = current_app.view_functions[request.endpoint]
        if f"{view.__module__}.{view.__qualname__}" in _WRITING:
            raise ReadOnly("this service is open to others and therefore read-only")


def _strict(response: Response) -> Response:
    _HEADERS.set_headers(response)
    return response
