"""Words of the names of columns of member lists, in the languages of the EU, and what they may mean."""

import re
from collections import defaultdict
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

from graphsvc.text_folding import plain

NAME, PLACE, POST_CODE, COUNTRY = "name", "city", "post_code", "country"
ORGANIZATION, CONTACT = "organization", "contact"
HEADER_WITHIN = 10
"""The row of column names is looked for among so many rows at the top that are not empty."""
_WORD = re.compile(r"[^\W_]+")
_HYPHENATED = re.compile(r"-[ \t]*[\r\n]+[ \t]*")
_CAMEL = re.compile(r"(?<=[a-zß-ÿ])(?=[A-Z])")
_LONGEST = 6


class Sense(NamedTuple):
    """What a column name may mean: how many letters say so, out of how many, and in which languages."""

    letters: int
    of: int
    languages: frozenset[str]


def header_languages(text: str) -> list[str]:
    """The languages in which words at the beginning of a text name columns, one for each such word."""
    found: list[str] = []
    for line in re.split(r"[\r\n]+", text)[:HEADER_WITHIN]:
        for cell in re.split(r"[;,\t|]", line):
            for sense in senses_of(cell).values():
                if sense.letters == sense.of:
                    found += sense.languages
    return found


@lru_cache(maxsize=4096)
def senses_of(name: str) -> dict[str, Sense]:
    """What the name of a column may mean, by field."""
    words = _words(name)
    found: dict[str, Sense] = {}
    length = sum(map(len, words))
    outer: set[str] = set()
    for first in range(len(words)):
        for last in range(first + 1, min(len(words), first + _LONGEST) + 1):
            run = "".join(words[first:last])
            for field, languages in _phrases().get(run, {}).items():
                if field not in found or len(run) > found[field].letters:
                    found[field] = Sense(len(run), length, languages)
                if first == 0 or last == len(words):
                    outer.add(field)
    longest = max((sense.letters for sense in found.values()), default=0)
    if CONTACT in outer and longest < length and not {PLACE, POST_CODE, COUNTRY, "website"} & found.keys():
        # "Company number", "Adresse de l'entreprise": of an organization, but not its name
        return {CONTACT: found[CONTACT]}
    return found


def _words(name: str) -> list[str]:
    joined = _CAMEL.sub(" ", _HYPHENATED.sub("", name[:200]))
    return _WORD.findall(plain(joined))


@lru_cache(maxsize=1)
def _phrases() -> dict[str, dict[str, frozenset[str]]]:
    """By the words of a phrase without spaces: the languages in which it names a column, by field."""
    text = resources.files("graphsvc.ingest").joinpath("data", "list_headers.txt").read_text("utf-8")
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for line in text.splitlines():
        if not line.startswith("#"):
            key, _, phrases = line.partition(":")
            language, field = key.split()
            for phrase in phrases.split(","):
                found["".join(_words(phrase))][field].add(language)
    return {
        run: {field: frozenset(languages) for field, languages in senses.items()}
        for run, senses in found.items()
    }
