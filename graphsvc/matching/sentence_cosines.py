"""Cosines of sentence vectors that are whole numbers, the same in any order of their sums."""

import numpy as np

from graphsvc.arrays import Float32s, Float64s


def lengths(vectors: Float32s) -> Float64s:
    """Euclidean length of a vector or of each row, 1 where it is zero."""
    length = np.sqrt(np.sum(vectors.astype(np.float64) ** 2, axis=-1))
    return np.asarray(np.where(length == 0, 1, length))


def cosines(products: Float32s, length: Float32s, vector: Float32s) -> Float32s:
    """Cosine of each row with `vector` from their dot products and the rows' `length`, four decimals; at
    least 0.
    """
    cosine = np.maximum(products / (length * np.float32(lengths(vector))), 0)
    return np.asarray(np.round(cosine, 4), dtype=np.float32)
