"""Ties between organizations, summed to ties between the groups that they belong to."""

import numpy as np
from scipy import sparse

from graphsvc.drawing.map_graph import MapTies
from graphsvc.network import between_groups
from graphsvc.network.sparse import Matrix


def ties_between(ties: MapTies, belongs: Matrix) -> MapTies:
    """Collaboration between groups, undated, the count being that of tied pairs of organizations.

    Args:
        ties: between nodes, of which those of joint projects between organizations count.
        belongs: groups × organizations, ones where an organization belongs.
    """
    organizations = belongs.shape[1]
    inside = ties.where((ties.kind == 0) & (ties.source < organizations) & (ties.target < organizations))
    strength = Matrix(inside.network(organizations))
    pairs = Matrix((np.ones(strength.nnz), strength.indices, strength.indptr), shape=strength.shape)
    weight = np.triu(between_groups(strength, belongs), k=1)
    count = between_groups(pairs, belongs)
    edges = sparse.coo_array(weight)
    source, target = edges.row.astype(np.int64), edges.col.astype(np.int64)
    zero = np.zeros(edges.nnz, dtype=np.int64)
    return MapTies(source, target, zero, edges.data, count[source, target].astype(np.int64), zero)
