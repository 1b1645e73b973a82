"""Word patterns: whole words, beginnings, ends, phrases, and two spellings of umlauts."""

import pytest

from graphsvc.taxonomy.keyword_index import WordIndex
from graphsvc.text_folding import plain


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("meat", "Meat, fresh", "Meat"),
        ("meat", "meatball", None),
        ("brewer*", "The BREWERY", "BREWERY"),
        ("*mühle", "Ölmühle Nord", "Ölmühle"),
        ("*mühle", "OELMUEHLE", "OELMUEHLE"),
        ("*mühle", "OLMUHLE", "OLMUHLE"),
        ("*vieh*", "Milchviehhaltung", "Milchviehhaltung"),
        ("food process*", "new food-processing lines", "food processing"),
        ("food process*", "food and processing", None),
        ("food process*", "food", None),
        ("groß", "GROSS", "GROSS"),
    ],
)
def test_patterns(pattern: str, text: str, found: str | None) -> None:
    assert [hit.words for hit in WordIndex({1: [pattern]}).find(text)] == ([found] if found else [])


def test_words_inside_a_longer_phrase_are_left_out() -> None:
    index = WordIndex({"food": ["foods"], "additive": ["functional foods"]})
    assert [hit.value for hit in index.find("functional foods and other foods")] == ["additive", "food"]


def test_folding() -> None:
    assert plain("Straße ÉCOLE Łódź Ægir") == "strasse ecole lodz aegir"
