"""Organizations for a cluster with gaps: every signal by hand, and who comes before whom."""

import math
from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sp

from graphsvc.arrays import Bools
from graphsvc.matching.cluster_organizations import ClusterNeeds, cluster_organizations
from graphsvc.matching.preferences import Stages
from graphsvc.matching.results import ScoredMatches
from graphsvc.taxonomy.profiles import profile
from tests.unit.matching.clusters import matrix

WEIGHT = {"complement": 1.0, "near": 0.7, "reach": 0.6, "introduced": 0.4, "country": 0.2}


def needs(performs: tuple[str, ...] = ("", "a", "b", "")) -> ClusterNeeds:
    """Our organization m and the others n, o and p; we lack the stages a and b."""
    count = len(performs)
    return ClusterNeeds(
        ids=["organization:m", "organization:n", "organization:o", "organization:p"],
        names=list("MNOP"),
        stages=Stages(
            matrix(performs, "abc"), ("x/a", "x/b", "x/c"), ("a", "b", "c"), np.array([1, 1, 0]) > 0
        ),
        lat=np.full(count, np.nan, np.float32),
        lng=np.full(count, np.nan, np.float32),
        country=np.full(count, -1, np.int16),
        seat=(50.0, 8.0),
        home=0,
        ours=np.array([True, False, False, False]),
        partners=matrix(("", "", "", ""), "mnop"),
        friend_clusters=matrix(("", "", "", ""), "yz"),
        cluster_ids=["cluster:y", "cluster:z"],
        cluster_names=["Y", "Z"],
    )


def suggested(made: ClusterNeeds, mask: Bools | None = None, pin: tuple[int, ...] = ()) -> ScoredMatches:
    everybody = np.ones(len(made.ids), dtype=bool)
    return cluster_organizations(
        made,
        profile("cluster-organizations"),
        top=10,
        mask=everybody if mask is None else mask,
        pin=np.array(pin, dtype=np.int32),
    )


def order(made: ClusterNeeds) -> list[str]:
    return [match.id[-1] for match in suggested(made).matches]


def signals(made: ClusterNeeds) -> dict[str, dict[str, float]]:
    return {
        match.id[-1]: {part.feature: part.contribution / WEIGHT[part.feature] for part in match.parts}
        for match in suggested(made).matches
    }


def test_the_weights_are_those_of_the_shipped_profile() -> None:
    assert {term.signal: term.weights for term in profile("cluster-organizations").terms} == {
        f"clusters.{name}": (weight,) for name, weight in WEIGHT.items()
    }


def test_only_who_performs_what_is_missing_is_suggested_and_never_one_of_us() -> None:
    assert order(needs(("ab", "a", "c", ""))) == ["n"]
    found = suggested(needs(("ab", "c", "", "")))
    assert (found.matches, found.candidates) == ((), 0)
    assert found.reason is not None


def test_each_further_missing_stage_counts_half() -> None:
    found = signals(needs(("", "abc", "b", "")))
    assert found == {"n": {"complement": 3 / 4}, "o": {"complement": 1 / 2}}
    assert order(needs(("", "b", "abc", ""))) == ["o", "n"]


def test_nearness_falls_to_one_e_th_at_100_km_and_ends_at_300() -> None:
    degree = 2 * math.pi * 6371.0088 / 360
    lat = np.array([50, 50 + 100 / degree, 50 + 299 / degree, 50 + 301 / degree], np.float32)
    made = replace(needs(("", "a", "a", "a")), lat=lat, lng=np.full(4, 8, np.float32))
    found = signals(made)
    assert found["n"]["near"] == pytest.approx(math.exp(-1), rel=1e-3)
    assert found["o"]["near"] == pytest.approx(math.exp(-2.99), rel=1e-2)
    assert "near" not in found["p"]
    assert order(made) == ["n", "o", "p"]


def test_who_has_worked_with_us_comes_first() -> None:
    made = replace(needs(("", "a", "a", "")), partners=matrix(("o", "p", "m", "n"), "mnop"))
    assert signals(made)["o"]["reach"] == 1 / 2
    assert order(made) == ["o", "n"]
    part = next(part for part in suggested(made).matches[0].parts if part.feature == "reach")
    assert (part.ours, part.detail.values["names"]) == (("organization:m",), ("M",))


def test_who_belongs_to_a_cluster_we_know_comes_first() -> None:
    made = replace(needs(("", "a", "a", "")), friend_clusters=matrix(("", "", "z", ""), "yz"))
    assert signals(made)["o"]["introduced"] == 1
    assert order(made) == ["o", "n"]
    part = next(part for part in suggested(made).matches[0].parts if part.feature == "introduced")
    assert part.ours == ("cluster:z",)


def test_the_same_country_counts_where_it_is_known() -> None:
    made = replace(needs(("", "a", "a", "")), country=np.array([-1, -1, 0, 0], np.int16))
    assert order(made) == ["o", "n"]
    assert "country" not in signals(replace(made, home=-1))["o"]


def test_filters_and_pins() -> None:
    mask = np.array([True, False, True, True])
    assert [match.id[-1] for match in suggested(needs(("", "ab", "a", "b")), mask).matches] == ["o", "p"]
    assert suggested(needs(("", "ab", "a", "b")), pin=(3,)).matches[0].id[-1] == "p"


def test_parts_sum_to_the_score_and_the_gap_is_said_first() -> None:
    made = replace(
        needs(("", "a", "", "")),
        lat=np.full(4, 50, np.float32),
        lng=np.full(4, 8, np.float32),
        partners=sp.csr_array(np.ones((4, 4), dtype=np.int8)),
        country=np.zeros(4, np.int16),
    )
    (match,) = suggested(made).matches
    assert math.fsum(part.contribution for part in match.parts) == match.score
    assert match.parts[0].feature == "complement"
    assert str(match.parts[0].detail) == "Performs what we lack: a"
