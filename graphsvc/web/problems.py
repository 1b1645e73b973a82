"""Errors as answers: one table from exceptions to status codes, a problem for programs, a page for people."""

import traceback
from contextlib import suppress
from dataclasses import dataclass
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
    StoreError,
    StoreReadOnly,
    StoreUnavailable,
    UnknownId,
)
from graphsvc.files import disk_full
from graphsvc.messages import Message, msg, reason_of
from graphsvc.web.language import tell


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


@dataclass(frozen=True)
class ProblemText:
    """What a person reads about a kind of error: what happened, what became of their work, what to do."""

    happened: Message
    lost: Message
    do: Message


_NOTHING_CHANGED = msg("Nothing was changed and nothing was lost.")

_WORDS = {
    400: ProblemText(
        msg("This request could not be understood."),
        _NOTHING_CHANGED,
        msg("Go back, correct what is named below and send it again."),
    ),
    403: ProblemText(
        msg("This service is public and therefore read-only."),
        _NOTHING_CHANGED,
        msg("Everything can be read. To load or change data, run the service on your own computer."),
    ),
    404: ProblemText(
        msg("There is nothing at this address."),
        msg("Nothing was lost: it may have another name, or left with a newer version of the data."),
        msg("Search for it by name, or start again from the home page."),
    ),
    405: ProblemText(
        msg("This address cannot be used in this way."),
        _NOTHING_CHANGED,
        msg("Use the links and buttons of the pages."),
    ),
    409: ProblemText(
        msg("The data changed in the meantime, or something else still needs it."),
        msg("Nothing of this step was written; everything from before is still there."),
        msg("Open the page again and repeat the step."),
    ),
    413: ProblemText(
        msg("The file is too large."),
        _NOTHING_CHANGED,
        msg("Split the file, or load it from the command line."),
    ),
    414: ProblemText(
        msg("The address is too long."),
        _NOTHING_CHANGED,
        msg("Choose fewer clusters and organizations, or ask on the command line."),
    ),
    429: ProblemText(
        msg("Too many questions in a short time."),
        _NOTHING_CHANGED,
        msg("Wait a minute and open the page again."),
    ),
    500: ProblemText(
        msg("Something went wrong on our side."),
        msg("Nothing was lost: what was saved before is still there."),
        msg("Try again. If it happens once more, tell the operator the number below."),
    ),
    503: ProblemText(
        msg("The data cannot be reached right now."),
        msg("Nothing was lost: the data is kept and the service will find it again."),
        msg("Wait a moment and open the page again."),
    ),
    507: ProblemText(
        msg("The disk of the service is full."),
        msg("Nothing of this step was written; everything from before is still there and can be read."),
        msg("Tell the operator to make room, then repeat the step."),
    ),
}


_BEING_COMPUTED = ProblemText(
    msg("This is being computed."),
    msg("It goes on even if you leave this page."),
    msg("The page opens by itself as soon as it is ready."),
)


_UPLOAD_GONE = ProblemText(
    msg("These files are not waiting any more."),
    msg("They were taken over completely, or thrown away a day after they were sent."),
    msg("Look whether they are in the data; if not, choose them again."),
)

_NO_RIGHT = ProblemText(
    msg("You may not do this here."),
    _NOTHING_CHANGED,
    msg("Sign in with an account that may, or ask the operator for the role."),
)

_LINK_USED = ProblemText(
    msg("This link does not work any more."),
    _NOTHING_CHANGED,
    msg("It works once and for a limited time. Ask for a new one, or sign in if it worked before."),
)

_NOT_SAVED = msg("What you sent was not saved, not even in part.")
_SEND_AGAIN = msg("Go back: your browser still holds what you typed. Send it again in a moment.")

_UNREACHABLE_FOR_WRITING = ProblemText(msg("The data cannot be reached right now."), _NOT_SAVED, _SEND_AGAIN)

_DATABASE_READ_ONLY = ProblemText(
    msg("The database can only be read at present."),
    _NOT_SAVED,
    msg("Everything can be looked at. To write again, the operator opens the database for writing."),
)


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
        page = render_template("error.html", status=503, words=_BEING_COMPUTED, detail=detail, refresh=WAIT)
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


def _words(error: Exception, status: int) -> ProblemText:
    if isinstance(error, UnknownId) and error.what == "upload":
        return _UPLOAD_GONE
    if isinstance(error, UnknownId) and error.what in {"invitation", "reset"}:
        return _LINK_USED
    if isinstance(error, NoRight):
        return _NO_RIGHT
    if isinstance(error, StoreReadOnly):
        return _DATABASE_READ_ONLY
    if isinstance(error, StoreUnavailable) and request.method == "POST":
        return _UNREACHABLE_FOR_WRITING
    return _WORDS.get(status, _WORDS[500 if status >= 500 else 400])


def _page(error: Exception, status: int, detail: str) -> Response:
    words = _words(error, status)
    page = render_template("error.html", status=status, words=words, detail=detail, bare=status >= 500)
    return Response(page, status)
