"""German texts in English words, and the vectors they are compared by."""

from pathlib import Path

import numpy as np
import pytest
import yaml

from graphsvc.arrays import Float32s
from graphsvc.state.english_encoder import encode_english
from graphsvc.state.meaning_map import as_english
from graphsvc.state.sentence_encoder import encode
from graphsvc.state.translation import EnglishVocabulary, in_english

GOLDEN = Path(__file__).parents[2] / "golden" / "german_results.yml"
NO_WORDS = EnglishVocabulary([], np.zeros((0, 512), dtype=np.float32))


def test_a_text_is_read_in_its_order_with_small_words_numbers_and_marks() -> None:
    [found] = in_english(["Die Waage misst 12 Proben; ohne dabei zu heizen, je Stunde."], NO_WORDS)
    assert found.read == "the weighing measure 12 sample; without in doing so to heating, per hour."
    assert found.words == "weighing measure sample heating hour"


def test_a_word_stands_once_among_the_words_and_wherever_it_is_read() -> None:
    [found] = in_english(["Ein Sensor und noch ein Sensor"], NO_WORDS)
    assert found.words == "sensor"
    assert found.read == "a sensor and still a sensor"


def test_marks_alone_are_nothing() -> None:
    assert [found.read for found in in_english(["", "…!?", "Xyzzyx"], NO_WORDS)] == ["", "", ""]


@pytest.fixture(scope="module")
def pairs() -> list[dict[str, str]]:
    """German results with their translations."""
    made: list[dict[str, str]] = yaml.safe_load(GOLDEN.read_text(encoding="utf-8"))["unseen"][:12]
    return made


def test_the_text_as_it_is_read_comes_nearer_to_its_translation_than_its_words(
    pairs: list[dict[str, str]],
) -> None:
    found = in_english([pair["text"] for pair in pairs], NO_WORDS)
    told = encode_english([pair["english"] for pair in pairs])
    words, read = (
        np.mean(np.diag(_cosines(encode_english(texts), told)))
        for texts in ([one.words for one in found], [one.read for one in found])
    )
    assert read > words + 0.02


def test_the_map_makes_of_a_german_text_what_the_english_encoder_makes_of_its_translation(
    pairs: list[dict[str, str]],
) -> None:
    mapped = as_english(encode([pair["text"] for pair in pairs]))
    cosines = _cosines(mapped, encode_english([pair["english"] for pair in pairs]))
    assert np.count_nonzero(cosines.argmax(axis=1) == np.arange(len(pairs))) >= len(pairs) - 1
    assert np.diag(cosines).mean() > cosines.mean() + 0.2


def test_the_map_keeps_texts_that_are_empty() -> None:
    mapped = as_english(encode(["Käse aus Ziegenmilch", ""]))
    assert np.linalg.norm(mapped, axis=1).round(5).tolist() == [1, 0]


def _cosines(one: Float32s, other: Float32s) -> Float32s:
    left, right = (rows / np.linalg.norm(rows, axis=1, keepdims=True) for rows in (one, other))
    return np.asarray(left @ right.T)
