"""Models of the JSON that results become, derived from the types of the results themselves.

`graphsvc.web.api.json_encoding` turns records into objects; these models document exactly these objects. A
field that is added to a result appears in the document, and a field that is not documented cannot be sent.
"""

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from types import GenericAlias, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, create_model

from graphsvc.messages import Message

_models: dict[type, type[BaseModel]] = {}


def answer_of(result: type, **instead: Any) -> type[BaseModel]:
    """The model of the object that a dataclass becomes; every field is there, nothing else is.

    `instead` gives the types of fields whose annotation says too little. Raises `TypeError` for another type,
    and where two dataclasses share a name.
    """
    if not is_dataclass(result):
        raise TypeError(f"{result!r} is no dataclass")
    if result not in _models:
        clash = next((known for known in _models if known.__name__ == result.__name__), None)
        if clash:
            raise TypeError(f"{result.__qualname__} is the name of two answers: {clash!r}, {result!r}")
        hints = get_type_hints(result) | instead
        found: dict[str, Any] = {field.name: (_as_json(hints[field.name]), ...) for field in fields(result)}
        _models[result] = create_model(
            result.__name__,
            __config__=ConfigDict(extra="forbid"),
            __doc__=inspect.cleandoc(result.__doc__ or "").partition("\n\n")[0],
            **found,
        )
    return _models[result]


def _as_json(hint: Any) -> Any:
    """The type of a value after `plain`: sentences are text, records are objects, sequences are lists."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return Union[tuple(_as_json(part) for part in parts)]  # noqa: UP007 - made at run time
    if origin is tuple and parts[-1] is not Ellipsis:
        return GenericAlias(tuple, tuple(_as_json(part) for part in parts))
    if origin in (tuple, list, Sequence):
        return GenericAlias(list, (_as_json(parts[0]),))
    if origin in (dict, Mapping):
        return GenericAlias(dict, (str, _as_json(parts[1])))
    if hint is Message:
        return str
    return answer_of(hint) if is_dataclass(hint) and isinstance(hint, type) else hint
