"""Gap closers: clusters and organizations outside a set that add missing stages."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from graphsvc.arrays import Bools, Int64s, Integers
from graphsvc.coverage.chain_index import ChainIndex
from graphsvc.coverage.selection import Selection
from graphsvc.coverage.suppliers import suppliers


@dataclass(frozen=True, eq=False)
class GapClosers:
    """Clusters or organizations outside a set and what each would add.

    `rows` are their row numbers, `adds` is candidates × stages: how many further suppliers the set would have
    with each. `opens` and `deepens` count required stages that get their first supplier, or reach their
    depth; `fills` counts the suppliers that required stages lack and it would give. Only those that add to a
    stage that is missing or thin are here, in no particular order but by row.
    """

    rows: Int64s
    adds: Int64s
    opens: Int64s
    deepens: Int64s
    fills: Int64s


def cluster_closers(
    index: ChainIndex, chosen: Selection, *, strict: bool = False, as_of: str = ""
) -> GapClosers:
    """What each cluster outside the set would add; members it shares with the set add nothing."""
    held, members = index.holdings(strict=strict), index.members(as_of)
    outside = _outside(chosen)
    adds = members @ (held.table * outside[:, None]) + held.clusters * (members @ held.table == 0)
    rows = np.setdiff1d(np.arange(len(adds)), chosen.cluster)
    beside_office = _beside_offices(index, chosen, members)
    return _candidates(
        index,
        chosen,
        rows,
        adds[rows],
        again=((row, members[[row]], row) for row in rows.tolist() if row in beside_office),
        strict=strict,
    )


def organization_closers(
    index: ChainIndex, chosen: Selection, hidden: Bools, *, strict: bool = False
) -> GapClosers:
    """What each organization outside the set would add; `hidden` ones are never suggested."""
    held = index.holdings(strict=strict)
    holding = np.diff(held.organizations.indptr) > 0
    rows = np.flatnonzero(_outside(chosen) & holding & ~hidden)
    offices = {organization for organization, cluster in index.offices if cluster in chosen.cluster}
    return _candidates(
        index,
        chosen,
        rows,
        held.organizations[rows].toarray(),
        again=((row, _alone(row, index.organization_count), -1) for row in rows.tolist() if row in offices),
        strict=strict,
    )


def _outside(chosen: Selection) -> Bools:
    return np.asarray(np.bincount(chosen.brings.indices, minlength=chosen.brings.shape[1]) == 0)


def _beside_offices(index: ChainIndex, chosen: Selection, members: sp.csr_array) -> set[int]:
    """Clusters whose joining changes what is counted of an organization that runs a cluster."""
    found: set[int] = set()
    outside = _outside(chosen)
    for organization, cluster in index.offices:
        if not outside[organization]:
            found.add(cluster)
        found.update(np.flatnonzero(members[:, [organization]].toarray()[:, 0]).tolist())
    return found


def _alone(organization: int, count: int) -> sp.csr_array:
    place = (np.zeros(1, dtype=np.int64), np.array([organization]))
    return sp.csr_array((np.ones(1, dtype=np.int32), place), shape=(1, count))


def _candidates(
    index: ChainIndex,
    chosen: Selection,
    rows: Int64s,
    adds: Integers,
    *,
    again: Iterable[tuple[int, sp.csr_array, int]],
    strict: bool,
) -> GapClosers:
    """Counts what candidates add; `again` are those for whom the set with them is counted anew."""
    n = suppliers(index, chosen, strict=strict)
    adds = adds.astype(np.int64)
    for row, brings, cluster in again:
        joined = Selection(
            (*chosen.ids, ""),
            sp.csr_array(sp.vstack([chosen.brings, brings])),
            np.append(chosen.cluster, cluster),
        )
        adds[np.searchsorted(rows, row)] = suppliers(index, joined, strict=strict) - n
    after, required = n + adds, index.required
    lacks = np.maximum(index.depth - n, 0)
    opens = ((n == 0) & (after > 0) & required).sum(axis=1)
    deepens = ((lacks > 0) & (after >= index.depth) & required).sum(axis=1)
    fills = (np.minimum(adds, lacks) * required).sum(axis=1)
    useful = ((adds > 0) & (lacks > 0)).any(axis=1)
    return GapClosers(rows[useful], adds[useful], opens[useful], deepens[useful], fills[useful])
