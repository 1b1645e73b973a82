"""Which of the words found in a text say what something is: the last part of a compound decides.

In German and English a compound is what its last part says: a drinks trade (Getränkehandel) trades, packaging
machines are machines. Two rules follow, both for words that name different stages:

- In one word the pattern that reaches its end decides, then the longest.
- A word that names a flow stage directly before a word of another stage (only a space or hyphen between them)
  says what is made, traded or moved there, and does not count.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from graphsvc.taxonomy.keyword_index import KeywordHit, gaps

_JOINED = re.compile(r"[\s\-\u2010-\u2013]*")


class StageWord(NamedTuple):
    """A word that names a stage, and the confidence it gives."""

    hit: KeywordHit[str]
    confidence: float


def deciding_words(text: str, found: Iterable[StageWord], flow: Collection[str]) -> list[StageWord]:
    """The words of `found` that count, in their order; `flow` are the stages that goods pass through."""
    words = _of_each_word(sorted(found, key=lambda one: (one.hit.start, one.hit.end)))
    between = gaps(text)
    starts: dict[int, set[str]] = defaultdict(set)
    for one in words:
        starts[one.hit.start].add(one.hit.value)
    return [
        one
        for one in words
        if one.hit.value not in flow
        or not _JOINED.fullmatch(between[one.hit.end])
        or not starts[one.hit.end] - {one.hit.value}
    ]


def _of_each_word(found: Sequence[StageWord]) -> list[StageWord]:
    """Of the patterns in one word those that reach furthest to its end."""
    best: dict[int, tuple[bool, int]] = {}
    for one in found:
        if one.hit.end - one.hit.start == 1:
            best[one.hit.start] = max(best.get(one.hit.start, (False, 0)), _reach(one))
    return [one for one in found if one.hit.end - one.hit.start > 1 or _reach(one) == best[one.hit.start]]


def _reach(one: StageWord) -> tuple[bool, int]:
    return not one.hit.pattern.endswith("*"), len(one.hit.pattern.strip("*"))
