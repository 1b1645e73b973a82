"""The data as lists: filtered, sorted and in pages, for programs that build on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from graphsvc.answers.catalog import Catalog
from graphsvc.answers.network import Network
from graphsvc.answers.open_data import stage_table, tables
from graphsvc.answers.open_data.columns import Column, DayColumn, Entities, Flags, Lists, Value, Words
from graphsvc.answers.open_data.forms import FORMS, ListField, ListForm
from graphsvc.answers.open_data.publishing import published
from graphsvc.answers.open_data.tables import ListTable
from graphsvc.arrays import Bools, Int64s
from graphsvc.domain.published import PublishedGraph
from graphsvc.errors import InvalidData, UnknownId
from graphsvc.messages import msg
from graphsvc.snapshot import day
from graphsvc.snapshot.regions import lies_in, region_code
from graphsvc.state import snapshot_tables
from graphsvc.state.chain_info import chains
from graphsvc.state.chain_selection import index_of
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.region_names import region_exists
from graphsvc.state.snapshot_tables import SnapshotTables, entries

MOST = 1000
"""Rows of a page."""


@dataclass(frozen=True, eq=False)
class ListPage:
    """A page of a list: of `total` rows those from `offset` on, and where the next page begins."""

    digest: str
    total: int
    offset: int
    limit: int
    next: int | None
    items: list[dict[str, Value]]


class OpenData:
    """Lists over the current snapshot; see `forms.FORMS`.

    `catalog` finds entities by name, `network` knows indicators and curves.
    """

    def __init__(self, graph: CurrentGraph, catalog: Catalog, network: Network) -> None:
        self._graph, self._catalog, self._network = graph, catalog, network

    def page(
        self,
        name: str,
        filters: Mapping[str, Any],
        *,
        sort: str = "",
        limit: int = 50,
        offset: int = 0,
    ) -> ListPage:
        """A page of a list.

        Parameters: `filters` by the names that `forms` describes; `sort` is a field, with a minus before it
        for the largest first; rows without a value come last, equal ones in the order of the list.

        Raises `UnknownId` and `AmbiguousName` for names, `InvalidData` for a word that no row has, and `Busy`
        while indicators are computed.
        """
        form = FORMS[name]
        whole = self.table(name)
        found = whole
        for field, value in filters.items():
            found = found.where(self._condition(form, whole, field, value))
        rows = found.rows
        if sort:
            order = found.columns[sort.removeprefix("-")].order[rows]
            rows = rows[np.argsort(-order if sort.startswith("-") else order, kind="stable")]
        shown = rows[offset : offset + limit].tolist()
        values = [found.columns[field.name].take(shown) for field in form.fields]
        names = [field.name for field in form.fields]
        more = offset + limit
        return ListPage(
            digest=self._graph.snapshot().digest,
            total=len(rows),
            offset=offset,
            limit=limit,
            next=more if more < len(rows) else None,
            items=[dict(zip(names, row, strict=True)) for row in zip(*values, strict=True)],
        )

    def table(self, name: str) -> ListTable:
        """A list whole, made once a snapshot. Raises `Busy` while indicators are computed."""
        known = snapshot_tables.tables(self._graph)
        if name == "indicators":
            return tables.indicators(known, self._network.figures())
        return known.memo(f"list of {name}", partial(self._made, name))

    def published(self) -> PublishedGraph:
        """The graph as it is handed on. Raises `Busy` while a worker computes indicators."""
        return published(self, self._network, self._graph.snapshot())

    def _made(self, name: str, known: SnapshotTables) -> ListTable:
        if name == "stages":
            return stage_table.stages(known, [index_of(self._graph, chain.id) for chain in chains()])
        if name == "trends":
            return tables.trends((row.id, row.title, row.definition) for row in self._network.trend_list())
        return tables.MAKERS[name](known)

    def _condition(self, form: ListForm, table: ListTable, name: str, value: Any) -> Bools:
        """The rows of a whole list that meet one filter."""
        special = next((one for one in form.filters if one.name == name), None)
        if special:
            return self._belonging(form.name, table, name, value, special.kinds)
        for field in form.fields:
            column = table.columns[field.name]
            if name == field.name and field.how == "entity":
                return self._about(column, self._identified(value, field.kinds))
            if name == field.name:
                return _equal(form, field, column, value)
            if name == f"{field.name}_from":
                return np.asarray(column.order >= _bound(column, value, last=False))
            if name == f"{field.name}_to":
                return np.asarray(column.order <= _bound(column, value, last=True))
        raise UnknownId("filter", name)

    def _identified(self, value: str, kinds: Sequence[str]) -> str:
        return self._catalog.identify(value, kinds)

    def _about(self, column: Column, identifier: str) -> Bools:
        node = self._graph.snapshot().node(identifier)
        return np.asarray(_numbers(column) == node)

    def _belonging(self, form: str, table: ListTable, name: str, value: str, kinds: Sequence[str]) -> Bools:
        """The rows that lie in a region, hold a stage, or belong to an organization or cluster."""
        known = snapshot_tables.tables(self._graph)
        snapshot, size = known.snapshot, len(known.snapshot.organizations.ids)
        if name == "region":
            places = known.places.organizations if form == "organizations" else known.places.clusters
            return lies_in(places, self._region(value))
        if name == "stage":
            chain, _, stage = value.partition("/")
            index = index_of(self._graph, chain)
            column = index.chain.position[index.chain.stage(stage).id]
            holds = np.asarray(index.strength[:, [column]].toarray().ravel() > 0)
            return holds[:size] if form == "organizations" else holds[size:]
        identifier = self._identified(value, kinds)
        if name == "of":
            ends = (self._about(table.columns[end], identifier) for end in ("source", "target"))
            return np.logical_or(*ends)
        if name == "partner" and form == "participations":
            before = size + len(snapshot.clusters.ids)
            joint = np.array(known.projects_of(snapshot.organization(identifier)), dtype=np.int64) + before
            return np.isin(_numbers(table.columns["project"]), joint)
        chosen = np.zeros(len(snapshot.projects.ids) if form == "projects" else size, dtype=np.bool_)
        if name in ("organization", "partner"):
            chosen[known.projects_of(snapshot.organization(identifier))] = True
        elif form == "projects":
            chosen[entries(known.in_projects, snapshot.cluster(identifier))] = True
        else:
            chosen[entries(known.attached.members, snapshot.cluster(identifier))] = True
        return chosen

    def _region(self, value: str) -> str:
        code = region_code(value.removeprefix("region:"))
        if region_exists(code):
            return code
        return self._identified(value, ("region",)).removeprefix("region:")


def _numbers(column: Column) -> Int64s:
    """The entities of a column by their numbers in the snapshot."""
    if isinstance(column, Entities):
        return column.numbers
    raise TypeError(type(column))


def _equal(form: ListForm, field: ListField, column: Column, value: Any) -> Bools:
    if isinstance(column, Flags):
        return np.asarray(column.codes == int(value))
    if isinstance(column, Words | Lists):
        known = column.used()
        for word in value:
            if word not in known:
                raise InvalidData(
                    msg(
                        "%(field)s: none of the %(list)s has %(value)s; known are: %(known)s",
                        field=field.name,
                        list=form.name,
                        value=repr(word),
                        known=", ".join(known),
                    )
                )
        return column.equal(value)
    raise TypeError(type(column))


def _bound(column: Column, value: Any, *, last: bool) -> float:
    return day(value, last=last) if isinstance(column, DayColumn) else float(value)
