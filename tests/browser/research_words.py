"""What researchers type and click, in German and English."""

import pytest
from playwright.sync_api import Page, expect

PHONE = {"width": 390, "height": 844}
GERMAN = {
    "abstract": "Soßen und Säfte werden mit hohem Druck statt mit Hitze haltbar gemacht und behalten Farbe "
    "und Geschmack. Gesucht sind Hersteller von Anlagen und Betriebe, die Lebensmittel herstellen.",
    "text": "Titel und Kurzfassung",
    "find": "Umsetzungspartner finden",
    "house": "Ihr eigenes Haus (Name oder Abkürzung)",
    "keep": "Als Profil behalten …",
    "save": "Speichern",
    "change": "Profil ändern",
    "public": "Veröffentlichen",
    "path": "Weg zur Vermittlung",
    "sheet": "Als Tabelle (XLSX)",
    "title": "Titel",
    "worked": "Neue Verfahren verarbeiten Lebensmittel schneller und schonender, mit gepulsten elektrischen "
    "Feldern statt Hitze, und lassen sich rasch in bestehende Anlagen einbauen.",
    "known": "Sie kennen sich",
    "before": "Sie haben schon zusammengearbeitet.",
    "reason": "Passt nicht, weil …",
    "answered": "Hat geantwortet",
    "outcomes": "Was aus Vorschlägen geworden ist",
    "nobody": "Niemand passt gut genug",
    "for": "spricht dafür:",
    "against": "spricht dagegen:",
    "small": "nur kleine und mittlere Unternehmen",
    "size": "klein oder mittelgroß",
    "save_search": "Diese Suche speichern, um zu erfahren, wer neu ist",
    "searches": "Was ist neu in meinen Suchen?",
    "nobody_new": "ist niemand neu",
}
ENGLISH = {
    "abstract": "Sauces and juices are preserved by high pressure instead of heat and keep colour and taste. "
    "Wanted are makers of plants and companies that produce food.",
    "text": "Title and abstract",
    "find": "Find implementers",
    "house": "Your own house (name or short name)",
    "keep": "Keep as a profile …",
    "save": "Save",
    "change": "Change the profile",
    "public": "Make it public",
    "path": "Path to an introduction",
    "sheet": "As a sheet (XLSX)",
    "title": "Title",
    "worked": "New processing of food by pulsed electric fields instead of heat is integrated rapidly into "
    "existing plants: sustainable and innovative.",
    "known": "You know each other",
    "before": "They have worked together before.",
    "reason": "Not for us, because …",
    "answered": "They have answered",
    "outcomes": "What became of suggestions",
    "nobody": "Nobody fits well enough",
    "for": "in favor:",
    "against": "against:",
    "small": "only small and medium-sized companies",
    "size": "small or medium-sized",
    "save_search": "Save this search to be told who is new",
    "searches": "What is new in my searches?",
    "nobody_new": "Nobody is new",
}


def in_both_languages(german: dict[str, str], english: dict[str, str]) -> pytest.MarkDecorator:
    """Runs a test with the `locale` of a browser and the `words` of its pages, German and English."""
    return pytest.mark.parametrize(
        ("locale", "words"), [("de", german), ("en-GB", english)], ids=["German", "English"]
    )


LANGUAGES = in_both_languages(GERMAN, ENGLISH)


def described(page: Page, words: dict[str, str]) -> None:
    """From the home page to the answer to a result."""
    page.goto("/")
    page.get_by_label(words["text"]).fill(words["abstract"])
    page.get_by_role("button", name=words["find"]).click()
    expect(page.locator("#answer .match").first).to_be_visible()
