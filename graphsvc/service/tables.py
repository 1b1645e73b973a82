"""What pages read again and again, made once a snapshot: who is in what, works with whom, holds what."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from graphsvc import network
from graphsvc.domain import Basis, RelationKind
from graphsvc.network import Collaboration
from graphsvc.service.graph import Graph
from graphsvc.snapshot import BASES, NO_DAY, RELATION_KINDS, Snapshot, day, iso

LEAST_CONFIDENCE = 0.5
"""An inferred activity below this confidence is not held."""

Ints = npt.NDArray[np.int32]

_OFFICE = [RELATION_KINDS.index(kind.value) for kind in (RelationKind.RUNS, RelationKind.HOSTS)]
_CONFIRMED, _STATED, _INFERRED, _REFUSED = (
    BASES.index(basis.value) for basis in (Basis.CONFIRMED, Basis.STATED, Basis.INFERRED, Basis.REFUSED)
)


@dataclass(frozen=True, eq=False)
class Projects:
    """Projects × organizations (2 where coordinating), hidden organizations left out.

    `year` is the year of start of each project, 0 unknown; `of` counts the projects of each organization.
    """

    partners: sp.csr_array
    year: Ints
    of: Ints


@dataclass(frozen=True, eq=False)
class Holdings:
    """Public activities that hold, one row for each performer (node) and stage, sorted by both.

    `row` is the row of `Snapshot.activities` that decides.
    """

    performer: Ints
    stage: Ints
    row: Ints

    def of_performer(self, node: int) -> range:
        """The places of a performer's stages."""
        return range(*np.searchsorted(self.performer, (node, node + 1)).tolist())


@dataclass(frozen=True, eq=False)
class Attached:
    """Clusters × organizations: `members` by public memberships valid now, `offices` that run or host it.

    `membership` gives the row of `Snapshot.memberships` of each entry of `members`, in its order.
    """

    members: sp.csr_array
    membership: Ints
    offices: sp.csr_array

    @property
    def all(self) -> sp.csr_array:
        """Ones where an organization belongs to, runs or hosts a cluster."""
        return sp.csr_array(((self.members + self.offices) > 0).astype(np.float64))


def projects(graph: Graph) -> Projects:
    """The projects of the current snapshot."""
    return graph.derived("projects", _projects)


def collaboration(graph: Graph) -> Collaboration:
    """Who works with whom in the current snapshot, hidden organizations left out."""
    return graph.derived("collaboration", _collaboration)


def holdings(graph: Graph) -> Holdings:
    """Who holds which stage in the current snapshot."""
    return graph.derived("holdings", _holdings)


def attached(graph: Graph) -> Attached:
    """Which organizations belong to which cluster in the current snapshot."""
    return graph.derived("attached", _attached)


def today(snapshot: Snapshot) -> int:
    """The day number of `as_of`, by which memberships are valid."""
    return day(snapshot.retrieved, last=True)


def _projects(snapshot: Snapshot) -> Projects:
    known = _visible(snapshot)
    years = [0 if start == NO_DAY else int(iso(start)[:4]) for start in snapshot.projects.start.tolist()]
    of = np.diff(snapshot.participation.indptr).astype(np.int32)
    return Projects(sp.csr_array(known.T), np.array(years, dtype=np.int32), of)


def _collaboration(snapshot: Snapshot) -> Collaboration:
    return network.collaboration(
        _visible(snapshot).astype(np.float64), snapshot.projects.size.astype(np.int64)
    )


def _visible(snapshot: Snapshot) -> sp.csr_array:
    shown = (~snapshot.organizations.hidden).astype(np.int8)
    kept = sp.csr_array(sp.diags_array(shown) @ snapshot.participation)
    kept.eliminate_zeros()
    return kept


def _holdings(snapshot: Snapshot) -> Holdings:
    """Refused when the newest word of a person refuses; else by confirmed, stated, inferred in this order."""
    table = snapshot.activities
    basis = table.evidence.basis
    enough = (basis != _INFERRED) | (table.evidence.confidence >= LEAST_CONFIDENCE)
    rows = np.flatnonzero(~table.private & enough)
    if not len(rows):
        return Holdings(*(np.zeros(0, dtype=np.int32) for _ in range(3)))
    dates = np.array([day(date or None) for date in table.evidence.date.take(rows.tolist())])
    code = basis[rows]
    word = np.isin(code, (_CONFIRMED, _REFUSED))
    rank = np.select([word, code == _STATED], [0, 1], 2)
    newest = np.where(word, -dates, 0)
    doubt = np.where(rank == 2, -table.evidence.confidence[rows], 0)
    order = np.lexsort(
        (rows, doubt, code != _REFUSED, newest, rank, table.stage[rows], table.performer[rows])
    )
    rows = rows[order]
    performer, stage = table.performer[rows], table.stage[rows]
    first = np.ones(len(rows), dtype=bool)
    first[1:] = (performer[1:] != performer[:-1]) | (stage[1:] != stage[:-1])
    chosen = rows[first & (basis[rows] != _REFUSED)].astype(np.int32)
    return Holdings(table.performer[chosen], table.stage[chosen], chosen)


def _attached(snapshot: Snapshot) -> Attached:
    table = snapshot.memberships
    now = today(snapshot)
    refused = table.evidence.basis == _REFUSED
    begun = (table.start == NO_DAY) | (table.start <= now)
    lasting = (table.end == NO_DAY) | (table.end >= now)
    rows = np.flatnonzero(~table.private & ~refused & begun & lasting)
    shape = len(snapshot.clusters.ids), len(snapshot.organizations.ids)
    keys = table.cluster[rows].astype(np.int64) * max(shape[1], 1) + table.organization[rows]
    _, first = np.unique(keys, return_index=True)
    kept = rows[first].astype(np.int32)
    ties, end = snapshot.relations, shape[1] + shape[0]
    office = np.isin(ties.kind, _OFFICE) & (ties.evidence.basis != _REFUSED)
    office &= (ties.source < shape[1]) & (ties.target >= shape[1]) & (ties.target < end)
    return Attached(
        members=_ones(table.cluster[kept], table.organization[kept], shape),
        membership=kept,
        offices=_ones(ties.target[office] - shape[1], ties.source[office], shape),
    )


def _ones(rows: Ints, columns: Ints, shape: tuple[int, int]) -> sp.csr_array:
    matrix = sp.csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)
    matrix.sum_duplicates()
    matrix.data[:] = 1.0
    return matrix
