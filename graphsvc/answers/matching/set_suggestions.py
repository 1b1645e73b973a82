"""Suggestions for several at once: the lists of all members of a set, joined into one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from graphsvc.answers.matching.results import Match, Suggestions
from graphsvc.errors import InvalidData
from graphsvc.messages import Message, msg
from graphsvc.state.refs import Ref

MOST_MEMBERS = 20
"""Members of a set; each costs as much as a question of its own."""
LISTED = 30
"""Suggestions of each member that are looked at."""
_SMOOTH = 60
"""Of reciprocal rank fusion (Cormack and others, SIGIR 2009): the higher, the less first places count."""


@dataclass(frozen=True, slots=True)
class SuggestedTo:
    """A member of the set, and at which place of its list somebody stands."""

    ref: Ref
    rank: int


@dataclass(frozen=True, slots=True)
class SetMatch:
    """Somebody outside of a set: to whom of it suggested, best place first, and what speaks for it there."""

    ref: Ref
    rank: int
    suggested_to: tuple[SuggestedTo, ...]
    reasons: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class SetSuggestions:
    """Whom a set should meet, and the members to whom nobody outside of it is suggested."""

    members: tuple[Ref, ...]
    matches: tuple[SetMatch, ...]
    without: tuple[Ref, ...]
    digest: str


def set_suggestions(
    ask: Callable[[str, Sequence[str]], Suggestions], ids: Sequence[str], top: int
) -> SetSuggestions:
    """Join what is suggested to each member of a set: who stands high in several lists comes first.

    Args:
        ask: suggestions for an id that leave out others.
        ids: the set.
        top: how many are named.

    Raises:
        InvalidData: the set is empty or larger than `MOST_MEMBERS`.
        UnknownId: an id is not there.
    """
    asked = tuple(dict.fromkeys(ids))
    if not asked:
        raise InvalidData(msg("name the members of the set: of=ID, once for each"))
    if len(asked) > MOST_MEMBERS:
        raise InvalidData(
            msg(
                "suggestions are made for up to %(most)s at once, and these are %(n)s: leave some out",
                most=MOST_MEMBERS,
                n=len(asked),
            )
        )
    lists = [ask(one, asked) for one in asked]
    found: dict[str, list[tuple[SuggestedTo, Match]]] = {}
    for answer in lists:
        for match in answer.matches:
            found.setdefault(match.ref.id, []).append((SuggestedTo(answer.query, match.rank), match))
    order = sorted(found, key=lambda one: (-sum(1 / (_SMOOTH + to.rank) for to, _ in found[one]), one))
    return SetSuggestions(
        members=tuple(answer.query for answer in lists),
        matches=tuple(_joined(place + 1, found[one]) for place, one in enumerate(order[:top])),
        without=tuple(answer.query for answer in lists if not answer.matches),
        digest=lists[0].digest,
    )


def _joined(rank: int, named: list[tuple[SuggestedTo, Match]]) -> SetMatch:
    best = sorted(named, key=lambda one: (one[0].rank, one[0].ref.id))
    match = best[0][1]
    return SetMatch(match.ref, rank, tuple(to for to, _ in best), match.reasons)
