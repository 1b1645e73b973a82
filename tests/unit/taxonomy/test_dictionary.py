"""German words in English, by stems and by the parts of compounds."""

import pytest

from graphsvc.taxonomy.dictionary import Dictionary, dictionary
from graphsvc.taxonomy.glossary import glossary

SMALL = Dictionary(
    [
        "# a comment = kommentar",
        "= und dabei",
        "measure = mess gemessen",
        "belt = band",
        "speed = geschwindigkeit",
        "house = haus",
        "paint = lack",
    ]
)


@pytest.mark.parametrize(
    ("word", "terms"),
    [
        ("messen", ("measure",)),
        ("Messung", ("measure",)),
        ("gemessenen", ("measure",)),
        ("Häuser", ("house",)),
        ("Haeusern", ("house",)),
        ("gelackt", ("paint",)),
        ("Bandgeschwindigkeit", ("belt", "speed")),
        ("Häuserlack", ("house", "paint")),
        ("Umlaufgeschwindigkeiten", ("speed",)),
        ("Messias", ()),
        ("dabei", ()),
        ("kommentar", ()),
        ("und", ()),
    ],
)
def test_a_word_is_found_by_its_stem_its_singular_or_its_parts(word: str, terms: tuple[str, ...]) -> None:
    assert SMALL.terms(word) == terms


def test_parts_are_looked_up_elsewhere_too() -> None:
    assert SMALL.terms("Käseband") == ()
    assert SMALL.terms("Käseband", lambda part: ["cheese"] if part == "kaese" else []) == ("cheese", "belt")


def test_words_that_say_nothing_are_told_from_unknown_ones() -> None:
    assert SMALL.is_silent("Dabei")
    assert not SMALL.is_silent("Messung")
    assert SMALL.is_listed("Messung")
    assert not SMALL.is_listed("Bandgeschwindigkeit")


@pytest.mark.parametrize(
    ("word", "terms"),
    [
        ("Hersteller", ("manufacturer",)),
        ("Beschleunigungsmesser", ("accelerometer",)),
        ("Schlepper", ("tractor",)),
        ("Weizenschläge", ("wheat", "field")),
    ],
)
def test_the_shipped_dictionary_knows_technical_words(word: str, terms: tuple[str, ...]) -> None:
    assert dictionary().terms(word, glossary().terms) == terms
