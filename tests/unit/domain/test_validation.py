"""What pydantic refuses is told in its own English words, and in German."""

from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, Field, ValidationError
from pydantic_core import PydanticKnownError

from graphsvc.domain import Basis, Evidence, Organization
from graphsvc.domain.validation import MESSAGES, validation_issues, validation_message
from graphsvc.messages import Message, msg

CONTEXT = {
    "enum": {"expected": "'a', 'b' or 'c'"},
    "greater_than_equal": {"ge": 3},
    "less_than_equal": {"le": 0.5},
    "literal_error": {"expected": "'a'"},
    "string_pattern_mismatch": {"pattern": "^[a-z]$"},
    "string_too_long": {"max_length": 500},
    "string_too_short": {"min_length": 1},
    "value_error": {"error": "must not be empty"},
}


@pytest.mark.parametrize("kind", MESSAGES)
def test_every_message_reads_in_english_as_pydantic_has_it(kind: str) -> None:
    context = CONTEXT.get(kind, {})
    theirs = PydanticKnownError(kind, context or None).message()  # type: ignore[arg-type]
    ours = validation_message({"type": kind, "msg": theirs, "ctx": context})
    assert isinstance(ours, Message)
    assert str(ours) == theirs.replace("'^[a-z]$'", repr("^[a-z]$"))


class Strict(BaseModel):
    """Bounds of several kinds."""

    number: Annotated[int, Field(ge=1, le=9)]
    word: Literal["a", "b"] = "a"


def test_a_type_without_a_message_keeps_the_words_of_pydantic() -> None:
    with pytest.raises(ValidationError) as caught:
        Strict.model_validate([])
    (issue,) = validation_issues(caught.value)
    assert isinstance(issue.reason, str)
    assert issue.reason == caught.value.errors()[0]["msg"]


def test_findings_name_place_value_and_reason() -> None:
    with pytest.raises(ValidationError) as caught:
        Strict.model_validate({"number": 10, "word": "x" * 200})
    number, word = validation_issues(caught.value, "a.yml", 7)
    assert (number.file, number.row, number.column, number.value) == ("a.yml", 7, "number", "10")
    assert str(number.reason) == "Input should be less than or equal to 9"
    assert (word.column, len(word.value)) == ("word", 100)


def test_a_rule_of_our_own_is_a_message_inside() -> None:
    evidence = Evidence(basis=Basis.STATED, dataset="d")
    with pytest.raises(ValidationError) as caught:
        Organization(id="organization:a", evidence=evidence, name="  ")
    (issue,) = validation_issues(caught.value)
    assert isinstance(issue.reason, Message)
    assert issue.reason.values["error"] == msg("must not be empty")
