"""Who holds which stage, under one reading of the evidence: two sparse matrices and the rows behind them.

DESIGN section 4, points 1 and 2. A performer holds a stage unless the newest word of a person is a refusal;
otherwise by confirmed, stated, or inferred evidence of at least `threshold` confidence (strict readings leave
the inferred out). A stage also holds where one of its parts holds.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from graphsvc.snapshot import BASES, NO_DAY, RELATION_KINDS, Snapshot, Strings, day
from graphsvc.taxonomy import Chain

THRESHOLD = 0.5

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_CONFIRMED, _STATED = BASES.index("confirmed"), BASES.index("stated")
_INFERRED, _REFUSED = BASES.index("inferred"), BASES.index("refused")


@dataclass(frozen=True, eq=False)
class Inferred:
    """Stages concluded from texts: organization rows, stage places in the chain, confidence, words."""

    organization: Ints
    stage: Ints
    confidence: npt.NDArray[np.float64]
    words: Strings


NOTHING = Inferred(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0), Strings.of(()))


@dataclass(frozen=True, eq=False)
class Rows:
    """The claims that make performers hold stages, sorted by performer and stage.

    `source` is a row of `Snapshot.activities`, or -1 - k for row k of the inferred ones.
    """

    node: Ints
    stage: Ints
    basis: npt.NDArray[np.int8]
    source: Ints


@dataclass(frozen=True, eq=False)
class Reading:
    """One chain read over one snapshot, strictly or not, on one day.

    `holds` is organizations × stages, `focus` clusters × stages (a cluster's own word), `members` and
    `offices` clusters × organizations; all of zeros and ones. An office is an organization that runs the
    cluster; it is no member. `ignored` counts activities at stages which this chain version lacks.
    """

    snapshot: Snapshot
    chain: Chain
    strict: bool
    inferred: Inferred
    rows: Rows
    holds: sp.csr_array
    focus: Flags
    members: sp.csr_array
    offices: sp.csr_array
    ignored: int

    @cached_property
    def through_members(self) -> Ints:
        """Clusters × stages: how many members hold the stage."""
        return np.asarray((self.members @ self.holds).todense(), dtype=np.int64).reshape(self.focus.shape)

    @cached_property
    def own_word(self) -> Flags:
        """Clusters × stages: held by the cluster's own focus while none of its members holds it."""
        return self.focus & (self.through_members == 0)

    @cached_property
    def supply(self) -> Ints:
        """Clusters × stages: how many suppliers each cluster has on its own."""
        return self.through_members + self.own_word


def read(
    snapshot: Snapshot,
    chain: Chain,
    *,
    strict: bool = False,
    inferred: Inferred = NOTHING,
    as_of: str | None = None,
    own: Collection[int] = (),
    threshold: float = THRESHOLD,
) -> Reading:
    """Read a chain over a snapshot.

    Parameters
    ----------
    inferred : what texts say about organizations; left out when `strict`
    as_of : ISO day on which memberships must be valid; default: the newest day a dataset was read
    own : rows of the clusters whose private memberships count (their own pages)
    threshold : least confidence of inferred evidence, 0 to 1
    """
    organizations, clusters = len(snapshot.organizations.ids), len(snapshot.clusters.ids)
    rows, ignored = _rows(snapshot, chain, inferred if not strict else NOTHING, strict, threshold)
    width = len(chain.stages)
    held = _matrix(rows.node, rows.stage, (organizations + clusters, width))
    held = _ones((held @ _upward(chain)).tocsr())
    members, offices = _ties(snapshot, day(as_of or snapshot.retrieved), own)
    return Reading(
        snapshot=snapshot,
        chain=chain,
        strict=strict,
        inferred=inferred,
        rows=rows,
        holds=held[:organizations],
        focus=np.asarray(held[organizations:].todense(), dtype=bool).reshape(clusters, width),
        members=members,
        offices=offices,
        ignored=ignored,
    )


def _rows(
    snapshot: Snapshot, chain: Chain, inferred: Inferred, strict: bool, threshold: float
) -> tuple[Rows, int]:
    places = {chain.ref(stage): place for place, stage in enumerate(chain.stages)}
    code = np.array([places.get(stage, -1) for stage in snapshot.stages], dtype=np.int64)
    activities = snapshot.activities
    known = code[activities.stage] if len(code) else np.empty(0, np.int64)
    basis = activities.evidence.basis
    of_person = (basis == _CONFIRMED) | (basis == _REFUSED)
    here = (known >= 0) & (~activities.private | of_person)
    ours = [stage.startswith(f"{chain.id}/") for stage in snapshot.stages]
    ignored = int(((known < 0) & np.array(ours, dtype=bool)[activities.stage]).sum()) if len(code) else 0

    refused = _refused(snapshot, np.flatnonzero(here & of_person), known, len(chain.stages))
    firm = basis != _INFERRED
    sure = np.nan_to_num(activities.evidence.confidence) >= threshold
    counts = here & (basis != _REFUSED) & (firm if strict else firm | sure)
    chosen = np.flatnonzero(counts)
    told = np.flatnonzero(inferred.confidence >= threshold)
    node = np.concatenate([activities.performer[chosen].astype(np.int64), inferred.organization[told]])
    stage = np.concatenate([known[chosen], inferred.stage[told]])
    row_basis = np.concatenate([basis[chosen], np.full(len(told), _INFERRED, np.int8)])
    source = np.concatenate([chosen.astype(np.int64), -1 - told])
    kept = ~np.isin(node * len(chain.stages) + stage, refused)
    order = np.lexsort((source, stage, node))
    order = order[kept[order]]
    return Rows(node[order], stage[order], row_basis[order], source[order]), ignored


def _refused(snapshot: Snapshot, rows: npt.NDArray[np.intp], stage: Ints, width: int) -> Ints:
    """Keys node × `width` + stage where the newest word of a person is a refusal; of equal age it wins."""
    activities = snapshot.activities
    keys = activities.performer[rows].astype(np.int64) * width + stage[rows]
    age = np.array([day(activities.evidence.date[int(row)], last=True) for row in rows], dtype=np.int64)
    no = activities.evidence.basis[rows] == _REFUSED
    order = np.lexsort((no, age, keys))
    last = np.append(keys[order][1:] != keys[order][:-1], True)[: len(order)]
    newest = order[last & no[order]]
    return keys[newest]


def _upward(chain: Chain) -> sp.csr_array:
    """Stages × stages: from a stage to itself and to all it is a part of."""
    pairs = [
        (chain.position[part], chain.position[stage.id])
        for stage in chain.stages
        for part in chain.family(stage.id)
    ]
    below, above = np.array(pairs).T
    return _matrix(below, above, (len(chain.stages),) * 2)


def _ties(snapshot: Snapshot, today: int, own: Collection[int]) -> tuple[sp.csr_array, sp.csr_array]:
    shape = (len(snapshot.clusters.ids), len(snapshot.organizations.ids))
    relations, first_cluster = snapshot.relations, shape[1]
    runs = (relations.kind == RELATION_KINDS.index("runs")) & (relations.evidence.basis != _REFUSED)
    runs &= (relations.source < first_cluster) & (relations.target >= first_cluster)
    runs &= relations.target < first_cluster + shape[0]
    offices = _matrix(relations.target[runs] - first_cluster, relations.source[runs], shape)
    links = snapshot.memberships
    valid = (links.start == NO_DAY) | (links.start <= today)
    valid &= (links.end == NO_DAY) | (links.end >= today)
    valid &= links.evidence.basis != _REFUSED
    valid &= ~links.private | np.isin(links.cluster, list(own))
    members = _matrix(links.cluster[valid], links.organization[valid], shape)
    return _ones((members - members.multiply(offices)).tocsr()), offices


def _matrix(rows: npt.ArrayLike, columns: npt.ArrayLike, shape: tuple[int, int]) -> sp.csr_array:
    rows, columns = np.asarray(rows, np.int64), np.asarray(columns, np.int64)
    return _ones(sp.coo_array((np.ones(len(rows), np.int64), (rows, columns)), shape=shape).tocsr())


def _ones(matrix: sp.csr_array) -> sp.csr_array:
    """The same places with ones, zeros dropped, sorted."""
    matrix.sum_duplicates()
    matrix.eliminate_zeros()
    matrix.data = np.ones_like(matrix.data)
    matrix.sort_indices()
    return matrix
