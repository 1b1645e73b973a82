"""Every text a person reads is there in German, with the words of the glossary."""

import re
from pathlib import Path

from tests.support.messages import PLACE, extracted, hidden, places, texts, wordings, written

GLOSSARY = Path(__file__).resolve().parents[2] / "docs" / "glossary.md"
SAME_IN_BOTH = {
    "API", "Cluster", "Cluster: %(name)s", "Definition", "Label", "Name", "Organization", "Partner", "Region",
    "Region: %(name)s", "Region (NUTS)",
    "Budget", "Instrument", "Label: %(name)s", "Labels", "know-how",
}  # fmt: skip


def in_german() -> dict[tuple[str, ...], tuple[str, ...]]:
    return {texts(message): wordings(message) for message in written() if message.id}


def test_the_catalogue_has_exactly_the_texts_of_the_sources() -> None:
    sources = {texts(message) for message in extracted() if message.id}
    assert len(sources) > 500
    assert set(in_german()) == sources, "run `python -m tests.support.messages` and write the new texts"


def test_wordings_are_literals_that_can_be_extracted() -> None:
    assert hidden() == []


def test_every_text_is_written_in_german() -> None:
    assert [english for english, german in in_german().items() if len(german) != len(english)] == []


def test_german_texts_keep_the_values_of_the_english_ones() -> None:
    wrong = [
        (english, german)
        for english, german in in_german().items()
        for wording in german
        if not set.intersection(*map(places, english)) <= places(wording) <= set.union(*map(places, english))
    ]
    assert wrong == []


def test_no_english_is_left_in_the_german_catalogue() -> None:
    worded = {
        texts: german
        for texts, german in in_german().items()
        if re.search("[A-Za-z]", PLACE.sub("", texts[0]))
    }
    same = {english[0] for english, german in worded.items() if english == german}
    assert same <= SAME_IN_BOTH


def test_german_addresses_people_politely() -> None:
    informal = re.compile(r"\b(du|dich|dir|dein\w*)\b", re.IGNORECASE)
    assert [german for german in in_german().values() for text in german if informal.search(text)] == []


def test_pages_use_the_words_of_the_glossary() -> None:
    table = GLOSSARY.read_text(encoding="utf-8").split("## In code")[0]
    rows = [row.strip("| \n").split(" | ") for row in table.splitlines() if row.startswith("| ")][1:]
    german = in_german()
    assert len(rows) > 20
    assert [row for row in rows if german.get((row[0],)) != (row[1],)] == []
