"""Introductions of who signs in by cookie or API token."""

from typing import Any

from flask import Response, request
from flask_openapi import APIBlueprint
from pydantic import BaseModel, ConfigDict, Field, model_validator

from graphsvc.answers.questions import Strict
from graphsvc.answers.user_content.outcomes import SuggestionOutcomes
from graphsvc.collaboration.introduction_views import IntroductionView
from graphsvc.collaboration.introductions import MOST_MESSAGE
from graphsvc.web.afterwards import afterwards
from graphsvc.web.api.answers import answer_of
from graphsvc.web.api.json_encoding import answer
from graphsvc.web.api.models import ERRORS, Named
from graphsvc.web.page_context import services
from graphsvc.web.signed_in import person

_SHOWN = answer_of(IntroductionView)
_FORM = ERRORS[400]["content"]
_REFUSED: dict[Any, Any] = {
    403: {"description": "nobody is signed in, or the roles do not allow it", "content": _FORM},
    409: {"description": "the step is not possible now; `errors` names those that are", "content": _FORM},
}
_ENDS = ("organization", "cluster")


class IntroductionsAnswer(BaseModel):
    """All introductions in which one has a part, what waits first."""

    introductions: list[_SHOWN]  # type: ignore[valid-type]


class Request(Strict):
    """Who asks for an introduction to whom."""

    model_config = ConfigDict(populate_by_name=True)

    source: Named = Field(alias="from", description="the own organization or cluster, by id or name")
    target: Named = Field(alias="to", description="the organization or cluster to meet, by id or name")
    message: str = Field(default="", max_length=MOST_MESSAGE, description="what it is about")
    anonymous: bool = Field(default=False, description="no name before both have agreed")
    broker: Named | None = Field(default=None, description="the cluster whose management forwards it")


class OneIntroduction(Strict):
    """The introduction in the path."""

    introduction: str = Field(max_length=100)


class OneStep(OneIntroduction):
    """A step of an introduction."""

    step: str = Field(max_length=60, description="forward, accept, decline, withdraw, met or outcome")


class StepWords(Strict):
    """What comes with a step; a step that needs no words needs no body."""

    words: str = Field(default="", max_length=MOST_MESSAGE, description="line of a broker, or a reason")
    tell: bool = Field(default=False, description="whether the other side reads the reason")
    outcome: str = Field(default="together", description="together, contact or nothing")

    @model_validator(mode="before")
    @classmethod
    def _nothing_sent(cls, given: Any) -> Any:
        return {} if given is None and not request.content_length else given


def add_to(api: APIBlueprint) -> None:
    """Give `api` these routes."""

    @api.get("/introductions", responses={200: IntroductionsAnswer, **_REFUSED})
    def list_introductions() -> Response:
        """All introductions in which one has a part."""
        return answer({"introductions": services().collaboration.introductions.of(person())})

    @api.post("/introductions", responses={200: _SHOWN, **_REFUSED})
    def ask_introduction(body: Request) -> Response:
        """Ask for an introduction."""
        catalog, found = services().catalog, services().collaboration
        identifier = found.ask(
            person(),
            catalog.identify(body.source, _ENDS),
            catalog.identify(body.target, _ENDS),
            message=body.message,
            anonymous=body.anonymous,
            broker=catalog.identify(body.broker, ("cluster",)) if body.broker else None,
        )
        return afterwards(answer(found.introductions.view(person(), identifier)), found.deliver)

    @api.get("/introductions/outcomes", responses={200: answer_of(SuggestionOutcomes), **_REFUSED})
    def introduction_outcomes() -> Response:
        """What became of suggestions that led to a request: asked (`pinned`), agreed, declined, confirmed."""
        found = services()
        return answer(found.people.outcomes(found.collaboration.judgements()))

    @api.get("/introductions/<introduction>", responses={200: _SHOWN, **_REFUSED})
    def introduction(path: OneIntroduction) -> Response:
        """One introduction as one sees it oneself."""
        return answer(services().collaboration.introductions.view(person(), path.introduction))

    @api.post("/introductions/<introduction>/<step>", responses={200: _SHOWN, **_REFUSED})
    def step_introduction(path: OneStep, body: StepWords) -> Response:
        """Take a step."""
        found = services().collaboration
        seen = found.step(
            person(), path.introduction, path.step, words=body.words, tell=body.tell, outcome=body.outcome
        )
        return afterwards(answer(seen), found.deliver)
