"""From vectors of the multilingual encoder to those of the English one, learned on titles in English.

The multilingual encoder reads German and English sentences alike, the English one tells more in English. What
the map makes of a German text is what the English encoder may have made of its translation. The matrix was
learned from titles of Horizon 2020 ("Source: CORDIS, European Union", CC BY 4.0) by
`tests/bench/meaning_map.py`.
"""

from functools import cache
from importlib import resources

import numpy as np

from graphsvc.arrays import Float32s, Float64s
from graphsvc.state import english_encoder, sentence_encoder

SHIPPED = "meaning-map-1.0"
FILE = f"{SHIPPED}.bin"
SHAPE = sentence_encoder.DIMENSIONS, english_encoder.DIMENSIONS


def as_english(vectors: Float32s) -> Float32s:
    """Vectors by the multilingual encoder (texts × 512) as of the English one (texts × 384), of length one.

    Zero rows stay.
    """
    made = vectors.astype(np.float64) @ _matrix()
    length = np.sqrt(np.sum(made**2, axis=1, keepdims=True))
    return np.asarray(made / np.maximum(length, 1e-12), dtype=np.float32)


@cache
def _matrix() -> Float64s:
    """512 × 384; the file holds it row by row in 16-bit floats, the lower byte first."""
    raw = (resources.files("graphsvc.state") / FILE).read_bytes()
    return np.frombuffer(raw, dtype="<f2").reshape(SHAPE).astype(np.float64)
