from typing import Any

import networkx as nx
import numpy as np
import pytest

from graphsvc import network
from graphsvc.network.sparse import Matrix
from tests.unit.network.networks import matrix, random_network

SEEDS = range(100)


def assert_equal(found: np.ndarray, expected: Any) -> None:
    wanted = np.array([expected[node] for node in range(len(found))], dtype=np.float64)
    np.testing.assert_allclose(np.asarray(found, dtype=np.float64), wanted, rtol=0, atol=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_equal_networkx_on_random_networks(seed: int) -> None:
    found, graph = random_network(seed)
    assert_equal(network.degree(found.ties), dict(graph.degree()))
    assert_equal(network.strength(found.weight), dict(graph.degree(weight="weight")))
    assert_equal(network.core_number(found.ties), nx.core_number(graph))
    assert_equal(network.clustering(found.ties), nx.clustering(graph))
    assert_equal(network.pagerank(found.weight), nx.pagerank(graph, tol=1e-14, max_iter=5000))
    assert_equal(network.effective_size(found.ties), nx.effective_size(graph))
    assert_equal(network.constraint(found.weight), nx.constraint(graph, weight="weight"))
    assert network.density(found.ties) == pytest.approx(nx.density(graph), abs=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_paths_and_cuts_equal_networkx_on_random_networks(seed: int) -> None:
    found, graph = random_network(seed)
    paths = network.path_indicators(found.ties)
    assert_equal(paths.betweenness, nx.betweenness_centrality(graph))
    assert_equal(paths.closeness, nx.closeness_centrality(graph))
    cut = np.flatnonzero(network.articulation_points(found.ties))
    assert set(cut) == set(nx.articulation_points(graph))
    parts = network.components(found.ties)
    assert {frozenset(np.flatnonzero(parts == part)) for part in np.unique(parts)} == {
        frozenset(part) for part in nx.connected_components(graph)
    }


@pytest.mark.parametrize("size", [3, 4, 7, 20])
def test_star(size: int) -> None:
    star = matrix(nx.star_graph(size - 1))
    paths = network.path_indicators(star)
    assert paths.betweenness[0] == pytest.approx(1.0)
    assert paths.betweenness[1:] == pytest.approx(0.0)
    assert paths.closeness[0] == pytest.approx(1.0)
    assert paths.closeness[1] == pytest.approx((size - 1) / (2 * size - 3))
    assert network.centralization(star) == pytest.approx(1.0)
    assert network.effective_size(star)[0] == pytest.approx(size - 1)
    assert network.constraint(star)[0] == pytest.approx(1 / (size - 1))
    assert np.flatnonzero(network.articulation_points(star)).tolist() == [0]


@pytest.mark.parametrize("size", [3, 4, 7, 20])
def test_path(size: int) -> None:
    path = matrix(nx.path_graph(size))
    between = network.path_indicators(path).betweenness
    expected = [2 * i * (size - 1 - i) / ((size - 1) * (size - 2)) for i in range(size)]
    assert between == pytest.approx(expected)
    assert list(network.core_number(path)) == [1] * size
    assert network.density(path) == pytest.approx(2 / size)


@pytest.mark.parametrize("size", [3, 4, 7, 20])
def test_complete(size: int) -> None:
    complete = matrix(nx.complete_graph(size))
    assert network.path_indicators(complete).betweenness == pytest.approx(0.0)
    assert network.clustering(complete) == pytest.approx(1.0)
    assert list(network.core_number(complete)) == [size - 1] * size
    assert network.density(complete) == pytest.approx(1.0)
    assert network.centralization(complete) == pytest.approx(0.0)
    assert network.effective_size(complete) == pytest.approx(1.0)
    assert network.pagerank(complete) == pytest.approx(1 / size)


def test_partner_share_counts_partners_not_strength() -> None:
    friends = matrix(nx.Graph([(0, 1), (0, 2), (0, 3), (1, 2)]))
    friends.data *= 5.0
    apart = Matrix(np.pad(friends.toarray(), (0, 1)))
    found = network.partner_share(apart, np.array([True, True, False, False, True]))
    np.testing.assert_allclose(found, [1 / 3, 1 / 2, 1.0, 1.0, np.nan])


@pytest.mark.parametrize("seed", SEEDS)
def test_partner_share_equals_networkx_on_random_networks(seed: int) -> None:
    found, graph = random_network(seed)
    counted = np.random.default_rng(seed).random(len(graph)) < 0.4
    share = network.partner_share(found.weight, counted)
    for node in graph:
        partners = [bool(counted[other]) for other in graph[node]]
        assert share[node] == pytest.approx(np.mean(partners) if partners else np.nan, nan_ok=True)


def test_no_organizations_and_no_ties() -> None:
    for size in (0, 1, 2):
        empty = Matrix((size, size))
        assert len(network.pagerank(empty)) == size
        assert list(network.path_indicators(empty).betweenness) == [0.0] * size
        assert np.isnan(network.constraint(empty)).all()
        assert network.communities(empty).number == size
        assert network.density(empty) == 0.0
        assert list(network.core_number(empty)) == [0] * size


def test_sampled_betweenness_states_an_error_that_holds_for_most_nodes() -> None:
    ties = matrix(nx.powerlaw_cluster_graph(600, 3, 0.3, seed=4))
    exact = network.path_indicators(ties)
    assert exact.exact
    central = exact.betweenness > np.quantile(exact.betweenness, 0.8)
    held = []
    for seed in range(10):
        sampled = network.path_indicators(ties, pivots=150, seed=seed)
        off = np.abs(sampled.betweenness - exact.betweenness)
        held.append((off[central] <= 2 * sampled.betweenness_error[central]).mean())
        assert off.max() <= 3 * network.largest_error(sampled)
    assert np.mean(held) > 0.78


@pytest.mark.parametrize(("size", "pivots"), [(6, 3), (6, 5), (20, 8), (50, 10)])
def test_the_standard_error_of_a_sampled_star(size: int, pivots: int) -> None:
    """From a leaf the center lies on the way to size - 2 others, from the center itself on none.

    So the contributions are size - 2 and, if the center (0) is a starting point, one 0. Their sample variance
    is then (size - 2)² / pivots, and the error of n times their mean over (n - 1)(n - 2), with the correction
    for a finite population, n √(1 - pivots/n) / (pivots (n - 1)).
    """
    star = matrix(nx.star_graph(size - 1))
    seen = set()
    for seed in range(40):
        sampled = network.path_indicators(star, pivots=pivots, seed=seed)
        leaves = round(float(sampled.betweenness[0]) * pivots * (size - 1) / size)
        seen.add(with_center := leaves == pivots - 1)
        assert leaves in {pivots - 1, pivots}
        expected = size * np.sqrt(1 - pivots / size) / (pivots * (size - 1)) if with_center else 0.0
        assert sampled.betweenness_error[0] == pytest.approx(expected)
        assert sampled.betweenness_error[1:] == pytest.approx(0.0)
        assert network.largest_error(sampled) == pytest.approx(expected)
    assert seen == {False, True}


def test_the_squared_error_is_the_variance_over_all_samples_on_average() -> None:
    """Design-unbiased: over many samples the mean of the stated variance is the variance of the estimates."""
    ties = matrix(nx.karate_club_graph())
    samples = [network.path_indicators(ties, pivots=10, seed=seed) for seed in range(2000)]
    stated = np.mean([one.betweenness_error**2 for one in samples], axis=0)
    found = np.var([one.betweenness for one in samples], axis=0)
    central = found > np.quantile(found, 0.5)
    assert stated[central] / found[central] == pytest.approx(1.0, abs=0.12)


def test_one_starting_point_tells_no_error() -> None:
    sampled = network.path_indicators(matrix(nx.star_graph(5)), pivots=1)
    assert np.isinf(sampled.betweenness_error).all()


def test_sampling_repeats_and_says_so() -> None:
    ties = matrix(nx.powerlaw_cluster_graph(300, 3, 0.3, seed=4))
    sampled = network.path_indicators(ties, pivots=150, seed=2)
    assert not sampled.exact
    assert sampled.pivots == 150
    again = network.path_indicators(ties, pivots=150, seed=2)
    np.testing.assert_array_equal(again.betweenness, sampled.betweenness)
    assert network.largest_error(network.path_indicators(ties)) == 0.0
