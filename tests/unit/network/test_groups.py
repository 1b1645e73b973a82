import itertools
import math
import subprocess
import sys

import networkx as nx
import numpy as np
import pytest
from scipy import sparse

from graphsvc import network
from graphsvc.network import ProjectSums
from tests.unit.network.networks import matrix, random_incidence, random_network


def brute_force(graph: "nx.Graph[int]", groups: np.ndarray) -> dict[str, np.ndarray]:
    """Count open pairs one by one, straight from Gould and Fernandez's definition."""
    found = {role: np.zeros(len(graph)) for role in ("coordinator", "itinerant", "gatekeeper", "liaison")}
    for node in graph:
        if groups[node] < 0:
            continue
        for a, c in itertools.combinations(graph[node], 2):
            if graph.has_edge(a, c) or groups[a] < 0 or groups[c] < 0:
                continue
            own = int(groups[a] == groups[node]) + int(groups[c] == groups[node])
            if own == 2:
                role = "coordinator"
            elif own == 1:
                role = "gatekeeper"
            else:
                role = "itinerant" if groups[a] == groups[c] else "liaison"
            found[role][node] += 1
    return found


@pytest.mark.parametrize("seed", range(60))
def test_brokerage_counts_every_open_pair(seed: int) -> None:
    found, graph = random_network(seed)
    groups = np.random.default_rng(seed).integers(-1, 4, len(graph))
    roles = network.brokerage(found.ties, groups)
    for role, expected in brute_force(graph, groups).items():
        np.testing.assert_allclose(getattr(roles, role), expected, atol=1e-9)
    np.testing.assert_allclose(roles.total, sum(brute_force(graph, groups).values()), atol=1e-9)


def test_ei_index_from_inside_only_to_outside_only() -> None:
    ties = matrix(nx.Graph([(0, 1), (2, 3), (3, 4)]))
    assert list(network.ei_index(ties, np.array([0, 0, 1, 2, 1]))) == [-1.0, 1.0, 1.0]
    with_isolate = sparse.csr_array((6, 6))
    assert math.isnan(network.ei_index(with_isolate, np.zeros(6, dtype=np.int64))[0])


def test_supra_regional_share_leaves_unknown_places_out() -> None:
    ties = matrix(nx.Graph([(0, 1), (0, 2), (0, 3)]))
    share = network.outside_share(ties, np.array([0, 0, -1, -1]), np.array([5, 5, 6, -1]))
    assert share[0] == pytest.approx(1 / 3)  # 0-1 twice inside, 0-2 once outside, 0-3 unknown


def test_between_groups_counts_each_pair_of_groups() -> None:
    ties = matrix(nx.Graph([(0, 1), (1, 2)]))
    belongs = sparse.csr_array(np.array([[1.0, 1, 0], [0, 0, 1]]))
    np.testing.assert_allclose(network.between_groups(ties, belongs), [[1, 1], [1, 0]])


def test_repeated_share_and_concentration() -> None:
    incidence = sparse.csr_array(np.array([[1.0, 1], [1, 1], [1, 0]]))
    assert network.repeated_share(network.collaboration(incidence).count) == pytest.approx(1 / 3)
    even = network.concentration(np.array([2.0, 2.0, 2.0, 2.0]))
    assert even.effective_places == pytest.approx(4)
    assert network.concentration(np.array([7.0, 0.0])).herfindahl == 1.0
    assert math.isnan(network.concentration(np.zeros(3)).herfindahl)


def test_participation_coefficient() -> None:
    star = matrix(nx.star_graph(4))
    assert network.participation_coefficient(star, np.array([0, 1, 2, 3, 4]))[0] == pytest.approx(0.75)
    assert network.participation_coefficient(star, np.array([0, 1, 1, 1, 1]))[0] == pytest.approx(0.0)


def test_communities_find_planted_groups_and_repeat() -> None:
    graph = nx.planted_partition_graph(4, 25, 0.6, 0.02, seed=5)
    found = network.communities(matrix(graph), seed=3)
    assert found.number == 4
    for group in range(4):
        assert len(set(found.of[group * 25 : group * 25 + 25])) == 1
    expected = nx.community.modularity(graph, [set(np.flatnonzero(found.of == g)) for g in range(4)])
    assert found.modularity == pytest.approx(expected, abs=1e-9)
    np.testing.assert_array_equal(network.communities(matrix(graph), seed=3).of, found.of)


def test_shares_within_projects_by_brute_force() -> None:
    for seed in range(20):
        incidence = random_incidence(seed)
        random = np.random.default_rng(seed)
        places = random.integers(-1, 3, incidence.shape[0])
        sums = network.share_of_pairs_apart(incidence, places)
        for project in range(incidence.shape[1]):
            inside = [o for o in incidence[:, [project]].tocoo().row if places[o] >= 0]
            pairs = list(itertools.combinations(inside, 2))
            weight = 2 / len(inside) if len(inside) > 1 else 0.0
            apart = sum(places[a] != places[b] for a, b in pairs)
            assert sums.above[project] == pytest.approx(apart * weight)
            assert sums.below[project] == pytest.approx(len(pairs) * weight)


def ratios(sums: ProjectSums) -> list[tuple[float, float]]:
    return list(zip(sums.above.tolist(), sums.below.tolist(), strict=True))


def test_newcomers_and_pairs_that_met_before() -> None:
    incidence = sparse.csr_array(np.array([[1.0, 1, 1], [1, 1, 0], [0, 1, 1]]))
    year = np.array([2015, 2016, 2016])
    assert ratios(network.share_of_newcomers(incidence, year)) == [(2, 2), (1, 3), (1, 2)]
    assert ratios(network.share_of_pairs_met_before(incidence, year)) == [(0, 1), (1, 3), (0, 1)]
    assert ratios(network.share_of_participations(incidence, np.array([True, False, False]))) == [
        (1, 2),
        (1, 3),
        (1, 2),
    ]


def test_introducers_are_outside_both_groups_and_come_by_their_weaker_tie() -> None:
    graph: nx.Graph[int] = nx.Graph()
    graph.add_weighted_edges_from([(0, 3, 2.0), (1, 3, 0.5), (0, 4, 1.0), (1, 4, 1.0), (0, 5, 9.0)])
    graph.add_weighted_edges_from([(0, 2, 5.0), (1, 2, 5.0), (0, 6, 3.0), (2, 6, 0.5)])
    strength = sparse.csr_array(nx.to_scipy_sparse_array(graph, nodelist=range(7), weight="weight"))
    first, second, anybody = np.array([0]), np.array([1, 2]), np.ones(7, dtype=bool)
    assert network.introducers(strength, first, second, anybody).tolist() == [4, 3, 6]
    assert network.introducers(strength, first, second, anybody, most=1).tolist() == [4]
    assert network.introducers(strength, first, second, np.arange(7) != 4).tolist() == [3, 6]


def test_scikit_learn_is_not_loaded_for_communities_and_is_there_afterwards() -> None:
    script = (
        "import sys, scipy.sparse as sp\n"
        "from graphsvc.network import communities\n"
        "communities(sp.csr_array([[0.0, 1.0], [1.0, 0.0]]))\n"
        "assert 'sklearn' not in sys.modules\n"
        "import sklearn\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
