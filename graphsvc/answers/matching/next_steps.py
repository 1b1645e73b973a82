"""What to do next about a suggestion: its website, and which cluster office could introduce one."""

from dataclasses import dataclass

from graphsvc.answers.matching.data import MatchingData
from graphsvc.answers.matching.introductions import introducers
from graphsvc.answers.matching.results import clusters_of
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.refs import Ref


@dataclass(frozen=True, slots=True)
class NextSteps:
    """The website as stated, the cluster offices of those who ask, and the one nearest to the suggested."""

    website: str
    own_offices: tuple[Ref, ...]
    introducer: Ref | None


def next_steps(graph: CurrentGraph, made: MatchingData, identifier: str, asking: str | None) -> NextSteps:
    """The next steps towards an organization or cluster for `asking`, an id. Raises `UnknownId`."""
    snapshot = graph.snapshot()
    own: tuple[Ref, ...] = ()
    if asking and asking.startswith("organization:"):
        own = clusters_of(graph, made.belongs, snapshot.organization(asking))
    if identifier.startswith("cluster:"):
        record = snapshot.clusters.records[snapshot.cluster(identifier)]
        return NextSteps(record.website or "", own, None)
    row = snapshot.organization(identifier)
    found = introducers(graph, made, row)
    return NextSteps(snapshot.organizations.website[row], own, None if found in own else found)
