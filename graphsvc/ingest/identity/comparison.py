"""Two records compared field by field: how far each agrees, and what rules out that they are the same."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import resources
from math import log

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from graphsvc.ingest.identity.records import PreparedRecord
from graphsvc.ingest.names import NameKey

SAME, DIFFERENT, UNKNOWN = "same", "different", "unknown"
EXTENDED = "extended"
"""One of two legal forms says more than the other: GmbH & Co. KG and GmbH."""
NAME_LEVELS = (
    "same", "spelling", "addition of place or acronym", "alias", "acronym",
    "contained: most", "contained: much", "contained: little",
    "different words: few", "different words: some", "different words: many", "unlike",
)  # fmt: skip
"""How far two names agree, from best to worst."""
_LEVELS = {level: rank for rank, level in enumerate(NAME_LEVELS)}
_MANY, _SOME, _UNLIKE = 0.75, 0.5, 0.2
"""Shares of the weight of words from which names agree by most, by much, and at all."""
_SUB_UNITS = frozenset(
    resources.files("graphsvc.ingest.identity")
    .joinpath("data", "sub_units.txt")
    .read_text(encoding="utf-8")
    .split()
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Levels by field; `separate` says two organizations for certain, `asked` never without a person."""

    levels: dict[str, str]
    separate: bool = False
    asked: bool = False


class WordWeights:
    """How much a word says about identity: the rarer among the names, the more."""

    def __init__(self, *tables: Iterable[PreparedRecord]) -> None:
        self._counts: Counter[str] = Counter()
        self._total = 1
        for table in tables:
            for record in table:
                self._total += 1
                self._counts.update({word for key in record.names[:1] for word in key.words})

        self._weights: dict[str, float] = {}

    def __call__(self, word: str) -> float:
        """The weight of a word, above 0."""
        found = self._weights.get(word)
        if found is None:
            found = log(1 + self._total / (1 + self._counts.get(word, 0))) + 0.1
            self._weights[word] = found
        return found


def compare(
    one: PreparedRecord, other: PreparedRecord, weight: Callable[[str], float], *, looked_over: bool = False
) -> Comparison:
    """Compare all fields of two records; `looked_over` where a person sees even what needs no question."""
    name, asked, separate = _compare_names(one, other, weight)
    levels = {
        "name": name,
        "short name": _overlap(one.shorts, other.shorts),
        "city": _cities(one.city, other.city),
        "country": _equal(one.country, other.country),
        "postcode": _equal(one.post_code, other.post_code),
        "website": _equal(one.domain, other.domain),
        "kind": _equal(one.kind, other.kind),
        "legal form": _legal_forms(one.legal, other.legal),
        "number": SAME if one.numbers == other.numbers else DIFFERENT,
        "identifier": _identifiers(one.identifiers, other.identifiers),
    }
    separate |= levels["country"] == levels["city"] == DIFFERENT
    separate |= bool(one.numbers and other.numbers and levels["number"] == DIFFERENT)
    asked |= DIFFERENT in (levels["country"], levels["number"], levels["legal form"], levels["identifier"])
    asked |= not _supported(levels) or (levels["legal form"] == EXTENDED and not looked_over)
    if levels["identifier"] == SAME:
        asked = separate = False
    return Comparison(levels, separate, asked)


def _supported(levels: dict[str, str]) -> bool:
    """Whether enough besides the name agrees for a decision without a person."""
    place = SAME in (levels["postcode"], levels["website"])
    if levels["name"] == "same":
        return place or levels["short name"] == SAME or levels["city"] != DIFFERENT
    if levels["name"] in ("spelling", "addition of place or acronym"):
        return place or levels["city"] == SAME
    if levels["name"] == "contained: most":
        return place or (SAME == levels["city"] == levels["short name"] and levels["postcode"] != DIFFERENT)
    if levels["name"] == "alias":
        return place and levels["city"] != DIFFERENT
    return place and levels["short name"] == SAME


def _legal_forms(one: frozenset[str], other: frozenset[str]) -> str:
    mine, theirs = ({word for form in forms for word in form.split()} for forms in (one, other))
    if not mine or not theirs:
        return UNKNOWN
    if one & other:
        return SAME
    return EXTENDED if mine <= theirs or theirs <= mine else DIFFERENT


def _compare_names(
    one: PreparedRecord, other: PreparedRecord, weight: Callable[[str], float]
) -> tuple[str, bool, bool]:
    """The best level of any two names, whether to ask, and whether they are parent and sub-unit."""
    best, asked, separate = "unlike", True, False
    for mine in one.names:
        for theirs in other.names:
            level, ask, apart = _compare_two(mine, theirs, one, other, weight)
            first = mine is one.names[0] and theirs is other.names[0]
            separate |= apart and first
            if _LEVELS[level] < _LEVELS[best]:
                best, asked = (level, ask) if first or level not in ("same", "spelling") else ("alias", ask)
            if level == "same":
                return best, asked, False
    if _LEVELS[best] > _LEVELS["acronym"]:
        runs = [{key.run for key in record.names} for record in (one, other)]
        if runs[0] & other.shorts or runs[1] & one.shorts:
            return "alias", False, False
        if _is_acronym(one, other) or _is_acronym(other, one):
            return "acronym", True, separate
    return best, asked, separate


def _is_acronym(one: PreparedRecord, other: PreparedRecord) -> bool:
    return any(len(mine.words) == 1 and mine.run in other.acronyms for mine in one.names)


def _compare_two(
    mine: NameKey, theirs: NameKey, one: PreparedRecord, other: PreparedRecord, weight: Callable[[str], float]
) -> tuple[str, bool, bool]:
    if mine.words == theirs.words or mine.run == theirs.run or mine.bag == theirs.bag:
        return "same", False, False
    shared, left, right, spelled = aligned(mine, theirs)
    if spelled and not left and not right:
        return "spelling", False, False
    share = _share(weight, shared, left, right)
    if share < _UNLIKE:
        return "unlike", True, False
    left = [word for word in left if not _neutral(word, one, other)]
    right = [word for word in right if not _neutral(word, other, one)]
    if not left and not right:
        alone = share < _SOME
        return "contained: little" if alone else "addition of place or acronym", alone, False
    share = _share(weight, shared, left, right)
    if left and right:
        level = "few" if share >= _MANY else "some" if share >= _SOME else "many"
        return f"different words: {level}", True, False
    extra = left or right
    parts = len(extra) > 1 and bool(_SUB_UNITS.intersection(extra))
    level = "most" if share >= _MANY else "much" if share >= _SOME else "little"
    return f"contained: {level}", parts, parts


def _share(weight: Callable[[str], float], shared: list[str], left: list[str], right: list[str]) -> float:
    """The share of the weight of all words that shared ones have."""
    both = sum(map(weight, shared))
    return both / (both + sum(map(weight, left)) + sum(map(weight, right))) if shared else 0.0


def _neutral(word: str, mine: PreparedRecord, theirs: PreparedRecord) -> bool:
    """Whether a word that only one name has says nothing: its place, or an acronym that belongs to both."""
    if word in mine.city_words or word in theirs.city_words:
        return True
    return len(word) > 1 and (word in theirs.shorts or word in mine.shorts or word in theirs.acronyms)


def aligned(one: NameKey, other: NameKey) -> tuple[list[str], list[str], list[str], bool]:
    """Words that both names have, those left over on either side, and whether any is spelled otherwise.

    Words are the same when letters are mistyped or lost, one abbreviates the other, or they are only split
    elsewhere ("pektin fabriken", "pektinfabriken").
    """
    shared = [word for word in one.words if word in other.words]
    left_over = [word for word in one.words if word not in other.words]
    right_over = [word for word in other.words if word not in one.words]
    spelled = False
    for word in list(left_over):
        for against in right_over:
            if alike(word, against, one.short, other.short):
                shared.append(max(word, against, key=len))
                left_over.remove(word)
                right_over.remove(against)
                spelled = True
                break
    if left_over and right_over and mistyped("".join(left_over), "".join(right_over)):
        return [*shared, *left_over], [], [], True
    return shared, left_over, right_over, spelled


def alike(word: str, other: str, short: frozenset[str], other_short: frozenset[str]) -> bool:
    """Whether two words are one, mistyped or abbreviated."""
    if (word in short and other.startswith(word)) or (other in other_short and word.startswith(other)):
        return True
    return mistyped(word, other)


def mistyped(word: str, other: str) -> bool:
    """Whether words differ by typing errors alone: one in four letters or more, two in nine, three in twenty.

    Numbers are never mistyped.
    """
    if word == other:
        return True
    shorter = min(len(word), len(other))
    if shorter < 4 or any(map(str.isdigit, word + other)):
        return False
    if abs(len(word) - len(other)) > 3:
        return False
    allowed = 1 if shorter < 9 else 2 if shorter < 20 else 3
    return OSA.distance(word, other, score_cutoff=allowed) <= allowed


def _equal(one: str, other: str) -> str:
    return UNKNOWN if not one or not other else SAME if one == other else DIFFERENT


def _overlap(one: frozenset[str], other: frozenset[str]) -> str:
    return UNKNOWN if not one or not other else SAME if one & other else DIFFERENT


def _identifiers(one: frozenset[str], other: frozenset[str]) -> str:
    if one & other:
        return SAME
    schemes = [{identifier.partition(":")[0] for identifier in found} for found in (one, other)]
    return DIFFERENT if schemes[0] & schemes[1] else UNKNOWN


def _cities(one: str, other: str) -> str:
    if not one or not other:
        return UNKNOWN
    if one == other or one.startswith(other) or other.startswith(one) or fuzz.ratio(one, other) >= 85:
        return SAME
    return SAME if fuzz.token_set_ratio(one, other) >= 90 else DIFFERENT
