"""How near a described result is to each piece of evidence, and how well it can be judged at all."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graphsvc.arrays import Float32s, Float64s
from graphsvc.matching.relevance.index import RelevanceIndex, TextVectors, centered, unit


@dataclass(frozen=True, eq=False)
class Question:
    """A described result: title, abstract and both together, those of them that there are.

    `texts` are in English words (German ones translated word by word), `vectors` a row each. `understood` is
    the share of a German text's words that the glossary knows, None for texts in English.
    """

    texts: Sequence[str]
    vectors: TextVectors
    understood: float | None = None


@dataclass(frozen=True, eq=False)
class Similarity:
    """Means over the texts of a question, rounded to four decimals.

    For each piece of evidence: `english` and `multilingual` are cosines by either encoder, `shared` is BM25
    as a share of what the question's words could reach. For the question: `field` is its cosine
    with the mean piece (whether it is of the field that the data is about), `spread` the standard
    deviation of `english` (whether it tells the pieces apart).
    """

    english: Float64s
    multilingual: Float64s
    shared: Float64s
    field: float
    spread: float


def similarity(index: RelevanceIndex, question: Question) -> Similarity:
    """Compare a question with every piece of evidence of an index."""
    asked = centered(question.vectors, index.center if question.understood is None else index.foreign)
    english = _cosines(index.vectors.english, asked.english)
    return Similarity(
        english=english,
        multilingual=_cosines(index.vectors.multilingual, asked.multilingual),
        shared=np.stack([index.words.shares(text) for text in question.texts]).mean(axis=0).round(4),
        field=round(float((asked.english @ unit(index.center.english).T).mean()), 4),
        spread=round(float(english.std()), 4) if len(english) else 0.0,
    )


def _cosines(pieces: Float32s, asked: Float32s) -> Float64s:
    return np.asarray(np.round((pieces @ asked.T).mean(axis=1).astype(np.float64), 4))
