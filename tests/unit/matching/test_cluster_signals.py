"""Every signal between two clusters by hand, and who comes before whom."""

import math
from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sp

from graphsvc.matching.cluster_partners import ClusterData, cluster_partners
from graphsvc.matching.tfidf import tfidf_index
from graphsvc.snapshot.geo import EARTH_KM
from graphsvc.taxonomy.profiles import profile

US, AA, ZZ = range(3)
WEIGHT = {"sector": 1.0, "complement": 0.6, "label": 0.6, "joint": 0.5, "near": 0.3, "chain": 0.3}
"""The weights of the shipped profile."""


def nothing(rows: int, columns: int) -> sp.csr_array:
    return sp.csr_array(np.zeros((rows, columns), dtype=np.int8))


def world() -> ClusterData:
    """Us and two clusters that share nothing with us; each test adds one thing."""
    sectors = ("food and drink", "steel mills", "steel mills")
    return ClusterData(
        ids=["cluster:us", "cluster:aa", "cluster:zz"],
        names=["Us", "Aa", "Zz"],
        sectors=sectors,
        vectors=None,
        words=tfidf_index(sectors),
        labels=[(), (), ()],
        country=["DE", "FR", "FR"],
        lat=np.full(3, np.nan, dtype=np.float32),
        lng=np.full(3, np.nan, dtype=np.float32),
        stages=nothing(3, 5),
        stage_ids=[f"chain/{name}" for name in "abcde"],
        stage_names=list("abcde"),
        required=np.array([True, True, True, True, False]),
        projects=nothing(3, 3),
        project_ids=["project:x", "project:y", "project:z"],
        project_titles=["X", "Y", "Z"],
        alliances=nothing(3, 3),
    )


def signals(made: ClusterData) -> dict[str, dict[str, float]]:
    """For each other cluster the signals it has, without their weights."""
    found = cluster_partners(made, US, profile("clusters"))
    return {
        match.id: {part.feature: part.contribution / WEIGHT[part.feature] for part in match.parts}
        for match in found.matches
    }


def order(made: ClusterData) -> list[str]:
    return [match.id for match in cluster_partners(made, US, profile("clusters")).matches]


def test_who_shares_nothing_is_not_suggested() -> None:
    assert order(world()) == []


def at(*degrees_north: float) -> ClusterData:
    """Seats on one meridian."""
    return replace(
        world(), lat=np.array(degrees_north, dtype=np.float32), lng=np.zeros(len(degrees_north), np.float32)
    )


def test_nearness_falls_to_one_e_th_at_150_km() -> None:
    degree = 2 * math.pi * EARTH_KM / 360
    found = signals(at(50, 50 + 150 / degree, 50 - 300 / degree))
    assert found["cluster:aa"]["near"] == pytest.approx(math.exp(-1), rel=1e-4)
    assert found["cluster:zz"]["near"] == pytest.approx(math.exp(-2), rel=1e-4)


def test_the_nearer_cluster_comes_first() -> None:
    assert order(at(50, 51.5, 51)) == ["cluster:zz", "cluster:aa"]
    assert order(at(50, 51, 51.5)) == ["cluster:aa", "cluster:zz"]


def test_distance_is_that_on_the_sphere() -> None:
    """A degree of longitude at 60° north is half a degree of latitude."""
    made = replace(
        world(), lat=np.array([60, 60, 60.5], dtype=np.float32), lng=np.array([10, 11, 10], dtype=np.float32)
    )
    found = signals(made)
    assert found["cluster:aa"]["near"] == pytest.approx(found["cluster:zz"]["near"], rel=1e-3)


def test_without_a_seat_the_same_country_counts_a_quarter() -> None:
    found = signals(replace(world(), country=["DE", "FR", "DE"]))
    assert found == {"cluster:zz": {"near": pytest.approx(0.25)}}
    assert signals(replace(world(), country=["", "", "DE"])) == {}


def test_a_label_counts_more_the_fewer_have_it() -> None:
    """`rare` is held by two, `common` by all three: 1/log2(1 + 2) and 1/log2(1 + 3)."""
    found = signals(replace(world(), labels=[("common", "rare"), ("common",), ("rare", "common")]))
    assert found["cluster:aa"]["label"] == pytest.approx(1 / 2, abs=1e-6)
    assert found["cluster:zz"]["label"] == pytest.approx(1.0, abs=1e-6)
    only = signals(replace(world(), labels=[("common", "rare"), ("common",), ("rare",)]))
    assert only["cluster:aa"]["label"] == pytest.approx(1 / math.log2(3), abs=1e-6)


def test_the_rarer_label_comes_first() -> None:
    labels = [("common", "rare"), ("common",), ("rare",)]
    made = replace(world(), labels=labels)
    wider = replace(
        made,
        ids=[*made.ids, "cluster:zzz"],
        names=[*made.names, "Zzz"],
        sectors=[*made.sectors, "steel mills"],
        words=tfidf_index([*made.sectors, "steel mills"]),
        labels=[*labels, ("common",)],
        country=[*made.country, "FR"],
        lat=np.full(4, np.nan, dtype=np.float32),
        lng=np.full(4, np.nan, dtype=np.float32),
        stages=nothing(4, 5),
        projects=nothing(4, 3),
        alliances=nothing(4, 4),
    )
    assert order(wider)[0] == "cluster:zz"


def holding(us: str, aa: str, zz: str) -> ClusterData:
    """Stages of the five a to e that each holds; e is not required."""
    table = [[int(stage in held) for stage in "abcde"] for held in (us, aa, zz)]
    return replace(world(), stages=sp.csr_array(np.array(table, dtype=np.int32)))


def test_a_gap_counts_by_the_share_of_missing_required_stages_closed() -> None:
    """We hold a and lack b, c and d; what we hold ourselves closes nothing."""
    found = signals(holding("a", "b", "abce"))
    assert found["cluster:aa"]["complement"] == pytest.approx(1 / 3, abs=1e-6)
    assert found["cluster:zz"]["complement"] == pytest.approx(2 / 3, abs=1e-6)


@pytest.mark.parametrize(("aa", "zz", "first"), [("b", "bc", "cluster:zz"), ("bcd", "bc", "cluster:aa")])
def test_who_closes_more_of_our_gap_comes_first(aa: str, zz: str, first: str) -> None:
    assert order(holding("a", aa, zz))[0] == first


def test_where_no_stage_of_ours_is_known_there_is_no_gap() -> None:
    assert signals(holding("", "b", "bc")) == {}
    assert signals(holding("e", "e", "")) == {}


def test_shared_stages_count_in_thirds_up_to_three() -> None:
    found = signals(holding("abcd", "a", "abcd"))
    assert found["cluster:aa"]["chain"] == pytest.approx(1 / 3, abs=1e-6)
    assert found["cluster:zz"]["chain"] == pytest.approx(1.0)


def joint(us: str, aa: str, zz: str) -> ClusterData:
    """Projects of x, y and z in which each took part."""
    table = [[int(name in own) for name in "xyz"] for own in (us, aa, zz)]
    return replace(world(), projects=sp.csr_array(np.array(table, dtype=np.int8)))


def test_each_further_joint_project_counts_half() -> None:
    found = signals(joint("xyz", "x", "xy"))
    assert found["cluster:aa"]["joint"] == pytest.approx(1 / 2)
    assert found["cluster:zz"]["joint"] == pytest.approx(3 / 4)
    assert order(joint("xyz", "x", "xy")) == ["cluster:zz", "cluster:aa"]


def test_the_related_sector_comes_first() -> None:
    sectors = ("food and drink", "steel mills", "drink and food")
    made = replace(world(), sectors=sectors, words=tfidf_index(sectors))
    assert signals(made) == {"cluster:zz": {"sector": pytest.approx(1.0, abs=1e-6)}}


def test_sentences_count_beyond_what_unlike_sectors_have() -> None:
    """Cosines 0.25 and below count nothing, 0.6 counts (0.6 - 0.25) / 0.75."""
    vectors = np.array([[100, 0], [60, 80], [20, 98]], dtype=np.float32)
    found = signals(replace(world(), vectors=vectors))
    assert found == {"cluster:aa": {"sector": pytest.approx(0.35 / 0.75, abs=1e-6)}}
