"""Gaps of a set, and who outside it would close them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graphsvc.coverage.coverage import count_suppliers
from graphsvc.coverage.index import ChainIndex
from graphsvc.coverage.selection import Selection

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Candidates:
    """Clusters or organizations outside a set and what each would add.

    `rows` are their row numbers, `adds` is candidates × stages (further suppliers), `opens` and `deepens`
    count required stages that get their first supplier, or reach their depth. Only those that add something
    are here, in no particular order but by row.
    """

    rows: Ints
    adds: Ints
    opens: Ints
    deepens: Ints


def cluster_closers(
    index: ChainIndex, chosen: Selection, *, strict: bool = False, as_of: str = ""
) -> Candidates:
    """What each cluster outside the set would add; members it shares with the set add nothing."""
    held = index.holdings(strict=strict)
    members = index.members(as_of)
    outside = np.bincount(chosen.brings.indices, minlength=chosen.brings.shape[1]) == 0
    through = (members @ held.organizations).toarray()
    new = (members.multiply(outside.astype(np.int32)).tocsr() @ held.organizations).toarray()
    adds = new + held.clusters * (through == 0)
    rows = np.setdiff1d(np.arange(len(adds)), chosen.cluster)
    return _candidates(index, chosen, rows, adds[rows].astype(np.int64), strict=strict)


def organization_closers(
    index: ChainIndex, chosen: Selection, hidden: npt.NDArray[np.bool_], *, strict: bool = False
) -> Candidates:
    """What each organization outside the set would add; `hidden` ones are never suggested."""
    held = index.holdings(strict=strict)
    outside = np.bincount(chosen.brings.indices, minlength=chosen.brings.shape[1]) == 0
    holding = np.diff(held.organizations.indptr) > 0
    rows = np.flatnonzero(outside & holding & ~hidden)
    return _candidates(
        index, chosen, rows, held.organizations[rows].toarray().astype(np.int64), strict=strict
    )


def _candidates(index: ChainIndex, chosen: Selection, rows: Ints, adds: Ints, *, strict: bool) -> Candidates:
    n = count_suppliers(index, chosen, strict=strict).n
    after = n + adds
    lacking = n < index.depth
    opens = ((n == 0) & (after > 0) & index.required).sum(axis=1)
    deepens = (lacking & (after >= index.depth) & index.required).sum(axis=1)
    useful = (adds * lacking).any(axis=1)
    return Candidates(rows[useful], adds[useful], opens[useful], deepens[useful])
