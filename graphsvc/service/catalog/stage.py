"""A stage: what it means, and who is known for it."""

from dataclasses import dataclass

import numpy as np

from graphsvc import taxonomy
from graphsvc.service.catalog.chains import ChainInfo, StageInfo, chain, stages
from graphsvc.service.graph import Graph
from graphsvc.service.refs import Held, fact, node_ref
from graphsvc.service.tables import tables
from graphsvc.snapshot import BASES

MOST = 50
_FIRMNESS = ("confirmed", "stated", "inferred")


@dataclass(frozen=True, slots=True)
class StagePage:
    """A stage with the first of its organizations (`total` in all) and its clusters, firm evidence first."""

    stage: StageInfo
    chain: ChainInfo
    organizations: tuple[Held, ...]
    total: int
    clusters: tuple[Held, ...]


def stage_page(graph: Graph, chain_id: str, stage_id: str) -> StagePage:
    """The page of a stage; a stage also holds where one of its parts holds. Raises `UnknownId`."""
    info, made = chain(chain_id), taxonomy.chain(chain_id)
    stage = stages()[made.ref(made.stage(stage_id))]
    snapshot, held = graph.snapshot(), tables(graph).holdings
    family = {made.ref(name) for name in made.family(stage.id)}
    wanted = [code for code, name in enumerate(snapshot.stages) if name in family]
    places = np.flatnonzero(np.isin(held.stage, wanted))
    _, first = np.unique(held.performer[places], return_index=True)
    places = places[first]
    nodes, evidence = held.performer[places], snapshot.activities.evidence
    size = len(snapshot.organizations.ids)
    shown = np.ones(len(places), dtype=bool)
    shown[nodes < size] = ~snapshot.organizations.hidden[nodes[nodes < size]]
    confidence = np.nan_to_num(evidence.confidence[held.row[places]], nan=1.0)
    rank = np.array([_rank(int(code)) for code in evidence.basis[held.row[places]]], dtype=np.int64)
    order = np.lexsort((nodes, -confidence, rank))

    def listed(chosen: np.ndarray, most: int | None = None) -> tuple[Held, ...]:
        best = [place for place in order.tolist() if chosen[place]][:most]
        rows = [int(held.row[places[place]]) for place in best]
        refs = [node_ref(snapshot, int(nodes[place])) for place in best]
        return tuple(Held(ref, fact(snapshot, evidence, row)) for ref, row in zip(refs, rows, strict=True))

    organizations = shown & (nodes < size)
    clusters = (nodes >= size) & (nodes < size + len(snapshot.clusters.ids))
    return StagePage(stage, info, listed(organizations, MOST), int(organizations.sum()), listed(clusters))


def _rank(basis: int) -> int:
    return _FIRMNESS.index(BASES[basis])
