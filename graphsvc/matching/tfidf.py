"""TF-IDF index of texts."""

import math
import re
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

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
from graphsvc.taxonomy.word_lists import stop_words

# Length of champion lists, a bound for time on large data (docs/matching.md, "Limits").
CHAMPIONS = 10_000
_WORD = re.compile(r"\b\w\w+\b")


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
    def places(self) -> Mapping[str, int]:
        """The column of each word of the vocabulary."""
        return {word: place for place, word in enumerate(self.vocabulary)}

    def vector(self, text: str) -> sp.csr_array:
        """TF-IDF vector of a text, 1 × vocabulary, of norm 1 (zero if no word is in the vocabulary)."""
        known = [self.places[word] for word in words(text) if word in self.places]
        return _weighted(_counted(known, [0, len(known)], len(self.vocabulary)), self.idf)

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
        unknown = 1 + math.log((1 + self.weights.shape[0]) / 2)
        inside = outside = 0.0
        for word, count in Counter(words(text)).items():
            place = self.places.get(word)
            weight = (1 + math.log(count)) * (unknown if place is None else float(self.idf[place]))
            if place is None:
                outside += weight**2
            else:
                inside += weight**2
        return math.sqrt(inside / (inside + outside)) if inside else 0.0

    def shared(self, one: sp.csr_array, text: int, count: int = 3) -> tuple[str, ...]:
        """The `count` words that add most to the cosine of vector `one` with a text (a row),
        largest first.
        """
        at = csr_positions(self.weights, np.array([text], dtype=np.int32))
        both, ours, theirs = np.intersect1d(one.indices, self.weights.indices[at], return_indices=True)
        order = np.lexsort((both, -(one.data[ours] * self.weights.data[at][theirs])))[:count]
        return tuple(self.vocabulary[i] for i in both[order])


def words(text: str) -> list[str]:
    """The words of a text in small letters and in its order, without single signs and English stop words."""
    return [word for word in _WORD.findall(text.lower()) if word not in stop_words()]


def tfidf_index(texts: Sequence[str]) -> TfidfIndex:
    """Build the index of `texts`; the vocabulary is empty if no word occurs in two of them."""
    numbers: dict[str, int] = {}
    found, ends = array("i"), [0]
    for text in texts:
        found.extend(numbers.setdefault(word, len(numbers)) for word in words(text))
        ends.append(len(found))
    counts = _counted(found, ends, len(numbers))
    frequency = np.bincount(counts.indices, minlength=len(numbers))
    vocabulary = tuple(sorted(word for word, number in numbers.items() if frequency[number] > 1))
    kept = np.array([numbers[word] for word in vocabulary], dtype=np.int32)
    counts = sp.csr_array(counts[:, kept])
    counts.sort_indices()
    idf = np.log(np.float32(len(texts) + 1) / (frequency[kept].astype(np.float32) + 1)) + np.float32(1)
    weights = _weighted(counts, idf)
    return TfidfIndex(weights, _champions(sp.csr_array(weights.T)), vocabulary, idf)


def _counted(found: Iterable[int], ends: Sequence[int], vocabulary: int) -> sp.csr_array:
    """How often each text has each word: the columns of its words stand in `found` up to its end."""
    columns = np.array(found, dtype=np.int32)
    counts = sp.csr_array(
        (np.ones(len(columns), dtype=np.float32), columns, np.array(ends, dtype=np.int32)),
        shape=(len(ends) - 1, vocabulary),
    )
    counts.sum_duplicates()
    return counts


def _weighted(counts: sp.csr_array, idf: Float32s) -> sp.csr_array:
    """The weights of counted words, rows of length one; squares are added in float64, in their order."""
    values = (np.log(counts.data) + np.float32(1)) * idf[counts.indices]
    texts = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    length = np.sqrt(np.bincount(texts, weights=values * values, minlength=counts.shape[0]))
    values = (values.astype(np.float64) / length[texts]).astype(np.float32)
    return sp.csr_array((values, counts.indices, counts.indptr), shape=counts.shape)


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
