"""Selection of a set: any mix of clusters, organizations and regions."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from graphsvc.arrays import Int64s
from graphsvc.coverage.chain_index import ChainIndex
from graphsvc.errors import UnknownId
from graphsvc.snapshot.regions import prefixes

_REGION = "region:"
_MANY = 50


@dataclass(frozen=True, eq=False)
class Selection:
    """The members of the set by sorted id, and which organizations each brings.

    `brings` is members × organizations; `cluster` is the row of the cluster a member is, or -1.
    """

    ids: tuple[str, ...]
    brings: sp.csr_array
    cluster: Int64s

    def __len__(self) -> int:
        return len(self.ids)

    def only(self, place: int) -> "Selection":
        """The member at `place` as a set of its own."""
        return Selection((self.ids[place],), self.brings[[place]], self.cluster[[place]])

    def drop(self, place: int) -> "Selection":
        """The set without the member at `place`."""
        keep = np.delete(np.arange(len(self.ids)), place)
        return Selection(tuple(self.ids[i] for i in keep), self.brings[keep], self.cluster[keep])

    def without(self, organizations: Collection[int]) -> "Selection":
        """The same members, none of which brings these organizations (rows)."""
        brings = self.brings.copy()
        brings.data[np.isin(brings.indices, list(organizations))] = 0
        brings.eliminate_zeros()
        return Selection(self.ids, brings, self.cluster)


def select(index: ChainIndex, ids: Iterable[str], *, as_of: str = "", own: Collection[int] = ()) -> Selection:
    """The set of `ids` (`cluster:…`, `organization:…`, `region:<NUTS or ISO country>`), members as of a day.

    Private memberships count only in the clusters (rows) of `own`.

    Raises
    ------
    UnknownId
        If something of that id is not in the snapshot, or the id is of another kind.
    """
    snapshot = index.snapshot
    stands = {identifier: snapshot.merged.get(identifier, identifier) for identifier in ids}
    wanted = tuple(sorted(set(stands.values())))
    members = index.members(as_of, own)
    parts: list[Int64s] = []
    many = len(wanted) > _MANY
    cluster = np.full(len(wanted), -1, dtype=np.int64)
    for place, identifier in enumerate(wanted):
        kind = identifier.partition(":")[0]
        if kind == "cluster":
            row = cluster[place] = _row(index.cluster_rows, "cluster", identifier)
            parts.append(members.indices[members.indptr[row] : members.indptr[row + 1]].astype(np.int64))
        elif kind == "organization":
            row = (
                _row(index.organization_rows, kind, identifier) if many else snapshot.organization(identifier)
            )
            parts.append(np.array([row]))
        elif kind == "region":
            parts.append(index.in_region(prefixes(identifier.removeprefix(_REGION))))
        else:
            raise UnknownId("cluster, organization or region", identifier)
    return Selection(wanted, _matrix(parts, index.organization_count), cluster)


def _row(rows: Mapping[str, int], what: str, identifier: str) -> int:
    if identifier not in rows:
        raise UnknownId(what, identifier)
    return rows[identifier]


def _matrix(rows: list[Int64s], width: int) -> sp.csr_array:
    starts = np.zeros(len(rows) + 1, dtype=np.int64)
    np.cumsum([len(row) for row in rows], out=starts[1:])
    columns = np.concatenate(rows) if rows else np.empty(0, dtype=np.int64)
    data = np.ones(len(columns), dtype=np.int32)
    return sp.csr_array((data, columns, starts), shape=(len(rows), width))
