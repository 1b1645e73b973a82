"""Organizations that a person said are one: `same_as` claims of a dataset of their own.

Nothing of the records is touched, so that taking the claims back leaves the data as it was. Each record that
was named gets a claim without fields beside, so that its id leads on when its own dataset leaves. A merge
with an organization known from an own list alone is private like the list, and goes with it.
"""

from collections.abc import Iterable
from contextlib import suppress

import numpy as np

from graphsvc.domain import (
    Basis,
    Claim,
    DatasetInfo,
    Evidence,
    Organization,
    Relation,
    RelationKind,
    is_private,
    kind_of,
)
from graphsvc.domain.dataset import PERSON
from graphsvc.domain.rows import LinkRow, to_claim
from graphsvc.errors import InvalidData, StillUsed
from graphsvc.messages import msg
from graphsvc.snapshot import RELATION_KINDS, Snapshot
from graphsvc.snapshot.links import accepted
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.own_words import OWN_WORDS

MERGES = DatasetInfo(
    id="merges", title="Organizations merged by hand", title_de="Von Hand zusammengeführte Organisationen"
)
_OWN = (MERGES.id, PERSON)
_PART = RELATION_KINDS.index(RelationKind.PART_OF)


def merge(graph: CurrentGraph, one: str, other: str, *, by: str, date: str) -> str:
    """Say that two organizations are one; returns the id that stands for all joined, the smallest of them.

    `by` says so on `date`. Raises `UnknownId`, and `InvalidData` for what is no organization, for two that
    are one already, and for an organization and a part of it.
    """
    check(graph.snapshot(), one, other)
    source, target = sorted((one, other))
    private = any(is_private(end.partition(":")[2]) for end in (one, other))
    info = OWN_WORDS if private else MERGES
    said = Evidence(basis=Basis.CONFIRMED, dataset=info.id, by=by, date=date)
    named = Evidence(basis=Basis.STATED, dataset=info.id)
    claims: list[Claim] = [
        Relation(source=source, target=target, relation=RelationKind.SAME_AS, evidence=said),
        *(() if private else (Organization(id=end, evidence=named) for end in (source, target))),
    ]
    refused = [row for row in _same_as(graph, (one,)) if other in row[:2] and row.basis == Basis.REFUSED]
    if refused:
        graph.store.delete(map(to_claim, refused))
    graph.store.write(info, claims)
    snapshot = graph.refresh()
    return snapshot.merged.get(source, source)


def check(snapshot: Snapshot, one: str, other: str) -> None:
    """Raise as `merge` does unless two organizations can be merged."""
    first, second = snapshot.node(one), snapshot.node(other)
    names = {"one": f"{snapshot.name(first)} ({one})", "other": f"{snapshot.name(second)} ({other})"}
    for identifier, name in zip((one, other), names.values(), strict=True):
        if kind_of(identifier) != Organization.kind:
            raise InvalidData(msg("Only organizations can be merged, and %(name)s is none.", name=name))
    if one == other:
        raise InvalidData(msg("%(name)s cannot be merged with itself.", name=names["one"]))
    if first == second:
        raise InvalidData(msg("%(one)s and %(other)s are one already.", **names))
    links = snapshot.relations
    between = np.isin(links.source, (first, second)) & np.isin(links.target, (first, second))
    if np.any(between & (links.kind == _PART) & accepted(links.evidence)):
        raise InvalidData(
            msg(
                "%(one)s and %(other)s are whole and part: they stay two, with a link between them.",
                **names,
            )
        )


def split(graph: CurrentGraph, identifier: str, *, by: str, date: str) -> tuple[str, ...]:
    """Take back every merge in which a record is named; returns the ids of the records that were joined so.

    Where a dataset says that two are the same, `by` refuses that on `date`. Raises `UnknownId`, and
    `InvalidData` for a record that is joined to no other.
    """
    snapshot = graph.snapshot()
    name = snapshot.name(snapshot.organization(identifier))
    found = _same_as(graph, (identifier,))
    refused = {row[:2] for row in found if row.basis == Basis.REFUSED}
    links = [row for row in found if row[:2] not in refused and row[1::-1] not in refused]
    if not links:
        raise InvalidData(
            msg("%(name)s is merged with no other organization.", name=f"{name} ({identifier})")
        )
    _take_back(graph, [row for row in links if row.dataset in _OWN])
    says = Evidence(basis=Basis.REFUSED, dataset=MERGES.id, by=by, date=date)
    refusals = [
        Relation(source=source, target=target, relation=RelationKind.SAME_AS, evidence=says)
        for source, target in sorted({row[:2] for row in links if row.dataset not in _OWN})
    ]
    if refusals:
        graph.store.write(MERGES, refusals)
    with graph.store.read() as reader:
        empty = all(row.dataset != MERGES.id for row in reader.links((Relation.kind,)))
    if empty:
        with suppress(StillUsed):  # a record whose dataset left, and which others still link to
            graph.store.retire(MERGES.id)
    graph.refresh()
    return tuple(sorted({end for row in links for end in row[:2]}))


def _same_as(graph: CurrentGraph, ends: Iterable[str]) -> list[LinkRow]:
    with graph.store.read() as reader:
        links = reader.links((Relation.kind,), ends)
        return [row for row in links if row.qualifier == RelationKind.SAME_AS]


def _take_back(graph: CurrentGraph, links: list[LinkRow]) -> None:
    """Delete own claims, and those that name their ends where no other own claim needs them."""
    if not links:
        return
    ends = {end for row in links for end in row[:2]}
    stay = {
        end for row in _same_as(graph, ends) if row not in links for end in row[:2] if row.dataset in _OWN
    }
    with graph.store.read() as reader:
        named = [
            row for row in reader.entities((Organization.kind,), ends - stay) if row.dataset == MERGES.id
        ]
    try:
        graph.store.delete([*map(to_claim, links), *map(to_claim, named)])
    except StillUsed:  # others link to a record whose own dataset left: it stays as it is named here
        graph.store.delete(map(to_claim, links))
