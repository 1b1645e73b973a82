"""Finds word patterns in texts: `word`, `word*`, `*word`, `*word*`, and phrases of several words.

Upper and lower case, accents and the two spellings of umlauts (ü as u or ue) make no difference; anything
that is no letter or digit separates words.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")
_WORD = re.compile(r"[^\W_]+")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_PLAIN = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe"})


class Hit(NamedTuple, Generic[T]):
    """A pattern found: what it stands for, the words as they are in the text, the pattern."""

    value: T
    words: str
    pattern: str


def folded(text: str) -> str:
    """Lower case without accents, ß as ss."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


class WordIndex(Generic[T]):
    """Patterns, each standing for a value; `find` reads a text once, whatever their number."""

    def __init__(self, patterns: Mapping[T, Iterable[str]]) -> None:
        self._starting: dict[str, list[tuple[tuple[str, ...], T, str]]] = {}
        self._open: list[tuple[str, bool, bool, str]] = []
        self._seen: dict[str, tuple[str, ...]] = {}
        for value, words in patterns.items():
            for pattern in sorted(set(words)):
                for variant in sorted({folded(pattern), folded(pattern.casefold().translate(_UMLAUTS))}):
                    self._add(variant, value, pattern)

    def _add(self, variant: str, value: T, pattern: str) -> None:
        parts = tuple(re.findall(r"\*?[^\W_]+\*?", variant))
        if not parts:
            return
        first = parts[0]
        entry = (parts[1:], value, pattern)
        if first not in self._starting and "*" in first:
            self._open.append((first.strip("*"), first.startswith("*"), first.endswith("*"), first))
        self._starting.setdefault(first, []).append(entry)

    def find(self, text: str) -> list[Hit[T]]:
        """Every pattern found in `text`, in its order; those inside a longer phrase found are left out."""
        words = _WORD.findall(text)
        plain = [folded(word) for word in words]
        found: list[tuple[int, int, Hit[T]]] = []
        for place, word in enumerate(plain):
            for key in self._keys(word):
                for rest, value, pattern in self._starting[key]:
                    end = place + 1 + len(rest)
                    if all(map(_fits, rest, plain[place + 1 : end])) and len(plain) >= end:
                        found.append((place, end, Hit(value, " ".join(words[place:end]), pattern)))
        phrases = [(start, end) for start, end, _ in found if end - start > 1]
        return [hit for start, end, hit in found if not _inside(start, end, phrases)]

    def _keys(self, word: str) -> tuple[str, ...]:
        if word not in self._seen:
            keys = [word] if word in self._starting else []
            keys += [key for stem, before, after, key in self._open if _open_fits(word, stem, before, after)]
            self._seen[word] = tuple(keys)
        return self._seen[word]


def _inside(start: int, end: int, phrases: list[tuple[int, int]]) -> bool:
    return any(first <= start and end <= last and last - first > end - start for first, last in phrases)


def _open_fits(word: str, stem: str, before: bool, after: bool) -> bool:
    if before and after:
        return stem in word
    return word.endswith(stem) if before else word.startswith(stem)


def _fits(pattern: str, word: str) -> bool:
    if "*" not in pattern:
        return pattern == word
    return _open_fits(word, pattern.strip("*"), pattern.startswith("*"), pattern.endswith("*"))
