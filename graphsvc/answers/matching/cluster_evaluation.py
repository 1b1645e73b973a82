"""How good partner suggestions for clusters are: cooperations on record, held back in turn."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphsvc.answers.matching.data import MatchingData, world
from graphsvc.evaluation.cluster_pairs import (
    OURS,
    SECTORS,
    HeldBackRanks,
    KnownPair,
    by_pair,
    by_source,
    held_back,
    methods,
)
from graphsvc.evaluation.read_cooperations import read_cooperations
from graphsvc.matching.cluster_data import ClusterData
from graphsvc.messages import Message, msg
from graphsvc.snapshot import Snapshot, links
from graphsvc.state.graph import CurrentGraph
from graphsvc.taxonomy.profiles import profile


@dataclass(frozen=True, slots=True)
class ClusterEvaluation:
    """Ranks of held-back partners by method: all pairs of a source held back at once, and pair by pair.

    `read` are the ranks, by half, of cooperations that were read for this check and are not in the data.
    """

    profile: str
    sources: int
    by_source: Mapping[str, HeldBackRanks]
    by_pair: Mapping[str, HeldBackRanks]
    read: Mapping[str, Mapping[str, HeldBackRanks]]

    def as_json(self) -> dict[str, Any]:
        """The figures with whole sources held back; under `each_pair` those of pairs held back alone, under
        `not_in_the_data` those of cooperations read for this check: `tune`, and `report`.
        """
        return {
            "matching_profile": self.profile,
            "held_back": "all pairs of a source",
            "sources": self.sources,
            **_shown(self.by_source),
            "each_pair": _shown(self.by_pair),
            "not_in_the_data": {half: _shown(found) for half, found in self.read.items()},
        }


def _shown(found: Mapping[str, HeldBackRanks]) -> dict[str, Any]:
    return {
        **found[OURS].as_json(),
        "baselines": {name: ranks.as_json() for name, ranks in found.items() if name != OURS},
    }


def measured_clusters(graph: CurrentGraph) -> Message | None:
    """The measured figure as suggestions show it; None where no cooperation is on record."""
    return graph.derived(
        "measured clusters", lambda snapshot: _measured(snapshot, world(snapshot, graph.home))
    )


def _measured(snapshot: Snapshot, made: MatchingData) -> Message | None:
    pairs = known_pairs(snapshot)
    if not pairs:
        return None
    groups, known = by_source(pairs), methods(profile("clusters"))
    ours, plain = (held_back(made.clusters, groups, known[name]) for name in (OURS, SECTORS))
    return msg(
        "Measured on %(pairs)s cooperations of clusters that sources name: held back with all others of "
        "the same source, the partner stood among the first ten in %(share)s %% of the cases "
        "(95%% interval %(low)s to %(high)s; by sector alone %(plain)s %%).",
        pairs=ours.pairs,
        share=round(100 * ours.in_first_ten),
        low=round(100 * ours.interval[0]),
        high=round(100 * ours.interval[1]),
        plain=round(100 * plain.in_first_ten),
    )


def evaluate_clusters(snapshot: Snapshot, data: ClusterData) -> ClusterEvaluation:
    """Hold back every cooperation between two clusters and rank it, by each method; rank those read, too."""
    pairs = known_pairs(snapshot)
    chosen = profile("clusters")
    known = methods(chosen)
    together, alone = by_source(pairs), by_pair(pairs)
    rows = {identifier: row for row, identifier in enumerate(data.ids)}
    read = read_cooperations(rows, {(pair.first, pair.second) for pair in pairs})
    return ClusterEvaluation(
        profile=chosen.name,
        sources=len(together),
        by_source={name: held_back(data, together, score) for name, score in known.items()},
        by_pair={name: held_back(data, alone, score) for name, score in known.items()},
        read={
            half: {name: held_back(data, groups, score) for name, score in known.items()}
            for half, groups in read.items()
        },
    )


def known_pairs(snapshot: Snapshot) -> tuple[KnownPair, ...]:
    """Pairs of clusters with a cooperation on record, each once, with the source of the first claim."""
    table = snapshot.relations
    found: dict[tuple[int, int], KnownPair] = {}
    tied = links.tied_clusters(snapshot)
    for one, other, row in zip(tied.first.tolist(), tied.second.tolist(), tied.link.tolist(), strict=True):
        first, second = sorted((one, other))
        found.setdefault((first, second), KnownPair(first, second, str(table.evidence.citation[row])))
    return tuple(found[place] for place in sorted(found))
