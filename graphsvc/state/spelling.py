"""Typing errors: the words of an index that are written almost like a word that it does not have."""

from bisect import bisect_left
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

_SHORT, _LONG = 4, 8
"""Letters from which one and from which two typing errors are tolerated."""
_MOST = 4


class Vocabulary:
    """The folded words of an index, each with the number of entries that have it."""

    def __init__(self, words: Iterable[tuple[str, int]]) -> None:
        self._entries = dict(sorted(words))
        self._words = list(self._entries)
        self._by_letter: dict[str, list[str]] = {}
        for word in filter(str.isalpha, self._words):
            self._by_letter.setdefault(word[0], []).append(word)

    def entries(self, beginning: str) -> int:
        """How many entries have words that begin so, counted once a word."""
        place, total = bisect_left(self._words, beginning), 0
        while place < len(self._words) and self._words[place].startswith(beginning):
            total += self._entries[self._words[place]]
            place += 1
        return total

    def nearest(self, word: str) -> tuple[str, ...]:
        """Words that differ from `word` by the fewest typing errors, at most four, the most frequent first.

        An error is a letter too many, too few or wrong, or two letters exchanged. One is tolerated in words
        of at least four letters, two from eight on; the first letter has to be right, which keeps the search
        of a long vocabulary short. Where no word is near, beginnings of words are tried.
        """
        most = 0 if len(word) < _SHORT or not word.isalpha() else 1 if len(word) < _LONG else 2
        if not most:
            return ()
        others = self._by_letter.get(word[0], [])
        found = _alike(word, others, most)
        if not found:
            beginnings = sorted({other[: len(word)] for other in others if len(other) > len(word)})
            found = _alike(word, beginnings, most)
        return tuple(sorted(found, key=lambda other: (-self.entries(other), other))[:_MOST])


def _alike(word: str, others: list[str], most: int) -> list[str]:
    near = process.extract(word, others, scorer=OSA.distance, score_cutoff=most, limit=None)
    least = min((errors for _, errors, _ in near), default=0)
    return [other for other, errors, _ in near if errors == least]
