"""Member lists: the names and places of a list, resolved against the organizations known here."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log
from typing import Literal

from rapidfuzz import fuzz, process

from graphsvc.ingest.list_rows import MemberRow
from graphsvc.ingest.names import NameKey, acronym, name_key
from graphsvc.ingest.text_folding import folded

FOUND, DOUBTFUL = 0.9, 0.72
"""Scores from which a single best candidate is found, and from which a person is asked."""
_MARGIN = 0.03
_UNSURE = 0.84
"""What letters alone can say of names whose words differ."""
_NEAR = 8


@dataclass(frozen=True)
class KnownOrganization:
    """An organization to compare with."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    city: str | None = None
    country: str | None = None


@dataclass(frozen=True)
class Candidate:
    """A known organization that an entry may be; the score is between 0 and 1."""

    id: str
    name: str
    score: float


@dataclass(frozen=True)
class ResolvedMember:
    """An entry and what it is: `found` has one candidate, `doubtful` some to ask about, `new` none."""

    entry: MemberRow
    state: Literal["found", "doubtful", "new"]
    candidates: tuple[Candidate, ...] = ()


class NameIndex:
    """Known organizations, ready to be compared with; build it once for many entries."""

    def __init__(self, known: Iterable[KnownOrganization]) -> None:
        self._known = sorted(known, key=lambda organization: organization.id)
        self._spellings: list[tuple[NameKey, int]] = []
        seen: set[tuple[str, int]] = set()
        for place, organization in enumerate(self._known):
            for spelling in (organization.name, *organization.aliases):
                key = name_key(spelling)
                if key.words and (key.bag, place) not in seen:
                    seen.add((key.bag, place))
                    self._spellings.append((key, place))
        self._by_run: dict[str, list[int]] = defaultdict(list)
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._by_acronym: dict[str, list[int]] = defaultdict(list)
        for number, (key, _) in enumerate(self._spellings):
            self._by_run["".join(sorted(key.words))].append(number)
            self._by_acronym[acronym(key)].append(number)
            for word in set(key.words):
                self._by_word[word].append(number)
        self._runs = [key.run for key, _ in self._spellings]

    def resolve(self, entry: MemberRow) -> ResolvedMember:
        """Found, doubtful or new: by name without legal form and word order, then by place."""
        key = name_key(entry.name)
        best: dict[int, float] = {}
        for number in self._near(key):
            other, place = self._spellings[number]
            score = self._score(entry, key, other, self._known[place])
            if score > best.get(place, 0.0):
                best[place] = score
        ranked = sorted(
            ((round(score, 4), place) for place, score in best.items()), key=lambda pair: (-pair[0], pair[1])
        )
        candidates = tuple(
            Candidate(self._known[place].id, self._known[place].name, score)
            for score, place in ranked[:5]
            if score >= DOUBTFUL
        )
        if not candidates:
            return ResolvedMember(entry, "new")
        clear = len(candidates) == 1 or candidates[0].score - candidates[1].score >= _MARGIN
        if candidates[0].score >= FOUND and clear:
            return ResolvedMember(entry, "found", candidates[:1])
        return ResolvedMember(entry, "doubtful", candidates)

    def _near(self, key: NameKey) -> set[int]:
        """Spellings worth comparing: the same letters, shared rare words, and close strings."""
        near = set(self._by_run.get("".join(sorted(key.words)), ()))
        if len(key.words) == 1:
            near |= set(self._by_acronym.get(key.run, ())[:50])
        for word in sorted(set(key.words), key=lambda word: (len(self._by_word.get(word, ())), word))[:3]:
            sharing = self._by_word.get(word, ())
            if len(sharing) <= 400:
                near.update(sharing)
        close = process.extract(key.run, self._runs, scorer=fuzz.ratio, limit=_NEAR, score_cutoff=78)
        near.update(number for _, _, number in close)
        return near

    def _score(
        self, entry: MemberRow, key: NameKey, other: NameKey, organization: KnownOrganization
    ) -> float:
        score = self._likeness(key, other)
        if key.legal and other.legal and not (key.legal & other.legal):
            score -= 0.02
        same_city = _same_city(entry.city, organization.city)
        if entry.country and organization.country and entry.country != organization.country:
            score -= 0.25
        if same_city is True:
            score += 0.05
        elif same_city is False:
            score -= 0.12
        return min(max(score, 0.0), 1.0)

    def _likeness(self, key: NameKey, other: NameKey) -> float:
        """Between 0 and 1: the share of the weight of the words that both names have, or of their letters."""
        if key.bag == other.bag or key.run == other.run:
            return 1.0
        if len(key.words) == 1 and len(other.words) > 2 and key.run == acronym(other):
            return 0.78
        letters = fuzz.ratio(key.run, other.run) / 100
        sorted_letters = fuzz.ratio(key.bag, other.bag) / 100
        ours, theirs = set(key.words), set(other.words)
        shared, rest_ours, rest_theirs = _paired(ours, theirs, key.short, other.short)
        both = sum(self._weight(word) for word in shared)
        apart = sum(self._weight(word) for word in rest_ours | rest_theirs)
        overlap = both / (both + apart) if both else 0.0
        alike = max(letters, sorted_letters) * 0.97
        if overlap < 0.5 or min(len(ours), len(theirs)) == 1:
            alike = min(alike, _UNSURE)
        return max(alike, 0.98 * overlap)

    def _weight(self, word: str) -> float:
        """Rare words carry a name."""
        total = len(self._spellings) or 1
        return log(1 + total / (1 + len(self._by_word.get(word, ())))) + 0.1


def resolve(entries: Sequence[MemberRow], known: Iterable[KnownOrganization]) -> list[ResolvedMember]:
    """Every entry resolved against the known organizations, in the order of the list."""
    index = NameIndex(known)
    return [index.resolve(entry) for entry in entries]


def _paired(
    ours: set[str], theirs: set[str], short: frozenset[str], other_short: frozenset[str]
) -> tuple[set[str], set[str], set[str]]:
    """Words both have (alike, or one the abbreviation of the other), and what is left on either side."""
    shared = ours & theirs
    left, right = ours - shared, theirs - shared
    for word in sorted(left):
        for other in sorted(right):
            if _alike(word, other, short, other_short):
                shared.add(max(word, other, key=len))
                left.discard(word)
                right.discard(other)
                break
    return shared, left, right


def _alike(word: str, other: str, short: frozenset[str], other_short: frozenset[str]) -> bool:
    if (word in short and other.startswith(word)) or (other in other_short and word.startswith(other)):
        return True
    return min(len(word), len(other)) > 3 and fuzz.ratio(word, other) >= 85


def _same_city(ours: str | None, theirs: str | None) -> bool | None:
    """Whether two places are the same; `None` when one is unknown."""
    if not ours or not theirs:
        return None
    one, two = folded(ours), folded(theirs)
    if one == two or one.startswith(two) or two.startswith(one):
        return True
    return fuzz.ratio(one, two) >= 85
