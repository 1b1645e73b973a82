"""What whoever runs a cluster programme asks: which cluster holds which label, and until when."""

from graphsvc.answers.programme.labels import LabelRow, label_row
from graphsvc.programme import Award, awards, ends_between
from graphsvc.programme.validity import SOON
from graphsvc.snapshot import Snapshot
from graphsvc.state.graph import CurrentGraph

__all__ = ["LabelRow", "Programme"]


class Programme:
    """Answers about the clusters of a programme, over the current snapshot. Every day is an argument."""

    def __init__(self, graph: CurrentGraph) -> None:
        self._graph = graph

    def labels(self, on: str, *, of: str | None = None, within: int = SOON) -> tuple[LabelRow, ...]:
        """The labels of all clusters, or of one, with their state on an ISO day, by cluster, label and date.

        Raises `UnknownId`.
        """
        snapshot = self._graph.snapshot()
        cluster = snapshot.clusters.ids[snapshot.cluster(of)] if of else None
        return tuple(
            label_row(snapshot, award, on, within)
            for award in self._awards()
            if cluster in (None, award.cluster)
        )

    def due(self, first: str, last: str) -> tuple[LabelRow, ...]:
        """The labels that end, or may end, from one ISO day to another, by end; state on `first`."""
        snapshot = self._graph.snapshot()
        found = ends_between(self._awards(), first, last)
        return tuple(label_row(snapshot, award, first, SOON) for award in found)

    def _awards(self) -> tuple[Award, ...]:
        return self._graph.derived("awards", made_awards)


def made_awards(snapshot: Snapshot) -> tuple[Award, ...]:
    """Every award of the clusters of a snapshot."""
    return awards(snapshot.clusters.records)
