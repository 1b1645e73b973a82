"""Comparing names: what is left of a name when spelling, word order and legal form are taken away."""

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from cleanco.termdata import terms_by_country, terms_by_type

from graphsvc.text_folding import latin

_WORD = re.compile(r"[a-z0-9]+\.?")
_LOST = re.compile(r"(?<=\w)[?\ufffd](?=\w)|\ufffd")
"""A letter that a wrong decoding lost."""
_GREEK_FORM = re.compile(r"\bAE\b")
"""A legal form that folding would leave as one letter."""
_SPACED = re.compile(r"\b(?:[a-z] ){2,}[a-z]\b")
_INITIALS = re.compile(r"\b(?:[a-z0-9]\.\s?){1,6}(?:[a-z0-9]\b)?")
_JOINERS = frozenset(
    [
        "und",
        "and",
        "et",
        "y",
        "e",
        "i",
        "en",
        "och",
        "og",
        "ja",
        "the",
        "der",
        "die",
        "das",
        "des",
        "la",
        "le",
        "el",
        "il",
        "de",
        "di",
        "da",
        "do",
        "dos",
        "du",
        "of",
        "for",
        "fur",
        "vom",
        "von",
    ]
)
_LONGEST = 7


@dataclass(frozen=True, slots=True)
class NameKey:
    """A name as it is compared: the words that carry it in order, those abbreviated, its legal forms.

    Words are in Latin letters, whatever the script of the name; a legal form stands for all its spellings.
    """

    words: tuple[str, ...]
    short: frozenset[str]
    legal: frozenset[str]

    @property
    def bag(self) -> str:
        """The words sorted, so that word order does not matter."""
        return " ".join(sorted(self.words))

    @property
    def run(self) -> str:
        """The words without spaces, so that compounds do not matter."""
        return "".join(self.words)


@lru_cache(maxsize=200_000)
def name_key(name: str) -> NameKey:
    """What two spellings of one organization share: no legal form, umlauts as one letter, small letters.

    >>> name_key("Müller Milch GmbH & Co. KG").words == name_key("MUELLER MILCH").words
    True
    """
    tokens = _tokens(name)
    kept, legal = _without_legal_forms(tokens)
    carrying = [token for token in kept if token.rstrip(".") not in _JOINERS] or kept or tokens
    short = frozenset(token[:-1] for token in carrying if token.endswith(".") and len(token) > 2)
    return NameKey(tuple(token.rstrip(".") for token in carrying), short, legal)


def _without_legal_forms(tokens: list[str]) -> tuple[list[str], frozenset[str]]:
    """The words that are no legal form, and the forms; those of two letters count at the end only."""
    forms, last_words = _legal_forms(), _last_words()
    plain = [token.rstrip(".") for token in tokens]
    kept: list[str] = []
    legal: set[str] = set()
    end = len(tokens)
    while end:
        last = plain[end - 1]
        longest = min(_LONGEST, end) if last in last_words or len(last) == 1 else 0
        for length in range(longest, 0, -1):
            phrase = tuple(plain[end - length : end])
            joined = "".join(phrase)
            form = forms.get(phrase) or (forms.get((joined,)) if len(joined) == length else None)
            if form and (len(joined) > 2 or not kept):
                legal.add(form)
                end -= length
                break
        else:
            end -= 1
            kept.append(tokens[end])
    return kept[::-1], frozenset(legal)


def acronym(key: NameKey) -> str:
    """The first letters of the words of a name of three words or more."""
    return "".join(word[0] for word in key.words) if len(key.words) > 2 else ""


def _tokens(name: str) -> list[str]:
    text = _GREEK_FORM.sub("A.E.", _LOST.sub("", name)).replace("&", " & ").replace("+", " & ")
    text = latin(text).replace("'", "")
    text = _INITIALS.sub(lambda match: re.sub(r"[.\s]", "", match.group()) + " ", text)
    return _WORD.findall(_SPACED.sub(lambda match: match.group().replace(" ", ""), text))


@lru_cache(maxsize=1)
def _legal_forms() -> dict[tuple[str, ...], str]:
    """Legal forms as tuples of folded words, each with the name of its form: ours and those of cleanco."""
    forms: dict[tuple[str, ...], str] = {}
    own = resources.files("graphsvc.ingest").joinpath("data", "legal_forms.txt").read_text(encoding="utf-8")
    lines = [line.split(" = ") for line in own.splitlines() if line and not line.startswith("#")]
    lines += [
        [term] for table in (terms_by_type, terms_by_country) for found in table.values() for term in found
    ]
    for spellings in lines:
        phrases = [tuple(token.rstrip(".") for token in _tokens(term)) for term in spellings]
        for phrase in phrases:
            if len("".join(phrase)) < 2:
                continue
            forms.setdefault(phrase, " ".join(phrases[0]))
    return forms


@lru_cache(maxsize=1)
def _last_words() -> frozenset[str]:
    """The words that legal forms end with."""
    return frozenset(phrase[-1] for phrase in _legal_forms())
