"""Which two clusters should meet next, and who can introduce them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from graphsvc.coverage.coverage import count_suppliers
from graphsvc.domain import short_name
from graphsvc.domain.sentence import Sentence, say, say_n
from graphsvc.network import Meeting, meetings
from graphsvc.service.catalog.chains import chains
from graphsvc.service.coverage.readings import chosen, index_of
from graphsvc.service.graph import Graph
from graphsvc.service.refs import Ref, cluster_ref, organization_ref
from graphsvc.service.tables import tables
from graphsvc.taxonomy import Stage

MOST = 50


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A pair of clusters: the stages each brings the other, how near they are, who works with both."""

    a: Ref
    b: Ref
    chain: str
    gain: tuple[Mapping[str, str], ...]
    near: Sentence
    bridges: tuple[Ref, ...]
    score: float
    parts: tuple[tuple[str, float], ...]


def meeting_rows(graph: Graph, limit: int) -> tuple[MeetingRow, ...]:
    """The pairs of all chains by score, then by ids."""
    rows = tables(graph).memo("meetings", lambda _: _all(graph))
    return rows[:limit]


def _all(graph: Graph) -> tuple[MeetingRow, ...]:
    rows = [row for chain in chains() for row in _of_chain(graph, chain.id)]
    rows.sort(key=lambda row: (-row.score, row.a.id, row.b.id, row.chain))
    return tuple(rows[:MOST])


def _of_chain(graph: Graph, chain: str) -> list[MeetingRow]:
    index, known, snapshot = index_of(graph, chain), tables(graph), graph.snapshot()
    everyone = chosen(index, snapshot.clusters.ids)
    alone = count_suppliers(index, everyone).alone
    active = np.flatnonzero(alone.sum(axis=1))
    rows = everyone.cluster[active]
    found = meetings(
        alone[active].astype(np.float64),
        index.required,
        known.attached.all[rows],
        known.collaboration.weight,
        eligible=~np.asarray(snapshot.organizations.hidden, dtype=bool),
        top=MOST,
    )
    return [_row(graph, chain, index.chain.stages, rows.tolist(), pair) for pair in found]


def _row(graph: Graph, chain: str, stages: tuple[Stage, ...], rows: list[int], pair: Meeting) -> MeetingRow:
    snapshot = graph.snapshot()
    opened = sorted({*pair.opens_first, *pair.opens_second})
    return MeetingRow(
        a=_ref(graph, rows[pair.first]),
        b=_ref(graph, rows[pair.second]),
        chain=chain,
        gain=tuple(stages[place].label for place in opened),
        near=_near(graph, rows[pair.first], rows[pair.second]),
        bridges=tuple(organization_ref(snapshot, bridge.organization) for bridge in pair.bridges),
        score=pair.score,
        parts=pair.parts,
    )


def _ref(graph: Graph, row: int) -> Ref:
    found = cluster_ref(graph.snapshot(), row)
    return replace(found, name=short_name(str(found.name)))


def _near(graph: Graph, first: int, second: int) -> Sentence:
    both = tables(graph).in_projects
    joint = int((both[[first]] @ both[[second]].T).sum())
    if not joint:
        return say("No joint project of the two is known.")
    return say_n("Near already: one joint project.", "Near already: %(n)s joint projects.", n=joint)
