"""German–English glossary for searching English texts with German queries."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from pathlib import Path

from graphsvc.messages import msg
from graphsvc.taxonomy.checked_file import read_checked
from graphsvc.taxonomy.keyword_index import WordIndex

SHIPPED = "german-1.1"
SHORT = 3
_WORD = re.compile(r"[^\W\d_]+")


class Glossary:
    """English terms, each with patterns of German words (`taxonomy.words`)."""

    def __init__(
        self, terms: Mapping[str, Iterable[str]], foreign: Iterable[str], english: Iterable[str]
    ) -> None:
        """`foreign` and `english` are small words that tell the two languages apart.

        Nothing of the texts that are read is kept, not even in memory.
        """
        self._index = WordIndex(terms, remember=False)
        self._foreign, self._english = frozenset(foreign), frozenset(english)

    def english(self, text: str) -> tuple[str, ...]:
        """English terms for the words of a German text, each once, in its order; none for other texts."""
        return self.terms(text) if self.is_foreign(text) else ()

    def terms(self, words: str) -> tuple[str, ...]:
        """English terms for words that are known to be German, each once, in their order."""
        return tuple(dict.fromkeys(hit.value for hit in self._index.find(words)))

    def is_small(self, word: str) -> bool:
        """Whether a word is one of the small German words by which the language is told."""
        return word.casefold() in self._foreign

    def share_known(self, text: str) -> float:
        """Share, from 0 to 1, of the longer words of a German text that have a term."""
        words = [word for word in _WORD.findall(text) if len(word) > SHORT and not self.is_small(word)]
        return sum(bool(self.terms(word)) for word in words) / max(len(words), 1)

    def searchable(self, text: str) -> str:
        """What to look up in English texts: a German one by its longer words and its English terms."""
        if not self.is_foreign(text):
            return text
        words = (word for word in _WORD.findall(text) if len(word) > SHORT)
        return " ".join((*(word for word in words if not self.is_small(word)), *self.english(text)))

    def is_foreign(self, text: str) -> bool:
        """Whether German small words outnumber the English; without any, whether umlauts stand in it."""
        words = [word.casefold() for word in _WORD.findall(text)]
        foreign = sum(word in self._foreign for word in words)
        english = sum(word in self._english for word in words)
        umlauts = any(letter in "äöüß" for letter in text.casefold())
        return foreign > english or (foreign == english == 0 and umlauts)


def load_glossary(path: Path | str) -> Glossary:
    """Read and check a glossary.

    Raises `InvalidTaxonomy` with every place that breaks `glossary.schema.json`.
    """
    path = Path(path)
    data = read_checked(path, "glossary", msg("%(file)s is not a glossary", file=path.name))
    return Glossary(data["terms"], data["foreign"], data["english"])


@cache
def glossary() -> Glossary:
    """The glossary of the package."""
    folder = resources.files("graphsvc.taxonomy") / "data" / "glossary"
    with resources.as_file(folder / f"{SHIPPED}.yml") as file:
        return load_glossary(file)
