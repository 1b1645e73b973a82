"""Tables that many pages share, computed once a snapshot: memberships, collaboration, stages held."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar, cast

import numpy as np
import scipy.sparse as sp

from graphsvc import network
from graphsvc.arrays import Int32s, SignedIntegers
from graphsvc.domain import RelationKind
from graphsvc.network import Collaboration
from graphsvc.snapshot import NO_DAY, Snapshot, iso, links
from graphsvc.snapshot.regions import above
from graphsvc.state.bounded_cache import BoundedCache
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.region_names import RegionNames, places

T = TypeVar("T")


MOST_KEPT = 512


@dataclass(frozen=True, eq=False)
class ProjectTable:
    """Projects × organizations (2 where coordinating), hidden organizations left out.

    `year` is the year of start of each project, 0 unknown; `of` counts the projects of each organization.
    """

    partners: sp.csr_array
    year: Int32s
    of: Int32s


@dataclass(frozen=True, eq=False)
class Attached:
    """Clusters × organizations: `members` by memberships valid now, `runs` their legal bodies, `offices`
    these and the hosts.

    `membership` gives the row of `Snapshot.memberships` of each entry of `members`, in its order.
    """

    members: sp.csr_array
    membership: Int32s
    runs: sp.csr_array
    offices: sp.csr_array

    @cached_property
    def own(self) -> sp.csr_array:
        """Ones where an organization belongs to or runs a cluster: whose projects are the cluster's."""
        return sp.csr_array(((self.members + self.runs) > 0).astype(np.float64))

    @cached_property
    def all(self) -> sp.csr_array:
        """Ones where an organization belongs to, runs or hosts a cluster."""
        return sp.csr_array(((self.members + self.offices) > 0).astype(np.float64))


class SnapshotTables:
    """The tables of one snapshot, each made when it is first asked for."""

    def __init__(self, snapshot: Snapshot, home: Path) -> None:
        self.snapshot, self._home = snapshot, home
        self._kept: dict[str, object] = {}
        self._lately: BoundedCache[str, tuple[object]] = BoundedCache(MOST_KEPT)

    def memo(self, key: str, make: Callable[["SnapshotTables"], T]) -> T:
        """`make` of these tables, made once; `key` names it."""
        if key not in self._kept:
            self._kept[key] = make(self)
        return cast("T", self._kept[key])

    def lately(self, key: str, make: Callable[[], T]) -> T:
        """`make()`, kept with the last few hundred others that were asked for."""
        known = self._lately.get(key)
        if known is None:
            known = (make(),)
            self._lately.put(key, known)
        return cast("T", known[0])

    @cached_property
    def projects(self) -> ProjectTable:
        """Participations of organizations in projects."""
        return _projects(self.snapshot)

    @cached_property
    def collaboration(self) -> Collaboration:
        """Collaboration network of the organizations; hidden ones have no ties."""
        return _collaboration(self.snapshot)

    @cached_property
    def attached(self) -> Attached:
        """Which organizations belong to which cluster, by public memberships."""
        return _attached(self.snapshot)

    def attached_with(self, own: tuple[int, ...]) -> Attached:
        """`attached` with the private memberships in the clusters (rows) of `own`."""
        if not own:
            return self.attached
        return self.lately(f"attached with {own}", lambda: _attached(self.snapshot, own))

    @cached_property
    def places(self) -> RegionNames:
        """Which region everything lies in."""
        return places(self.snapshot, self._home)

    def regions(self, length: int) -> tuple[tuple[str, ...], SignedIntegers]:
        """The regions whose codes have `length` letters (2: countries), and which of them each organization
        lies in, -1 where that is unknown."""
        return self.memo(f"regions {length}", lambda known: _regions(known.places.organizations, length))

    @cached_property
    def in_projects(self) -> sp.csr_array:
        """Clusters × projects: ones where an organization of the cluster takes part."""
        return self._in_projects(self.attached)

    def in_projects_with(self, own: tuple[int, ...]) -> sp.csr_array:
        """`in_projects` with the private memberships in the clusters (rows) of `own`."""
        if not own:
            return self.in_projects
        return self.lately(f"projects with {own}", lambda: self._in_projects(self.attached_with(own)))

    def _in_projects(self, attached: Attached) -> sp.csr_array:
        return sp.csr_array(((attached.own @ self.projects.partners.T) > 0).astype(np.int64))

    def projects_of(self, row: int) -> list[int]:
        """The rows of an organization's projects, in order."""
        found: list[int] = entries(self.snapshot.participation, row).tolist()
        return found


def entries(matrix: sp.csr_array, row: int) -> SignedIntegers:
    """The column numbers of the entries of one row, in the order of the matrix (a view, not a copy)."""
    found: SignedIntegers = matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]]
    return found


def tables(graph: CurrentGraph) -> SnapshotTables:
    """The tables of the current snapshot, the same object for all who ask until the data changes."""
    return graph.derived("tables", lambda snapshot: _ready(snapshot, graph.home))


def _ready(snapshot: Snapshot, home: Path) -> SnapshotTables:
    """Tables of which the costly ones are made, so that no request waits for them."""
    made = SnapshotTables(snapshot, home)
    _ = made.projects, made.collaboration, made.attached, made.places
    return made


def _regions(codes: Sequence[str], length: int) -> tuple[tuple[str, ...], SignedIntegers]:
    cut = {code: next((part for part in above(code) if len(part) == length), "") for code in set(codes)}
    names = tuple(sorted(set(cut.values()) - {""}))
    number = {name: place for place, name in enumerate(names)}
    return names, np.array([number.get(cut[code], -1) for code in codes], dtype=np.int64)


def _projects(snapshot: Snapshot) -> ProjectTable:
    known = _visible(snapshot)
    years = [0 if start == NO_DAY else int(iso(start)[:4]) for start in snapshot.projects.start.tolist()]
    of = np.diff(snapshot.participation.indptr).astype(np.int32)
    return ProjectTable(sp.csr_array(known.T), np.array(years, dtype=np.int32), of)


def _collaboration(snapshot: Snapshot) -> Collaboration:
    return network.collaboration(
        _visible(snapshot).astype(np.float64), snapshot.projects.size.astype(np.int64)
    )


def _visible(snapshot: Snapshot) -> sp.csr_array:
    shown = (~snapshot.organizations.hidden).astype(np.int8)
    kept = sp.csr_array(sp.diags_array(shown, dtype=np.int8) @ snapshot.participation)
    kept.eliminate_zeros()
    return kept


def _attached(snapshot: Snapshot, own: tuple[int, ...] = ()) -> Attached:
    shape = len(snapshot.clusters.ids), len(snapshot.organizations.ids)
    belonging = links.memberships(snapshot, snapshot.retrieved, own=own)
    running = links.cluster_organizations(snapshot, (RelationKind.RUNS,))
    offices = links.cluster_organizations(snapshot)
    return Attached(
        members=_ones(belonging.first, belonging.second, shape),
        membership=belonging.link.astype(np.int32),
        runs=_ones(running.second, running.first, shape),
        offices=_ones(offices.second, offices.first, shape),
    )


def _ones(rows: SignedIntegers, columns: SignedIntegers, shape: tuple[int, int]) -> sp.csr_array:
    matrix = sp.csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)
    matrix.sum_duplicates()
    matrix.data[:] = 1.0
    return matrix
