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
_SHORT = re.compile(r"([^\W\d_]{3,})\.")
_JOINED = re.compile(
    r"\s*[,/&+;]\s*|\s+(?:und|and|et|e|y|i|oraz|en|och|og|ja|és|a|și|και|и)\s+", re.IGNORECASE
)
"""What stands between the parts of "Name and address"."""
_PLACES = (PLACE, POST_CODE, COUNTRY)


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
    if (alone := _before_address(name)) is not None:
        return alone
    words = _words(name)
    found: dict[str, Sense] = _abbreviated(name, sum(map(len, words)))
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
    dated = max((found[one].letters for one in ("since", "until") if one in found), default=0)
    told = CONTACT in outer and dated <= found[CONTACT].letters
    if told and longest < length and not {*_PLACES, "website"} & found.keys():
        # "Company number", "Adresse de l'entreprise": of an organization, but not its name
        return {CONTACT: found[CONTACT]}
    return found


def _before_address(name: str) -> dict[str, Sense] | None:
    """What "Name and address" means: the name, with the address behind it; nothing for other names."""
    first, *others = _JOINED.split(name[:200])
    if not others or not first.strip() or not all(part.strip() for part in others):
        return None
    whose = {field: one for field, one in senses_of(first).items() if field in {NAME, ORGANIZATION}}
    whole = any(one.letters == one.of for one in whose.values())
    reached = all((fields := senses_of(part).keys()) and fields <= {CONTACT, *_PLACES} for part in others)
    return whose if whole and reached else None


def _abbreviated(name: str, of: int) -> dict[str, Sense]:
    """What words with a point behind them may be short for, where all that begin so mean the same."""
    found: dict[str, Sense] = {}
    for word in map(plain, _SHORT.findall(name[:200])):
        runs = sorted(run for run in _phrases() if run.startswith(word) and word not in _phrases())
        shortest = [run for run in runs if not any(run != one and run.startswith(one) for one in runs)]
        fields = {field for run in shortest for field in _phrases()[run]}
        if len(fields) == 1:
            languages = frozenset[str]().union(*(one for run in shortest for one in _phrases()[run].values()))
            found[fields.pop()] = Sense(len(word), of, languages)
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
