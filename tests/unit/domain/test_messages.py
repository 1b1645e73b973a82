"""A sentence reads in English by itself."""

from datetime import date

from graphsvc.domain.messages import msg, say_n


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
