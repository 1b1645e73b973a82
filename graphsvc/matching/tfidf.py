"""TF-IDF index of texts."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import scipy.sparse as sp

from graphsvc.arrays import Float32s, Float64s, Int32s
from graphsvc.matching.collaboration_graph import (
    Values,
    csr_positions,
    gather_values,
    row_lengths,
    spread_out,
    top_k,
)

# Length of champion lists, a bound for time on large data (docs/matching.md, "Limits").
CHAMPIONS = 10_000


@dataclass(frozen=True, eq=False)
class TfidfIndex:
    """TF-IDF of texts: `weights` is texts × vocabulary with rows of length one, `postings` its transpose.

    The weight of a word is (1 + ln tf) · (1 + ln((1 + N) / (1 + df))), English stop words and words of one
    text are left out (Salton and Buckley, 1988). `idf` is the second factor, a number a word of `vocabulary`.
    """

    weights: sp.csr_array
    postings: sp.csr_array
    vocabulary: tuple[str, ...]
    idf: Float32s

    @cached_property
    def vectorizer(self) -> Any:
        """scikit-learn `TfidfVectorizer` with this vocabulary and idf."""
        made = _vectorizer(vocabulary=self.vocabulary)
        made.idf_ = self.idf
        return made

    def vector(self, text: str) -> sp.csr_array:
        """TF-IDF vector of a text, 1 × vocabulary, of norm 1 (zero if no word is in the vocabulary)."""
        if not self.vocabulary:
            return sp.csr_array(np.zeros((1, 0), dtype=np.float32))
        return sp.csr_array(self.vectorizer.transform([text]))

    def sum(self, texts: Int32s, weight: Float32s) -> sp.csr_array:
        """The weighted sum of some texts' words, 1 × vocabulary, of length one."""
        at = csr_positions(self.weights, texts)
        weights = np.repeat(weight, row_lengths(self.weights, texts)) * self.weights.data[at]
        places, values = gather_values(self.weights.indices[at], weights)
        length = np.sqrt(np.sum(values.astype(np.float64) ** 2)) or 1
        shape = (1, self.weights.shape[1])
        return sp.csr_array(((values / length).astype(np.float32), places, [0, len(places)]), shape=shape)

    def cosines(self, vector: sp.csr_array) -> Values:
        """Cosine of every text with a weighted vector of words.

        Of a word in more than `CHAMPIONS` texts only the texts in which it weighs most are scored (champion
        lists; Manning, Raghavan and Schütze, 2008, section 7.1.3).
        """
        own = vector.indices.astype(np.int32)
        places = csr_positions(self.postings, own)
        weights = np.repeat(vector.data, row_lengths(self.postings, own)) * self.postings.data[places]
        return spread_out(*gather_values(self.postings.indices[places], weights), self.weights.shape[0])

    def known(self, text: str) -> float:
        """Share of a text's weight, from 0 to 1, that words of the vocabulary have.

        The norm of the vector of the known words over the norm of all; an unknown word weighs as much as a
        word that occurs in a single text.
        """
        if not self.vocabulary:
            return 0.0
        made = self.vectorizer
        vocabulary, idf = made.vocabulary_, made.idf_
        unknown = 1 + math.log((1 + self.weights.shape[0]) / 2)
        inside = outside = 0.0
        for word, count in Counter(made.build_analyzer()(text)).items():
            place = vocabulary.get(word)
            weight = (1 + math.log(count)) * (unknown if place is None else float(idf[place]))
            if place is None:
                outside += weight**2
            else:
                inside += weight**2
        return math.sqrt(inside / (inside + outside)) if inside else 0.0

    def shared(self, one: sp.csr_array, text: int, count: int = 3) -> tuple[str, ...]:
        """The `count` words that add most to the cosine of vector `one` with a text (a row),
        largest first.
        """
        row = self.weights[[text]]
        product = sp.csr_array(one.multiply(row))
        order = np.lexsort((product.indices, -product.data))[:count]
        return tuple(self.vocabulary[i] for i in product.indices[order])


def tfidf_index(texts: Sequence[str]) -> TfidfIndex:
    """Build the index of `texts`; the vocabulary is empty if no word occurs in two of them."""
    vectorizer = _vectorizer(min_df=2)
    try:
        weights = sp.csr_array(vectorizer.fit_transform(texts))
    except ValueError:
        empty = sp.csr_array(np.zeros((len(texts), 0), dtype=np.float32))
        return TfidfIndex(empty, sp.csr_array(empty.T), (), np.zeros(0, dtype=np.float32))
    weights.sort_indices()
    vocabulary = tuple(map(str, vectorizer.get_feature_names_out()))
    return TfidfIndex(weights, _champions(sp.csr_array(weights.T)), vocabulary, vectorizer.idf_)


def _vectorizer(**options: Any) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(sublinear_tf=True, stop_words="english", dtype=np.float32, **options)


def _champions(postings: sp.csr_array) -> sp.csr_array:
    lengths = np.diff(postings.indptr)
    keep = np.ones(len(postings.data), dtype=bool)
    for word in np.flatnonzero(lengths > CHAMPIONS):
        part = slice(postings.indptr[word], postings.indptr[word + 1])
        keep[part] = False
        keep[part.start + top_k(postings.data[part], CHAMPIONS)] = True
    if keep.all():
        return postings
    ends = np.concatenate(([0], np.cumsum(keep)))[postings.indptr]
    return sp.csr_array((postings.data[keep], postings.indices[keep], ends), shape=postings.shape)


def row_norms(matrix: sp.csr_array) -> Float64s:
    """Euclidean length of each row, 1 for empty rows."""
    squares = matrix.copy()
    squares.data = squares.data.astype(np.float64) ** 2
    length = np.sqrt(np.asarray(squares.sum(axis=1)).ravel())
    length[length == 0] = 1.0
    return np.asarray(length, dtype=np.float64)
