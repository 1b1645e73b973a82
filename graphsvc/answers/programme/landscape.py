"""All clusters as one table: labels with their states, place, sector, members, stages, ties."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from graphsvc.answers.programme.labels import LabelRow, label_row
from graphsvc.answers.questions import LandscapeQuery
from graphsvc.answers.search.results import region_ref
from graphsvc.domain import Fact
from graphsvc.programme import members_stated
from graphsvc.state.cluster_figures import cluster_figures, members_known, tied_clusters
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.labels import awards_by_cluster
from graphsvc.state.refs import Ref, cluster_ref
from graphsvc.state.snapshot_tables import SnapshotTables, tables


@dataclass(frozen=True, slots=True)
class MembersOf:
    """How many members are known by name; how many there are, of which date, where a source states it."""

    known: int
    stated: int | None
    date: str | None
    source: str | None


@dataclass(frozen=True, slots=True)
class LandscapeRow:
    """A cluster with its labels on a day; `stages` counts those it or its organizations hold.

    `ties` counts the clusters with which it has joint projects or a cooperation on record.
    """

    ref: Ref
    country: str
    region: Ref | None
    region_words: str
    sectors: tuple[str, ...]
    members: MembersOf
    stages: int
    ties: int
    labels: tuple[LabelRow, ...]


def landscape(graph: CurrentGraph, asked: LandscapeQuery, on: str, within: int) -> tuple[LandscapeRow, ...]:
    """The clusters that a question leaves, in its order; asked for labels, with these alone."""
    chosen = [
        row
        for row in (_with_labels(graph, row, asked, on, within) for row in _all(graph))
        if (row.labels or not (asked.label or asked.level or asked.state))
        and asked.country in (None, row.country)
        and (asked.sector is None or asked.sector in row.sectors)
    ]
    return tuple(sorted(chosen, key=_ORDER[asked.sort]))


_ORDER: Mapping[str, Callable[[LandscapeRow], Any]] = {
    "name": lambda row: (),
    "label": lambda row: [(one.kind, one.level or "") for one in row.labels] or [("~", "")],
    "country": lambda row: row.country or "~",
    "members": lambda row: (-max(row.members.known, row.members.stated or 0), -row.members.known),
    "stages": lambda row: -row.stages,
    "ties": lambda row: -row.ties,
}
"""What the rows, which stand by name, are sorted by; none known comes last."""


def _with_labels(
    graph: CurrentGraph, row: LandscapeRow, asked: LandscapeQuery, on: str, within: int
) -> LandscapeRow:
    snapshot = graph.snapshot()
    labels = [label_row(snapshot, one, on, within) for one in awards_by_cluster(graph).get(row.ref.id, ())]
    left = tuple(
        one
        for one in labels
        if asked.label in (None, one.kind)
        and asked.level in (None, one.level)
        and asked.state in (None, one.state)
    )
    return replace(row, labels=left)


def _all(graph: CurrentGraph) -> tuple[LandscapeRow, ...]:
    """Every cluster by name, without its labels."""
    return tables(graph).memo("landscape", lambda known: _rows(graph, known))


def _rows(graph: CurrentGraph, known: SnapshotTables) -> tuple[LandscapeRow, ...]:
    snapshot = known.snapshot
    stages = dict(cluster_figures(graph))["stages"]
    members, ties, places = members_known(known), tied_clusters(known), known.places.clusters
    rows = [
        LandscapeRow(
            ref=cluster_ref(snapshot, row),
            country=record.country or "",
            region=region_ref(places[row]) if len(places[row]) > 2 else None,
            region_words=record.region or "",
            sectors=record.sectors,
            members=_members(int(members[row]), record.facts),
            stages=int(stages[row]),
            ties=int(ties[row]),
            labels=(),
        )
        for row, record in enumerate(snapshot.clusters.records)
    ]
    return tuple(sorted(rows, key=lambda row: row.ref.order))


def _members(known: int, facts: Iterable[Fact]) -> MembersOf:
    stated = members_stated(facts)
    if stated is None:
        return MembersOf(known, None, None, None)
    return MembersOf(known, stated.total, stated.date or None, stated.citation or None)
