"""Suggestions of several members joined into one list."""

from collections.abc import Sequence

import pytest

from graphsvc.answers.matching.results import Match, Suggestions
from graphsvc.answers.matching.set_suggestions import MOST_MEMBERS, set_suggestions
from graphsvc.errors import InvalidData
from graphsvc.messages import msg
from graphsvc.state.refs import Ref

LISTS = {"a": "xyz", "b": "yx", "c": "w", "d": ""}
ASKED: list[tuple[str, tuple[str, ...]]] = []


def ref(identifier: str) -> Ref:
    return Ref(identifier, "organization", identifier)


def match(identifier: str, rank: int) -> Match:
    return Match(
        ref=ref(identifier), org_kind="company", clusters=(), rank=rank, score=1.0, likelihood=None,
        likelihood_share=None, parts=(), reasons=(msg(f"place {rank}"),), objection=None, shared_contact=None,
    )  # fmt: skip


def ask(identifier: str, others: Sequence[str]) -> Suggestions:
    ASKED.append((identifier, tuple(others)))
    matches = tuple(match(one, place + 1) for place, one in enumerate(LISTS[identifier]))
    return Suggestions(
        query=ref(identifier), looked_at=9, removed=(), profile="", measured=None, matches=matches,
        known=(), reason=None, loosen=(), digest="1",
    )  # fmt: skip


def test_who_is_high_in_several_lists_comes_first_and_says_for_whom() -> None:
    found = set_suggestions(ask, ["b", "a", "c", "d", "a"], top=3)
    # x: 1/61 + 1/62, y the same, w: 1/61, z: 1/63
    assert [one.ref.id for one in found.matches] == ["x", "y", "w"]
    assert [(to.ref.id, to.rank) for to in found.matches[1].suggested_to] == [("b", 1), ("a", 2)]
    assert [str(reason) for reason in found.matches[1].reasons] == ["place 1"]
    assert [one.id for one in found.without] == ["d"]
    assert [one.id for one in found.members] == ["b", "a", "c", "d"]
    assert ASKED[-4:] == [(one, ("b", "a", "c", "d")) for one in ("b", "a", "c", "d")]


@pytest.mark.parametrize("ids", [[], [str(number) for number in range(MOST_MEMBERS + 1)]])
def test_no_set_and_a_very_large_one_are_refused(ids: list[str]) -> None:
    with pytest.raises(InvalidData):
        set_suggestions(ask, ids, top=3)
