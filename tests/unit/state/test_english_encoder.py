"""English sentence vectors by plain numpy."""

import numpy as np

from graphsvc.arrays import Float32s
from graphsvc.state.english_encoder import DIMENSIONS, encode_english

TEXTS = (
    "A hyperspectral camera finds foreign bodies in meat",
    "Detecting plastic pieces in sausage by imaging",
    "Loop quantum gravity near the horizon of black holes",
)


def cosine(one: Float32s, other: Float32s) -> float:
    return float(one @ other / np.linalg.norm(one) / np.linalg.norm(other))


def test_texts_on_the_same_subject_are_near() -> None:
    same, other, far = encode_english(TEXTS)
    assert cosine(same, other) > 2 * abs(cosine(same, far))


def test_alone_and_together_give_the_same_numbers() -> None:
    together = encode_english((*TEXTS, "", "x " * 3000))
    assert together.shape == (5, DIMENSIONS)
    assert not together[3].any()
    for row, text in enumerate(TEXTS):
        assert np.array_equal(encode_english([text])[0], together[row])


def test_case_accents_and_spaces_make_no_difference() -> None:
    plain, written = encode_english(["creme brulee from cafe", "  Crème   BRÛLÉE from\tCAFÉ"])
    assert np.array_equal(plain, written)


def test_any_sign_is_read() -> None:
    vectors = encode_english(["发酵 乳制品", "🧀", "\x00", "a" * 200])
    assert np.isfinite(vectors).all()
    assert np.abs(vectors).max() <= 127
