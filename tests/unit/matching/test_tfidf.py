"""The index of words gives the very numbers of scikit-learn, whose import takes longer than most answers."""

import random

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer

from graphsvc.matching.tfidf import TfidfIndex, tfidf_index
from graphsvc.taxonomy.word_lists import stop_words

WORDS = (
    "Oats",
    "oats",
    "the",
    "of",
    "a",
    "über",
    "ΜΎΛΟΣ",
    "x1",
    "B2B",
    "snake_case",
    "don't",
    "Mühle-Nord",
    "9",
)


def drawn(seed: int) -> list[str]:
    """Texts of frequent, rare and repeated words, some of them empty."""
    pick = random.Random(seed)
    known = [*WORDS, *(f"word{number}" for number in range(300))]
    rare = [1 / (place + 1) for place in range(len(known))]
    return [" ".join(pick.choices(known, rare, k=pick.randrange(60))) for _ in range(200)]


def same(one: sp.csr_array, other: sp.csr_array) -> None:
    assert one.shape == other.shape
    for part in ("data", "indices", "indptr"):
        mine, theirs = getattr(one, part), getattr(other, part)
        assert mine.dtype == theirs.dtype
        assert np.array_equal(mine, theirs)


def vectorizer(**options: object) -> TfidfVectorizer:
    return TfidfVectorizer(sublinear_tf=True, stop_words="english", dtype=np.float32, **options)


@pytest.mark.parametrize("seed", range(3))
def test_weights_vocabulary_and_vectors_are_those_of_scikit_learn(seed: int) -> None:
    texts = drawn(seed)
    made, theirs = tfidf_index(texts), vectorizer(min_df=2)
    weights = sp.csr_array(theirs.fit_transform(texts))
    weights.sort_indices()
    same(made.weights, weights)
    assert made.vocabulary == tuple(theirs.get_feature_names_out())
    assert made.idf.dtype == theirs.idf_.dtype
    assert np.array_equal(made.idf, theirs.idf_)
    assert {"x1", "μύλος", "don", "mühle"} <= set(made.vocabulary)
    for text in (*drawn(seed + 10)[:50], "", "unheard", "Oats oats OATS"):
        same(made.vector(text), sp.csr_array(theirs.transform([text])))


@pytest.mark.parametrize("texts", [[], [""], ["the of"], ["oats", "barley"]])
def test_no_word_in_two_texts_is_no_vocabulary(texts: list[str]) -> None:
    made: TfidfIndex = tfidf_index(texts)
    assert made.vocabulary == ()
    assert made.weights.shape == (len(texts), 0)
    assert made.vector("oats").shape == (1, 0)
    assert made.known("oats") == 0.0


def test_the_stop_words_are_those_of_scikit_learn() -> None:
    assert stop_words() == ENGLISH_STOP_WORDS
