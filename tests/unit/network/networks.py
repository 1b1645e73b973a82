"""Small networks for the tests: random ones, and those whose figures are known in closed form."""

import networkx as nx
import numpy as np
from scipy import sparse

from graphsvc.network import Collaboration, collaboration
from graphsvc.network.sparse import Matrix


def random_incidence(seed: int) -> Matrix:
    """Organizations × projects, some organizations without any project, some projects with one partner."""
    random = np.random.default_rng(seed)
    shape = (int(random.integers(3, 30)), int(random.integers(1, 25)))
    return sparse.csr_array((random.random(shape) < 0.12).astype(np.float64))


def random_network(seed: int) -> tuple[Collaboration, "nx.Graph[int]"]:
    network = collaboration(random_incidence(seed))
    return network, nx.from_scipy_sparse_array(network.weight)


def matrix(graph: "nx.Graph[int]") -> Matrix:
    """The graph's adjacency in node order 0, 1, 2 …"""
    ends = np.array([*graph.edges], dtype=np.int64).reshape(-1, 2)
    row, column = np.concatenate([ends, ends[:, ::-1]]).T
    return sparse.csr_array((np.ones(len(row)), (row, column)), shape=(len(graph), len(graph)))
