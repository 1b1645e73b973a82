"""Words of texts for comparing them: stems, and which words are too generic to say anything."""

import re
import threading
from functools import cache, lru_cache
from importlib import resources

from graphsvc.taxonomy.word_lists import listed_words, stop_words

GENERIC_SHARE = 0.05
"""A word in more than this share of the texts is generic, whether it is listed or not."""

_OF_THREAD = threading.local()
_WORD = re.compile(r"[^\W\d_]{2,}")


def stems(text: str) -> list[str]:
    """The English stems of the words of a text, without stop words, in its order (Snowball, Porter 2)."""
    return [stem for _, stem in stemmed(text)]


def stemmed(text: str) -> list[tuple[str, str]]:
    """Each word of a text that is no stop word, as it is written, with its stem."""
    words = [word for word in _WORD.findall(text) if word.casefold() not in stop_words()]
    return list(zip(words, map(_stem, (word.casefold() for word in words)), strict=True))


def generic(words: str) -> bool:
    """Whether each of one or several words, none of them a stop word, has a listed generic stem."""
    return all(_stem(word.casefold()) in generic_stems() for word in _WORD.findall(words))


@cache
def generic_stems() -> frozenset[str]:
    """Stems of the words listed in `taxonomy/data/generic-words.txt`."""
    file = resources.files("graphsvc.taxonomy") / "data" / "generic-words.txt"
    return frozenset(_stem(word.casefold()) for word in listed_words(file))


@lru_cache(1 << 16)
def _stem(word: str) -> str:
    """The stem of a word; a stemmer holds the word it works on, so that each thread has its own."""
    if not hasattr(_OF_THREAD, "stemmer"):
        import snowballstemmer

        _OF_THREAD.stemmer = snowballstemmer.stemmer("english")
    return str(_OF_THREAD.stemmer.stemWord(word))
