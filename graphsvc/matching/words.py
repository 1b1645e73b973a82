"""Words of project texts as weighted vectors: which past projects resemble a text, and by which words."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from graphsvc.matching.graph import dense, gathered, positions, row_lengths
from graphsvc.matching.history import Floats


@dataclass(frozen=True, eq=False)
class Words:
    """TF-IDF of texts: `weights` is texts × vocabulary with rows of length one, `postings` its transpose.

    The weight of a word is (1 + ln tf) · (1 + ln((1 + N) / (1 + df))), English stop words and words of one
    text are left out (Salton and Buckley, 1988).
    """

    weights: sp.csr_array
    postings: sp.csr_array
    vocabulary: tuple[str, ...]
    vectorizer: object

    def vector(self, text: str) -> sp.csr_array:
        """The weighted words of a text, 1 × vocabulary, of length one (empty if no word is known)."""
        if not self.vocabulary:
            return sp.csr_array(np.zeros((1, 0), dtype=np.float32))
        return sp.csr_array(self.vectorizer.transform([text]))  # type: ignore[attr-defined]

    def cosines(self, vector: sp.csr_array) -> Floats:
        """Cosine of every text with a weighted vector of words."""
        own = vector.indices.astype(np.int32)
        places = positions(self.postings, own)
        weights = np.repeat(vector.data, row_lengths(self.postings, own)) * self.postings.data[places]
        return dense(*gathered(self.postings.indices[places], weights), self.weights.shape[0])

    def known(self, text: str) -> float:
        """Share of a text, by weight, that its known words make up, from 0 to 1.

        It is the length of the vector of the known words over that of all of them; a word that no text holds
        weighs as much as one that a single text holds.
        """
        if not self.vocabulary:
            return 0.0
        analyze, vocabulary, idf = self._vectorizer_parts()
        unknown = 1 + math.log((1 + self.weights.shape[0]) / 2)
        inside = outside = 0.0
        for word, count in Counter(analyze(text)).items():
            place = vocabulary.get(word)
            weight = (1 + math.log(count)) * (unknown if place is None else float(idf[place]))
            if place is None:
                outside += weight**2
            else:
                inside += weight**2
        return math.sqrt(inside / (inside + outside)) if inside else 0.0

    def _vectorizer_parts(self) -> tuple[Any, Any, Any]:
        made: Any = self.vectorizer
        return made.build_analyzer(), made.vocabulary_, made.idf_

    def shared(self, one: sp.csr_array, text: int, count: int = 3) -> tuple[str, ...]:
        """The words that add most to the cosine of a vector with a text, strongest first."""
        row = self.weights[[text]]
        product = sp.csr_array(one.multiply(row))
        order = np.lexsort((product.indices, -product.data))[:count]
        return tuple(self.vocabulary[i] for i in product.indices[order])


def words(texts: Sequence[str]) -> Words:
    """Weigh the words of `texts`."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(sublinear_tf=True, min_df=2, stop_words="english", dtype=np.float32)
    try:
        weights = sp.csr_array(vectorizer.fit_transform(texts))
    except ValueError:
        empty = sp.csr_array(np.zeros((len(texts), 0), dtype=np.float32))
        return Words(empty, sp.csr_array(empty.T), (), vectorizer)
    weights.sort_indices()
    postings = sp.csr_array(weights.T)
    return Words(weights, postings, tuple(vectorizer.get_feature_names_out()), vectorizer)


def unit_rows(matrix: sp.csr_array) -> sp.csr_array:
    """Scale each row of a sparse matrix to length one."""
    return sp.csr_array(sp.diags_array((1 / row_norms(matrix)).astype(np.float32)) @ matrix)


def row_norms(matrix: sp.csr_array) -> npt.NDArray[np.float64]:
    """Euclidean length of each row, 1 for empty rows."""
    squares = matrix.copy()
    squares.data = squares.data.astype(np.float64) ** 2
    length = np.sqrt(np.asarray(squares.sum(axis=1)).ravel())
    length[length == 0] = 1.0
    return np.asarray(length, dtype=np.float64)
