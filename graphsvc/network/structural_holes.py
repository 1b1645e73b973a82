"""Burt's structural-hole measures: effective size and constraint."""

import numpy as np
from scipy.sparse import csr_array, diags_array

from graphsvc.arrays import Float64s
from graphsvc.network.indicators import degree, triangles
from graphsvc.network.sparse import Matrix, masked_product, pattern, ratio, row_sums


def effective_size(network: Matrix) -> Float64s:
    """Return the number of partners minus the mean number of ties among them: d − 2t / d.

    t counts the ties among the d partners. High where partners do not know one another; NaN without partners.

    References: R. S. Burt, "Structural Holes" (1992); S. P. Borgatti, "Structural holes: unpacking Burt's
    redundancy measures", Connections 20 (1997).
    """
    partners = degree(network).astype(np.float64)
    return partners - ratio(2 * triangles(network), partners)


def constraint(network: Matrix) -> Float64s:
    r"""Return Burt's constraint; NaN without partners.

    .. math:: c_i = \sum_{j \in N(i)} \Big( p_{ij} + \sum_{q} p_{iq} p_{qj} \Big)^2

    with p the share of i's tie strength that goes to j. Weights are used.

    Reference: R. S. Burt, "Structural holes and good ideas", American Journal of Sociology 110 (2004).
    """
    sums = row_sums(network)
    inverse = ratio(np.ones(len(sums)), sums, empty=0.0)
    share = csr_array(diags_array(inverse) @ network)
    share.sort_indices()
    local = share + masked_product(share, share, pattern(share))
    result = row_sums(csr_array(local.power(2)))
    result[sums == 0] = np.nan
    return result
