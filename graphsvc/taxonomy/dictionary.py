"""German–English dictionary of everyday and technical words, found by stems and by the parts of compounds."""

import re
from collections.abc import Callable, Iterable
from functools import cache
from importlib import resources

SHIPPED = "german-1.0"
SHORTEST, TELLING = 3, 5
"""Letters a part of a compound needs at least, and its last part where the first is unknown."""

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_CHANGED = (("ae", "a"), ("oe", "o"), ("ue", "u"))
_ENDING = re.compile(
    r"(e[mnrs]?|r?n|st?|e?t(e[mnrs]?)?|end(e[nrs]?)?|er[ns]|ere[nrs]?|ste[nr]?|ung(en)?|in(nen)?|bar(e[nr]?)?)?"
)
_PARTICIPLES = ("t", "te", "ten", "ter", "tes", "en", "ene", "enen")
_LINKS = ("", "s", "es", "n", "en", "e", "er")


class Dictionary:
    """Stems of German words and what they are in English; words that say nothing about a subject."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Read lines `English = stem stem …`, and `= word word …` for words that say nothing.

        `#` begins a comment.
        """
        self._silent: set[str] = set()
        self._stems: dict[str, list[str]] = {}
        for line in lines:
            english, told, stems = line.partition("=")
            for stem in map(_folded, stems.split() if told and not line.startswith("#") else ()):
                if english.strip():
                    self._stems.setdefault(stem, []).append(english.strip())
                else:
                    self._silent.add(stem)

    def is_silent(self, word: str) -> bool:
        """Whether a word is listed as one that says nothing about a subject."""
        return _folded(word) in self._silent

    def is_listed(self, word: str) -> bool:
        """Whether a word, not only its parts, has a stem here."""
        return bool(self._listed(_folded(word)))

    def terms(self, word: str, others: Callable[[str], Iterable[str]] = lambda _: ()) -> tuple[str, ...]:
        """English words for a German one, for a compound those of its parts; none for one that says nothing.

        Parts are looked up by `others` too. Of a compound whose first part is unknown the last one is told.
        """
        folded = _folded(word)
        if folded in self._silent:
            return ()
        return tuple(self._listed(folded)) or self._of_parts(folded, others)

    def _of_parts(self, word: str, others: Callable[[str], Iterable[str]]) -> tuple[str, ...]:
        last: tuple[str, ...] = ()
        for cut in range(SHORTEST, len(word) - SHORTEST):
            right = self._part(word[cut:], others)
            for link in _LINKS if right else ():
                left = word[:cut].removesuffix(link)
                if (
                    word[:cut].endswith(link)
                    and len(left) >= SHORTEST
                    and (begin := self._part(left, others))
                ):
                    return *begin, *right
            if len(word) - cut >= TELLING:
                last = last or right
        return last

    def _part(self, part: str, others: Callable[[str], Iterable[str]]) -> tuple[str, ...]:
        return tuple(self._listed(part)) or tuple(others(part))

    def _listed(self, word: str) -> list[str]:
        """By the longest stem, else with the vowel of the singular, else without `ge`."""
        singular = word
        for changed, vowel in _CHANGED:
            singular = singular.replace(changed, vowel)
        participle = word[2:] if word.startswith("ge") and word.endswith(_PARTICIPLES) else ""
        return next(filter(None, map(self._inflected, (word, singular, participle))), [])

    def _inflected(self, word: str) -> list[str]:
        for cut in range(len(word), SHORTEST - 1, -1):
            if word[:cut] in self._stems and _ENDING.fullmatch(word, cut):
                return self._stems[word[:cut]]
        return []


def _folded(word: str) -> str:
    return word.casefold().translate(_UMLAUTS)


@cache
def dictionary() -> Dictionary:
    """The dictionary of the package."""
    file = resources.files("graphsvc.taxonomy") / "data" / "dictionary" / f"{SHIPPED}.txt"
    return Dictionary(file.read_text(encoding="utf-8").splitlines())
