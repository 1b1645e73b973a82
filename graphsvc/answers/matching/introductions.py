"""Path to an introduction: a shortest path over joint projects, else over ties of clusters as well."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import scipy.sparse as sp

from graphsvc.answers.matching.data import MatchingData
from graphsvc.arrays import Bools
from graphsvc.domain import short_name
from graphsvc.matching.collaboration_graph import gather_rows
from graphsvc.messages import Message, msg, say_n
from graphsvc.snapshot import iso, links
from graphsvc.state.chain_selection import part_ref
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.refs import Ref, node_ref, organization_ref, project_ref


@dataclass(frozen=True, slots=True)
class IntroductionStep:
    """One organization or cluster on the way, how it is reached, and the project where it is one."""

    ref: Ref
    via: Ref | None = None
    year: str = ""
    how: Message | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """The way from one organization to another; without steps there is none."""

    steps: tuple[IntroductionStep, ...]
    managers: tuple[Ref, ...]
    sentence: Message


def introduction(graph: CurrentGraph, made: MatchingData, source: str, target: str) -> Path:
    """The shortest chain of joint projects between two organizations; a cluster starts from its own.

    Where there is none, membership, offices and cooperations of clusters are steps as well. Hidden
    organizations are no steps. Of equally short chains that with the smallest ids stands. Raises `UnknownId`.
    """
    snapshot = graph.snapshot()
    starts = _organizations(graph, made, source)
    goals = set(_organizations(graph, made, target))
    shown = ~snapshot.organizations.hidden
    partners = _between(made.index.graph.partners, shown)
    best: list[int] = []
    for start in starts:
        way = _shortest(partners, start, goals, shown)
        if way and (not best or len(way) < len(best)):
            best = way
    if not best:
        return _over_clusters(graph, made, partners, source, target)
    steps = [IntroductionStep(organization_ref(snapshot, best[0]))]
    for before, after in pairwise(best):
        project = _joint(made, before, after)
        year = iso(int(snapshot.projects.start[project]))[:4]
        steps.append(
            IntroductionStep(organization_ref(snapshot, after), project_ref(snapshot, project), year)
        )
    managers = {int(column) for row in best for column in made.belongs[[row]].indices}
    between = len(best) - 2
    return Path(
        steps=tuple(steps),
        managers=tuple(part_ref(graph, snapshot.clusters.ids[column]) for column in sorted(managers)),
        sentence=msg("They have worked together before.")
        if between <= 0
        else say_n("One contact lies between.", "%(n)s contacts lie between.", n=between),
    )


def _over_clusters(
    graph: CurrentGraph, made: MatchingData, partners: sp.csr_array, source: str, target: str
) -> Path:
    """The shortest chain in which organizations and clusters (numbered as nodes) are steps alike."""
    snapshot = graph.snapshot()
    size = len(snapshot.organizations.ids)
    tied = links.adjacency(links.tied_clusters(snapshot), len(snapshot.clusters.ids))
    shown = np.append(~snapshot.organizations.hidden, np.ones(len(snapshot.clusters.ids), dtype=bool))
    belongs = made.belongs.astype(partners.dtype)
    above, below = sp.hstack([partners, belongs]), sp.hstack([belongs.T, tied.astype(partners.dtype)])
    ties = _between(sp.csr_array(sp.vstack([above, below])), shown)
    way = _shortest(ties, snapshot.node(source), {snapshot.node(target)}, shown)
    if not way:
        told = msg("Neither joint projects nor ties of clusters lead there in the data.")
        return Path((), (), told)
    offices = links.cluster_organizations(snapshot)
    office = set(zip(offices.first.tolist(), (offices.second + size).tolist(), strict=True))
    steps = [IntroductionStep(node_ref(snapshot, way[0]))]
    for before, after in pairwise(way):
        if max(before, after) < size:
            project = _joint(made, before, after)
            year = iso(int(snapshot.projects.start[project]))[:4]
            steps.append(IntroductionStep(node_ref(snapshot, after), project_ref(snapshot, project), year))
            continue
        if min(before, after) >= size:
            how = msg("cooperation of the clusters, on record")
        elif (min(before, after), max(before, after)) in office:
            how = msg("runs or hosts the office of the cluster")
        else:
            how = msg("member of the cluster")
        steps.append(IntroductionStep(node_ref(snapshot, after), how=how))
    between = [step.ref for step in steps[1:-1]]
    clusters = tuple(one for one in between if one.kind == "cluster")
    told = msg("No chain of joint projects leads there; ties of clusters do.")
    if len(between) == 1 and clusters:
        told = msg(
            "No chain of joint projects leads there, but %(name)s can introduce you.",
            name=short_name(str(clusters[0].name)),
        )
    return Path(tuple(steps), clusters, told)


def introducers(graph: CurrentGraph, made: MatchingData, row: int) -> Ref | None:
    """The cluster that could introduce an organization: its own first, else that of a partner."""
    ids = graph.snapshot().clusters.ids
    own = np.array([row], dtype=np.int32)
    near = gather_rows(made.belongs, own)
    if not len(near):
        near = gather_rows(made.belongs, gather_rows(made.index.graph.partners, own))
    return part_ref(graph, ids[int(near.min())]) if len(near) else None


def _organizations(graph: CurrentGraph, made: MatchingData, identifier: str) -> list[int]:
    snapshot = graph.snapshot()
    if identifier.startswith("cluster:"):
        column = snapshot.cluster(identifier)
        rows: list[int] = np.flatnonzero(made.belongs[:, [column]].toarray()[:, 0]).tolist()
        return rows
    return [snapshot.organization(identifier)]


def _between(partners: sp.csr_array, shown: Bools) -> sp.csr_array:
    """The ties of which both ends are shown."""
    keep = sp.diags_array(shown.astype(partners.dtype), dtype=partners.dtype)
    kept = sp.csr_array(keep @ partners @ keep)
    kept.eliminate_zeros()
    kept.sort_indices()
    return kept


def _shortest(partners: sp.csr_array, start: int, goals: set[int], shown: Bools) -> list[int]:
    """Rows of the shortest chain from `start` to one of `goals` that leads over shown organizations alone."""
    from scipy.sparse.csgraph import breadth_first_order

    if not shown[start]:
        return []
    order, before = breadth_first_order(partners, start, directed=False, return_predecessors=True)
    for node in order.tolist():
        if node in goals and node != start:
            way = [node]
            while way[-1] != start:
                way.append(int(before[way[-1]]))
            return way[::-1]
    return []


def _joint(made: MatchingData, first: int, second: int) -> int:
    """Their newest joint project, of equally new ones the first."""
    incidence, start = made.index.history.incidence, made.index.history.start
    both = np.intersect1d(incidence[[first]].indices, incidence[[second]].indices)
    return int(both[np.lexsort((both, -start[both]))[0]])
