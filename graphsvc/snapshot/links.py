"""Links valid on a day: memberships, cluster organizations, cooperations."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from graphsvc.arrays import Bools, Int64s
from graphsvc.domain import Basis, MembershipRole, RelationKind
from graphsvc.snapshot.dates import NO_DAY, day
from graphsvc.snapshot.model import (
    BASES,
    MEMBERSHIP_ROLES,
    RELATION_KINDS,
    Evidences,
    Memberships,
    Relations,
    Snapshot,
)

_REFUSED = BASES.index(Basis.REFUSED.value)
_PARTNER = MEMBERSHIP_ROLES.index(MembershipRole.CONSORTIUM_PARTNER.value)


class Pairs(NamedTuple):
    """Links as two columns of row numbers; `link` is the row of the table they come from."""

    first: Int64s
    second: Int64s
    link: Int64s


def accepted(evidence: Evidences) -> Bools:
    """Boolean array of the links that are not refused."""
    return np.asarray(evidence.basis != _REFUSED, dtype=np.bool_)


def valid(links: Memberships | Relations, as_of: str = "") -> Bools:
    """Which links hold on a day: not refused, begun, not over.

    Parameters
    ----------
    as_of : ISO date, of a year or month its last day; without one the links that held on any day
    """
    holds = accepted(links.evidence)
    if as_of:
        today = day(as_of, last=True)
        holds &= (links.start == NO_DAY) | (links.start <= today)
        holds &= (links.end == NO_DAY) | (links.end >= today)
    return holds


def is_member(table: Memberships) -> Bools:
    """Boolean array of the rows whose role makes a member: all but partners of a funded consortium."""
    return np.asarray(table.role != _PARTNER, dtype=np.bool_)


def memberships(snapshot: Snapshot, as_of: str = "", *, own: Collection[int] = ()) -> Pairs:
    """Clusters and their member organizations, each pair once, by cluster and then organization.

    Of private memberships only those in the clusters (rows) of `own` count. Of several links of a pair the
    first stands.
    """
    table = snapshot.memberships
    shown = ~table.private | np.isin(table.cluster, list(own))
    rows = np.flatnonzero(valid(table, as_of) & is_member(table) & shown)
    width = max(len(snapshot.organizations.ids), 1)
    keys, first = np.unique(
        table.cluster[rows].astype(np.int64) * width + table.organization[rows], return_index=True
    )
    return Pairs(keys // width, keys % width, rows[first].astype(np.int64))


def members(snapshot: Snapshot, as_of: str = "", *, own: Collection[int] = ()) -> sp.csr_array:
    """Clusters × organizations, ones where `memberships` holds; who runs a cluster is not its member."""
    found = memberships(snapshot, as_of, own=own)
    shape = len(snapshot.clusters.ids), len(snapshot.organizations.ids)
    running = cluster_organizations(snapshot, (RelationKind.RUNS,))
    keys = np.setdiff1d(
        found.first * shape[1] + found.second, running.second * shape[1] + running.first, assume_unique=True
    )
    place = (keys // max(shape[1], 1), keys % max(shape[1], 1))
    return sp.csr_array((np.ones(len(keys), dtype=np.int32), place), shape=shape)


def clusters_with(snapshot: Snapshot, organizations: Iterable[int], as_of: str = "") -> list[str]:
    """The clusters of which any of these organizations (rows) is a member by public claims, by id."""
    pairs = memberships(snapshot, as_of)
    rows = np.unique(pairs.first[np.isin(pairs.second, list(organizations))])
    return [snapshot.clusters.ids[row] for row in rows.tolist()]


def cluster_organizations(
    snapshot: Snapshot, kinds: Iterable[RelationKind] = (RelationKind.RUNS, RelationKind.HOSTS)
) -> Pairs:
    """Organizations and the clusters they run or host, each pair once, by organization and then cluster."""
    first, second, link = _of_kinds(snapshot, kinds)
    start, end = len(snapshot.organizations.ids), len(snapshot.organizations.ids) + len(snapshot.clusters.ids)
    fits = (first < start) & (second >= start) & (second < end)
    return _once(first[fits], second[fits] - start, link[fits])


def cooperations(snapshot: Snapshot) -> Pairs:
    """Nodes between which a cooperation is on record, whether or not it has ended, a row each claim."""
    return _of_kinds(snapshot, (RelationKind.COOPERATES,))


def tied_clusters(snapshot: Snapshot, *other: RelationKind) -> Pairs:
    """Clusters (rows) with a cooperation on record, or a relation of one of the `other` kinds."""
    first, second, link = _of_kinds(snapshot, (RelationKind.COOPERATES, *other))
    ends = np.stack([first, second]) - len(snapshot.organizations.ids)
    inside = ((ends >= 0) & (ends < len(snapshot.clusters.ids))).all(axis=0)
    return Pairs(ends[0, inside], ends[1, inside], link[inside])


def adjacency(pairs: Pairs, size: int) -> sp.csr_array:
    """Pairs of one numbering as a symmetric matrix of ones, `size` × `size`."""
    both = (np.append(pairs.first, pairs.second), np.append(pairs.second, pairs.first))
    matrix = sp.coo_array((np.ones(len(both[0]), dtype=np.int64), both), shape=(size, size))
    return sp.csr_array(matrix.tocsr() > 0).astype(np.int64)


def _of_kinds(snapshot: Snapshot, kinds: Iterable[RelationKind]) -> Pairs:
    table = snapshot.relations
    codes = [RELATION_KINDS.index(kind.value) for kind in kinds]
    rows = np.flatnonzero(valid(table) & np.isin(table.kind, codes))
    return Pairs(table.source[rows].astype(np.int64), table.target[rows].astype(np.int64), rows)


def _once(first: Int64s, second: Int64s, link: Int64s) -> Pairs:
    order = np.lexsort((link, second, first))
    first, second, link = first[order], second[order], link[order]
    new = np.ones(len(first), dtype=bool)
    new[1:] = (np.diff(first) != 0) | (np.diff(second) != 0)
    return Pairs(first[new], second[new], link[new])
