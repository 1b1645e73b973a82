import pickle
from pathlib import Path

import pytest

from graphsvc.errors import InvalidTaxonomy
from graphsvc.taxonomy.glossary import SHIPPED, glossary, load_glossary

HEAD = """kind: glossary
id: trial
version: "1.0"
note: {de: Ein Versuch, en: A trial}
"""
WORDS = 'foreign: [der, mit]\nenglish: [the, with]\nterms:\n  cheese: ["*käse", "käse*"]\n  cow: ["kuh"]\n'


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Wir lassen Schnittkäse mit Milchsäurebakterien reifen", ("cheese", "milk", "lactic acid bacteria")),
        ("Schnellere Kaeserei mit weniger Molke", ("cheese", "whey")),
        ("Legehennen ohne Schnabelkürzen", ("laying hens", "animal welfare")),
        ("Käse", ("cheese",)),
        ("Ein Satz über Notare und Richter", ()),
        ("", ()),
    ],
)
def test_words_of_a_german_text_are_named_in_english(text: str, terms: tuple[str, ...]) -> None:
    found = glossary().english(text)
    assert set(terms) <= set(found)
    assert bool(terms) == bool(found)


@pytest.mark.parametrize(
    "text",
    [
        "Detection of salmonella and listeria in meat with antibodies",
        "Pathogen reduction and the Käse of Münster",
        "SALMONELLA VACCINE POULTRY",
        "Lutte biologique contre les insectes des olives",
    ],
)
def test_other_texts_are_left_alone(text: str) -> None:
    assert glossary().english(text) == ()


def test_each_term_is_named_once_in_the_order_of_the_text(tmp_path: Path) -> None:
    file = tmp_path / "trial-1.0.yml"
    file.write_text(HEAD + WORDS, encoding="utf-8")
    assert load_glossary(file).english("Kuh mit Käse, Weichkäse der Kuh") == ("cow", "cheese")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Molke aus der Käserei", "Molke Käserei whey cheese"),
        ("Nacht der Wissenschaft in Kiel", "Nacht Wissenschaft Kiel"),
        ("Whey from the dairy in Kiel", "Whey from the dairy in Kiel"),
    ],
)
def test_a_german_text_is_looked_up_without_its_small_words(text: str, words: str) -> None:
    assert glossary().searchable(text) == words


def test_nothing_of_a_text_stays_in_memory(tmp_path: Path) -> None:
    file = tmp_path / "trial-1.0.yml"
    file.write_text(HEAD + WORDS, encoding="utf-8")
    made = load_glossary(file)
    assert made.english("Der Zwölfender frisst Käse mit Quittengelee") == ("cheese",)
    assert b"quittengelee" not in pickle.dumps(made).lower()


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('["kuh"]', "[]", "terms.cow"),
        ("english: [the, with]\n", "", "english"),
        ("kind: glossary", "kind: chain", "kind"),
        ("terms:", "words:", "words"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, old: str, new: str, reason: str) -> None:
    file = tmp_path / "trial-1.0.yml"
    file.write_text((HEAD + WORDS).replace(old, new), encoding="utf-8")
    with pytest.raises(InvalidTaxonomy) as raised:
        load_glossary(file)
    assert reason in " ".join(map(str, raised.value.issues))


def test_the_shipped_file_is_named_in_the_key_of_vectors() -> None:
    from graphsvc.state.sentence_encoder import ENCODER

    assert SHIPPED in ENCODER
