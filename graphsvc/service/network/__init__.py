"""Use cases of the network: maps and their filter, communities, indicators, trends, meetings."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from graphsvc.service.graph import Graph
from graphsvc.service.network.community import CommunityPage, community_page
from graphsvc.service.network.facets import Facet, facets
from graphsvc.service.network.maps import Export, Maps, Table, ViewInfo
from graphsvc.service.network.meeting import MeetingRow, meeting_rows
from graphsvc.service.network.standing import Indicator, indicators
from graphsvc.service.network.trend import TrendInfo, TrendPage, trend_infos, trend_page

Query = Mapping[str, Sequence[str]]


class Network:
    """Answers about who is connected with whom, over the current snapshot."""

    def __init__(self, graph: Graph, home: Path) -> None:
        self._graph = graph
        self._maps = Maps(graph, home)

    def views(self) -> tuple[ViewInfo, ...]:
        """The views a map page offers."""
        return self._maps.views()

    def scene(self, query: Query, *, language: str) -> dict[str, Any]:
        """The scene of an address, as docs/maps.md describes it. Raises `UnknownId` and `InvalidData`."""
        return self._maps.scene(query, language)

    def table(self, query: Query, *, limit: int) -> Table:
        """The same as rows: the best connected first. Raises `UnknownId` and `InvalidData`."""
        return self._maps.table(query, limit)

    def export(self, query: Query, form: str, *, language: str) -> Export:
        """The same as a file: csv, edges.csv, xlsx, graphml, gexf or html. Raises `UnknownId`."""
        return self._maps.export(query, form, language)

    def neighbourhood(self, identifier: str, *, radius: int = 1, language: str) -> dict[str, Any] | None:
        """An entity and those around it as vis-network data, None for one that may not be drawn."""
        return self._maps.neighbourhood(identifier, radius, language)

    def choices(self, query: Query) -> tuple[Facet, ...]:
        """What the filter offers, each choice with the number of nodes or ties it would leave."""
        return facets(self._graph, query)

    def community(self, identifier: str) -> CommunityPage:
        """A community of the whole network. Raises `UnknownId`."""
        return community_page(self._graph, identifier)

    def indicators(self, identifier: str) -> tuple[Indicator, ...]:
        """Every indicator of an organization with its meaning. Raises `UnknownId`."""
        return indicators(self._graph, identifier)

    def trend_list(self) -> tuple[TrendInfo, ...]:
        """The indicators that have a curve."""
        return trend_infos()

    def trend(
        self, indicator: str, *, of: str | None = None, digest: str | None = None, language: str
    ) -> TrendPage:
        """One indicator by year, of all projects or of those of a cluster, region or organization."""
        return trend_page(self._graph, indicator, of=of, digest=digest, language=language)

    def meetings(self, *, limit: int = 20) -> tuple[MeetingRow, ...]:
        """Pairs of clusters that should meet, the best first."""
        return meeting_rows(self._graph, limit)
