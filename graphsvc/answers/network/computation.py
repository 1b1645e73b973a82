"""Long-running network computations; each result is computed once and cached in the instance folder."""

from collections.abc import Mapping

from graphsvc.answers.network import trends
from graphsvc.answers.network.map_data import CachedLayouts, CachedMapGraph, Later, ground
from graphsvc.answers.network.results_cache import Figures, Results
from graphsvc.drawing.layout import placed_together
from graphsvc.drawing.network_scene import whole_positions
from graphsvc.errors import Busy, NotComputed
from graphsvc.network import ProjectSums
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.snapshot_tables import tables

_QUICK_LINKS = 30_000


class Computed:
    """Communities, places, indicators and sums of the current snapshot.

    Without `later` everything is computed here when it is first asked for. With it the worker does what takes
    long: `figures` and `sums` answer None until it has.
    """

    def __init__(self, graph: CurrentGraph, later: Later | None) -> None:
        self._graph, self._later = graph, later
        self.results = Results(graph.home)
        self.layouts = CachedLayouts(graph.home / "layouts", patient=later is None)

    @property
    def ground(self) -> CachedMapGraph:
        """The current snapshot as maps see it."""
        return ground(self._graph, self.results, self._later)

    def begin(self) -> tuple[int, int] | None:
        """Have the worker begin what takes long; answers how far it is, None if it is done or cannot be."""
        if self._later is None or self._graph.snapshot().empty or self.complete():
            return None
        try:
            return self._later("network", key=self.ground.snapshot.digest)
        except NotComputed:
            return None

    def busy(self) -> Busy:
        """The error that says how far the worker is, having begun it. Raises `NotComputed`."""
        return Busy(*self._later("network", key=self.ground.snapshot.digest)) if self._later else Busy()

    def complete(self) -> bool:
        """Whether everything is there."""
        here = self.ground
        known = self.results.communities(here.key), here.known_figures(), self._known_sums()
        return all(part is not None for part in known)

    def drawable(self) -> bool:
        """Whether communities and the picture of the whole network, if it gets one, are there."""
        here = self.ground
        ids = (*here.snapshot.organizations.ids, *here.snapshot.clusters.ids)
        known = not self.placed_together or self.layouts.kept("network", here.key, ids) is not None
        return here.snapshot.empty or (known and self.results.communities(here.key) is not None)

    def find_communities(self) -> None:
        """Find the communities of the whole network and keep them."""
        _ = self.ground.communities

    def place(self) -> None:
        """Place all nodes of the whole network and keep the picture."""
        whole_positions(self.ground, self.layouts)

    @property
    def placed_together(self) -> bool:
        """Whether the maps share the picture of the whole network; else only comparisons need it."""
        return placed_together(self.ground.size)

    def figures(self) -> Figures | None:
        """The indicators of all organizations, or None while the worker computes them."""
        found = self.ground.known_figures()
        return self.ground.compute_figures() if found is None and not self._later else found

    def sums(self) -> Mapping[str, ProjectSums] | None:
        """What the curves rest on, or None while the worker computes it."""
        found = self._known_sums()
        quick = self._graph.snapshot().participation.nnz < _QUICK_LINKS
        if found is None and (quick or not self._later):
            found = trends.project_sums(tables(self._graph))
            self.results.keep_sums(self.ground.key, self._state, found)
        return found

    def _known_sums(self) -> Mapping[str, ProjectSums] | None:
        return self.results.sums(self.ground.key, self._state)

    @property
    def _state(self) -> str:
        """Names all data: years, kinds and places as well as ids and ties."""
        return self._graph.snapshot().digest[:32]
