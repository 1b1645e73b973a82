from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from scipy.spatial import cKDTree

from graphsvc.drawing.layout import apart, positions
from graphsvc.drawing.layouts import Layouts
from graphsvc.network.sparse import Matrix
from tests.unit.network.networks import matrix


def planted(seed: int = 3) -> Matrix:
    return matrix(nx.planted_partition_graph(4, 40, 0.3, 0.01, seed=seed))


def names(number: int) -> tuple[str, ...]:
    return tuple(f"organization:pic-{place:04d}" for place in range(number))


def test_equal_input_gives_equal_positions_within_the_unit_square() -> None:
    placed = positions(planted())
    np.testing.assert_array_equal(placed, positions(planted()))
    assert np.isfinite(placed).all()
    assert np.abs(placed).max() <= 0.5 + 1e-9


def test_members_of_a_community_stand_together() -> None:
    placed = positions(planted())
    groups = np.repeat(np.arange(4), 40)
    centers = np.array([placed[groups == group].mean(axis=0) for group in range(4)])
    nearest = ((placed[:, None] - centers[None]) ** 2).sum(axis=2).argmin(axis=1)
    assert (nearest == groups).mean() > 0.9


def test_nodes_without_ties_stand_below_and_apart() -> None:
    network = matrix(nx.disjoint_union(nx.complete_graph(6), nx.empty_graph(30)))
    placed = positions(network)
    assert placed[6:, 1].max() < placed[:6, 1].min()
    assert len(np.unique(placed.round(9), axis=0)) == 36


@pytest.mark.parametrize("leaves", [3, 1_200])
def test_nodes_with_the_same_ties_do_not_hide_one_another(leaves: int) -> None:
    placed = positions(matrix(nx.disjoint_union(nx.star_graph(leaves), nx.star_graph(3))))
    nearest = np.asarray(cKDTree(placed).query(placed, k=[2])[0]).ravel()
    radius = np.sqrt(0.2 / 4 / len(placed))
    assert nearest.min() > radius
    assert np.median(nearest) > 1.4 * radius


def test_small_and_empty_networks_have_positions() -> None:
    for size in (0, 1, 2, 3):
        for graph in (nx.empty_graph(size), nx.complete_graph(size)):
            placed = positions(matrix(graph))
            assert placed.shape == (size, 2)
            assert np.isfinite(placed).all()


def test_a_graph_that_changes_a_little_keeps_its_picture(tmp_path: Path) -> None:
    layouts = Layouts(tmp_path)
    graph = nx.planted_partition_graph(4, 40, 0.3, 0.01, seed=3)
    before = layouts.positions("network", "one", names(160), matrix(graph))
    graph.add_edges_from([(160, 0), (160, 1), (161, 50), (3, 90)])
    after = layouts.positions("network", "two", names(162), matrix(graph))
    moved = np.sqrt(((after[:160] - before) ** 2).sum(axis=1))
    assert np.median(moved) < 0.06
    fresh = Layouts().positions("network", "two", names(162), matrix(graph))
    assert np.median(moved) < np.median(np.sqrt(((fresh[:160] - before) ** 2).sum(axis=1)))


def test_positions_are_kept_and_a_damaged_file_is_made_again(tmp_path: Path) -> None:
    first = Layouts(tmp_path).positions("network", "one", names(160), planted())
    np.testing.assert_array_equal(first, Layouts(tmp_path).positions("network", "one", names(160), planted()))
    (file,) = tmp_path.glob("network/*.npz")
    file.write_bytes(b"broken")
    np.testing.assert_array_equal(first, Layouts(tmp_path).positions("network", "one", names(160), planted()))


def test_old_pictures_are_cleared_away(tmp_path: Path) -> None:
    layouts = Layouts(tmp_path)
    for digest in range(30):
        layouts.positions("network", str(digest), names(4), matrix(nx.complete_graph(4)))
    assert len(list(tmp_path.glob("network/*"))) == 20


def test_discs_are_pushed_apart() -> None:
    placed = np.zeros((20, 2))
    radius = np.full(20, 0.05)
    result = apart(placed, radius, rounds=200)
    distance = np.sqrt(((result[:, None] - result[None]) ** 2).sum(axis=2)) + np.eye(20)
    assert distance.min() > 0.07
