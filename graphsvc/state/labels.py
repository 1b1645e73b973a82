"""The labels that sources say clusters hold, made once a snapshot."""

from collections.abc import Mapping

from graphsvc.programme import Award, awards
from graphsvc.snapshot import Snapshot
from graphsvc.state.graph import CurrentGraph


def awards_by_cluster(graph: CurrentGraph) -> Mapping[str, tuple[Award, ...]]:
    """The awards of each cluster that has any, by its id, sorted by label and date."""
    return graph.derived("awards", _made)


def _made(snapshot: Snapshot) -> Mapping[str, tuple[Award, ...]]:
    found: dict[str, tuple[Award, ...]] = {}
    for award in awards(snapshot.clusters.records):
        found[award.cluster] = (*found.get(award.cluster, ()), award)
    return found
