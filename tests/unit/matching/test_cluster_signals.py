"""Every signal between two clusters by hand, and who comes before whom."""

import math

import numpy as np
import pytest

from graphsvc.matching.cluster_data import ClusterData
from graphsvc.matching.cluster_partners import cluster_partners
from graphsvc.matching.relevance.index import TextVectors
from graphsvc.snapshot.geo import EARTH_KM
from graphsvc.taxonomy.profiles import profile
from tests.unit.matching.clusters import both, clusters, matrix

US = 0
WEIGHT = {
    "field": 1.0,
    "near": 1.0,
    "acquaintances": 0.8,
    "stages": 0.25,
    "joint": 0.5,
    "members": 0.3,
    "country": 0.1,
    "complement": 0.05,
}
"""The weights of the shipped profile."""


def signals(made: ClusterData) -> dict[str, dict[str, float]]:
    """For each other cluster the signals it has, without their weights."""
    found = cluster_partners(made, US, profile("clusters"))
    return {
        match.id: {part.feature: part.contribution / WEIGHT[part.feature] for part in match.parts}
        for match in found.matches
    }


def order(made: ClusterData) -> list[str]:
    return [match.id for match in cluster_partners(made, US, profile("clusters")).matches]


def at(*degrees_north: float) -> ClusterData:
    """Seats on one meridian."""
    return clusters(
        lat=np.array(degrees_north, dtype=np.float32), lng=np.zeros(len(degrees_north), np.float32)
    )


def test_who_shares_nothing_is_not_suggested() -> None:
    assert order(clusters()) == []


def test_the_weights_are_those_of_the_shipped_profile() -> None:
    assert {term.signal: term.weights for term in profile("clusters").terms} == {
        f"clusters.{name}": (weight,) for name, weight in WEIGHT.items()
    }


def test_nearness_falls_to_one_e_th_at_200_km_and_counts_little_without_a_common_field() -> None:
    degree = 2 * math.pi * EARTH_KM / 360
    found = signals(at(50, 50 + 200 / degree, 50 - 390 / degree))
    assert found["cluster:aa"]["near"] == pytest.approx(0.15 * math.exp(-1), rel=1e-4)
    assert found["cluster:zz"]["near"] == pytest.approx(0.15 * math.exp(-390 / 200), rel=1e-4)


def test_beyond_400_km_nobody_is_near() -> None:
    degree = 2 * math.pi * EARTH_KM / 360
    assert list(signals(at(50, 50 + 401 / degree, 50 - 399 / degree))) == ["cluster:zz"]


def test_a_short_distance_is_a_reason_and_a_long_one_is_not() -> None:
    degree = 2 * math.pi * EARTH_KM / 360
    matches = cluster_partners(at(50, 50 + 190 / degree, 50 - 210 / degree), US, profile("clusters")).matches
    assert [[part.speaks for part in match.parts] for match in matches] == [["for"], ["little"]]


def test_the_nearer_cluster_comes_first() -> None:
    assert order(at(50, 51.5, 51)) == ["cluster:zz", "cluster:aa"]
    assert order(at(50, 51, 51.5)) == ["cluster:aa", "cluster:zz"]


def test_distance_is_that_on_the_sphere() -> None:
    """A degree of longitude at 60° north is half a degree of latitude."""
    found = signals(
        clusters(lat=np.array([60, 60, 60.5], dtype=np.float32), lng=np.array([10, 11, 10], dtype=np.float32))
    )
    assert found["cluster:aa"]["near"] == pytest.approx(found["cluster:zz"]["near"], rel=1e-3)


def test_nearness_counts_fully_within_a_field() -> None:
    vectors = np.array([[100, 0], [100, 0], [0, 100]], dtype=np.float32)
    found = signals(
        clusters(
            vectors=both(vectors),
            content=both(vectors),
            lat=np.full(3, 50, np.float32),
            lng=np.full(3, 8, np.float32),
        )
    )
    assert found["cluster:aa"]["near"] == pytest.approx(1)
    assert found["cluster:zz"]["near"] == pytest.approx(0.15)


def test_the_same_country_counts_where_both_are_known() -> None:
    assert signals(clusters(country=("DE", "FR", "DE"))) == {"cluster:zz": {"country": 1.0}}
    assert signals(clusters(country=("", "", "DE"))) == {}


def test_a_gap_counts_by_the_share_of_missing_required_stages_closed() -> None:
    """We hold a and lack b, c and d; what we hold ourselves closes nothing."""
    found = signals(clusters(stages=("a", "b", "abce")))
    assert found["cluster:aa"]["complement"] == pytest.approx(1 / 3, abs=1e-5)
    assert found["cluster:zz"]["complement"] == pytest.approx(2 / 3, abs=1e-5)


@pytest.mark.parametrize(("aa", "zz", "first"), [("b", "bc", "cluster:zz"), ("bcd", "bc", "cluster:aa")])
def test_who_closes_more_of_our_gap_comes_first(aa: str, zz: str, first: str) -> None:
    assert order(clusters(stages=("a", aa, zz)))[0] == first


def test_where_we_hold_no_required_stage_of_a_chain_it_has_no_gap_for_us() -> None:
    assert signals(clusters(stages=("", "b", "bc"))) == {}
    assert signals(clusters(stages=("e", "b", "bc"))) == {}
    other = clusters(stages=("a", "b", "d"), stage_ids=["one/a", "one/b", "one/c", "two/d", "two/e"])
    assert list(signals(other)) == ["cluster:aa"]


def test_gaps_are_those_of_the_chain_of_which_we_hold_most() -> None:
    chains = ["one/a", "one/b", "one/c", "two/d", "two/e"]
    required = np.ones(5, dtype=bool)
    found = signals(clusters(stages=("abd", "c", "e"), stage_ids=chains, required=required))
    assert found == {"cluster:aa": {"complement": 1.0}}
    alike = signals(clusters(stages=("ad", "bc", "e"), stage_ids=chains, required=required))
    assert set(alike) == {"cluster:aa", "cluster:zz"}


def test_who_closes_a_gap_is_named_with_the_members_that_do() -> None:
    made = clusters(
        stages=("a", "b", ""), members=("", "mn", ""), performs=matrix(("b", "a", "", "", ""), "abcde")
    )
    (match,) = cluster_partners(made, US, profile("clusters")).matches
    part = match.parts[0]
    assert (part.feature, part.ours, part.theirs) == (
        "complement",
        ("chain/b",),
        ("cluster:aa", "organization:m"),
    )
    assert part.detail.values["who"] == ("M",)


def test_shared_stages_count_by_the_share_of_all_that_either_holds() -> None:
    found = signals(clusters(stages=("abc", "ab", "abcd")))
    assert found["cluster:aa"]["stages"] == pytest.approx(2 / 3, abs=1e-5)
    assert found["cluster:zz"]["stages"] == pytest.approx(3 / 4, abs=1e-5)


def test_of_many_stages_in_common_the_three_that_the_fewest_clusters_hold_are_named() -> None:
    def said(third: str) -> tuple[str, object, object]:
        matches = cluster_partners(clusters(stages=("abcd", "abcd", third)), US, profile("clusters")).matches
        (part,) = (
            part
            for match in matches
            if match.id == "cluster:aa"
            for part in match.parts
            if part.feature == "stages"
        )
        return part.detail.text, part.detail.values["stages"], part.detail.values.get("n")

    text = "Active in the same stages: %(stages)s and %(n)s more"
    assert said("ab") == (text, ("c", "d", "a"), 1)
    assert said("cd") == (text, ("a", "b", "c"), 1)


def test_a_joint_project_counts_by_how_few_took_part() -> None:
    """x has two participants, y eight: 2/2 and 2/8 halvings."""
    found = signals(clusters(projects=("xy", "x", "y"), sizes=(2, 8, 2)))
    assert found["cluster:aa"]["joint"] == pytest.approx(1 - 0.5, abs=1e-5)
    assert found["cluster:zz"]["joint"] == pytest.approx(1 - 0.5**0.25, abs=1e-5)
    assert order(clusters(projects=("xyz", "x", "xy"))) == ["cluster:zz", "cluster:aa"]


def test_a_common_member_counts_more_the_fewer_clusters_have_it() -> None:
    """m is in all three, n in two: 1/log2(1 + 3) and 1/log2(1 + 2)."""
    found = signals(clusters(members=("mn", "m", "mn")))
    assert found["cluster:aa"]["members"] == pytest.approx(1 / 2, abs=1e-5)
    assert found["cluster:zz"]["members"] == pytest.approx(1 / 2 + 1 / math.log2(3), abs=1e-5)


def test_a_common_partner_counts_more_the_fewer_partners_it_has() -> None:
    """o cooperates with all three, p with two."""
    found = signals(clusters(cooperations=("op", "o", "op")))
    assert found["cluster:aa"]["acquaintances"] == pytest.approx(1 / 2, abs=1e-5)
    assert found["cluster:zz"]["acquaintances"] == pytest.approx(1 / 2 + 1 / math.log2(3), abs=1e-5)


def test_the_related_field_comes_first() -> None:
    sectors = ("food and drink", "steel mills", "drink and food")
    assert signals(clusters(sectors=sectors)) == {"cluster:zz": {"field": pytest.approx(1.0, abs=1e-5)}}


def test_sentences_count_beyond_what_unlike_fields_have() -> None:
    """Cosines 0.22 and below count nothing, 0.6 counts (0.6 - 0.22) / 0.78."""
    vectors = np.array([[100, 0], [60, 80], [20, 98]], dtype=np.float32)
    found = signals(clusters(vectors=both(vectors), content=both(vectors)))
    assert found == {"cluster:aa": {"field": pytest.approx(0.38 / 0.78, abs=1e-5)}}


def test_fields_are_compared_by_the_mean_of_both_encoders_and_called_related_only_where_they_are() -> None:
    """Cosines 1 and 0.6 have the mean 0.8; 0.6 and 0 that of 0.3, which is said without a judgment."""
    vectors = TextVectors(
        np.array([[100, 0], [100, 0], [60, 80]], dtype=np.float32),
        np.array([[100, 0], [60, 80], [0, 100]], dtype=np.float32),
    )
    made = clusters(vectors=vectors, content=vectors)
    assert {name: parts["field"] for name, parts in signals(made).items()} == {
        "cluster:aa": pytest.approx(0.58 / 0.78, abs=1e-5),
        "cluster:zz": pytest.approx(0.08 / 0.78, abs=1e-5),
    }
    matches = cluster_partners(made, US, profile("clusters")).matches
    assert [match.parts[0].detail.text for match in matches] == [
        "Works in a related field: %(theirs)s",
        "Its field is only distantly related: %(theirs)s",
    ]


def test_clusters_are_compared_with_their_stages_only_where_both_have_some() -> None:
    """Of sectors 0.6 alike and, with the stages, 1 the mean counts."""
    sectors = np.array([[100, 0], [60, 80], [60, 80]], dtype=np.float32)
    content = np.array([[100, 0], [100, 0], [100, 0]], dtype=np.float32)
    found = signals(clusters(vectors=both(sectors), content=both(content), stages=("a", "a", "")))
    assert found["cluster:aa"]["field"] == pytest.approx(0.58 / 0.78, abs=1e-5)
    assert found["cluster:zz"]["field"] == pytest.approx(0.38 / 0.78, abs=1e-5)
    found = signals(clusters(vectors=both(sectors), content=both(content), stages=("", "a", "a")))
    assert {name: parts["field"] for name, parts in found.items()} == {
        "cluster:aa": pytest.approx(0.38 / 0.78, abs=1e-5),
        "cluster:zz": pytest.approx(0.38 / 0.78, abs=1e-5),
    }


def test_sectors_of_one_value_chain_raise_the_field_and_those_of_different_ones_lower_it() -> None:
    """Of fields 0.6 alike: aa shares a chain with us, zz is on another one, then on none."""
    vectors = np.array([[100, 0], [60, 80], [60, 80]], dtype=np.float32)
    alike = 0.38 / 0.78
    for theirs, expected in (([False, True], alike * 0.7), ([False, False], alike)):
        chains = np.array([[True, False], [True, True], theirs])
        found = signals(clusters(vectors=both(vectors), content=both(vectors), chains=chains))
        assert found["cluster:aa"]["field"] == pytest.approx(alike + (1 - alike) * 0.45, abs=1e-5)
        assert found["cluster:zz"]["field"] == pytest.approx(expected, abs=1e-5)


def test_where_our_sectors_are_on_no_value_chain_the_field_is_as_alike_as_it_is() -> None:
    vectors = np.array([[100, 0], [60, 80], [60, 80]], dtype=np.float32)
    chains = np.array([[False], [True], [False]])
    found = signals(clusters(vectors=both(vectors), content=both(vectors), chains=chains))
    assert [parts["field"] for parts in found.values()] == [pytest.approx(0.38 / 0.78, abs=1e-5)] * 2
