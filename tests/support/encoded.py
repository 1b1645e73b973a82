"""Texts encoded once a process: hundreds of small worlds hold the same definitions of stages and sectors."""

from collections.abc import Callable, Sequence

import numpy as np

from graphsvc.arrays import Float32s
from graphsvc.state import vector_cache


def keep() -> None:
    """Have all instance folders of this process share what their encoders made of a text."""
    for encoder in (vector_cache.MULTILINGUAL, vector_cache.WORDS, vector_cache.ENGLISH):
        object.__setattr__(encoder, "encode", _remembering(encoder.encode))


def _remembering(encode: Callable[[Sequence[str]], Float32s]) -> Callable[[Sequence[str]], Float32s]:
    known: dict[str, Float32s] = {}

    def encoded(texts: Sequence[str]) -> Float32s:
        fresh = [text for text in dict.fromkeys(texts) if text not in known]
        known.update(zip(fresh, encode(fresh), strict=True))
        return np.array([known[text] for text in texts])

    return encoded
