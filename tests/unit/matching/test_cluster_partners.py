import math

import numpy as np
import pytest

from graphsvc.matching.cluster_partners import cluster_partners
from graphsvc.taxonomy.profiles import profile
from tests.unit.matching.clusters import clusters

US = 0


def test_parts_sum_to_the_score_and_carry_no_likelihood() -> None:
    made = clusters(
        stages=("ab", "bc", "c"),
        members=("mn", "m", "n"),
        projects=("x", "x", ""),
        country=("DE", "DE", "DE"),
        cooperations=("o", "o", ""),
    )
    found = cluster_partners(made, US, profile("clusters"))
    assert [match.id for match in found.matches] == ["cluster:aa", "cluster:zz"]
    for match in found.matches:
        assert math.fsum(part.contribution for part in match.parts) == pytest.approx(match.score, abs=1e-9)
        assert match.likelihood is None


def test_what_answers_a_need_is_said_first_and_the_country_last() -> None:
    made = clusters(stages=("ab", "abc", ""), members=("m", "m", ""), country=("DE", "DE", "FR"))
    (match,) = cluster_partners(made, US, profile("clusters")).matches
    assert [part.feature for part in match.parts] == ["complement", "members", "stages", "country"]


def test_who_cooperates_is_known_and_not_suggested() -> None:
    made = clusters(members=("mn", "m", "n"), cooperations=("a", "", ""))
    found = cluster_partners(made, US, profile("clusters"))
    assert [match.id for match in found.known] == ["cluster:aa"]
    assert [match.id for match in found.matches] == ["cluster:zz"]


def test_nobody_left_has_a_reason() -> None:
    found = cluster_partners(clusters(), US, profile("clusters"), mask=np.zeros(3, dtype=bool))
    assert (found.matches, str(found.reason)) == ((), "The filters leave no other cluster")
