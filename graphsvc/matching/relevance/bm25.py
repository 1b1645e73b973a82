"""Okapi BM25 over short texts (Robertson and Zaragoza 2009)."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy.sparse as sp

from graphsvc.arrays import Bools, Float64s
from graphsvc.matching.relevance.words import GENERIC_SHARE, generic_stems, stems

K1 = 1.2
B = 0.5


@dataclass(frozen=True, eq=False)
class Bm25Index:
    """Weights of stems in texts: `weights` is vocabulary × texts, the inverse document frequency included.

    `rarity` is that frequency for each stem of the sorted `vocabulary`, `unseen` for any other stem.
    """

    weights: sp.csr_array
    vocabulary: Sequence[str]
    rarity: Float64s
    unseen: float

    @cached_property
    def _place(self) -> dict[str, int]:
        return {stem: place for place, stem in enumerate(self.vocabulary)}

    def shares(self, text: str) -> Float64s:
        """BM25 of each text with another one as a share of what the rarities of that one's words add up to.

        Rounded to six decimals.
        """
        asked = sorted(set(stems(text)))
        places = [self._place[stem] for stem in asked if stem in self._place]
        if not places:
            return np.zeros(self.weights.shape[1])
        score = np.asarray(self.weights[places].sum(axis=0)).ravel()
        return np.round(score / math.fsum(self.rarity_of(stem) for stem in asked), 6)

    def holding(self, asked: Sequence[str]) -> Bools:
        """Whether each text (column) holds each of these stems (row)."""
        result = np.zeros((len(asked), self.weights.shape[1]), dtype=bool)
        for row, stem in enumerate(asked):
            if (place := self._place.get(stem)) is not None:
                start, end = self.weights.indptr[place : place + 2]
                result[row, self.weights.indices[start:end]] = True
        return result

    def rarity_of(self, stem: str) -> float:
        """The inverse document frequency of a stem."""
        place = self._place.get(stem)
        return self.unseen if place is None else float(self.rarity[place])

    def is_generic(self, stem: str) -> bool:
        """Whether a stem says nothing about a subject: it is listed, or stands in very many of the texts."""
        place = self._place.get(stem)
        if stem in generic_stems():
            return True
        texts = self.weights.shape[1]
        return place is not None and np.diff(self.weights.indptr)[place] > max(GENERIC_SHARE * texts, 2)


def bm25_index(texts: Sequence[str]) -> Bm25Index:
    """Index texts; every word counts, also one of a single text."""
    found = [Counter(stems(text)) for text in texts]
    vocabulary = sorted({stem for counts in found for stem in counts})
    place = {stem: number for number, stem in enumerate(vocabulary)}
    lengths = np.array([counts.total() for counts in found], dtype=np.float64)
    usual = float(lengths[lengths > 0].mean()) if lengths.any() else 1.0
    rows = np.array([place[stem] for counts in found for stem in counts], dtype=np.int32)
    columns = np.repeat(np.arange(len(texts), dtype=np.int32), [len(counts) for counts in found])
    times = np.array([count for counts in found for count in counts.values()], dtype=np.float64)
    frequency = np.bincount(rows, minlength=len(vocabulary)).astype(np.float64)
    known = np.count_nonzero(lengths)
    rarity = np.log(1 + (known - frequency + 0.5) / (frequency + 0.5))
    saturated = times * (K1 + 1) / (times + K1 * (1 - B + B * lengths[columns] / usual))
    weights = sp.csr_array((saturated * rarity[rows], (rows, columns)), shape=(len(vocabulary), len(texts)))
    weights.sort_indices()
    return Bm25Index(weights, vocabulary, rarity, math.log(1 + (known + 0.5) / 0.5))
