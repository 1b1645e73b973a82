"""What pydantic refuses, as messages and findings."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from graphsvc.errors import Issue
from graphsvc.messages import Message, msg, reason_of, say_n

MESSAGES = {
    "bool_parsing": msg("Input should be a valid boolean, unable to interpret input"),
    "enum": msg("Input should be %(expected)s"),
    "extra_forbidden": msg("Extra inputs are not permitted"),
    "finite_number": msg("Input should be a finite number"),
    "float_parsing": msg("Input should be a valid number, unable to parse string as a number"),
    "float_type": msg("Input should be a valid number"),
    "greater_than_equal": msg("Input should be greater than or equal to %(ge)s"),
    "int_parsing": msg("Input should be a valid integer, unable to parse string as an integer"),
    "int_type": msg("Input should be a valid integer"),
    "less_than_equal": msg("Input should be less than or equal to %(le)s"),
    "literal_error": msg("Input should be %(expected)s"),
    "missing": msg("Field required"),
    "string_pattern_mismatch": msg("String should match pattern %(quoted_pattern)s"),
    "string_too_long": say_n(
        "String should have at most %(n)s character", "String should have at most %(n)s characters", n=0
    ),
    "string_too_short": say_n(
        "String should have at least %(n)s character", "String should have at least %(n)s characters", n=0
    ),
    "string_type": msg("Input should be a valid string"),
    "value_error": msg("Value error, %(error)s"),
}
"""By the type of a pydantic error, with the values of its context; `n` is a length that bounds."""

_LONGEST = 100


def validation_message(fault: Mapping[str, Any]) -> str | Message:
    """The message of one of `ValidationError.errors()`; pydantic's own text for a type not in `MESSAGES`."""
    if fault["type"] not in MESSAGES:
        return str(fault["msg"])
    values = {
        name: reason_of(value) if isinstance(value, Exception) else value
        for name, value in fault.get("ctx", {}).items()
    }
    for bound in ("min_length", "max_length"):
        if bound in values:
            values["n"] = values.pop(bound)
    if "pattern" in values:
        values["quoted_pattern"] = repr(values.pop("pattern"))
    if " or " in (expected := str(values.get("expected", ""))):
        some, _, last = expected.rpartition(" or ")
        values["expected"] = msg("%(some)s or %(last)s", some=some, last=last)
    return replace(MESSAGES[fault["type"]], values=values)


def validation_issues(error: ValidationError, file: str = "", row: int = 0) -> list[Issue]:
    """Everything a model refuses, as findings about `file` and `row`; the column is the path of the field."""
    return [
        Issue(file, row, ".".join(map(str, fault["loc"])), _short(fault["input"]), validation_message(fault))
        for fault in error.errors()
    ]


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
