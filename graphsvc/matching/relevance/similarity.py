"""How near a described result is to each piece of evidence, and how well it can be judged at all."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graphsvc.arrays import Bools, Float32s, Float64s
from graphsvc.matching.relevance.index import RelevanceIndex, TextVectors, centered, unit
from graphsvc.matching.relevance.words import stems

FEW = 4
"""Up to so many telling words a question is short: for meaning alone it says too little."""


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
    as a share of what the question's words could reach, `comparable` whether it can be judged at all (see
    `comparable`). For the question: `field` is its cosine
    with the mean piece (whether it is of the field that the data is about), `spread` the standard
    deviation of `english` (whether it tells the pieces apart).
    """

    english: Float64s
    multilingual: Float64s
    shared: Float64s
    comparable: Bools
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
        comparable=comparable(index, question),
        field=round(float((asked.english @ unit(index.center.english).T).mean()), 4),
        spread=round(float(english.std()), 4) if len(english) else 0.0,
    )


def telling_stems(index: RelevanceIndex, question: Question) -> list[str]:
    """The stems of a question, sorted, that are not generic."""
    return sorted({stem for stem in stems(question.texts[-1]) if not index.words.is_generic(stem)})


def comparable(index: RelevanceIndex, question: Question) -> Bools:
    """Which pieces of evidence may be named for a question.

    All of them, unless the question has at most `FEW` telling words: then those that hold one. Where all its
    words are generic, as in some titles, those that hold each of them, and for a text translated word by
    word none, since its telling words were not understood.
    """
    telling = telling_stems(index, question)
    if len(telling) > FEW:
        return np.ones(len(index.texts), dtype=bool)
    if telling:
        return np.asarray(index.words.holding(telling).any(axis=0))
    every = sorted(set(stems(question.texts[-1])))
    if question.understood is not None or not every:
        return np.zeros(len(index.texts), dtype=bool)
    return np.asarray(index.words.holding(every).all(axis=0))


def _cosines(pieces: Float32s, asked: Float32s) -> Float64s:
    return np.asarray(np.round((pieces @ asked.T).mean(axis=1).astype(np.float64), 4))
