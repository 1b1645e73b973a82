"""Ranked pairs of clusters that should meet, and organizations that can introduce them."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace

import numpy as np
import scipy.sparse as sp

from graphsvc.arrays import Float64s
from graphsvc.coverage.chain_index import ChainIndex
from graphsvc.coverage.complement import supply_of_clusters
from graphsvc.domain import short_name
from graphsvc.messages import Message, msg, say_n
from graphsvc.network import cluster_pairs
from graphsvc.network.sparse import Matrix
from graphsvc.snapshot import Snapshot, links
from graphsvc.snapshot.geo import kilometers
from graphsvc.state.chain_info import stages
from graphsvc.state.refs import Label, Ref, cluster_ref, organization_ref
from graphsvc.state.snapshot_tables import SnapshotTables

MOST = 50
_MOST_BETWEEN = 3


@dataclass(frozen=True, slots=True)
class MeetingPair:
    """Two clusters: the stages that one opens to the other, how near they are, who knows both.

    `bridges` are organizations that worked with both, then clusters that cooperate with both. `parts` (gain,
    bridges, newness) sum to `score`; `chain` is the value chain the gain is counted in.
    """

    a: Ref
    b: Ref
    chain: str
    gain: tuple[Label, ...]
    near: tuple[Message, ...]
    bridges: tuple[Ref, ...]
    score: float
    parts: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class ComputedPair:
    """A pair as it was computed, by ids."""

    a: str
    b: str
    chain: str
    gain: tuple[str, ...]
    bridges: tuple[str, ...]
    score: float
    parts: tuple[tuple[str, float], ...]


def ranked(
    known: SnapshotTables, indexes: Iterable[ChainIndex], *, own: int | None = None
) -> tuple[ComputedPair, ...]:
    """The pairs of clusters of which one holds a stage the other lacks, the best of all chains first.

    With `own` only the pairs of that cluster (a row), its private memberships counted.
    """
    found = [pair for index in indexes for pair in _of_chain(known, index, own)]
    found.sort(key=lambda pair: (-pair.score, pair.a, pair.b, pair.chain))
    return tuple(found[:MOST])


def kept(found: Iterable[ComputedPair]) -> str:
    """Pairs as a text to keep."""
    return json.dumps([asdict(pair) for pair in found])


def unkept(text: str) -> tuple[ComputedPair, ...]:
    """The pairs of such a text."""
    return tuple(
        ComputedPair(
            **{name: row[name] for name in ("a", "b", "chain", "score")},
            gain=tuple(row["gain"]),
            bridges=tuple(row["bridges"]),
            parts=tuple((name, value) for name, value in row["parts"]),
        )
        for row in json.loads(text)
    )


def told(
    known: SnapshotTables, found: Iterable[ComputedPair], *, own: int | None = None
) -> tuple[MeetingPair, ...]:
    """Pairs as the page tells them; the private memberships in the cluster (row) `own` count."""
    tell = _Teller(known, _stated(known.snapshot), known.in_projects_with(_rows(own)))
    return tuple(tell.pair(pair) for pair in found)


def _rows(own: int | None) -> tuple[int, ...]:
    return () if own is None else (own,)


def _of_chain(known: SnapshotTables, index: ChainIndex, own: int | None) -> Iterator[ComputedPair]:
    snapshot = known.snapshot
    supply = supply_of_clusters(index, as_of=snapshot.retrieved, own=_rows(own))
    holding = np.flatnonzero(supply.any(axis=1))
    if own is not None and own not in holding:
        return
    clusters = snapshot.clusters.ids.take(holding)
    pairs = cluster_pairs(
        supply[holding].astype(np.float64),
        index.required,
        Matrix(known.attached_with(_rows(own)).own[holding]),
        known.collaboration.weight,
        eligible=~np.asarray(snapshot.organizations.hidden, dtype=bool),
        acquainted=_stated(snapshot)[np.ix_(holding, holding)] > 0,
        only=None if own is None else int(np.searchsorted(holding, own)),
        top=MOST,
    )
    for pair in pairs:
        yield ComputedPair(
            a=clusters[pair.first],
            b=clusters[pair.second],
            chain=index.chain.id,
            gain=tuple(
                index.chain.ref(index.chain.stages[place])
                for place in sorted({*pair.opens_first, *pair.opens_second})
            ),
            bridges=tuple(snapshot.organizations.ids[bridge.organization] for bridge in pair.bridges),
            score=pair.score,
            parts=pair.parts,
        )


def _stated(snapshot: Snapshot) -> Float64s:
    """Clusters × clusters: ones where a cooperation is on record."""
    found = links.adjacency(links.tied_clusters(snapshot), len(snapshot.clusters.ids))
    return np.asarray(found.toarray(), dtype=np.float64)


@dataclass(frozen=True, eq=False)
class _Teller:
    """Makes pairs as the page tells them; `stated` marks cooperations, `projects` is clusters × projects."""

    known: SnapshotTables
    stated: Float64s
    projects: sp.csr_array

    def pair(self, pair: ComputedPair) -> MeetingPair:
        snapshot, names = self.known.snapshot, stages()
        first, second = snapshot.cluster(pair.a), snapshot.cluster(pair.b)
        between = np.flatnonzero(self.stated[first] * self.stated[second])[:_MOST_BETWEEN]
        return MeetingPair(
            a=_named(snapshot, first),
            b=_named(snapshot, second),
            chain=pair.chain,
            gain=tuple(names[stage].label for stage in pair.gain),
            near=self._near(first, second),
            bridges=(
                *(organization_ref(snapshot, snapshot.organization(bridge)) for bridge in pair.bridges),
                *(_named(snapshot, int(row)) for row in between),
            ),
            score=pair.score,
            parts=pair.parts,
        )

    def _near(self, first: int, second: int) -> tuple[Message, ...]:
        found = []
        km = _distance(self.known, first, second)
        if km is not None:
            found.append(msg("About %(km)s km apart.", km=round(km, -1)))
        joint = int((self.projects[[first]] @ self.projects[[second]].T).sum())
        if joint:
            found.append(
                say_n(
                    "One joint project of their organizations is known.",
                    "%(n)s joint projects of their organizations are known.",
                    n=joint,
                )
            )
        else:
            found.append(msg("No joint project of their organizations is known."))
        return tuple(found)


def _distance(known: SnapshotTables, first: int, second: int) -> float | None:
    """Kilometers between the seats of two clusters, where both are known."""
    table = known.snapshot.clusters
    km = float(kilometers(table.lat[first], table.lng[first], table.lat[second], table.lng[second]))
    return None if np.isnan(km) else km


def _named(snapshot: Snapshot, row: int) -> Ref:
    found = cluster_ref(snapshot, row)
    return replace(found, name=short_name(str(found.name)))
