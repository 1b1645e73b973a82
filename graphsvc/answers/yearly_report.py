"""Everything that a yearly report of a programme says about its clusters, from the answers."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib import resources
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from graphsvc.answers.network import Network
from graphsvc.answers.programme import LabelRow, LandscapeRow, Programme
from graphsvc.answers.questions import LandscapeQuery
from graphsvc.arrays import Int64s
from graphsvc.network import TieYear, ties_by_year
from graphsvc.network.sparse import Matrix
from graphsvc.snapshot import NO_DAY, Snapshot, day, iso, links
from graphsvc.state.cluster_figures import stages_of_clusters
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.refs import Ref, cluster_ref
from graphsvc.state.snapshot_tables import SnapshotTables, tables

if TYPE_CHECKING:
    from graphsvc.answers.catalog import Catalog
    from graphsvc.answers.catalog.dataset_info import SourceInfo
    from graphsvc.answers.network.trend_pages import TrendPage
    from graphsvc.answers.programme.registers import Registers
    from graphsvc.programme.registers import PolicyMeasure

MOST_TOPICS = 8


@dataclass(frozen=True, slots=True)
class MembersMoved:
    """How many members are known to have joined a cluster in a year, and to have left it."""

    ref: Ref
    joined: int
    left: int


@dataclass(frozen=True, slots=True)
class CallTopic:
    """A topic of calls and the number of projects of the clusters under it."""

    title: str
    projects: int


@dataclass(frozen=True, slots=True)
class YearlyReport:
    """The clusters of a programme in a year; `question` makes the same report again.

    `total` counts all clusters of the data. `begun` are the labels awarded in the year, `ended` those whose
    end lies in it, stated or by rule. `trends` and `ties` know the years up to the one of the report that the
    data holds in full. `measures` are the policy measures on record that held in the
    year. `projects` counts those of the clusters, `untitled` those among them without a topic.
    `inputs` are fingerprints of what the figures rest on.
    """

    question: dict[str, Any]
    day: str
    digest: str
    rows: tuple[LandscapeRow, ...]
    total: int
    begun: tuple[LabelRow, ...]
    ended: tuple[LabelRow, ...]
    moved: tuple[MembersMoved, ...]
    trends: "tuple[TrendPage, ...]"
    ties: tuple[TieYear, ...]
    measures: "tuple[PolicyMeasure, ...]"
    topics: tuple[CallTopic, ...]
    projects: int
    untitled: int
    sources: "tuple[SourceInfo, ...]"
    inputs: Mapping[str, str]

    @property
    def labels(self) -> tuple[LabelRow, ...]:
        """The labels of the clusters, by cluster."""
        return tuple(one for row in self.rows for one in row.labels)


def yearly_report(
    graph: CurrentGraph,
    catalog: "Catalog",
    programme: Programme,
    network: Network,
    registers: "Registers",
    *,
    year: int,
    on: str,
    day: str,
    country: str | None = None,
    label: str | None = None,
) -> YearlyReport:
    """The report about the clusters of a country, with a label, or about all.

    States of labels are told on the ISO day `on`; `day` is the one that the report states as its own. Raises
    `UnknownId`, and `Busy` while the worker computes sums of a large network.
    """
    asked = LandscapeQuery(country=country, label=label)
    known, rows = tables(graph), tuple(_begun(row) for row in programme.landscape(asked, on))
    snapshot = known.snapshot
    chosen = np.array(sorted(snapshot.cluster(row.ref.id) for row in rows), dtype=np.int64)
    every = len(chosen) == len(snapshot.clusters.ids)
    labels = [one for row in rows for one in row.labels]
    trends = network.yearly_trends(None if every else chosen.tolist(), year)
    taking = np.flatnonzero(np.asarray(known.in_projects[chosen].sum(axis=0)).ravel() > 0)
    begins = known.projects.year[taking]
    topics = Counter(
        snapshot.projects.topics[row] for row in taking[(begins > 0) & (begins <= year)].tolist()
    )
    return YearlyReport(
        question={"report": "yearly", "year": year, "on": on, "country": country, "label": label},
        day=day,
        digest=snapshot.digest,
        rows=rows,
        total=len(snapshot.clusters.ids),
        begun=tuple(one for one in labels if (one.awarded or "")[:4] == str(year)),
        ended=tuple(one for one in labels if (one.ends or "")[:4] == str(year)),
        moved=_moved(snapshot, chosen, year),
        trends=trends,
        ties=_ties(known, chosen, [point.year for point in trends[0].points]),
        measures=registers.measures_in(year, year, country),
        topics=tuple(
            CallTopic(title, count)
            for title, count in sorted(topics.items(), key=lambda one: (-one[1], one[0]))
            if title
        )[:MOST_TOPICS],
        projects=sum(topics.values()),
        untitled=topics[""],
        sources=tuple(one for one in catalog.sources() if one.retrieved),
        inputs={
            **known.memo("inputs of the yearly report", lambda made: _inputs(made.snapshot)),
            "stages": _print(_stages(graph)),
            "measures": _print(one.model_dump_json() for one in registers.entries("policies")),
        },
    )


def _begun(row: LandscapeRow) -> LandscapeRow:
    """A cluster without the labels that were awarded after the day."""
    return replace(row, labels=tuple(one for one in row.labels if one.state != "not_yet"))


def _moved(snapshot: Snapshot, chosen: Int64s, year: int) -> tuple[MembersMoved, ...]:
    """The clusters among `chosen` (rows) that members joined or left, by name."""
    table = snapshot.memberships
    first, last = day(str(year)), day(str(year), last=True)
    counted = links.accepted(table.evidence) & links.is_member(table) & ~table.private
    joined, left = (
        {
            (int(cluster), int(organization))
            for cluster, organization in zip(
                table.cluster[fits].tolist(), table.organization[fits].tolist(), strict=True
            )
        }
        for fits in (
            counted & (moment != NO_DAY) & (moment >= first) & (moment <= last)
            for moment in (table.start, table.end)
        )
    )
    found = [
        MembersMoved(
            cluster_ref(snapshot, row),
            sum(cluster == row for cluster, _ in joined),
            sum(cluster == row for cluster, _ in left),
        )
        for row in chosen.tolist()
    ]
    moving = [one for one in found if one.joined or one.left]
    return tuple(sorted(moving, key=lambda one: one.ref.order))


def _ties(known: SnapshotTables, chosen: Int64s, years: Sequence[int]) -> tuple[TieYear, ...]:
    """The ties of the chosen clusters (rows) to one another."""
    ends = known.snapshot.projects.end.tolist()
    end = np.array([0 if one == NO_DAY else int(iso(one)[:4]) for one in ends], dtype=np.int64)
    return ties_by_year(Matrix(known.in_projects[chosen]), known.projects.year.astype(np.int64), end, years)


def _inputs(snapshot: Snapshot) -> dict[str, str]:
    """Fingerprints of what the figures rest on, by name; each changes with its own content alone."""
    organizations, projects = snapshot.organizations, snapshot.projects
    rules = resources.files("graphsvc.taxonomy") / "data" / "labels-1.0.yml"
    return {
        "clusters": _print(snapshot.clusters.fields),
        "members": _print(_members(snapshot)),
        "organizations": _print(
            map(
                repr,
                zip(
                    organizations.ids,
                    organizations.nuts,
                    organizations.kind.tolist(),
                    (
                        snapshot.countries[code] if code >= 0 else ""
                        for code in organizations.country.tolist()
                    ),
                    strict=True,
                ),
            )
        ),
        "projects": _print(
            map(
                repr,
                zip(
                    projects.ids, projects.topics, projects.start.tolist(), projects.end.tolist(), strict=True
                ),
            ),
            _participations(snapshot),
        ),
        "label_rules": _print([rules.read_text(encoding="utf-8")]),
    }


def _stages(graph: CurrentGraph) -> Iterator[str]:
    """The stages that each cluster holds, as a row of zeros and ones."""
    ids = graph.snapshot().clusters.ids
    return (f"{ids[row]} {held.astype(int)}" for row, held in enumerate(stages_of_clusters(graph)))


def _members(snapshot: Snapshot) -> Iterator[str]:
    table = snapshot.memberships
    for row in np.flatnonzero(~table.private).tolist():
        cluster = snapshot.clusters.ids[int(table.cluster[row])]
        organization = snapshot.organizations.ids[int(table.organization[row])]
        basis = int(table.evidence.basis[row])
        yield f"{cluster} {organization} {table.role[row]} {table.start[row]} {table.end[row]} {basis}"


def _participations(snapshot: Snapshot) -> Iterator[str]:
    ids, (rows, columns) = list(snapshot.projects.ids), snapshot.participation.nonzero()
    names = list(snapshot.organizations.ids)
    return (
        f"{names[row]} {ids[column]}" for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
    )


def _print(*texts: Iterable[str]) -> str:
    found = sha256()
    for text in chain.from_iterable(texts):
        found.update(f"{text}\n".encode())
    return found.hexdigest()[:16]
