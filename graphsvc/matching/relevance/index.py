"""Relevance index: evidence about organizations as texts, and their words and sentence vectors."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from graphsvc.arrays import Float32s, Int32s
from graphsvc.matching.relevance.bm25 import Bm25Index, bm25_index


@dataclass(frozen=True, eq=False)
class TextVectors:
    """Sentence vectors of the same texts by both encoders, a row each; a zero row where there is no text."""

    multilingual: Float32s
    english: Float32s


@dataclass(frozen=True, eq=False)
class RelevanceIndex:
    """Pieces of evidence: titles of projects, and what organizations say of themselves.

    `texts` are the pieces, `searched` the same with key words, where there are some; `words` indexes these.
    `project` is the row of each one's project or -1, `participants` is pieces × organizations (2 who
    coordinates or speaks of itself, else 1). `vectors` are of length one after the mean piece, `center`, was
    taken off; `foreign` is the mean of texts in the other language; both means have one row.
    """

    texts: Sequence[str]
    searched: Sequence[str]
    project: Int32s
    participants: sp.csr_array
    vectors: TextVectors
    center: TextVectors
    foreign: TextVectors
    words: Bm25Index


def relevance_index(
    *,
    texts: Sequence[str],
    searched: Sequence[str],
    project: Int32s,
    participants: sp.csr_array,
    vectors: TextVectors,
    foreign: TextVectors,
) -> RelevanceIndex:
    """Build the index of pieces of evidence; all vectors are as the encoders give them.

    `foreign` holds texts about various results in the other language, as people write them.
    """
    center = TextVectors(_mean(vectors.multilingual), _mean(vectors.english))
    return RelevanceIndex(
        texts=texts,
        searched=searched,
        project=project,
        participants=participants,
        vectors=centered(vectors, center),
        center=center,
        foreign=TextVectors(_mean(foreign.multilingual), _mean(foreign.english)),
        words=bm25_index(searched),
    )


def centered(vectors: TextVectors, center: TextVectors) -> TextVectors:
    """Vectors of length one from which a mean was taken off; zero rows stay."""
    return TextVectors(
        _centered(vectors.multilingual, center.multilingual), _centered(vectors.english, center.english)
    )


def _centered(rows: Float32s, mean: Float32s) -> Float32s:
    known = np.any(rows, axis=1, keepdims=True)
    return np.asarray(unit(np.where(known, unit(rows) - mean, 0)), dtype=np.float32)


def _mean(rows: Float32s) -> Float32s:
    known = rows[np.any(rows, axis=1)]
    if not len(known):
        return np.zeros((1, rows.shape[1]), dtype=np.float32)
    return np.asarray(unit(known).mean(axis=0, keepdims=True), dtype=np.float32)


def unit(rows: Float32s) -> Float32s:
    """Rows scaled to length one; zero rows stay."""
    wide = np.asarray(rows, dtype=np.float64)
    length = np.sqrt(np.sum(wide**2, axis=1, keepdims=True))
    return np.asarray(wide / np.maximum(length, 1e-12), dtype=np.float32)
