"""Lists in pages: one route and its documented models for each form of `graphsvc.answers.open_data.forms`."""

from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from flask import Response, request
from flask_openapi import APIBlueprint
from pydantic import BaseModel, Field, create_model

from graphsvc.answers.open_data import MOST
from graphsvc.answers.open_data.forms import FORMS, ListField, ListForm
from graphsvc.answers.questions import Strict
from graphsvc.domain.evidence import PartialDate
from graphsvc.web.api.json_encoding import answer
from graphsvc.web.api.models import Answer
from graphsvc.web.page_context import services
from graphsvc.web.response_cache import kept

_PAGING = ("sort", "limit", "offset")
_TYPES: dict[str, Any] = {
    "str": str,
    "int": int,
    "float": float,
    "bool": bool,
    "date": str,
    "list": list[str],
}
_Text = Annotated[str, Field(min_length=1, max_length=500)]


def add_to(api: APIBlueprint) -> None:
    """Give `api` these routes."""
    for form in FORMS.values():
        _add(api, form)


def _add(api: APIBlueprint, form: ListForm) -> None:
    asked = _question(form)

    def listed(query: Any) -> Response:
        given = query.model_dump(exclude_none=True, exclude_defaults=True, exclude=set(_PAGING))
        page = services().open_data.page(
            form.name, given, sort=query.sort or "", limit=query.limit, offset=query.offset
        )
        return answer({**vars(page), "next": _address(page.next)})

    listed.__name__ = f"list_{form.name}"
    listed.__doc__ = form.about
    listed.__annotations__ = {"query": asked, "return": Response}
    api.get(f"/{form.name}", responses={200: _page(form)})(kept(*asked.model_fields)(listed))


def _address(offset: int | None) -> str | None:
    """The address of the page that begins at `offset`."""
    if offset is None:
        return None
    given = [(name, value) for name, value in request.args.items(multi=True) if name != "offset"]
    return f"{request.path}?{urlencode([*given, ('offset', offset)])}"


def _question(form: ListForm) -> type[BaseModel]:
    """The parameters of a list."""
    fields: dict[str, Any] = {}
    for one in form.filters:
        fields[one.name] = (_Text | None, Field(default=None, description=one.about))
    for field in form.fields:
        fields |= _conditions(field)
    names = [field.name for field in form.fields]
    fields["sort"] = (
        Literal[*names, *(f"-{name}" for name in names)] | None,
        Field(default=None, description="a field; with a minus before it the largest first"),
    )
    fields["limit"] = (int, Field(default=50, ge=1, le=MOST, description="rows of a page"))
    fields["offset"] = (int, Field(default=0, ge=0, le=10**9, description="rows before the page"))
    return create_model(f"{form.row}Query", __base__=Strict, __doc__=f"Filters of {form.name}.", **fields)


def _conditions(field: ListField) -> dict[str, Any]:
    """The parameters by which a field is filtered."""
    if field.how == "entity":
        about = f"id or unambiguous name of the {' or '.join(field.kinds)}"
        return {field.name: (_Text | None, Field(default=None, description=about))}
    if field.how == "equal" and field.type == "bool":
        return {field.name: (bool | None, Field(default=None, description=field.about))}
    if field.how == "equal":
        about = f"{field.about}; may be repeated, then any of them"
        return {field.name: (list[_Text], Field(default_factory=list, max_length=60, description=about))}
    if field.how == "range":
        kind = PartialDate if field.type == "date" else _TYPES[field.type]
        return {
            f"{field.name}_from": (kind | None, Field(default=None, description=f"least: {field.about}")),
            f"{field.name}_to": (kind | None, Field(default=None, description=f"most: {field.about}")),
        }
    return {}


def _page(form: ListForm) -> type[BaseModel]:
    """What a page of a list looks like."""
    columns: dict[str, Any] = {
        field.name: (
            _TYPES[field.type] if field.sure else _TYPES[field.type] | None,
            Field(description=field.about),
        )
        for field in form.fields
    }
    row = create_model(form.row, __base__=Answer, __doc__=f"One of {form.name}.", **columns)
    return create_model(
        f"{form.row}Page",
        __base__=Answer,
        __doc__=f"A page of {form.name}.",
        digest=(str, Field(description="names the state of the data")),
        total=(int, Field(description="rows that the filters leave")),
        offset=(int, Field(description="rows before this page")),
        limit=(int, Field(description="most rows of a page")),
        next=(str | None, Field(description="address of the next page")),
        items=(list[row], ...),
    )
