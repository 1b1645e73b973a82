"""Indicators by year of all projects or of a group, archived by the digest of the data when shown."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np

from graphsvc import network
from graphsvc.arrays import Bools, Int64s
from graphsvc.derived_files import dispensable, intact
from graphsvc.domain import DatasetInfo
from graphsvc.domain.dataset import is_private
from graphsvc.domain.ids import is_id
from graphsvc.errors import UnknownId
from graphsvc.files import write_file
from graphsvc.network import Change, CutYear, Point, ProjectSums, descriptions
from graphsvc.network.sparse import Matrix
from graphsvc.snapshot import COMPANY, NO_DAY, Snapshot
from graphsvc.state.cluster_figures import stages_of_clusters
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.snapshot_tables import SnapshotTables, tables

Label = Mapping[str, str]

_REGION = 4
_DIGEST = re.compile(r"[0-9a-f]{64}")
_FORMAT = 1

_OWN: Mapping[str, tuple[Label, Label]] = {
    "supra_regional_pairs": (
        {"de": "Überregionaler Anteil", "en": "Supra-regional share"},
        {
            "de": "So viele Partnerpaare eines Projekts sitzen in verschiedenen Regionen (NUTS 2).",
            "en": "So large a share of pairs of partners in a project sits in different regions (NUTS 2).",
        },
    ),
    "international_pairs": (
        {"de": "Internationaler Anteil", "en": "International share"},
        {
            "de": "So viele Partnerpaare eines Projekts sitzen in verschiedenen Ländern.",
            "en": "So large a share of pairs of partners in a project sits in different countries.",
        },
    ),
    "projects_across_clusters": (
        {"de": "Anteil clusterübergreifender Projekte", "en": "Share of projects across clusters"},
        {
            "de": "So viele der Projekte, an denen ein Cluster teilnimmt, verbinden es mit anderen Clustern.",
            "en": "So large a share of projects in which a cluster takes part joins two clusters or more.",
        },
    ),
    "cross_sector_pairs": (
        {"de": "Branchenübergreifender Anteil", "en": "Cross-sector share"},
        {
            "de": "So viele Paare von Clustern eines Projekts haben keine Branche gemeinsam.",
            "en": "So large a share of pairs of clusters in a project has no sector in common.",
        },
    ),
    "new_cluster_pairs": (
        {"de": "Anteil neuer Clusterpaare", "en": "Share of new pairs of clusters"},
        {
            "de": "So viele Paare von Clustern eines Projekts waren in keinem früheren Projekt der Daten.",
            "en": "So large a share of pairs of clusters in a project was in no earlier project of the data.",
        },
    ),
    "stages_gained": (
        {"de": "Hinzugewonnene Stufen", "en": "Stages gained"},
        {
            "de": "So viele Stufen, die ein Cluster nicht hält, halten die anderen Cluster eines Projekts "
            "(Mittel über alle Teilnahmen von Clustern). Es zählt, was Quellen oder Personen heute sagen.",
            "en": "So many stages that a cluster does not hold are held by the other clusters of a project "
            "(mean over all participations of clusters). What sources or persons say today counts.",
        },
    ),
}
CLUSTER_TRENDS = ("projects_across_clusters", "cross_sector_pairs", "new_cluster_pairs", "stages_gained")
"""Curves over the projects of clusters: those in which a public member or the legal body takes part."""
YEARLY = (*CLUSTER_TRENDS, "supra_regional_pairs", "international_pairs", "company_share")
"""Curves of the yearly report of a programme."""
TRENDS = (
    "partners_per_project",
    "newcomer_share",
    "met_before_share",
    "company_share",
    "supra_regional_pairs",
    "international_pairs",
    *CLUSTER_TRENDS,
)


@dataclass(frozen=True, eq=False)
class TrendGroup:
    """A cluster or region: its id, its name, its organizations."""

    id: str
    name: Label
    members: Bools


@dataclass(frozen=True, slots=True)
class Edge:
    """The first year that other datasets cover than the year before, with the titles of both."""

    year: int
    before: tuple[Label, ...]
    after: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A curve as it was computed from one state of the data, with all that a citation names."""

    indicator: str
    of: str
    name: Label
    digest: str
    period: tuple[str, str]
    retrieved: str
    version: str
    points: tuple[Point, ...]
    cut: tuple[CutYear, ...]
    changes: tuple[Change, ...] = ()
    edges: tuple[Edge, ...] = ()

    @property
    def trend(self) -> network.Trend:
        """The curve alone."""
        return network.Trend(self.indicator, self.points, self.cut, self.changes)


def words(indicator: str) -> tuple[Label, Label]:
    """Label and definition of a curve. Raises `UnknownId`."""
    if indicator in _OWN:
        return _OWN[indicator]
    if indicator not in TRENDS:
        raise UnknownId("indicator", indicator)
    about = descriptions()[indicator]
    return about.label, about.meaning


def project_sums(known: SnapshotTables) -> Mapping[str, ProjectSums]:
    """Input of the trends: a numerator and a denominator for each project."""
    members = Matrix(known.projects.partners.T.astype(np.float64))
    year = known.projects.year.astype(np.int64)
    company = np.asarray(known.snapshot.organizations.kind) == COMPANY
    return {
        "partners_per_project": network.partners_per_project(members),
        "newcomer_share": network.share_of_newcomers(members, year),
        "met_before_share": network.share_of_pairs_met_before(members, year),
        "company_share": network.share_of_participations(members, company),
        "supra_regional_pairs": network.share_of_pairs_apart(members, known.regions(_REGION)[1]),
        "international_pairs": network.share_of_pairs_apart(members, known.regions(2)[1]),
    }


def cluster_sums(graph: CurrentGraph) -> Mapping[str, ProjectSums]:
    """Input of the trends over projects of clusters; quickly made."""
    return tables(graph).memo("cluster sums", lambda known: _cluster_sums(known, stages_of_clusters(graph)))


def _cluster_sums(known: SnapshotTables, stages: Bools) -> Mapping[str, ProjectSums]:
    taking = Matrix(known.in_projects.astype(np.float64))
    records = known.snapshot.clusters.records
    names = sorted({sector for one in records for sector in one.sectors})
    pairs = [(row, names.index(sector)) for row, one in enumerate(records) for sector in one.sectors]
    rows, columns = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    sectors = Matrix((np.ones(len(rows)), (rows, columns)), shape=(len(records), len(names)))
    met = network.share_of_pairs_met_before(taking, known.projects.year.astype(np.int64))
    return {
        "projects_across_clusters": network.share_of_groups_joined(taking),
        "cross_sector_pairs": network.share_of_pairs_unlike(taking, sectors),
        "new_cluster_pairs": ProjectSums(met.below - met.above, met.below),
        "stages_gained": network.stages_gained(taking, stages),
    }


def curve(
    known: SnapshotTables,
    sums: Mapping[str, ProjectSums],
    indicator: str,
    group: TrendGroup | None = None,
    *,
    until: int | None = None,
) -> Kept:
    """The curve of all projects, or of those in which a group takes part, up to the year `until`."""
    snapshot = known.snapshot
    year, month = known.projects.year.astype(np.int64), months(snapshot)
    above, below = sums[indicator].above, sums[indicator].below
    if group:
        taking = np.asarray(known.projects.partners @ group.members.astype(np.int64)) > 0
        above, below = above * taking, below * taking
    if until:
        above, below = above * (year <= until), below * (year <= until)
    edges = edges_of(snapshot.datasets)
    found = network.trend(
        indicator, ProjectSums(above, below), year, month, edges={edge.year for edge in edges}
    )
    return Kept(
        indicator=indicator,
        of=group.id if group else "",
        name=group.name if group else {},
        digest=snapshot.digest,
        period=snapshot.period,
        retrieved=snapshot.retrieved,
        version=version("graphsvc"),
        points=found.points,
        cut=found.cut,
        changes=found.changes,
        edges=edges,
    )


def edges_of(datasets: Sequence[DatasetInfo]) -> tuple[Edge, ...]:
    """Years with which the datasets that cover them change, by the periods that datasets state.

    A dataset whose period lies within that of another one makes no edge: the other one goes on.
    """
    spans = [
        (int(one.period_from[:4]), int(one.period_to[:4]), one)
        for one in datasets
        if one.period_from and one.period_to and not is_private(one.id)
    ]
    wide = [
        (first, last, one)
        for first, last, one in spans
        if not any(
            start <= first and last <= end and (start, end) != (first, last) for start, end, _ in spans
        )
    ]
    if not wide:
        return ()
    years = range(min(first for first, *_ in wide), max(last for _, last, _ in wide) + 1)
    covered = {
        year: tuple(_title(one) for first, last, one in wide if first <= year <= last) for year in years
    }
    return tuple(
        Edge(year, covered[year - 1], covered[year])
        for year in years[1:]
        if covered[year] != covered[year - 1]
    )


def _title(dataset: DatasetInfo) -> Label:
    return {"de": dataset.title_de or dataset.title, "en": dataset.title}


def months(snapshot: Snapshot) -> Int64s:
    """The month in which each project began, 0 unknown."""
    start = np.asarray(snapshot.projects.start)
    known = start != NO_DAY
    days = np.where(known, start, 0).astype("datetime64[D]")
    return np.where(known, days.astype("datetime64[M]").astype(np.int64) % 12 + 1, 0)


class TrendArchive:
    """Curves that were shown, one file for each state of the data, indicator and group."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "trends"

    def get(self, digest: str, indicator: str, of: str) -> Kept | None:
        """The curve as it was shown from a state of the data, if it was."""
        if not _DIGEST.fullmatch(digest) or indicator not in TRENDS or not (of == "" or is_id(of)):
            return None
        return intact(self._path(digest, indicator, of), _read)

    def put(self, kept: Kept) -> None:
        """Keep a curve; one that is there stays as it is."""
        path = self._path(kept.digest, kept.indicator, kept.of)
        if path.exists():
            return
        with dispensable(path):
            write_file(path, json.dumps({"format": _FORMAT, **asdict(kept)}, ensure_ascii=False).encode())

    def _path(self, digest: str, indicator: str, of: str) -> Path:
        return self._folder / digest / f"{indicator}{'.' if of else ''}{of.replace(':', '-')}.json"


def _read(path: Path) -> Kept:
    found = json.loads(path.read_bytes())
    return Kept(
        **{name: found[name] for name in ("indicator", "of", "name", "digest", "retrieved", "version")},
        period=(found["period"][0], found["period"][1]),
        points=tuple(Point(**point) for point in found["points"]),
        cut=tuple(CutYear(**year) for year in found["cut"]),
        changes=tuple(Change(**change) for change in found.get("changes", ())),
        edges=tuple(
            Edge(edge["year"], tuple(edge["before"]), tuple(edge["after"])) for edge in found.get("edges", ())
        ),
    )
