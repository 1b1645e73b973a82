"""Gould–Fernandez brokerage roles by group (cluster, country)."""

from dataclasses import dataclass

import numpy as np

from graphsvc.arrays import Bools, Float64s, Int64s
from graphsvc.network.sparse import Matrix, masked_product, pattern, row_sums


@dataclass(frozen=True, slots=True)
class Brokerage:
    """Number of open pairs (two partners of one organization that are not partners themselves) by role.

    `coordinator`: all three in one group. `itinerant`: both partners in one other group. `gatekeeper`: one
    partner in the own group, one outside (in an undirected network gatekeeper and representative are the
    same). `liaison`: three different groups.
    """

    coordinator: Float64s
    itinerant: Float64s
    gatekeeper: Float64s
    liaison: Float64s

    @property
    def total(self) -> Float64s:
        """All roles together."""
        return self.coordinator + self.itinerant + self.gatekeeper + self.liaison


def brokerage(network: Matrix, groups: Int64s) -> Brokerage:
    """Count the open pairs that each organization connects, by Gould and Fernandez's roles.

    Closed pairs (triangles) are counted by class with masked sparse products and taken from all pairs.

    Args:
        network: symmetric; weights are not used.
        groups: number of the group of each organization; -1 for none. An organization without a group
            neither brokers nor is brokered.

    Reference: R. V. Gould, R. M. Fernandez, "Structures of mediation", Sociological Methodology 19 (1989).
    """
    ties = _among(pattern(network), groups >= 0)
    same = _where_groups(ties, groups, equal=True)
    other = _where_groups(ties, groups, equal=False)
    own, outside = row_sums(same), row_sums(other)
    per_group = _pairs_in_one_other_group(other, groups)

    closed_own = row_sums(masked_product(same, same, same)) / 2
    closed_other = row_sums(masked_product(other, same, other)) / 2
    closed_mixed = row_sums(masked_product(same, ties, other))
    closed_liaison = row_sums(masked_product(other, other, other)) / 2
    return Brokerage(
        coordinator=own * (own - 1) / 2 - closed_own,
        itinerant=per_group - closed_other,
        gatekeeper=own * outside - closed_mixed,
        liaison=outside * (outside - 1) / 2 - per_group - closed_liaison,
    )


def _among(ties: Matrix, chosen: Bools) -> Matrix:
    coo = ties.tocoo()
    keep = chosen[coo.row] & chosen[coo.col]
    return Matrix((coo.data[keep], (coo.row[keep], coo.col[keep])), shape=ties.shape)


def _where_groups(ties: Matrix, groups: Int64s, *, equal: bool) -> Matrix:
    coo = ties.tocoo()
    keep = (groups[coo.row] == groups[coo.col]) == equal
    return Matrix((coo.data[keep], (coo.row[keep], coo.col[keep])), shape=ties.shape)


def _pairs_in_one_other_group(other: Matrix, groups: Int64s) -> Float64s:
    """For each organization the pairs of outside partners that belong to one and the same group."""
    size = len(groups)
    kinds = int(groups.max(initial=-1)) + 1
    member = np.flatnonzero(groups >= 0)
    belongs = Matrix((np.ones(len(member)), (member, groups[member])), shape=(size, max(kinds, 1)))
    counts = Matrix(other @ belongs)
    counts.data = counts.data * (counts.data - 1) / 2
    return row_sums(counts)
