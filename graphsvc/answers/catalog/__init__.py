"""Lookup of datasets, value chains, clusters, organizations, projects, regions and stages."""

from collections.abc import Iterable, Sequence

from graphsvc.answers.catalog import dataset_info
from graphsvc.answers.catalog.cluster import ClusterPage, cluster_page
from graphsvc.answers.catalog.clusters import ClusterRow, Preset, cluster_rows, presets
from graphsvc.answers.catalog.history import ToldChange, changes
from graphsvc.answers.catalog.organization import OrganizationPage, organization_page
from graphsvc.answers.catalog.project import ProjectPage, project_page
from graphsvc.answers.catalog.region import RegionPage, region_page
from graphsvc.answers.catalog.stage import StagePage, stage_page
from graphsvc.answers.search import naming, results
from graphsvc.domain.ids import kind_of
from graphsvc.snapshot.regions import region_code
from graphsvc.state.chain_info import ChainInfo, chain, chains, stages
from graphsvc.state.feedback import Dispute, EntityWord, said
from graphsvc.state.first_chain import chains_of, first_chain, fitting_chain
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.refs import Ref, ref
from graphsvc.state.region_names import region_exists
from graphsvc.state.stage_holders import StageFact, held_by


class Catalog:
    """What can be looked up in the current snapshot.

    Where the facts of an organization, cluster or project come from is read from the store; with
    `sources=False` it is not asked, and their `facts` are empty.
    """

    def __init__(self, graph: CurrentGraph) -> None:
        self._graph = graph

    def note(self) -> dataset_info.DataNote:
        """The data in one line: its period, size and digest."""
        return self._graph.derived("note", dataset_info.note)

    def sources(self) -> tuple[dataset_info.SourceInfo, ...]:
        """The datasets and reference tables with their licences."""
        return self._graph.derived("sources", dataset_info.sources)

    def said(self) -> tuple[Dispute | EntityWord, ...]:
        """Disputed facts, objections to being suggested and "this is us", the newest first."""
        words = said(self._graph)
        found: list[Dispute | EntityWord] = [*words.disputes, *words.words]
        return tuple(sorted(found, key=lambda one: (one.date, one.id), reverse=True))

    def search(self, q: str, kinds: Iterable[str] = (), limit: int = 8) -> results.SearchResult:
        """What a query finds, grouped by kind."""
        return results.find(self._graph, q, kinds, limit)

    def look_up(self, name: str, kinds: Sequence[str]) -> naming.NameLookup:
        """What of `kinds` a name or id stands for, or the candidates it may mean."""
        return naming.look_up(self._graph, name, kinds)

    def identify(self, name: str, kinds: Sequence[str]) -> str:
        """The id of one of `kinds` that `name` stands for. Raises `UnknownId` and `InvalidData`."""
        return naming.identify(self._graph, name, kinds)

    def identify_all(self, names: Iterable[str], kinds: Sequence[str]) -> tuple[str, ...]:
        """The ids that `names` stand for, in their order. Raises `UnknownId` and `InvalidData`."""
        return tuple(self.identify(name, kinds) for name in names)

    def ref(self, identifier: str) -> Ref:
        """What an id names: an organization, cluster, project, region or stage. Raises `UnknownId`."""
        if identifier in stages():
            return stages()[identifier].ref
        code = region_code(identifier.partition(":")[2])
        if kind_of(identifier) == "region" and region_exists(code):
            return results.region_ref(code)
        return ref(self._graph.snapshot(), identifier)

    def chains(self) -> tuple[ChainInfo, ...]:
        """Every value chain in its newest version."""
        return chains()

    def chains_of(self, identifier: str) -> tuple[tuple[ChainInfo, bool], ...]:
        """The chains in which an organization or cluster holds stages itself, the foremost first.

        With each whether one of the stages is stated or confirmed, not only inferred. Raises `UnknownId`.
        """
        return tuple((chain(name), stated) for name, stated in chains_of(self._graph, identifier).items())

    def chain(self, chain_id: str) -> ChainInfo:
        """One value chain. Raises `UnknownId`."""
        return chain(chain_id)

    def first_chain(self, identifier: str) -> str:
        """The value chain that a page about an organization or cluster opens first. Raises `UnknownId`."""
        return first_chain(self._graph, identifier)

    def has_chain(self, identifier: str) -> bool:
        """Whether the value chain of an organization or cluster is told by anything. Raises `UnknownId`."""
        return bool(fitting_chain(self._graph, identifier) or self.chains_of(identifier))

    def clusters(self, sector: str | None = None, country: str | None = None) -> tuple[ClusterRow, ...]:
        """Every cluster by name, or those of a sector or an ISO country."""
        rows = self._graph.derived("clusters", cluster_rows)
        return tuple(
            row
            for row in rows
            if (sector is None or sector in row.sectors) and (country is None or country == row.country)
        )

    def countries(self) -> tuple[str, ...]:
        """ISO codes of the countries of organizations and clusters in the data."""
        return self._graph.snapshot().countries

    def company_sizes(self) -> dataset_info.SizesKnown:
        """Of how many companies it is known whether they are small or medium-sized."""
        return self._graph.derived("sizes", dataset_info.sizes_known)

    def presets(self) -> tuple[Preset, ...]:
        """Sets of clusters that present themselves as one."""
        return self._graph.derived("presets", presets)

    def organization(self, identifier: str, *, sources: bool = True, stages: bool = True) -> OrganizationPage:
        """The page of an organization; `stages=False` leaves out the stages it holds. Raises `UnknownId`."""
        return organization_page(self._graph, identifier, sources=sources, stages=stages)

    def changes(self, identifier: str) -> tuple[ToldChange, ...]:
        """What loads changed about an organization, the newest first. Raises `UnknownId`."""
        return changes(self._graph, identifier)

    def cluster(self, identifier: str, *, sources: bool = True) -> ClusterPage:
        """The page of a cluster. Raises `UnknownId`."""
        return cluster_page(self._graph, identifier, sources=sources)

    def project(self, identifier: str, *, sources: bool = True) -> ProjectPage:
        """The page of a project. Raises `UnknownId`."""
        return project_page(self._graph, identifier, sources=sources)

    def region(self, identifier: str) -> RegionPage:
        """The page of a region. Raises `UnknownId`."""
        return region_page(self._graph, identifier)

    def stage(self, chain_id: str, stage_id: str) -> StagePage:
        """The page of a stage. Raises `UnknownId`."""
        return stage_page(self._graph, chain_id, stage_id)

    def stages_of(self, identifier: str, chain_id: str) -> tuple[StageFact, ...]:
        """The stages of a chain that an organization or cluster holds itself, in the order of the chain.

        Raises `UnknownId`.
        """
        return held_by(self._graph, self._graph.snapshot().node(identifier), (chain(chain_id),))
