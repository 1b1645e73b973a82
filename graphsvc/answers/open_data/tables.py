"""Lists of a snapshot as columns: what everybody may see of it, each entity once with the fields that win.

Left out are organizations named after a person and memberships that people keep to themselves.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp

from graphsvc.answers.open_data.columns import (
    Column,
    DayColumn,
    Entities,
    Flags,
    Lists,
    Numbers,
    Texts,
    Value,
    Words,
)
from graphsvc.answers.open_data.forms import WHOLE_INDICATORS
from graphsvc.arrays import Bools, Float32s, Float64s, Int64s, Integers
from graphsvc.domain.names import has_title
from graphsvc.network import degree, years_of_ties
from graphsvc.network.sparse import values_at
from graphsvc.snapshot import (
    BASES,
    MEMBERSHIP_ROLES,
    NO_DAY,
    ORGANIZATION_KINDS,
    RELATION_KINDS,
    Clusters,
    Evidences,
    Organizations,
    Snapshot,
    links,
)
from graphsvc.state.snapshot_tables import SnapshotTables

WORKED_WITH = "worked_with"
TIE_KINDS = (WORKED_WITH, *(kind for kind in RELATION_KINDS if kind != "same_as"))
_ROLES = ("participant", "coordinator")


@dataclass(frozen=True, eq=False)
class ListTable:
    """A list: its columns by field, and the rows of them that are shown, in order."""

    columns: Mapping[str, Column]
    rows: Int64s

    def where(self, chosen: Bools) -> "ListTable":
        """The chosen of all rows (shown or not) that are shown."""
        return replace(self, rows=self.rows[chosen[self.rows]])

    def values(self, names: Iterable[str]) -> list[tuple[Value, ...]]:
        """All rows shown as tuples of the named fields."""
        rows = self.rows.tolist()
        return list(zip(*(self.columns[name].take(rows) for name in names), strict=True))


def whole_table(columns: Mapping[str, Column], count: int) -> ListTable:
    """A list of `count` rows that are all shown."""
    return ListTable(columns, np.arange(count, dtype=np.int64))


def end_columns(snapshot: Snapshot, **nodes: Integers) -> dict[str, Column]:
    """Id and name of each end of links."""
    found: dict[str, Column] = {}
    for name, numbers in nodes.items():
        found[name] = Entities(snapshot, numbers.astype(np.int64))
        found[f"{name}_name"] = Entities(snapshot, numbers.astype(np.int64), named=True)
    return found


def _places(
    snapshot: Snapshot, table: Organizations | Clusters, regions: tuple[str, ...]
) -> dict[str, Column]:
    return {
        "id": Texts(table.ids),
        "name": Texts(table.names),
        "country": Words(np.asarray(table.country), snapshot.countries),
        "region": Texts(regions),
        "lat": Numbers(_rounded(table.lat)),
        "lng": Numbers(_rounded(table.lng)),
    }


def _rounded(degrees: Float32s) -> Float64s:
    """Degrees to five places, a meter; single precision tells no more."""
    return np.asarray(degrees, dtype=np.float64).round(5)


def _evidence(snapshot: Snapshot, evidence: Evidences, of: Int64s) -> dict[str, Column]:
    """Basis, source and date of links; `of` is the row of the evidence of each, -1 for none."""
    return {
        "basis": Words(np.append(np.asarray(evidence.basis), -1)[of], BASES),
        "citation": Texts(texts_at(evidence.citation, of)),
        "date": Texts(texts_at(evidence.date, of)),
    }


def texts_at(texts: Iterable[str], of: Int64s) -> list[str]:
    """The texts at some places, "" at -1."""
    known = [*texts, ""]
    return [known[place] for place in of.tolist()]


def organizations(known: SnapshotTables) -> ListTable:
    """Organizations, a row each, in the order of the snapshot."""
    snapshot, table = known.snapshot, known.snapshot.organizations
    columns: dict[str, Column] = {
        **_places(snapshot, table, known.places.organizations),
        "kind": Words(np.asarray(table.kind), ORGANIZATION_KINDS),
        "city": Texts(table.city),
        "website": Texts(table.website),
        "sme": Flags(np.asarray(table.sme)),
        "clusters": Numbers.counted(_counts(known, 1, len(table.ids))),
        "projects": Numbers.counted(known.projects.of),
        "partners": Numbers.counted(degree(known.collaboration.ties)),
    }
    return ListTable(columns, np.flatnonzero(~np.asarray(table.hidden)).astype(np.int64))


def clusters(known: SnapshotTables) -> ListTable:
    """Clusters, a row each, in the order of the snapshot."""
    snapshot, table = known.snapshot, known.snapshot.clusters
    columns: dict[str, Column] = {
        **_places(snapshot, table, known.places.clusters),
        "city": Texts([record.city or "" for record in table.records]),
        "website": Texts([record.website or "" for record in table.records]),
        "sectors": Lists([record.sectors for record in table.records]),
        "label": Texts([record.label or "" for record in table.records]),
        "founded": Texts([record.founded or "" for record in table.records]),
        "members": Numbers.counted(_counts(known, 0, len(table.ids))),
        "projects": Numbers.counted(np.diff(known.in_projects.indptr)),
    }
    return whole_table(columns, len(table.ids))


def projects(known: SnapshotTables) -> ListTable:
    """Projects, a row each, in the order of the snapshot."""
    table = known.snapshot.projects
    columns: dict[str, Column] = {
        "id": Texts(table.ids),
        "acronym": Texts(table.acronyms),
        "title": Texts(
            [one if has_title(one, key) else "" for one, key in zip(table.titles, table.ids, strict=True)]
        ),
        "programme": Texts(table.programmes),
        "topic": Texts(table.topics),
        "start": DayColumn(np.asarray(table.start)),
        "end": DayColumn(np.asarray(table.end)),
        "partners": Numbers.counted(np.asarray(table.size)),
        "known": Numbers.counted(np.diff(known.projects.partners.indptr)),
    }
    return whole_table(columns, len(table.ids))


def participations(known: SnapshotTables) -> ListTable:
    """Who takes part in what, by organization and project."""
    snapshot = known.snapshot
    found = known.projects.partners.T.tocsr().tocoo()
    order = np.lexsort((found.col, found.row))
    first = len(snapshot.organizations.ids) + len(snapshot.clusters.ids)
    columns = {
        **end_columns(snapshot, organization=found.row[order], project=found.col[order] + first),
        "role": Words((found.data[order] == 2).astype(np.int8), _ROLES),
    }
    return whole_table(columns, len(order))


def memberships(known: SnapshotTables) -> ListTable:
    """Members of clusters today, by cluster and organization; see `links.memberships`."""
    snapshot, table = known.snapshot, known.snapshot.memberships
    found = _members(known)
    columns = {
        **end_columns(
            snapshot, organization=found.second, cluster=found.first + len(snapshot.organizations.ids)
        ),
        "role": Words(np.asarray(table.role)[found.link], MEMBERSHIP_ROLES),
        "start": DayColumn(np.asarray(table.start)[found.link]),
        "end": DayColumn(np.asarray(table.end)[found.link]),
        **_evidence(snapshot, table.evidence, found.link),
    }
    return whole_table(columns, len(found.link))


def ties(known: SnapshotTables) -> ListTable:
    """Joint projects by pair, then relations that no one refused, each pair and kind once."""
    snapshot, table = known.snapshot, known.snapshot.relations
    kind, source, target, link = _relations(snapshot)
    one, other, count, weight = _pairs(known)
    first, last = years_of_ties(
        known.projects.partners.T.tocsr(), known.projects.year.astype(np.int64), one, other
    )
    blank, none = np.full(len(link), np.nan), np.full(len(one), -1, dtype=np.int64)
    where = np.append(none, link)
    columns = {
        **end_columns(snapshot, source=np.append(one, source), target=np.append(other, target)),
        "kind": Words(np.append(none + 1, kind), TIE_KINDS),
        "projects": Numbers(np.append(count, blank), whole=True),
        "first": Numbers(np.append(np.where(first > 0, first, np.nan), blank), whole=True),
        "last": Numbers(np.append(np.where(last > 0, last, np.nan), blank), whole=True),
        "weight": Numbers(np.append(np.round(weight, 6), blank)),
        "start": DayColumn(np.append(np.asarray(table.start), NO_DAY)[where]),
        "end": DayColumn(np.append(np.asarray(table.end), NO_DAY)[where]),
        **_evidence(snapshot, table.evidence, where),
    }
    return whole_table(columns, len(where))


def indicators(known: SnapshotTables, figures: Mapping[str, Float64s]) -> ListTable:
    """Every indicator of every organization; `figures` has an array by indicator."""
    snapshot = known.snapshot
    every = np.arange(len(snapshot.organizations.ids), dtype=np.int64)
    columns: dict[str, Column] = {
        **end_columns(snapshot, organization=every),
        **{name: Numbers(values, whole=name in WHOLE_INDICATORS) for name, values in figures.items()},
    }
    return ListTable(columns, np.flatnonzero(~np.asarray(snapshot.organizations.hidden)).astype(np.int64))


def trends(rows: Iterable[tuple[str, Mapping[str, str], Mapping[str, str]]]) -> ListTable:
    """The curves by id, with label and definition by language."""
    ids, labels, definitions = zip(*sorted(rows, key=lambda row: row[0]), strict=True)
    columns: dict[str, Column] = {"id": Texts(ids)}
    for name, words in (("label", labels), ("definition", definitions)):
        for language in ("en", "de"):
            columns[f"{name}_{language}"] = Texts([word[language] for word in words])
    return whole_table(columns, len(ids))


def _members(known: SnapshotTables) -> links.Pairs:
    """Clusters and the members of today that may be shown."""
    found = links.memberships(known.snapshot, known.snapshot.retrieved)
    shown = ~np.asarray(known.snapshot.organizations.hidden)[found.second]
    return links.Pairs(found.first[shown], found.second[shown], found.link[shown])


def _counts(known: SnapshotTables, which: int, size: int) -> Integers:
    """How many members each cluster has (`which` 0), or in how many clusters each organization is (1)."""
    return np.bincount(_members(known)[which], minlength=size)


def _pairs(known: SnapshotTables) -> tuple[Int64s, Int64s, Float64s, Float64s]:
    """Pairs of organizations with joint projects: the first by id, the other, how many, tie strength."""
    found = sp.coo_array(sp.triu(known.collaboration.weight, k=1))
    order = np.lexsort((found.col, found.row))
    one, other = found.row[order].astype(np.int64), found.col[order].astype(np.int64)
    return one, other, values_at(known.collaboration.count, one, other), found.data[order]


def _relations(snapshot: Snapshot) -> tuple[Int64s, Int64s, Int64s, Int64s]:
    """Relations by kind (as `TIE_KINDS`), source and target, and the row of the first claim of each."""
    table = snapshot.relations
    size = len(snapshot.organizations.ids)
    hidden = np.append(np.asarray(snapshot.organizations.hidden), False)
    ends = np.stack([table.source, table.target]).astype(np.int64)
    shown = links.valid(table) & ~hidden[np.minimum(ends, size)].any(axis=0)
    number = np.array([TIE_KINDS.index(kind) if kind in TIE_KINDS else -1 for kind in RELATION_KINDS])
    kind = number[table.kind]
    both = kind == TIE_KINDS.index("cooperates")
    ends = np.where(both, np.sort(ends, axis=0), ends)
    rows = np.flatnonzero(shown & (kind > 0))
    _, first = np.unique(np.stack([kind, *ends])[:, rows], axis=1, return_index=True)
    link = rows[first].astype(np.int64)
    return kind[link], ends[0, link], ends[1, link], link


MAKERS: Mapping[str, Callable[[SnapshotTables], ListTable]] = {
    make.__name__: make for make in (organizations, clusters, projects, participations, memberships, ties)
}
"""The lists that need nothing but the snapshot, by name."""
