"""A sentence reads in English by itself."""

import json
from datetime import date

import pytest

from graphsvc.messages import Message, from_json, in_lines, msg, packed, reason_of, say_n, to_json, unpacked


def test_values_fill_their_places_in_english() -> None:
    sentence = msg(
        "%(names)s cover %(n)s of %(of)s (%(deep_share)s) since %(day)s: %(stage)s, %(score)s.",
        names=("foodRegio", "NieKE", "FPI"),
        n=1234,
        of=7,
        deep_share=0.571,
        day=date(2026, 11, 2),
        stage={"de": "Verpackung", "en": "Packaging"},
        score=1234.5,
    )
    assert (
        str(sentence)
        == "foodRegio, NieKE and FPI cover 1,234 of 7 (57%) since 2 November 2026: Packaging, 1,234.5."
    )


def test_count_chooses_the_wording() -> None:
    texts = [str(say_n("%(n)s stage", "%(n)s stages", n=n)) for n in (0, 1, 2)]
    assert texts == ["0 stages", "1 stage", "2 stages"]


def test_names_are_never_read_as_places() -> None:
    assert str(msg("Known as %(name)s.", name="100%(n)s <b>")) == "Known as 100%(n)s <b>."


def test_dates_are_as_precise_as_they_are_known() -> None:
    text = "Between %(first_date)s, %(then_date)s and %(last_date)s."
    sentence = msg(text, first_date="2014", then_date="2014-09", last_date="2018-12-31")
    assert str(sentence) == "Between 2014, September 2014 and 31 December 2018."


def test_a_sentence_can_stand_inside_another() -> None:
    assert str(msg("Left out: %(what)s.", what=(msg("country"), say_n("one", "%(n)s more", n=2)))) == (
        "Left out: country and 2 more."
    )


def test_a_name_that_ends_in_a_dot_ends_the_sentence() -> None:
    text = "Weakest passage: %(first)s. Then %(names)s."
    sentence = msg(text, first="foodRegio e.V.", names=("A Ltd", "B e.V."))
    assert str(sentence) == "Weakest passage: foodRegio e.V. Then A Ltd and B e.V."
    assert str(msg("Led by %(name)s, now.", name="B e.V.")) == "Led by B e.V., now."


def test_lines_read_one_by_one() -> None:
    message = in_lines(msg("data does not fit"), "  a.csv: too large")
    assert str(message) == "data does not fit\n  a.csv: too large"
    assert in_lines("alone") == "alone"


def test_messages_survive_json() -> None:
    message = msg(
        "%(names)s, %(n)s, %(deep_share)s, %(day)s, %(stage)s, %(inner)s",
        names=("a", msg("b"), ("c", "d")),
        n=1234,
        deep_share=0.571,
        day=date(2026, 11, 2),
        stage={"de": "Verpackung", "en": "Packaging"},
        inner=say_n("one", "%(n)s more", n=2),
    )
    assert unpacked(packed(message)) == message
    assert unpacked(packed(message)).__class__ is Message
    found = json.loads(json.dumps({"rows": [{"reason": message}]}, default=to_json), object_hook=from_json)
    assert found == {"rows": [{"reason": message}]}


@pytest.mark.parametrize(
    "text", ["", "plain", '{"text": "x"}', '{"text": "%(a)s", "values": {}}', '"quoted"', "12", "{", "null"]
)
def test_texts_survive_as_texts(text: str) -> None:
    assert unpacked(packed(text)) == text


@pytest.mark.parametrize("text", ["it was stopped", "12", "{", "null", '{"text": 1}', '{"date": "x"}'])
def test_what_was_kept_as_plain_text_reads_as_it_is(text: str) -> None:
    assert unpacked(text) == text


def test_the_reason_of_an_error_is_its_message_or_its_text() -> None:
    assert reason_of(ValueError(msg("too large"))) == msg("too large")
    assert reason_of(ValueError("a", 2)) == "('a', 2)"
    assert reason_of(KeyError()) == ""
