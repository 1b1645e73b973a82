"""What became of suggestions: how many were shown, declined, pinned, answered, or led to something.

Which pages people open is not kept. So the lists that are counted are those of which somebody judged at least
one suggestion, and a list counts as long as it was when it was judged.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graphsvc.answers.user_content.judgements import OTHER, REASONS
from graphsvc.domain.ids import kind_of
from graphsvc.messages import Message, msg
from graphsvc.state.feedback import Judgement

LEAST = 5
"""Fewest suggestions of which counts are shown: below, one word would be a fifth or more of the figure."""

RANKS = ((1, 1), (2, 3), (4, 5), (6, 10), (11, 20), (21, 50))

_KINDS: Mapping[str, Message] = {
    "organization": msg("Partners for an organization"),
    "cluster": msg("Clusters for a cluster"),
    "cluster organization": msg("Organizations for a cluster"),
    "profile": msg("Who fits an offer, a request or a research result"),
}


@dataclass(frozen=True, slots=True)
class OutcomesOfRanks:
    """What became of the suggestions at the ranks `first` to `last`.

    Each counts once, by what was said of it last; nothing was said of the others. The counts are empty where
    fewer than `LEAST` were shown.
    """

    first: int
    last: int
    shown: int | None
    declined: int | None
    pinned: int | None
    answered: int | None
    outcomes: int | None


@dataclass(frozen=True, slots=True)
class DeclineReason:
    """How many were declined for a reason."""

    reason: str
    label: Message
    n: int


@dataclass(frozen=True, slots=True)
class OutcomesOfKind:
    """What became of one kind of suggestion by one matching profile: in `lists` lists, by rank, in `all`.

    `reasons` are empty where fewer than `LEAST` were declined.
    """

    kind: str
    label: Message
    profile: str
    lists: int
    ranks: tuple[OutcomesOfRanks, ...]
    all: OutcomesOfRanks
    reasons: tuple[DeclineReason, ...]


@dataclass(frozen=True, slots=True)
class SuggestionOutcomes:
    """What became of suggestions; counts over fewer than `least` are left out.

    Of `unplaced` words it was not kept at which rank the suggestion stood; they are not counted elsewhere.
    """

    least: int
    judged: int
    unplaced: int
    kinds: tuple[OutcomesOfKind, ...]


def suggestion_outcomes(judgements: Sequence[Judgement]) -> SuggestionOutcomes:
    """Count judgements by kind of suggestion, matching profile and rank."""
    placed = [one for one in judgements if one.profile and one.rank and one.shown]
    groups: dict[tuple[str, str], list[Judgement]] = defaultdict(list)
    for one in placed:
        groups[_kind(one), one.profile].append(one)
    order = list(_KINDS)
    return SuggestionOutcomes(
        least=LEAST,
        judged=len(placed),
        unplaced=len(judgements) - len(placed),
        kinds=tuple(
            _of_kind(kind, profile, groups[kind, profile])
            for kind, profile in sorted(groups, key=lambda group: (order.index(group[0]), group[1]))
        ),
    )


def _kind(one: Judgement) -> str:
    asking, candidate = kind_of(one.query), kind_of(one.candidate)
    return "cluster organization" if (asking, candidate) == ("cluster", "organization") else asking


def _of_kind(kind: str, profile: str, judged: Sequence[Judgement]) -> OutcomesOfKind:
    lists: Counter[str] = Counter()
    for one in judged:
        lists[one.query] = max(lists[one.query], one.shown or 0, one.rank or 0)
    longest = max(lists.values())
    ranks = tuple(_of_ranks(first, last, lists, judged) for first, last in RANKS if first <= longest)
    declined = Counter(
        one.reason if one.reason in REASONS else OTHER for one in judged if one.verdict == "not-for-us"
    )
    told = [DeclineReason(reason, REASONS[reason], n) for reason, n in declined.items()]
    return OutcomesOfKind(
        kind=kind,
        label=_KINDS[kind],
        profile=profile,
        lists=len(lists),
        ranks=ranks,
        all=_of_ranks(1, longest, lists, judged),
        reasons=tuple(sorted(told, key=lambda one: (-one.n, one.reason)))
        if declined.total() >= LEAST
        else (),
    )


def _of_ranks(
    first: int, last: int, lists: Mapping[str, int], judged: Sequence[Judgement]
) -> OutcomesOfRanks:
    """Counts at some ranks.

    Whoever is declined leaves the list, and another moves up: so a declined one adds one to those shown.
    """
    places = sum(max(min(length, last) - first + 1, 0) for length in lists.values())
    said = Counter(one.verdict for one in judged if first <= (one.rank or 0) <= last)
    shown = places + said["not-for-us"]
    if shown < LEAST:
        return OutcomesOfRanks(first, last, None, None, None, None, None)
    counts = (said["not-for-us"], said["pin"], said["answered"], said["outcome"])
    return OutcomesOfRanks(first, last, shown, *counts)
