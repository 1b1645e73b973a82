"""Files of maps in the document of the API. Pages hand them out, so that what is refused is a page too."""

from collections.abc import Mapping, Sequence
from typing import Any

from graphsvc.answers.network.difference_files import DIFFERENCE_FORMATS
from graphsvc.answers.network.map_files import FORMATS
from graphsvc.drawing.pictures.size import LEAST, MOST


def with_map_files(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document with the addresses under which maps and differences are saved.

    Their parameters are those of the scene and of the comparison, with the size of pictures.
    """
    paths = document["paths"]
    scene, compare = (paths[f"/api/v1/{name}"]["get"] for name in ("scene", "map/compare"))
    files = {
        "/map/export.{form}": _operation(
            "map_export", "A map as a file, under the same filter.", FORMATS, scene
        ),
        "/map/compare/export.{form}": _operation(
            "map_compare_export", "Two periods or two sets as a file.", DIFFERENCE_FORMATS, compare
        ),
    }
    return {**document, "paths": {**paths, **files}}


def _operation(
    name: str, about: str, forms: Sequence[str] | Mapping[str, Any], like: Mapping[str, Any]
) -> dict[str, Any]:
    types = sorted({FORMATS[form][0] for form in forms})
    shared = [one for one in like["parameters"] if one["name"] != "limit"]
    return {
        "get": {
            "operationId": name,
            "summary": about,
            "tags": like["tags"],
            "parameters": [_form(forms), *shared, *(_pixels(side) for side in ("width", "height"))],
            "responses": {
                "200": {
                    "description": "the file; `Link` names the licences of what is in it",
                    "headers": {"Link": {"schema": {"type": "string"}}},
                    "content": {kind: {"schema": _content(kind)} for kind in types},
                },
                "400": _refused("a parameter that cannot be read"),
                "404": _refused("a format, view or id that does not exist here"),
                "503": _refused("still being made; `Retry-After` says when to ask again"),
            },
        }
    }


def _form(forms: Sequence[str] | Mapping[str, Any]) -> dict[str, Any]:
    return {"name": "form", "in": "path", "required": True, "schema": {"type": "string", "enum": [*forms]}}


def _pixels(name: str) -> dict[str, Any]:
    schema = {"type": "integer", "minimum": LEAST, "maximum": MOST}
    return {"name": name, "in": "query", "schema": schema, "description": "pixels of a picture"}


def _content(kind: str) -> dict[str, Any]:
    text = kind.startswith("text/") or kind.endswith("xml")
    return {"type": "string"} if text else {"type": "string", "format": "binary"}


def _refused(reason: str) -> dict[str, Any]:
    return {"description": reason, "content": {"text/html": {"schema": {"type": "string"}}}}
