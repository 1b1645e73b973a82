"""The graph as it is published: the lists of the API as tables, with indicators and communities beside."""

from collections.abc import Iterable, Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING, cast

import numpy as np

from graphsvc.answers.network import Network
from graphsvc.answers.open_data.columns import Words
from graphsvc.answers.open_data.forms import FORMS, ListField
from graphsvc.answers.open_data.tables import TIE_KINDS, WORKED_WITH, ListTable
from graphsvc.domain.published import Cell, PublishedColumn, PublishedGraph, PublishedTable
from graphsvc.snapshot import Snapshot
from graphsvc.state.chain_info import stages

if TYPE_CHECKING:
    from graphsvc.answers.open_data import OpenData

_ORGANIZATION_AND_CLUSTER = {"source": "organization", "target": "cluster"}
_RENAMED = {"runs": _ORGANIZATION_AND_CLUSTER, "hosts": _ORGANIZATION_AND_CLUSTER}
"""Kinds of ties whose ends are of one kind each, and what the ends are called."""
_ABOUT = {
    WORKED_WITH: "Pairs of organizations with joint projects, each once, the first by id as source.",
    "runs": "Organizations that are the legal body of a cluster.",
    "hosts": "Organizations that carry a cluster or house its office.",
    "part_of": "What is a part of what.",
    "cooperates": "Cooperations that a source states, each pair once.",
    "succeeds": "What came after what.",
}
_OF_PROJECTS = ("projects", "first", "last", "weight")
_OF_SOURCES = ("start", "end", "basis", "citation", "date")
_COMMUNITY = PublishedColumn(
    "community", "int", "community of the whole network, 0 the largest", "communities"
)
_REFERS = {"organization": "organizations", "cluster": "clusters", "project": "projects", "stage": "stages"}


def published(data: "OpenData", network: Network, snapshot: Snapshot) -> PublishedGraph:
    """The graph of a snapshot, from the lists of `data`; computes indicators that are not known yet."""
    return PublishedGraph(
        digest=snapshot.digest,
        version=version("graphsvc"),
        retrieved=snapshot.retrieved,
        tables=(
            _communities(network),
            _stages(),
            _organizations(data),
            _clusters(data, network),
            _plain("projects", "projects", data.table("projects")),
            _plain("participates", "participations", data.table("participations")),
            _plain("member_of", "memberships", data.table("memberships")),
            *(_ties(data.table("ties"), snapshot, kind) for kind in TIE_KINDS),
            _plain("performs", "stages", data.table("stages"), without=("chain",)),
            _datasets(snapshot),
        ),
    )


def _column(field: ListField, name: str = "") -> PublishedColumn:
    """A field as a column, under another name where one is given."""
    called = name or field.name
    return PublishedColumn(called, field.type, field.about, _REFERS.get(called, ""))


def _plain(name: str, form: str, table: ListTable, *, without: Sequence[str] = ()) -> PublishedTable:
    """A list as a table; names of entities that are joined by id are left out."""
    fields = [
        field
        for field in FORMS[form].fields
        if not field.name.endswith("_name") and field.name not in without
    ]
    columns = [_column(field) for field in fields]
    return PublishedTable(name, FORMS[form].about, columns, _rows(table, fields))


def _rows(table: ListTable, fields: Iterable[ListField]) -> list[tuple[Cell, ...]]:
    return table.values(field.name for field in fields)


def _organizations(data: "OpenData") -> PublishedTable:
    plain = _plain("organizations", "organizations", data.table("organizations"))
    fields = [field for field in FORMS["indicators"].fields if not field.name.startswith("organization")]
    columns = [_COMMUNITY if field.name == "community" else _column(field) for field in fields]
    figures = _rows(data.table("indicators"), fields)
    rows = [(*row, *more) for row, more in zip(plain.rows, figures, strict=True)]
    return PublishedTable(plain.name, plain.about, (*plain.columns, *columns), rows)


def _clusters(data: "OpenData", network: Network) -> PublishedTable:
    plain = _plain("clusters", "clusters", data.table("clusters"))
    found = network.computed.ground
    of = found.communities.of[found.organizations :].tolist()
    rows = [(*row, community) for row, community in zip(plain.rows, of, strict=True)]
    return PublishedTable(plain.name, plain.about, (*plain.columns, _COMMUNITY), rows)


def _communities(network: Network) -> PublishedTable:
    found = network.computed.ground
    heads = found.community_heads
    size = np.bincount(found.communities.of[found.visible], minlength=len(heads)).tolist()
    rows = [
        (number, found.snapshot.name(head), size[number])
        for number, head in enumerate(heads.tolist())
        if size[number]
    ]
    columns = (
        PublishedColumn("id", "int", "number, 0 the largest"),
        PublishedColumn("around", "str", "name of its best connected organization or cluster"),
        PublishedColumn("size", "int", "organizations and clusters in it"),
    )
    return PublishedTable("communities", "Communities of the whole network.", columns, rows)


def _stages() -> PublishedTable:
    columns = (
        PublishedColumn("id", "str", "chain/stage"),
        PublishedColumn("chain", "str", "value chain"),
        PublishedColumn("name", "str", "name in English"),
        PublishedColumn("name_de", "str", "name in German"),
        PublishedColumn("role", "str", "flow or support"),
        PublishedColumn("required", "bool", "whether coverage counts it"),
    )
    rows = [
        (name, stage.chain, stage.label["en"], stage.label["de"], stage.role, stage.required)
        for name, stage in sorted(stages().items())
    ]
    return PublishedTable("stages", "Stages of all value chains.", columns, rows)


def _ties(table: ListTable, snapshot: Snapshot, kind: str) -> PublishedTable:
    """The ties of one kind; who runs or hosts a cluster is an organization."""
    columns = table.columns
    chosen = table.where(cast("Words", columns["kind"]).equal((kind,)))
    renamed = _RENAMED.get(kind, {})
    if renamed:
        size = len(snapshot.organizations.ids)
        chosen = chosen.where((columns["source"].order < size) & (columns["target"].order >= size))
    wanted = ("source", "target", *(_OF_PROJECTS if kind == WORKED_WITH else _OF_SOURCES))
    fields = [field for field in FORMS["ties"].fields if field.name in wanted]
    made = [_column(field, renamed.get(field.name, field.name)) for field in fields]
    return PublishedTable(kind, _ABOUT[kind], made, _rows(chosen, fields))


def _datasets(snapshot: Snapshot) -> PublishedTable:
    names = ("id", "title", "licence", "source", "attribution", "retrieved")
    about = (
        "id of the dataset",
        "title",
        "licence",
        "where it is from",
        "how to name the source",
        "day it was read",
    )
    rows = [tuple(getattr(info, name) or None for name in names) for info in snapshot.datasets]
    columns = [PublishedColumn(name, "str", text) for name, text in zip(names, about, strict=True)]
    return PublishedTable("datasets", "What the data comes from, and under which licence.", columns, rows)
