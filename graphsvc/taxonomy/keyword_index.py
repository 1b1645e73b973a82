"""Multi-pattern keyword search in texts: `word`, `word*`, `*word`, `*word*`, and phrases of several words.

Upper and lower case, accents and the two spellings of umlauts (ü as u or ue) make no difference; anything
that is no letter or digit separates words.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from graphsvc.text_folding import plain

T = TypeVar("T")
_LETTERS = 3
_WORD = re.compile(r"[^\W_]+")
_PART = re.compile(r"\*?[^\W_]+\*?")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})


class KeywordHit(NamedTuple, Generic[T]):
    """A pattern found: what it stands for, the words as they are in the text, the pattern, and where.

    `start` and `end` count the words of the text before the first and up to the last that was found.
    """

    value: T
    words: str
    pattern: str
    start: int
    end: int


class WordIndex(Generic[T]):
    """Patterns, each standing for a value; `find` reads a text once, whatever their number."""

    def __init__(self, patterns: Mapping[T, Iterable[str]], *, remember: bool = True) -> None:
        """With `remember` the words of texts are kept in memory, for many texts with the same words."""
        self._remember = remember
        self._starting: dict[str, list[tuple[tuple[str, ...], T, str]]] = {}
        self._beginning: dict[str, list[str]] = {}
        self._ending: dict[str, list[str]] = {}
        self._inside: list[str] = []
        self._seen: dict[str, tuple[str, ...]] = {}
        for value, words in patterns.items():
            for pattern in sorted(set(words)):
                for first, *others in _variants(pattern):
                    if first not in self._starting:
                        self._sort_in(first)
                    self._starting.setdefault(first, []).append((tuple(others), value, pattern))

    def _sort_in(self, pattern: str) -> None:
        stem = pattern.strip("*")
        if pattern.endswith("*") and not pattern.startswith("*"):
            self._beginning.setdefault(stem[:_LETTERS], []).append(pattern)
        elif pattern.startswith("*") and not pattern.endswith("*"):
            self._ending.setdefault(stem[-_LETTERS:], []).append(pattern)
        elif pattern.startswith("*"):
            self._inside.append(pattern)

    def begun(self, text: str) -> frozenset[T]:
        """What the patterns stand for that a word of `text` begins: all that `find` may find, or more."""
        keys = {key for word in self._folded(_WORD.findall(text)) for key in self._keys(word)}
        return frozenset(value for key in keys for _, value, _ in self._starting[key])

    def find(self, text: str) -> list[KeywordHit[T]]:
        """Every pattern found in `text`, in its order; those inside a longer phrase found are left out."""
        words = _WORD.findall(text)
        folded = self._folded(words)
        found: list[KeywordHit[T]] = []
        for place, word in enumerate(folded):
            for key in self._keys(word):
                for rest, value, pattern in self._starting[key]:
                    end = place + 1 + len(rest)
                    if all(map(_fits, rest, folded[place + 1 : end])) and len(folded) >= end:
                        found.append(KeywordHit(value, " ".join(words[place:end]), pattern, place, end))
        phrases = [(hit.start, hit.end) for hit in found if hit.end - hit.start > 1]
        return [hit for hit in found if not _inside(hit.start, hit.end, phrases)]

    def _folded(self, words: list[str]) -> list[str]:
        fold = plain if self._remember else plain.__wrapped__
        return [fold(word) for word in words]

    def _keys(self, word: str) -> tuple[str, ...]:
        found = self._seen.get(word)
        if found is None:
            keys = [word] if word in self._starting else []
            for length in range(1, min(len(word), _LETTERS) + 1):
                keys += [key for key in self._beginning.get(word[:length], ()) if word.startswith(key[:-1])]
                keys += [key for key in self._ending.get(word[-length:], ()) if word.endswith(key[1:])]
            keys += [key for key in self._inside if key[1:-1] in word]
            found = tuple(keys)
            if self._remember and word.isalpha():  # numbers hardly come again
                self._seen[word] = found
        return found


@lru_cache(maxsize=50_000)
def _variants(pattern: str) -> tuple[tuple[str, ...], ...]:
    """The words of a pattern in each spelling of its umlauts; the same patterns serve many indexes."""
    spellings = sorted({plain(pattern), plain(pattern.casefold().translate(_UMLAUTS))})
    parts = (tuple(_PART.findall(spelling)) for spelling in spellings)
    return tuple(words for words in parts if words)


def gaps(text: str) -> list[str]:
    """What stands between the words of a text: before the first, between each two, behind the last."""
    return _WORD.split(text)


def _inside(start: int, end: int, phrases: list[tuple[int, int]]) -> bool:
    return any(first <= start and end <= last and last - first > end - start for first, last in phrases)


def _fits(pattern: str, word: str) -> bool:
    stem, before, after = pattern.strip("*"), pattern.startswith("*"), pattern.endswith("*")
    if before and after:
        return stem in word
    if before or after:
        return word.endswith(stem) if before else word.startswith(stem)
    return stem == word
