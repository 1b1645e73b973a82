"""Index of a value chain: who holds which stage, as sparse matrices, built once per snapshot and chain."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from graphsvc.arrays import Bools, Float64s, Int32s, Int64s
from graphsvc.coverage.claim_resolution import (
    CONFIRMED,
    INFERRED,
    STATED,
    ResolvedActivities,
    refused_activities,
    resolve_activities,
    with_parents,
)
from graphsvc.domain import RelationKind
from graphsvc.snapshot import Snapshot, Strings, links
from graphsvc.taxonomy import Chain

DEFAULT_THRESHOLD = 0.5


@dataclass(frozen=True, eq=False)
class Inferred:
    """Inferred stages as parallel arrays: node of the organization or cluster, stage column, confidence
    (0 to 1), matched words.
    """

    organization: Int64s
    stage: Int64s
    confidence: Float64s
    words: Strings


NO_INFERENCE = Inferred(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0), Strings.of(()))


@dataclass(frozen=True, eq=False)
class ChainIndex:
    """The chain's stages as columns, organizations and then clusters as rows (their node numbers).

    `strength` says by which basis a performer holds a stage (or one of its parts), `proof` the activity row
    that shows it (row number + 1) or, below zero, the row of `inferred` (-1 - row number). `regions` is the
    region code of each organization, as `snapshot.regions.assign` gives it, or empty. `ignored` counts
    activities at stages that this version of the chain lacks.
    """

    snapshot: Snapshot
    chain: Chain
    threshold: float
    strength: sp.csr_array
    proof: sp.csr_array
    regions: tuple[str, ...]
    inferred: "Inferred"
    ignored: int

    @property
    def organization_count(self) -> int:
        """Number of organizations, which is also the node number of the first cluster."""
        return len(self.snapshot.organizations.ids)

    @cached_property
    def cluster_rows(self) -> dict[str, int]:
        """Row of each cluster id."""
        return {identifier: row for row, identifier in enumerate(self.snapshot.clusters.ids)}

    @cached_property
    def organization_rows(self) -> dict[str, int]:
        """Row of each organization id, built on first use."""
        return {identifier: row for row, identifier in enumerate(self.snapshot.organizations.ids)}

    @cached_property
    def required(self) -> Bools:
        """Whether each stage is required (counts in the figures)."""
        return np.array([stage.required for stage in self.chain.stages], dtype=bool)

    @cached_property
    def depth(self) -> Int64s:
        """Number of suppliers from which a stage counts as covered."""
        return np.array([stage.depth for stage in self.chain.stages], dtype=np.int64)

    @cached_property
    def lenient(self) -> "Holdings":
        """Stages held by any basis."""
        return Holdings.of(self, INFERRED)

    @cached_property
    def strict(self) -> "Holdings":
        """Stages held by stated or confirmed evidence."""
        return Holdings.of(self, STATED)

    def holdings(self, *, strict: bool) -> "Holdings":
        """Who holds what in the strict or the lenient reading."""
        return self.strict if strict else self.lenient

    @cached_property
    def by_strength(self) -> dict[int, sp.csr_array]:
        """Stages × organizations by the strength of the basis, ones where held by just that."""
        whole = self.strength[: self.organization_count]
        found = {}
        for strength in (INFERRED, STATED, CONFIRMED):
            part = whole.copy()
            part.data = (part.data == strength).astype(np.int32)
            part.eliminate_zeros()
            found[strength] = sp.csr_array(part.T.tocsr())
        return found

    @cached_property
    def offices(self) -> tuple[tuple[int, int], ...]:
        """Pairs of an organization and the cluster it runs (row numbers), sorted."""
        runs = links.cluster_organizations(self.snapshot, (RelationKind.RUNS,))
        return tuple(zip(runs.first.tolist(), runs.second.tolist(), strict=True))

    @cached_property
    def _region_order(self) -> tuple[Int64s, npt.NDArray[np.bytes_]]:
        codes = np.array([code.encode() for code in self.regions] or [b""], dtype="S8")
        order = np.argsort(codes, kind="stable")
        return order, codes[order]

    def in_region(self, prefixes: tuple[str, ...]) -> Int64s:
        """Rows of organizations not hidden whose region code starts with one of `prefixes`."""
        order, codes = self._region_order
        if not self.regions:
            return np.empty(0, dtype=np.int64)
        parts = []
        for prefix in prefixes:
            start = np.searchsorted(codes, prefix.encode(), side="left")
            end = np.searchsorted(codes, prefix.encode() + b"\xff", side="left")
            parts.append(order[start:end])
        rows = np.unique(np.concatenate(parts))
        return rows[~self.snapshot.organizations.hidden[rows]]

    def members(self, as_of: str = "", own: Collection[int] = ()) -> sp.csr_array:
        """Clusters × organizations: members on the day `as_of` (of a partial date its last; "" any day).

        Private memberships count only in the clusters (rows) of `own`. An organization that runs a cluster is
        not its member.
        """
        key = (as_of, tuple(sorted(own)))
        known = self._members_on
        if key not in known:
            if len(known) > 16:
                known.clear()
            known[key] = links.members(self.snapshot, as_of, own=own)
        return known[key]

    @cached_property
    def _members_on(self) -> dict[tuple[str, tuple[int, ...]], sp.csr_array]:
        return {}


@dataclass(frozen=True, eq=False)
class Holdings:
    """Organizations × stages and clusters × stages in one reading, ones where held."""

    organizations: sp.csr_array
    by_stage: sp.csr_array
    clusters: Int64s

    @cached_property
    def table(self) -> Int32s:
        """Organizations × stages, dense: one selection of rows is quick."""
        dense: Int32s = self.organizations.toarray()
        return dense

    @classmethod
    def of(cls, index: ChainIndex, least: int) -> "Holdings":
        """What is held with a strength of at least `least`."""
        whole = index.strength.copy()
        whole.data = (whole.data >= least).astype(np.int32)
        whole.eliminate_zeros()
        count = index.organization_count
        organizations = whole[:count]
        return cls(
            organizations, sp.csr_array(organizations.T.tocsr()), whole[count:].toarray().astype(np.int64)
        )


def build_index(
    snapshot: Snapshot,
    chain: Chain,
    *,
    inferred: Inferred = NO_INFERENCE,
    regions: tuple[str, ...] = (),
    threshold: float = DEFAULT_THRESHOLD,
) -> ChainIndex:
    """Build the index of a chain from the resolved activities and the inferred stages.

    A performer holds a stage unless the newest word of a person on it is a refusal (of words of one day the
    refusal stands); otherwise by confirmed, else stated, else inferred with a confidence of at least
    `threshold`; and a stage is held where a part of it is held. Of private activities only a person's
    confirmations and refusals count.
    """
    acts = snapshot.activities
    column = {chain.ref(stage): place for place, stage in enumerate(chain.stages)}
    known = np.array([column.get(stage, -1) for stage in snapshot.stages], dtype=np.int64)
    foreign = np.array([stage.startswith(f"{chain.id}/") for stage in snapshot.stages], dtype=bool) & (
        known < 0
    )
    stage = known[acts.stage] if len(known) else np.empty(0, dtype=np.int64)
    told = np.flatnonzero(inferred.confidence >= threshold)
    claims = resolve_activities(snapshot, stage, threshold).joined(
        ResolvedActivities(
            node=inferred.organization[told],
            stage=inferred.stage[told],
            strength=np.full(len(told), INFERRED, dtype=np.int64),
            source=-1 - told,
            age=np.full(len(told), -1, dtype=np.int64),
        )
    )
    claims = claims.drop(refused_activities(snapshot, stage))
    claims = with_parents(chain, claims)
    first = claims.best()
    shape = (len(snapshot.organizations.ids) + len(snapshot.clusters.ids), len(chain.stages))
    place = (claims.node[first], claims.stage[first])
    return ChainIndex(
        snapshot=snapshot,
        chain=chain,
        threshold=threshold,
        strength=sp.csr_array((claims.strength[first].astype(np.int8), place), shape=shape),
        proof=sp.csr_array((claims.source[first], place), shape=shape),
        regions=regions,
        inferred=inferred,
        ignored=int(foreign[acts.stage].sum()) if len(foreign) else 0,
    )
