"""German texts in English words: by the glossary, the dictionary, else the nearest word of a vocabulary."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from graphsvc.arrays import Float32s
from graphsvc.state.sentence_encoder import encode_without_glossary
from graphsvc.state.vector_cache import WORDS, vectors
from graphsvc.taxonomy.dictionary import dictionary
from graphsvc.taxonomy.glossary import glossary

LARGEST = 20_000
LEAST = 0.58
SHORT = 4
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, eq=False)
class EnglishVocabulary:
    """English words, sorted, and their vectors by the multilingual encoder, a row of length one each."""

    words: Sequence[str]
    vectors: Float32s


def vocabulary(texts: Iterable[str], home: Path) -> EnglishVocabulary:
    """The words of English texts, of more than `LARGEST` the most frequent ones."""
    counts = Counter(word for text in texts for word in _WORD.findall(text.lower()) if len(word) > 2)
    words = sorted(word for word, _ in sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:LARGEST])
    return EnglishVocabulary(words, _unit(vectors(words, home, WORDS)))


def in_english(texts: Sequence[str], known: EnglishVocabulary) -> list[str]:
    """German texts word by word in English; others as they are.

    A word stands for its terms in the glossary, with those of the dictionary for the parts of a compound;
    else for its words in the dictionary; else for the word of the vocabulary whose vector has the largest
    cosine with its own, at least `LEAST`. Words that the dictionary calls silent, small ones and all others
    are left out.
    """
    texts = [" ".join(_WORD.findall(text)) for text in texts]
    words = sorted({word for text in texts for word in text.split()})
    terms = {word: _terms(word) for word in words}
    unknown = [
        word
        for word in words
        if not terms[word]
        and len(word) >= SHORT
        and not glossary().is_small(word)
        and not dictionary().is_silent(word)
    ]
    terms |= {word: (near,) for word, near in zip(unknown, _nearest(unknown, known), strict=True) if near}
    return [" ".join(dict.fromkeys(term for word in text.split() for term in terms[word])) for text in texts]


def _terms(word: str) -> tuple[str, ...]:
    """What the glossary and the dictionary say of a word."""
    if glossary().is_small(word):
        return ()
    found = glossary().terms(word)
    if found and dictionary().is_listed(word):
        return found
    return tuple(dict.fromkeys((*found, *dictionary().terms(word, glossary().terms))))


def _nearest(words: Sequence[str], known: EnglishVocabulary) -> list[str]:
    """For each word the nearest one of the vocabulary, empty where none is near."""
    if not words or not len(known.words):
        return [""] * len(words)
    cosines = np.round(_unit(encode_without_glossary(words)) @ known.vectors.T, 4)
    best = cosines.argmax(axis=1)
    return [
        known.words[int(place)] if cosine[place] >= LEAST else ""
        for place, cosine in zip(best, cosines, strict=True)
    ]


def _unit(rows: Float32s) -> Float32s:
    length = np.sqrt(np.sum(rows.astype(np.float64) ** 2, axis=1, keepdims=True))
    return np.asarray(rows / np.maximum(length, 1e-12), dtype=np.float32)
