"""Value chains of an organization or cluster: those it holds stages in, and the one that is opened first."""

from collections import Counter

from graphsvc.coverage.claim_resolution import STATED
from graphsvc.coverage.inference import StageClassifier
from graphsvc.snapshot import Snapshot, links
from graphsvc.state.chain_info import chains
from graphsvc.state.chain_selection import index_of
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.stage_holders import held_by
from graphsvc.taxonomy import chain


def chains_of(graph: CurrentGraph, identifier: str) -> dict[str, bool]:
    """The chains in which an organization or cluster itself holds stages, and whether one of them is stated.

    A stage that a person confirmed counts as stated. Raises `UnknownId`.

    Order: most stages by stated or confirmed evidence, then most stages at all, then that of `chains`.
    """
    node = graph.snapshot().node(identifier)
    counted: list[tuple[int, int, int, str]] = []
    for place, info in enumerate(chains()):
        held = index_of(graph, info.id).strength[[node]]
        if held.nnz:
            counted.append((-int((held.data >= STATED).sum()), -held.nnz, place, info.id))
    return {name: stated < 0 for stated, _, _, name in sorted(counted)}


def first_chain(graph: CurrentGraph, identifier: str) -> str:
    """The chain of `fitting_chain`; where nothing tells, the first of `chains`. Raises `UnknownId`."""
    return fitting_chain(graph, identifier) or chains()[0].id


def fitting_chain(graph: CurrentGraph, identifier: str) -> str:
    """Of a cluster the chain whose subject its sectors name most, then that of most of its stages.

    Of an organization the chain of most of its stages, else that of a cluster it is a member of. Empty where
    nothing tells. Raises `UnknownId`.
    """
    snapshot = graph.snapshot()
    node, size = snapshot.node(identifier), len(snapshot.organizations.ids)
    of_clusters = graph.derived("first chains", _of_clusters)
    if node >= size:
        return of_clusters[snapshot.cluster(identifier)]
    counted = Counter(one.stage.chain for one in held_by(graph, node))
    if counted:
        return min((info.id for info in chains()), key=lambda name: -counted[name])
    own = links.memberships(snapshot, own=range(len(of_clusters)))
    return next((of_clusters[row] for row in own.first[own.second == node].tolist()), "")


def _of_clusters(snapshot: Snapshot) -> tuple[str, ...]:
    """By row of a cluster its fitting chain."""
    readers = {info.id: StageClassifier(chain(info.id)) for info in chains()}
    held: dict[int, Counter[str]] = {}
    acts, first = snapshot.activities, len(snapshot.organizations.ids)
    for performer, stage in zip(acts.performer.tolist(), acts.stage.tolist(), strict=True):
        if performer >= first:
            held.setdefault(performer - first, Counter())[snapshot.stages[stage].partition("/")[0]] += 1
    found = []
    for row, record in enumerate(snapshot.clusters.records):
        sectors = " ".join(record.sectors)
        fits = {
            name: (len(reader.subject_words(sectors)), held.get(row, Counter())[name])
            for name, reader in readers.items()
        }
        best = max(fits, key=lambda name: fits[name])
        found.append(best if any(fits[best]) else "")
    return tuple(found)
