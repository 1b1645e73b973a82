"""Response cache in memory, valid while the data stays as it is."""

import hashlib
import os
import secrets
import time
from collections.abc import Callable, Hashable
from contextlib import suppress
from functools import wraps
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar, cast
from urllib.parse import urlencode

from flask import Flask, Response, current_app, g, make_response, request, session
from flask_wtf.csrf import generate_csrf
from werkzeug.datastructures import ImmutableMultiDict

from graphsvc.derived_files import dispensable
from graphsvc.errors import StoreError
from graphsvc.files import private_file
from graphsvc.state.bounded_cache import BoundedCache
from graphsvc.state.feedback import said_more
from graphsvc.web.language import language
from graphsvc.web.page_context import awaited, services, store_missing

if TYPE_CHECKING:
    from graphsvc.bootstrap import Services

View = TypeVar("View", bound=Callable[..., Any])

MOST_BYTES = 48 * 1024 * 1024
MOST_ANSWERS = 4096
MOST_VIEWS = 4
"""Sets of member lists whose answers are kept, each a quarter as many at the most."""
_PLACE = secrets.token_hex(24)
"""Stands in a kept page where the token of a form belongs."""


class ResponseCache:
    """The answers of one state of the data, the longest unasked leaving first when there are too many.

    Parameters: `most` bytes of keys and answers together, at most `answers` of them.
    """

    def __init__(self, most: int = MOST_BYTES, answers: int = MOST_ANSWERS) -> None:
        self._state: Hashable = None
        self._held: BoundedCache[bytes, tuple[bytes, str]] = BoundedCache(
            answers, most, lambda key, answer: len(key) + len(answer[0])
        )
        self._lock = Lock()

    def get(self, state: Hashable, key: bytes) -> tuple[bytes, str] | None:
        """What is kept under `key` for this state of the data; another state empties the cache."""
        with self._lock:
            if state != self._state:
                self._empty(state)
            return self._held.get(key)

    def put(self, state: Hashable, key: bytes, body: bytes, mimetype: str) -> None:
        """Keep an answer, unless the data has moved on meanwhile."""
        with self._lock:
            if state == self._state:
                self._held.put(key, (body, mimetype))

    def clear(self) -> None:
        """Forget everything: someone has written."""
        with self._lock:
            self._empty(None)

    def _empty(self, state: Hashable) -> None:
        self._held.clear()
        self._state = state


def init_app(app: Flask) -> None:
    """Give `app` a cache that every form empties, and the templates a token that may be kept.

    A form also leaves a mark in the instance folder: before the next request every other process that serves
    the folder empties its cache, reads the words of persons anew and opens the new data where there are some.
    """
    cache = app.extensions["graphsvc_responses"] = ResponseCache()
    of_views = app.extensions["graphsvc_view_responses"] = BoundedCache[Hashable, ResponseCache](MOST_VIEWS)
    app.jinja_env.globals["form_token"] = _token
    mark = _Mark(cast("Services", app.extensions["graphsvc"]).settings.home / "written")

    @app.before_request
    def notice() -> None:
        if mark.moved():
            cache.clear()
            of_views.clear()
            with suppress(StoreError):  # the data of before is shown until the store answers
                for made in (services(), *services().views.held()):
                    said_more(made.graph)
                    if made.graph.stale() and made.graph.built():
                        made.graph.refresh()

    @app.after_request
    def written(response: Response) -> Response:
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            cache.clear()
            of_views.clear()
            for made in services().views.held():
                with suppress(StoreError):
                    said_more(made.graph)
            mark.move()
        return response


class _Mark:
    """A file whose time says when a form was last sent to any of the processes that share it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen = self._time()

    def moved(self) -> bool:
        """Whether another process has moved it since this was asked last."""
        before, self._seen = self._seen, self._time()
        return before != self._seen

    def move(self) -> None:
        """Say that a form was sent."""
        with dispensable(self._path):
            private_file(self._path)
            self._seen = time.time_ns()
            os.utime(self._path, ns=(self._seen, self._seen))

    def _time(self) -> int:
        try:
            return self._path.stat().st_mtime_ns
        except FileNotFoundError:
            return 0


def kept(*parameters: str, also: Callable[[], Hashable] = lambda: None) -> Callable[[View], View]:
    """Keep what a view answers to GET, by address and language, until the data or what `also` tells changes.

    Parameters: the query parameters that the view reads. It sees no other: what stands besides them in an
    address neither makes another answer nor appears in one. A form that is sent empties everything kept.
    """
    known = {*parameters, "lang"}

    def keeping(view: View) -> View:
        @wraps(view)
        def answered(*args: object, **kwargs: object) -> object:
            _leave_only(known)
            if request.method != "GET" or "_flashes" in session:
                return view(*args, **kwargs)
            cache = _cache()
            snapshot = services().graph.snapshot()
            state, key = (snapshot.revision, snapshot.digest), _key(request.full_path, language(), also())
            found = cache.get(state, key)
            if found is None:
                g.keeping = True
                try:
                    response = make_response(view(*args, **kwargs))
                finally:
                    g.keeping = False
                if response.status_code != 200 or response.is_streamed:
                    return view(*args, **kwargs)
                found = response.get_data(), response.mimetype or "text/html"
                if not (store_missing() or awaited()):
                    cache.put(state, key, *found)
            body, mimetype = found
            if _PLACE.encode() in body:
                body = body.replace(_PLACE.encode(), generate_csrf().encode())
            return Response(body, mimetype=mimetype)

        return cast("View", answered)

    return keeping


def _cache() -> ResponseCache:
    """What keeps the answers to who asks: of readers who see member lists, apart for what they see."""
    seen = services().lists
    if not seen:
        return cast("ResponseCache", current_app.extensions["graphsvc_responses"])
    of_views: BoundedCache[Hashable, ResponseCache] = current_app.extensions["graphsvc_view_responses"]
    found = of_views.get(seen)
    if found is None:
        of_views.put(seen, found := ResponseCache(MOST_BYTES // MOST_VIEWS, MOST_ANSWERS // MOST_VIEWS))
    return found


def _leave_only(known: set[str]) -> None:
    """Take all other query parameters out of this request."""
    left = [(name, value) for name, value in request.args.items(multi=True) if name in known]
    request.args = ImmutableMultiDict(left)
    request.query_string = urlencode(left).encode()


def _key(*parts: Hashable) -> bytes:
    """A key of fixed length, however long an address is."""
    return hashlib.sha256(repr(parts).encode()).digest()


def _token() -> str:
    return _PLACE if g.get("keeping") else generate_csrf()
