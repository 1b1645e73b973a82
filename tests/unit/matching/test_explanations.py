"""What a signal says of a candidate: nothing about "us" where nobody said who asks."""

import numpy as np
import pytest

from graphsvc.answers.matching.results import _objection
from graphsvc.matching.features import country, size, topic
from graphsvc.matching.index import build_matching_index
from graphsvc.matching.query import MatchingQuery, QueryContext
from graphsvc.matching.results import ScoreTerm, Stance
from graphsvc.messages import msg
from tests.unit.matching.five import A, B, C, D, five

VECTOR = np.array([127, 0], dtype=np.float32)


def asked(*given: int) -> QueryContext:
    query = MatchingQuery("implementers", np.array(given, dtype=np.int32), "peas", VECTOR)
    return QueryContext(build_matching_index(five()), query)


def test_a_country_is_told_against_ours_only_where_ours_is_known() -> None:
    nobody = country.FAMILY.explain(asked(), C)
    assert str(nobody.detail).startswith("Seated in FR, as are ")
    assert nobody.speaks == "little"
    same, other = country.FAMILY.explain(asked(A), B), country.FAMILY.explain(asked(A), D)
    assert (str(same.detail), same.speaks) == ("In the same country (DE)", "little")
    assert (str(other.detail), other.speaks) == ("In another country (FR)", "against")


def test_the_closest_project_may_be_near_by_the_english_encoder_alone() -> None:
    """No word of the text is known; p2 has a cosine of 24/25 with (4, 3), p3 of 1."""
    index = build_matching_index(five())
    nobody = np.zeros(0, dtype=np.int32)
    silent = QueryContext(index, MatchingQuery("implementers", nobody, "nothing"))
    assert topic.best_project(silent, C) is None
    near = MatchingQuery("implementers", nobody, "nothing", english=np.array([4, 3], dtype=np.float32))
    found = topic.best_project(QueryContext(index, near), C)
    assert found is not None
    assert found == pytest.approx((2, 0.8))


def test_a_size_as_expected_speaks_neither_way() -> None:
    context = asked()
    context.__dict__["expected_size"] = float(context.index.activity.usual_size[A])
    assert size.FAMILY.explain(context, A).speaks == "little"
    context.__dict__["expected_size"] = float(np.log(9))
    other = size.FAMILY.explain(context, A)
    assert other.speaks == "for"
    assert str(other.detail) == "Participants of its projects: usually 2; to be expected here: about 9"


@pytest.mark.parametrize(
    ("stances", "told"),
    [(("little", "for"), "second"), (("for", "for"), "first"), (("little", "little"), None)],
)
def test_what_says_too_little_is_no_objection(stances: tuple[Stance, Stance], told: str | None) -> None:
    first, second = (
        ScoreTerm(name, msg(name), score, msg(name), speaks=stance)
        for name, score, stance in zip(("first", "second"), (-2.0, -1.0), stances, strict=True)
    )
    found = _objection([first, second])
    assert (str(found) if found else None) == told
