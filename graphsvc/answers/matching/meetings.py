"""Pairs of clusters that should meet: what they gain, how near they are, and who can introduce them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from graphsvc.answers.matching.cluster_needs import clusters_seen_by
from graphsvc.answers.matching.data import MatchingData
from graphsvc.answers.matching.filters import vetoed
from graphsvc.answers.matching.suggestions import suggestions
from graphsvc.domain import short_name
from graphsvc.matching.cluster_data import ClusterData
from graphsvc.matching.cluster_meetings import cluster_pairs, stages_gained
from graphsvc.messages import Message, msg, say_n
from graphsvc.network import introducers
from graphsvc.snapshot import links
from graphsvc.snapshot.geo import kilometers
from graphsvc.state.chain_info import stages
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.refs import Label, Ref, cluster_ref, organization_ref
from graphsvc.state.snapshot_tables import entries, tables
from graphsvc.taxonomy.profiles import profile

MOST = 50
_MOST_BETWEEN = 3
_SAME_PLACE_KM = 5.0


@dataclass(frozen=True, slots=True)
class MeetingPair:
    """Two clusters and the required stages that one of them opens to the other.

    `chain` is the value chain of most of them (None: no stage of either is known). `bridges` are
    organizations that worked with both, then clusters that cooperate with both.
    """

    a: Ref
    b: Ref
    chain: str | None
    gain: tuple[Label, ...]
    near: tuple[Message, ...]
    bridges: tuple[Ref, ...]


def meetings(graph: CurrentGraph, made: MatchingData, *, top: int) -> tuple[MeetingPair, ...]:
    """The best pairs of all clusters, by what both are worth to each other as partners; at most `MOST`."""
    ranked = graph.derived(
        "pairs of clusters", lambda _: cluster_pairs(made.clusters, profile("clusters"), top=MOST)
    )
    pairs = ((pair.first, pair.second) for pair in ranked if not _shunned(graph, pair.first, pair.second))
    return _told(graph, made.clusters, list(islice(pairs, top)), own=())


def _shunned(graph: CurrentGraph, first: int, second: int) -> bool:
    """Whether one of two clusters may not be suggested to the other."""
    one, other = (graph.snapshot().clusters.ids[row] for row in (first, second))
    return other in vetoed(graph, (one,)) or one in vetoed(graph, (other,))


def meetings_of(
    graph: CurrentGraph, made: MatchingData, cluster: str, *, top: int
) -> tuple[MeetingPair, ...]:
    """A cluster with each of those suggested to it, in that order; the members of its own list count.

    Raises `UnknownId`.
    """
    snapshot = graph.snapshot()
    row = snapshot.cluster(cluster)
    found = suggestions(graph, made, snapshot.clusters.ids[row], top=top)
    pairs = [(row, snapshot.cluster(match.ref.id)) for match in found.matches]
    return _told(graph, clusters_seen_by(graph, made, row), pairs, own=(row,))


def _told(
    graph: CurrentGraph, data: ClusterData, pairs: Iterable[tuple[int, int]], *, own: tuple[int, ...]
) -> tuple[MeetingPair, ...]:
    known = tables(graph)
    snapshot = known.snapshot
    attached = known.attached_with(own).own
    cooperate = links.adjacency(links.tied_clusters(snapshot), len(data.ids))
    shown, names = ~np.asarray(snapshot.organizations.hidden, dtype=bool), stages()

    def pair(first: int, second: int) -> MeetingPair:
        gained = stages_gained(data, first, second)
        both = np.intersect1d(cooperate[[first]].indices, cooperate[[second]].indices)[:_MOST_BETWEEN]
        brokers = introducers(
            known.collaboration.weight, entries(attached, first), entries(attached, second), shown
        )
        return MeetingPair(
            a=_named(cluster_ref(snapshot, first)),
            b=_named(cluster_ref(snapshot, second)),
            chain=_chain([data.stage_ids[place] for place in gained or _held(data, first, second)]),
            gain=tuple(names[data.stage_ids[place]].label for place in gained),
            near=_near(data, first, second),
            bridges=(
                *(organization_ref(snapshot, row) for row in brokers.tolist()),
                *(_named(cluster_ref(snapshot, row)) for row in both.tolist()),
            ),
        )

    return tuple(pair(first, second) for first, second in pairs)


def _held(data: ClusterData, first: int, second: int) -> list[int]:
    return [*entries(data.stages, first).tolist(), *entries(data.stages, second).tolist()]


def _chain(stages: Sequence[str]) -> str | None:
    """The chain of most of these stages, the first by name of several."""
    count = Counter(stage.partition("/")[0] for stage in stages)
    return min(count, key=lambda chain: (-count[chain], chain), default=None)


def _near(data: ClusterData, first: int, second: int) -> tuple[Message, ...]:
    km = float(kilometers(data.lat[first], data.lng[first], data.lat[second], data.lng[second]))
    apart: tuple[Message, ...] = ()
    if km < _SAME_PLACE_KM:
        apart = (msg("Both have their seat in the same place."),)
    elif not np.isnan(km):
        apart = (msg("About %(km)s km apart.", km=round(km, -1)),)
    joint = len(np.intersect1d(data.projects[[first]].indices, data.projects[[second]].indices))
    if not joint:
        return (*apart, msg("No joint project of their organizations is known."))
    told = say_n(
        "One joint project of their organizations is known.",
        "%(n)s joint projects of their organizations are known.",
        n=joint,
    )
    return (*apart, told)


def _named(ref: Ref) -> Ref:
    return replace(ref, name=short_name(str(ref.name)))
