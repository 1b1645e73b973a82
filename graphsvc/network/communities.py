"""Community detection (Leiden) and modularity."""

from dataclasses import dataclass

import numpy as np

from graphsvc.arrays import Int64s
from graphsvc.network.indicators import numbered_by_size
from graphsvc.network.sparse import Matrix, networkit, networkit_graph, row_sums


@dataclass(frozen=True, slots=True)
class Communities:
    """Community of each organization (0 is the largest), their number, and the modularity of the whole."""

    of: Int64s
    number: int
    modularity: float


def communities(network: Matrix, *, seed: int = 1, resolution: float = 1.0) -> Communities:
    """Find communities by the Leiden method on tie strength; equal seeds give equal communities.

    Run by NetworKit on one thread, since only then is it repeatable.
    Each organization without a tie is a community of its own.

    Reference: V. A. Traag, L. Waltman, N. J. van Eck, "From Louvain to Leiden: guaranteeing well-connected
    communities", Scientific Reports 9 (2019).
    """
    size = network.shape[0]
    if network.nnz == 0:
        return Communities(np.arange(size), size, 0.0)
    library = networkit()
    library.setNumberOfThreads(1)
    library.setSeed(seed, False)
    graph = networkit_graph(network, weighted=True)
    leiden = library.community.ParallelLeiden(graph, iterations=5, randomize=True, gamma=resolution)
    leiden.run()
    partition = leiden.getPartition()
    of = numbered_by_size(np.asarray(partition.getVector(), dtype=np.int64))
    return Communities(of, int(of.max()) + 1, modularity(network, of, resolution))


def modularity(network: Matrix, groups: Int64s, resolution: float = 1.0) -> float:
    r"""Return Newman's modularity: tie strength inside groups minus its expectation.

    .. math:: Q = \sum_g \left( \frac{W_g}{W} - \gamma \Big(\frac{S_g}{W}\Big)^2 \right)

    with W_g the strength inside g (both directions), S_g the summed strength of its members, W of all.

    Reference: M. E. J. Newman, "Modularity and community structure in networks", PNAS 103 (2006).
    """
    total = float(network.data.sum())
    if total == 0:
        return 0.0
    coo = network.tocoo()
    inside = groups[coo.row] == groups[coo.col]
    within = np.bincount(groups[coo.row[inside]], weights=coo.data[inside], minlength=int(groups.max()) + 1)
    share = np.bincount(groups, weights=row_sums(network)) / total
    return float((within / total - resolution * share**2).sum())
