"""Position of a cluster in the network: ties to other clusters, ties out of its region, peers, changes."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from graphsvc.arrays import Float64s, Integers
from graphsvc.messages import Message, Value, msg, say_n
from graphsvc.snapshot import links
from graphsvc.state.cluster_figures import cluster_figures, joint_projects, quartile
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.refs import FactReference, Ref, cluster_ref, fact, organization_ref
from graphsvc.state.snapshot_tables import SnapshotTables, entries, tables

LEAST_TIES = 8
_MOST_THROUGH = 5
_MOST_BROKERS = 3
_REGION = 4


@dataclass(frozen=True, slots=True)
class ClusterTie:
    """Another cluster, the number of joint projects, the organizations in them, a stated cooperation."""

    ref: Ref
    n: int
    through: tuple[Ref, ...]
    fact: FactReference | None


@dataclass(frozen=True, slots=True)
class Broker:
    """Who carries ties out of the region, and in which sense."""

    ref: Ref
    why: Message


@dataclass(frozen=True, slots=True)
class PeerRow:
    """A figure of a cluster among `n` clusters that have it; quartile 1 is the highest quarter."""

    id: str
    label: Mapping[str, str]
    value: int
    quartile: int
    n: int
    sentence: Message


_FIGURES: Mapping[str, Mapping[str, str]] = {
    "stages": {"en": "value-chain stages", "de": "Wertschöpfungsstufen"},
    "projects": {"en": "projects", "de": "Projekte"},
    "partners": {"en": "partners", "de": "Partner"},
    "countries": {"en": "countries of partners", "de": "Länder der Partner"},
}


def cluster_ties(graph: CurrentGraph, cluster: int) -> tuple[ClusterTie, ...]:
    """Clusters with a stated cooperation, then those with joint projects; within both most projects first."""
    snapshot, known = graph.snapshot(), tables(graph)
    joint = joint_projects(known)[cluster]
    stated = _stated_ties(known, cluster)
    found = {*np.flatnonzero(joint > 0).tolist(), *stated} - {cluster}
    own = entries(known.in_projects, cluster)
    ties = []
    for other in sorted(found, key=lambda one: (one not in stated, -joint[one], one)):
        shared = np.intersect1d(own, entries(known.in_projects, other))
        through = _taking_part(known, shared, (cluster, other))
        refs = tuple(organization_ref(snapshot, row) for row in through)
        ties.append(ClusterTie(cluster_ref(snapshot, other), int(joint[other]), refs, stated.get(other)))
    return tuple(ties)


def _taking_part(known: SnapshotTables, projects: Integers, clusters: tuple[int, int]) -> list[int]:
    """The first organizations of two clusters that take part in some projects."""
    if not len(projects):
        return []
    attached = {row for cluster in clusters for row in entries(known.attached.own, cluster).tolist()}
    present = {row for one in projects.tolist() for row in entries(known.projects.partners, one).tolist()}
    return sorted(attached & present)[:_MOST_THROUGH]


def supra_regional(graph: CurrentGraph, cluster: int) -> tuple[float | None, int]:
    """The share of ties of a cluster's organizations that lead to another NUTS 2 region, and their number.

    Ties to organizations whose region is unknown are not counted; below eight ties there is no share.
    """
    leads_out, counted = _out_of_region(graph, entries(tables(graph).attached.own, cluster))
    total = int(counted.sum())
    return (float(leads_out.sum() / total) if total >= LEAST_TIES else None), total


def brokers(graph: CurrentGraph, cluster: int) -> tuple[Broker, ...]:
    """The organizations of a cluster with most ties out of their region."""
    snapshot = graph.snapshot()
    rows = entries(tables(graph).attached.own, cluster)
    leads_out, _ = _out_of_region(graph, rows)
    order = np.lexsort((rows, -leads_out)).tolist()
    best = [place for place in order if leads_out[place] > 0][:_MOST_BROKERS]
    return tuple(
        Broker(
            organization_ref(snapshot, int(rows[place])),
            say_n(
                "Works with one organization outside its region.",
                "Works with %(n)s organizations outside its region.",
                n=int(leads_out[place]),
            ),
        )
        for place in best
    )


def peers(graph: CurrentGraph, cluster: int) -> tuple[PeerRow, ...]:
    """The figures of a cluster by quartile among clusters that have them; fewer than eight are no peers."""
    found = []
    for name, values in cluster_figures(graph):
        if (stands := quartile(values, cluster)) is None:
            continue
        value = int(values[cluster])
        said = _peer_sentence(stands[0], value, _FIGURES[name], stands[1])
        found.append(PeerRow(name, _FIGURES[name], value, *stands, said))
    return tuple(found)


def changes(graph: CurrentGraph, cluster: int) -> tuple[Message, ...]:
    """Partners that came with the projects of the last two years of the data."""
    projects, own = tables(graph).projects, entries(tables(graph).attached.own, cluster)
    last = int(projects.year.max(initial=0))
    if not last or not len(own):
        return ()
    rows = np.unique(graph.snapshot().participation[own].indices)
    recent = rows[projects.year[rows] >= last - 1]
    before = rows[(projects.year[rows] < last - 1) & (projects.year[rows] > 0)]
    new = set(projects.partners[recent].indices.tolist()) - set(projects.partners[before].indices.tolist())
    new -= set(own.tolist())
    if not new:
        return (msg("No new partner in projects that began since %(year)s.", year=str(last - 1)),)
    return (
        say_n(
            "One new partner in projects that began since %(year)s.",
            "%(n)s new partners in projects that began since %(year)s.",
            n=len(new),
            year=str(last - 1),
        ),
    )


def _stated_ties(known: SnapshotTables, cluster: int) -> dict[int, FactReference]:
    """The clusters that a cluster cooperates with, each with the claim that says so (of several the last)."""
    snapshot, found = known.snapshot, {}
    for first, second, link in zip(*links.tied_clusters(snapshot), strict=True):
        if cluster in (first, second):
            found[int(first + second - cluster)] = fact(snapshot, snapshot.relations.evidence, int(link))
    return found


def _out_of_region(graph: CurrentGraph, rows: Integers) -> tuple[Float64s, Float64s]:
    """For each organization its ties out of its region, and all its ties between known regions."""
    _, regions = tables(graph).regions(_REGION)
    ties = tables(graph).collaboration.ties[rows]
    of = np.repeat(regions[rows], np.diff(ties.indptr))
    to = regions[ties.indices]
    place = np.repeat(np.arange(len(rows)), np.diff(ties.indptr))
    known = (of >= 0) & (to >= 0)
    counted = np.bincount(place[known], minlength=len(rows)).astype(np.float64)
    away = np.bincount(place[known & (of != to)], minlength=len(rows)).astype(np.float64)
    return away, counted


def _peer_sentence(quartile: int, value: int, what: Mapping[str, str], n: int) -> Message:
    values: dict[str, Value] = {"value": value, "what": what, "n": n}
    match quartile:
        case 1:
            return msg("%(what)s: %(value)s, in the highest quarter of %(n)s clusters.", **values)
        case 2:
            return msg("%(what)s: %(value)s, in the upper half of %(n)s clusters.", **values)
        case 3:
            return msg("%(what)s: %(value)s, in the lower half of %(n)s clusters.", **values)
        case _:
            return msg("%(what)s: %(value)s, in the lowest quarter of %(n)s clusters.", **values)
