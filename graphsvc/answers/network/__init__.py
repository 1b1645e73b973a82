"""Use cases of the network: maps and filters, communities, indicators and trends."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from graphsvc.answers.network import comparing, indicators, trend_pages, trends
from graphsvc.answers.network.communities import CommunityPage, community_page
from graphsvc.answers.network.compared import Compared, compared
from graphsvc.answers.network.computation import Computed
from graphsvc.answers.network.difference_files import DIFFERENCE_FORMATS as DIFFERENCE_FORMATS
from graphsvc.answers.network.difference_files import difference_file, side_picture
from graphsvc.answers.network.difference_rows import DifferencePage, difference_page
from graphsvc.answers.network.facets import Facet, facets
from graphsvc.answers.network.indicators import Indicator
from graphsvc.answers.network.map_data import Later
from graphsvc.answers.network.map_files import File, WantedFile
from graphsvc.answers.network.map_table import Left, MapTable, Query, left, table, view_of
from graphsvc.answers.network.scenes import Scenes, flow
from graphsvc.answers.network.trend_pages import TrendGroups, TrendPage, TrendRange, TrendRow
from graphsvc.answers.network.trends import Kept, TrendArchive, TrendGroup
from graphsvc.arrays import Float64s
from graphsvc.domain.ids import kind_of
from graphsvc.drawing import (
    Filter,
    FilterPair,
    PictureSize,
    View,
    alone_html,
    draw_all,
    load_assets,
    load_views,
    vendor_folder,
)
from graphsvc.errors import Busy, UnknownId
from graphsvc.network import ProjectSums
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.refs import Label
from graphsvc.state.region_names import region_name
from graphsvc.state.snapshot_tables import tables

SHOWN = ("network", "projects", "geographic", "clusters", "chain")
_QUICK_PROJECTS = 5_000

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ViewInfo:
    """A view to choose."""

    id: str
    shows: str
    label: Label
    caption: Label


class Network:
    """Answers about who is connected with whom, over the current snapshot.

    What takes long is computed once for a network and kept in the instance folder: here, or by the worker
    where `later` starts one; then what needs it raises `Busy` meanwhile. `outlines` are regions as
    GeoJSON that the geographic map colors.
    """

    def __init__(
        self, graph: CurrentGraph, later: Later | None = None, *, outlines: str | None = None
    ) -> None:
        self._graph, self._later, self.outlines = graph, later, outlines
        self.computed = Computed(graph, later)
        self._archive = TrendArchive(graph.home)
        self._scenes = Scenes(
            self.computed.results, self.computed.layouts, later, regions=outlines is not None
        )

    @cached_property
    def _views(self) -> Mapping[str, View]:
        return load_views()

    def views(self) -> tuple[ViewInfo, ...]:
        """The views of the map page."""
        known = [self._views[name] for name in SHOWN if name in self._views]
        known += [view for view in self._views.values() if view.id not in (*SHOWN, "neighbourhood")]
        return tuple(ViewInfo(view.id, view.shows, view.title, view.caption) for view in known)

    def shows(self, query: Query) -> str:
        """What the view of a query shows: network, clusters, geographic, chain or neighbourhood."""
        return view_of(self._views, query).shows

    def choices(self, query: Query) -> tuple[Facet, ...]:
        """The filter's fields, each choice with what it would leave. Raises `UnknownId`, `InvalidData`."""
        view, asked = view_of(self._views, query), Filter.from_query(query)
        found = self.computed.results.communities(self.computed.ground.key) is not None
        key = f"facets {view.id} {asked.to_query()} {found}"
        return self._lately(key, lambda: facets(self.computed.ground, view, asked))

    def table(self, query: Query, *, limit: int = 50) -> MapTable:
        """The content of a map as rows, the best connected first. Raises `UnknownId`, `InvalidData`."""
        return table(self.computed.ground, self._left(query), limit)

    def scene(self, query: Query, *, language: str) -> dict[str, Any]:
        """The scene of a query as docs/maps.md describes it; see `scene_text`."""
        found: dict[str, Any] = json.loads(self.scene_text(query, language=language))
        return found

    def scene_text(self, query: Query, *, language: str) -> str:
        """A scene as JSON text. Raises `UnknownId`, `InvalidData`, and `Busy` while the worker makes it."""
        view, asked = view_of(self._views, query), Filter.from_query(query)
        return self._scenes.text(self.computed.ground, view, asked, language, self._left(query))

    def flow(self, query: Query, *, language: str) -> dict[str, Any]:
        """The chart of a view that shows a value chain. Raises `UnknownId`, `InvalidData`."""
        view, asked = view_of(self._views, query), Filter.from_query(query)
        return flow(self.computed.ground, view, asked, language)

    def neighbourhood(self, identifier: str, *, radius: int = 1, language: str) -> dict[str, Any] | None:
        """Up to 300 nodes around an organization or cluster; None of what may not be drawn.

        Raises `UnknownId`.
        """
        asked = Filter(ego=identifier, radius=radius)
        return self._scenes.around(self.computed.ground, self._views["neighbourhood"], asked, language)

    def export(self, query: Query, form: str, *, language: str, site: str = "") -> File:
        """What a query leaves as a file in one of `FORMATS`.

        `site` is the address of the service, which stands in the file. Raises `UnknownId` for another format,
        `InvalidData`, and `Busy` while it is being made.
        """
        wanted = WantedFile.read(self._views, query, form, language, site)
        self.computed.figures()
        return self._scenes.export(self.computed.ground, wanted, self._left(query))

    def usual_years(self) -> tuple[int, int, int, int] | None:
        """First and last year of two periods to compare, None where the data covers too few years."""
        return comparing.usual_years(self.computed.ground)

    def difference(self, query: Query, *, rows: int = 15) -> DifferencePage:
        """Two periods or two sets held against each other, with so many rows of nodes and ties in each state.

        Raises `UnknownId`, `InvalidData`, `Busy`.
        """
        return difference_page(self._compared(query), rows)

    def difference_file(self, query: Query, form: str, *, language: str, site: str = "") -> File:
        """A difference as a file. Raises `UnknownId` for another format too, `InvalidData`, and `Busy`."""
        return difference_file(self._compared(query), form, language, site, PictureSize.from_query(query))

    def side_picture(self, query: Query, side: int, *, language: str) -> str:
        """One side of a difference as SVG. Raises `UnknownId`, `InvalidData`, and `Busy`."""
        return side_picture(self._compared(query), side, language)

    def _compared(self, query: Query) -> Compared:
        comparison = FilterPair.from_query(query)
        key = f"difference {comparison.to_query()}"
        return self._lately(
            key, lambda: compared(self.computed.ground, comparison, self._scenes, self._views["clusters"])
        )

    def has_surroundings(self, identifier: str) -> bool:
        """Whether something may be drawn and is tied to anything. Raises `UnknownId`."""
        here, node = self.computed.ground, self._graph.snapshot().node(identifier)
        return bool(node < here.size and here.visible[node] and here.network[[node]].nnz)

    def page_around(self, identifier: str, *, radius: int = 1, language: str) -> str:
        """The surroundings of an organization or cluster as one HTML page that needs no network.

        Raises `UnknownId` for what is not there or may not be drawn, `MissingAssets` without built scripts.
        """
        found = self.neighbourhood(identifier, radius=radius, language=language)
        if found is None:
            raise UnknownId("organization or cluster", identifier)
        return alone_html("neighbourhood", found, language, load_assets(vendor_folder(), "neighbourhood"))

    def gallery(self, folder: Path, names: Sequence[str] = ()) -> tuple[Path, ...]:
        """Write the named views, by default all, as pages that need no network, and an index of them.

        Raises `UnknownId`, and `MissingAssets` while no scripts are built.
        """
        views = {name: view_of(self._views, {"view": [name]}) for name in names} or self._views
        return draw_all(self.computed.ground, views, self.computed.layouts, folder, vendor_folder())

    def community(self, identifier: str) -> CommunityPage:
        """The page of `community:N`. Raises `UnknownId`, and `Busy` while communities are being found."""
        return community_page(self.computed.ground, identifier)

    def indicators(self, of: str = indicators.NETWORK) -> tuple[Indicator, ...]:
        """The indicators of an organization, a cluster, a region, or of the whole `network`.

        Those that are still being computed have no value and say so. Raises `UnknownId`.
        """
        known = tables(self._graph)
        if of == indicators.NETWORK:
            return indicators.of_network(known, self._begun(self.computed.sums()))
        if kind_of(of) == "organization":
            row = known.snapshot.organization(of)
            return indicators.of_organization(known, row, self._begun(self.computed.figures()))
        return indicators.of_group(known, indicators.members_of(known, of))

    def figures(self) -> Mapping[str, Float64s]:
        """Every indicator of every organization of the snapshot. Raises `Busy` while they are computed."""
        found = self.computed.figures()
        if found is None:
            raise self.computed.busy()
        return found.values

    def trend_list(self) -> tuple[TrendRow, ...]:
        """All curves."""
        return trend_pages.trend_list()

    def trend(
        self, indicator: str, *, of: str | None = None, digest: str | None = None, language: str
    ) -> TrendPage:
        """An indicator by year, over all projects or those of a cluster or region.

        A `digest` that was shown before gives the numbers of then. Raises `UnknownId`, and `Busy` while the
        worker computes it.
        """
        kept = self._kept(indicator, of, digest)
        return trend_pages.shown(
            kept, language, asked=digest, beside=self._kept(indicator, None, kept.digest) if of else None
        )

    def trend_groups(self) -> TrendGroups:
        """The countries and clusters whose projects a curve can count."""
        return trend_pages.groups(tables(self._graph))

    def trend_range(self, indicator: str, first: int, last: int, *, of: str | None = None) -> TrendRange:
        """The values of an indicator from one year to another; refused across a break of the data.

        Raises `UnknownId`.
        """
        return trend_pages.in_range(self._kept(indicator, of, None), first, last)

    def yearly_trends(self, clusters: Sequence[int] | None, until: int) -> tuple[TrendPage, ...]:
        """The curves of a yearly report up to a year: of projects of clusters (rows), or of all projects.

        Raises `Busy` while the worker computes their input.
        """
        known, sums = tables(self._graph), self._sums()
        of = None if clusters is None else tuple(clusters)
        return known.lately(
            f"trends of {of} until {until}", lambda: trend_pages.yearly(known, sums, of, until)
        )

    def _kept(self, indicator: str, of: str | None, digest: str | None) -> Kept:
        """The curve as it was shown from a state of the data, else that of today."""
        trends.words(indicator)
        now, whose = self._graph.snapshot().digest, of or ""
        kept = self._archive.get(digest or now, indicator, whose) or self._archive.get(now, indicator, whose)
        if kept is None:
            kept = self._curve(indicator, of)
            self._archive.put(kept)
        return kept

    def warm(self) -> None:
        """Make what the first pages of the map need."""
        self.choices({})
        self.table({})

    def keep_scene(self, query: Query) -> None:
        """Make a scene that takes long and keep it."""
        self._scenes.keep(self.computed.ground, view_of(self._views, query), Filter.from_query(query))

    def keep_export(self, query: Query, form: str, language: str, site: str) -> None:
        """Make a large file and keep it."""
        wanted = WantedFile.read(self._views, query, form, language, site)
        self._scenes.keep_export(self.computed.ground, wanted)

    def _begun(self, found: T | None) -> T | None:
        """What was computed; if it was not, the worker begins."""
        if found is None:
            self.computed.begin()
        return found

    def _curve(self, indicator: str, of: str | None) -> Kept:
        known, sums = tables(self._graph), self._sums()
        if self._later and len(known.projects.year) > _QUICK_PROJECTS:
            raise Busy(*self._later("trend", indicator=indicator, of=of, digest=known.snapshot.digest))
        return trends.curve(known, sums, indicator, self._group(of) if of else None)

    def _sums(self) -> Mapping[str, ProjectSums]:
        """The input of all curves. Raises `Busy` while the worker computes it."""
        sums = self.computed.sums()
        if sums is None:
            raise self.computed.busy()
        return {**sums, **trends.cluster_sums(self._graph)}

    def _group(self, of: str) -> TrendGroup:
        known = tables(self._graph)
        members = indicators.members_of(known, of)
        if kind_of(of) == "cluster":
            name = known.snapshot.clusters.names[known.snapshot.cluster(of)]
            return TrendGroup(of, {"de": name, "en": name}, members)
        label = region_name(of.removeprefix("region:"))
        return TrendGroup(of, {"de": label, "en": label} if isinstance(label, str) else label, members)

    def _left(self, query: Query) -> Left:
        view, asked = view_of(self._views, query), Filter.from_query(query)
        key = f"left {view.id} {asked.to_query()}"
        return self._lately(key, lambda: left(self.computed.ground, view, asked))

    def _lately(self, key: str, make: Callable[[], T]) -> T:
        return tables(self._graph).lately(key, make)
