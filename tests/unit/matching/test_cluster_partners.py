import math
from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sp

from graphsvc.matching.cluster_partners import ClusterData, cluster_partners
from graphsvc.matching.tfidf import tfidf_index
from graphsvc.taxonomy.profiles import profile

SECTORS = (
    "food industry",
    "food processing",
    "wind energy",
    "packaging and food industry",
    "wind energy parks",
)


@pytest.fixture(name="world")
def _world() -> ClusterData:
    count = len(SECTORS)
    stages = np.zeros((count, 3), dtype=np.int32)
    stages[0, 0], stages[1, 0], stages[3, 1], stages[3, 2] = 2, 1, 1, 1
    projects = np.zeros((count, 2), dtype=np.int8)
    projects[[0, 3], 1] = 1
    return ClusterData(
        ids=[f"cluster:c{place}" for place in range(count)],
        names=[f"Cluster {place}" for place in range(count)],
        sectors=SECTORS,
        vectors=None,
        words=tfidf_index(SECTORS),
        labels=[("go", "food four"), ("go", "food four"), ("go",), (), ()],
        country=["DE", "DE", "DE", "FR", ""],
        lat=np.array([52, 52.1, 54, 48, np.nan], dtype=np.float32),
        lng=np.array([8, 8.1, 9, 2, np.nan], dtype=np.float32),
        stages=sp.csr_array(stages),
        stage_ids=["chain/a", "chain/b", "chain/c"],
        stage_names=["growing", "packing", "advice"],
        required=np.array([True, True, False]),
        projects=sp.csr_array(projects),
        project_ids=["project:x", "project:y"],
        project_titles=["X", "Y"],
        alliances=sp.csr_array(np.zeros((count, count), dtype=np.int8)),
    )


def test_parts_sum_and_speak(world: ClusterData) -> None:
    found = cluster_partners(world, 0, profile("clusters"))
    assert {match.id for match in found.matches[:2]} == {"cluster:c1", "cluster:c3"}
    for match in found.matches:
        assert math.fsum(part.contribution for part in match.parts) == pytest.approx(match.score, abs=1e-9)
        assert match.likelihood is None
    details = {part.feature: str(part.detail) for match in found.matches[:2] for part in match.parts}
    assert details["complement"] == "Covers stages that we lack: packing"
    assert details["label"] == "Same program or label: food four and go"
    assert details["joint"] == "1 project with people from both: Y"
    assert details["near"].startswith("The seats are about")


def test_an_ally_is_known_and_not_suggested(world: ClusterData) -> None:
    allied = np.zeros((5, 5), dtype=np.int8)
    allied[0, 1] = 1
    found = cluster_partners(replace(world, alliances=sp.csr_array(allied)), 0, profile("clusters"))
    assert [match.id for match in found.known] == ["cluster:c1"]
    assert "cluster:c1" not in {match.id for match in found.matches}


def test_nobody_left_has_a_reason(world: ClusterData) -> None:
    found = cluster_partners(world, 0, profile("clusters"), mask=np.zeros(5, dtype=bool))
    assert (found.matches, str(found.reason)) == ((), "The filters leave no other cluster")


def test_the_closest_by_sentences_wins_without_common_words(world: ClusterData) -> None:
    vectors = np.zeros((5, 3), dtype=np.float32)
    vectors[[0, 4]] = (100, 20, 0)
    vectors[[1, 2, 3]] = (0, 10, 120)
    found = cluster_partners(replace(world, vectors=vectors), 4, profile("clusters"))
    sector = {
        match.id: part.contribution
        for match in found.matches
        for part in match.parts
        if part.feature == "sector"
    }
    assert sector["cluster:c0"] == max(sector.values())
