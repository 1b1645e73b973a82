"""Indicators of single organizations in an undirected network given as a symmetric sparse matrix."""

import numpy as np
from scipy.sparse import csr_array, diags_array

from graphsvc.arrays import Bools, Float64s, Int64s, Integers
from graphsvc.network.sparse import (
    Matrix,
    masked_product,
    neighbors_of,
    networkit,
    networkit_graph,
    pattern,
    ratio,
    row_sums,
)


def degree(network: Matrix) -> Int64s:
    """Return the number of partners of each organization.

    Reference: L. C. Freeman, "Centrality in social networks", Social Networks 1 (1978).
    """
    return np.diff(network.indptr).astype(np.int64)


def strength(network: Matrix) -> Float64s:
    """Return the summed tie strength of each organization.

    Reference: A. Barrat et al., "The architecture of complex weighted networks", PNAS 101 (2004).
    """
    return row_sums(network)


def partner_share(network: Matrix, counted: Bools) -> Float64s:
    """Return the share of each organization's partners that are `counted`, for example companies.

    Partners counted / partners, from 0 to 1; NaN without partners. Tie strength does not matter.
    """
    ties = pattern(network)
    return ratio(ties @ counted.astype(np.float64), row_sums(ties))


def pagerank(network: Matrix, damping: float = 0.85, tolerance: float = 1e-14, steps: int = 1000) -> Float64s:
    r"""Return PageRank, the stationary distribution of a random walk with restarts (sums to one).

    .. math:: r = d \, P^T r + (1 - d) / n

    with P the row-normalized network; organizations without ties pass their share to all alike.

    Reference: S. Brin, L. Page, "The anatomy of a large-scale hypertextual web search engine" (1998).
    """
    size = network.shape[0]
    if size == 0:
        return np.zeros(0)
    sums = row_sums(network)
    inverse = ratio(np.ones(size), sums, empty=0.0)
    transition = csr_array((diags_array(inverse) @ network).T)
    stuck = sums == 0
    rank = np.full(size, 1.0 / size)
    for _ in range(steps):
        following = damping * (transition @ rank + rank[stuck].sum() / size) + (1 - damping) / size
        change = np.abs(following - rank).sum()
        rank = following
        if change < tolerance:
            break
    return np.asarray(rank / rank.sum(), dtype=np.float64)


def core_number(network: Matrix) -> Int64s:
    """Return the core number: the largest k such that the organization is in the k-core.

    Peels, for k = 0, 1, 2 …, all organizations with at most k partners left.

    Reference: S. B. Seidman, "Network structure and minimum degree", Social Networks 5 (1983).
    """
    left = degree(network)
    core = np.zeros(len(left), dtype=np.int64)
    alive = np.ones(len(left), dtype=bool)
    level = 0
    while alive.any():
        level = max(level, int(left[alive].min()))
        peeled = np.flatnonzero(alive & (left <= level))
        alive[peeled] = False
        core[peeled] = level
        left -= np.bincount(neighbors_of(network, peeled), minlength=len(left))
    return core


def articulation_points(network: Matrix) -> Bools:
    """Return which organizations are such that without them their component would fall apart.

    They lie in several biconnected components, which NetworKit finds by one depth-first search.

    Reference: J. Hopcroft, R. Tarjan, "Algorithm 447: efficient algorithms for graph manipulation" (1973).
    """
    if network.nnz == 0:
        return np.zeros(network.shape[0], dtype=bool)
    graph = networkit_graph(network)  # held by name: the algorithm does not keep it alive
    found = networkit().components.BiconnectedComponents(graph)
    found.run()
    inside = np.concatenate([np.asarray(part, dtype=np.int64) for part in found.getComponents()])
    return np.bincount(inside, minlength=network.shape[0]) > 1


def triangles(network: Matrix) -> Float64s:
    """Return the number of triangles through each organization."""
    ties = pattern(network)
    return row_sums(masked_product(ties, ties, ties)) / 2


def clustering(network: Matrix) -> Float64s:
    """Return the local clustering coefficient; 0 below two partners.

    Reference: D. J. Watts, S. H. Strogatz, "Collective dynamics of small-world networks", Nature 393 (1998).
    """
    partners = degree(network).astype(np.float64)
    pairs = partners * (partners - 1) / 2
    return ratio(triangles(network), pairs, empty=0.0)


def components(network: Matrix) -> Int64s:
    """Return the number of the connected component of each organization: 0 is the largest, ties by index."""
    from scipy.sparse import csgraph

    _, raw = csgraph.connected_components(network, directed=False)
    return numbered_by_size(raw)


def numbered_by_size(labels: Integers) -> Int64s:
    """Renumber groups from 0 by falling size; among equal sizes the one with the smallest member first."""
    if len(labels) == 0:
        return np.zeros(0, dtype=np.int64)
    _, first, inverse, counts = np.unique(labels, return_index=True, return_inverse=True, return_counts=True)
    order = np.lexsort((first, -counts))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return rank[inverse]


def density(network: Matrix) -> float:
    """Return the share of possible ties that exist, 2E / (n (n − 1)); 0 below two organizations.

    It falls with size: compare networks of equal size, or mean degrees.
    """
    size = network.shape[0]
    return float(network.nnz / (size * (size - 1))) if size > 1 else 0.0


def centralization(network: Matrix) -> float:
    """Return Freeman's degree centralization: 1 for a star, 0 where all have equally many partners.

    Sum of (largest degree − degree) over (n − 1)(n − 2).

    Reference: L. C. Freeman, "Centrality in social networks", Social Networks 1 (1978).
    """
    size = network.shape[0]
    if size < 3:
        return 0.0
    partners = degree(network)
    return float((partners.max() - partners).sum() / ((size - 1) * (size - 2)))
