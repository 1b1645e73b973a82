"""Indicators of groups of organizations: clusters, regions, countries."""

from dataclasses import dataclass

import numpy as np

from graphsvc.arrays import Bools, Float64s, Int64s, SignedIntegers
from graphsvc.network.sparse import Matrix, ratio, row_sums


@dataclass(frozen=True, slots=True)
class InsideOutside:
    """Tie strength of each group with its own members (each tie once) and with all others."""

    inside: Float64s
    outside: Float64s


def inside_outside(network: Matrix, groups: Int64s, number: int | None = None) -> InsideOutside:
    """Sum tie strength inside each group and from it to other groups.

    Args:
        network: symmetric tie strength, or ones to count ties.
        groups: number of the group of each organization, -1 for none; ties to organizations without a
            group count as outside.
        number: how many groups there are; by default one more than the largest in `groups`.
    """
    size = int(groups.max(initial=-1)) + 1 if number is None else number
    coo = network.tocoo()
    source, target = groups[coo.row], groups[coo.col]
    known = source >= 0
    same = known & (source == target)
    inside = np.bincount(source[same], weights=coo.data[same], minlength=size) / 2.0
    outside = np.bincount(source[known & ~same], weights=coo.data[known & ~same], minlength=size)
    return InsideOutside(inside, outside.astype(np.float64))


def ei_index(network: Matrix, groups: Int64s, number: int | None = None) -> Float64s:
    """Return (external − internal) / (external + internal) of each group; NaN without ties.

    +1: all ties leave the group, −1: none does. Its range depends on the sizes of the groups, so compare
    groups of similar size.

    Reference: D. Krackhardt, R. N. Stern, "Informal networks and organizational crises", Social Psychology
    Quarterly 51 (1988).
    """
    split = inside_outside(network, groups, number)
    total = split.inside + split.outside
    return ratio(split.outside - split.inside, total)


def outside_share(network: Matrix, groups: Int64s, places: Int64s, number: int | None = None) -> Float64s:
    """Return for each group the share of its members' tie strength that goes to another place; NaN without.

    With regions as `places` this is the supra-regional share, with countries the international share. Ties
    with an organization whose place is unknown (-1) are left out on both sides; a tie inside the group counts
    once for each of its two ends.
    """
    size = int(groups.max(initial=-1)) + 1 if number is None else number
    coo = network.tocoo()
    counted = (groups[coo.row] >= 0) & (places[coo.row] >= 0) & (places[coo.col] >= 0)
    away = counted & (places[coo.row] != places[coo.col])
    total = np.bincount(groups[coo.row[counted]], weights=coo.data[counted], minlength=size)
    outside = np.bincount(groups[coo.row[away]], weights=coo.data[away], minlength=size)
    return ratio(outside.astype(np.float64), total.astype(np.float64))


def between_groups(network: Matrix, membership: Matrix) -> Float64s:
    """Return the tie strength between groups, groups × groups, where organizations may be in several.

    Args:
        network: symmetric tie strength, organizations × organizations.
        membership: groups × organizations, ones where an organization belongs.

    The diagonal holds strength inside a group (each tie once). A tie between two organizations counts for
    each pair of their groups; an organization that belongs to both is no tie between them.
    """
    strength = np.asarray((membership @ network @ membership.T).todense(), dtype=np.float64)
    strength[np.diag_indices_from(strength)] /= 2
    return strength


def repeated_share(count: Matrix) -> float:
    """Return the share of pairs of partners that have met in at least two projects; NaN without pairs.

    Args:
        count: number of joint projects, symmetric (`Collaboration.count`).
    """
    return float((count.data >= 2).sum() / count.nnz) if count.nnz else float("nan")


@dataclass(frozen=True, slots=True)
class Concentration:
    """Herfindahl index (up to 1), its inverse as a number of equal places, and the largest share."""

    herfindahl: float
    effective_places: float
    largest_share: float


def concentration(amounts: Float64s) -> Concentration:
    """Return the concentration of a count (organizations, participations) over places.

    Args:
        amounts: what each place has, none negative.

    Reference: A. O. Hirschman, "The paternity of an index", American Economic Review 54 (1964).
    """
    total = float(amounts.sum())
    if total <= 0:
        return Concentration(float("nan"), float("nan"), float("nan"))
    share = amounts / total
    index = float((share**2).sum())
    return Concentration(index, 1 / index, float(share.max()))


def participation_coefficient(network: Matrix, membership: Int64s) -> Float64s:
    r"""Return how evenly each organization's tie strength spreads over groups; NaN without ties.

    .. math:: P_i = 1 - \sum_g (s_{ig} / s_i)^2

    0: all in one group. Organizations without a group count together as one.

    Reference: R. Guimerà, L. A. N. Amaral, "Functional cartography of complex metabolic networks", Nature 433
    (2005).
    """
    size, shifted = network.shape[0], membership + 1
    shape = (size, int(shifted.max(initial=0)) + 1)
    by_group = Matrix(network @ Matrix((np.ones(size), (np.arange(size), shifted)), shape=shape))
    return 1.0 - ratio(row_sums(Matrix(by_group.power(2))), row_sums(by_group) ** 2)


def introducers(
    strength: Matrix, first: SignedIntegers, second: SignedIntegers, eligible: Bools, *, most: int = 5
) -> Int64s:
    """Return the organizations outside two groups that are tied to both, the best first, then by index.

    They are ordered by the smaller of their two tie strengths.

    Args:
        strength: organizations × organizations, symmetric tie strength.
        first: the organizations of one group.
        second: those of the other.
        eligible: organizations that may be named (boolean over organizations).
        most: how many are returned.
    """
    one, other = (np.asarray(strength[rows].sum(axis=0)).ravel() for rows in (first, second))
    least = np.where(eligible, np.minimum(one, other), 0.0)
    least[first] = least[second] = 0.0
    found = np.flatnonzero(least > 0)
    return np.asarray(found[np.lexsort((found, -least[found]))][:most], dtype=np.int64)
