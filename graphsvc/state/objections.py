"""Who may not be suggested to whom, and for which topic: the one rule of all suggestions."""

from collections.abc import Iterable, Sequence

from graphsvc.domain import Feedback
from graphsvc.snapshot import links
from graphsvc.state.feedback import said
from graphsvc.state.graph import CurrentGraph
from graphsvc.text_folding import words


def silent(graph: CurrentGraph, askers: Sequence[str] = (), text: str = "") -> frozenset[str]:
    """Organizations and clusters that may not be suggested to `askers` (ids) who ask with a `text`.

    That is who objects to being suggested at all, to one of the askers, or for a topic of the question: all
    its words begin words of the text, of the askers' names, or of the sectors of the clusters among them and
    around them.
    """
    snapshot, objections = graph.snapshot(), said(graph).objected
    asking = {snapshot.merged.get(one, one) for one in askers}
    topics = any(one.field for one in objections)
    found = words(" ".join((text, *(_about(graph, one) for one in sorted(asking))))) if topics else []
    return frozenset(
        snapshot.merged.get(one.query, one.query)
        for one in objections
        if one.query and _holds(one, asking, found)
    )


def narrower(graph: CurrentGraph) -> bool:
    """Whether somebody objects to some askers or topics alone, so that answers differ by who asks."""
    return any(one.candidate or one.field for one in said(graph).objected)


def _holds(one: Feedback, asking: set[str], found: Iterable[str]) -> bool:
    if one.candidate:
        return one.candidate in asking
    if one.field:
        return all(any(word.startswith(part) for word in found) for part in words(one.field))
    return True


def _about(graph: CurrentGraph, identifier: str) -> str:
    """Name of an organization or cluster, and the sectors of the cluster or of those it is a member of."""
    snapshot = graph.snapshot()
    if not identifier.startswith(("cluster:", "organization:")):
        return ""
    if identifier.startswith("cluster:"):
        rows = [snapshot.cluster(identifier)]
        name = snapshot.clusters.names[rows[0]]
    else:
        row = snapshot.organization(identifier)
        of = graph.derived("clusters of organizations", lambda made: links.members(made).T.tocsr())
        name, rows = snapshot.organizations.names[row], of[[row]].indices.tolist()
    sectors = (sector for row in rows for sector in snapshot.clusters.records[row].sectors)
    return " ".join((name, *sectors))
