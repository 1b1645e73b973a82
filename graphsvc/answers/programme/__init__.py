"""What whoever runs a cluster programme asks: which cluster holds which label, and until when."""

from collections.abc import Mapping

from graphsvc.answers.programme.labels import LabelRow, label_row
from graphsvc.answers.programme.landscape import LandscapeRow, landscape
from graphsvc.answers.questions import LandscapeQuery
from graphsvc.errors import UnknownId
from graphsvc.programme import Award, ends_between
from graphsvc.programme.validity import SOON
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.labels import awards_by_cluster
from graphsvc.taxonomy.labels import label_kinds

__all__ = ["LabelRow", "LandscapeRow", "Programme"]


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

    def landscape(self, asked: LandscapeQuery, on: str, *, within: int = SOON) -> tuple[LandscapeRow, ...]:
        """The clusters that a question leaves, with their labels on an ISO day.

        Raises `UnknownId` for a kind of label that is neither described nor held by anybody.
        """
        if asked.label and asked.label not in {*label_kinds(), *self.kinds()}:
            raise UnknownId("kind of label", asked.label, sorted(self.kinds()))
        return landscape(self._graph, asked, on, within)

    def kinds(self) -> Mapping[str, Mapping[str, str]]:
        """The kinds of labels that some cluster has, by id with their titles, by title."""
        found = {award.label.kind.id: award.label.kind.title for award in self._awards()}
        return dict(sorted(found.items(), key=lambda one: one[1]["en"].casefold()))

    def _awards(self) -> list[Award]:
        return [one for held in awards_by_cluster(self._graph).values() for one in held]
