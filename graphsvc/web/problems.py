"""Errors as answers: one table from exceptions to status codes, a problem for programs, a page for people."""

import traceback
from contextlib import suppress
from http import HTTPStatus

import structlog
from flask import Flask, Response, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from werkzeug.exceptions import HTTPException, NotFound

from graphsvc.domain.validation import validation_message
from graphsvc.errors import (
    MOST_TOLD,
    AmbiguousName,
    Busy,
    DiskFull,
    ForbiddenStep,
    GraphsvcError,
    InvalidData,
    Issue,
    LimitReached,
    NoRight,
    NotAllowed,
    NotComputed,
    ReadOnly,
    RetiredEntity,
    StoreError,
    StoreReadOnly,
    StoreUnavailable,
    UnknownId,
)
from graphsvc.files import disk_full
from graphsvc.messages import Message, msg, reason_of
from graphsvc.web.language import tell
from graphsvc.web.page_context import services
from graphsvc.web.problem_texts import BEING_COMPUTED, words_of


class Unreadable(GraphsvcError):
    """A request that a page cannot read; `sentence` says why."""

    def __init__(self, sentence: Message) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


log = structlog.get_logger("graphsvc.web")

API = "/api/"
JSON_TYPE = "application/problem+json"
WAIT = 2
"""Seconds after which to ask again for what is being computed."""

STATUS: dict[type[Exception], int] = {
    UnknownId: 404,
    AmbiguousName: 404,
    ReadOnly: 403,
    NoRight: 403,
    LimitReached: 429,
    StoreUnavailable: 503,
    StoreReadOnly: 503,
    DiskFull: 507,
    Busy: 503,
    NotComputed: 500,
    NotAllowed: 409,
    StoreError: 409,
    InvalidData: 400,
    GraphsvcError: 400,
}
"""The one table; an exception is answered by the entry of its nearest ancestor, anything else by 500."""


class Problem(BaseModel):
    """What every error of the JSON API looks like (RFC 9457)."""

    model_config = ConfigDict(extra="forbid")

    type: str = Field(
        default="about:blank", description="always about:blank: the status says what kind it is"
    )
    title: str = Field(description="the kind of error in a few words")
    status: int = Field(description="the HTTP status")
    detail: str = Field(description="what was wrong with this request")
    instance: str = Field(description="the path that was asked")
    request: str = Field(description="the number of this request in the log")
    errors: list[dict[str, str]] = Field(
        default_factory=list, description="place, message and code of each fault"
    )
    done: int | None = Field(default=None, description="steps done, where the answer is being computed")
    total: int | None = Field(default=None, description="all steps, where the answer is being computed")


def init_app(app: Flask) -> None:
    """Answer every exception in the one shape."""
    app.register_error_handler(Exception, _answer)


def status_of(error: Exception) -> int:
    """The status `error` is answered with."""
    if isinstance(error, HTTPException):
        return error.code or 500
    if disk_full(error):
        return STATUS[DiskFull]
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)


def invalid(error: ValidationError) -> Response:
    """The answer to query or body that breaks the documented form."""
    faults = [
        {
            "place": ".".join(str(part) for part in fault["loc"]),
            "message": tell(validation_message(fault)),
            "code": fault["type"],
        }
        for fault in error.errors()
    ]
    return _problem(422, "; ".join(f"{fault['place']}: {fault['message']}" for fault in faults), faults)


def _answer(error: Exception) -> Response:
    if isinstance(error, HTTPException) and error.code is not None and error.code < 400:
        return make_response(error.get_response())
    status = status_of(error)
    if isinstance(error, Busy):
        return _busy(error)
    if status >= 500:
        with suppress(OSError):  # as for every request
            log.error("failed", request=g.get("request_id"), error=type(error).__name__, at=_places(error))
    told = detail(error, status)
    steps = error.allowed if isinstance(error, ForbiddenStep) else ()
    allowed = [{"place": "step", "message": one, "code": "allowed"} for one in steps]
    answer = _problem(status, told, allowed) if request.path.startswith(API) else _page(error, status, told)
    if isinstance(error, HTTPException):
        answer.headers.extend(
            (name, value) for name, value in error.get_headers() if name in {"Allow", "Retry-After"}
        )
    return answer


def _places(error: Exception) -> list[str]:
    """Where the error came from; messages and values are left out, for they may hold what someone typed."""
    return [
        f"{place.filename}:{place.lineno} {place.name}" for place in traceback.extract_tb(error.__traceback__)
    ]


def detail(error: Exception, status: int | None = None) -> str:
    """What was wrong, in the language of the page."""
    status = status or status_of(error)
    sentence: object = ""
    match error:
        case Unreadable():
            sentence = error.sentence
        case CSRFError():
            sentence = msg("The form had expired. Open it again and send it once more.")
        case NotFound():
            sentence = msg("Nothing stands at %(path)s.", path=request.path)
        case HTTPException():
            sentence = error.description or ""
        # the words of the page say it all
        case ReadOnly() | UnknownId(what="upload" | "invitation" | "reset"):
            sentence = ""
        case InvalidData():
            sentence = "; ".join([tell(error.message), *map(_finding, error.issues[:MOST_TOLD])])
        case GraphsvcError() if status < 500:
            sentence = reason_of(error)
    return tell(sentence)


def _finding(issue: Issue) -> str:
    place: str | Message = ", ".join(part for part in (issue.file, issue.column) if part)
    if issue.row:
        place = msg("%(place)s, row %(row)s", place=place, row=str(issue.row))
    if not issue.value:
        return f"{tell(place)}: {tell(issue.reason)}"
    return tell(
        msg("%(place)s: %(reason)s (found %(value)s)", place=place, reason=issue.reason, value=issue.value)
    )


def _busy(error: Busy) -> Response:
    """The answer while a worker computes what was asked: how far it is, and when to ask again."""
    detail = tell(msg("%(done)s of %(total)s steps are done.", done=error.done, total=error.total))
    if request.path.startswith(API):
        answer = _problem(503, detail, done=error.done, total=error.total)
    else:
        page = render_template(
            "error.html", status=503, words=BEING_COMPUTED, detail=detail, refresh=WAIT, bare=True
        )
        answer = Response(page, 503)
    answer.headers["Retry-After"] = str(WAIT)
    return answer


def _problem(
    status: int,
    detail: str,
    errors: list[dict[str, str]] | None = None,
    *,
    done: int | None = None,
    total: int | None = None,
) -> Response:
    problem = Problem(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        instance=request.path,
        request=g.get("request_id", ""),
        errors=errors or [],
        done=done,
        total=total,
    )
    return Response(problem.model_dump_json(exclude_none=True), status, mimetype=JSON_TYPE)


def _page(error: Exception, status: int, detail: str) -> Response:
    words = words_of(error, status, sends=request.method == "POST")
    if isinstance(error, RetiredEntity):
        changes = services().catalog.changes(error.value)
        return Response(render_template("retired.html", retired=error, changes=changes), status)
    bare = status >= 500 or services().graph.being_prepared() is not None
    page = render_template("error.html", status=status, words=words, detail=detail, bare=bare)
    return Response(page, status)
