"""Page data of a stage: definition, organizations and clusters that hold it."""

from dataclasses import dataclass

from graphsvc.state.chain_info import ChainInfo, StageInfo, chain, stages
from graphsvc.state.chain_selection import held_fact, index_of
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.refs import DatedReference, node_ref
from graphsvc.state.stage_holders import holders

MOST = 50


@dataclass(frozen=True, slots=True)
class StagePage:
    """A stage with the first of its organizations (`total` in all) and its clusters, firm evidence first."""

    stage: StageInfo
    chain: ChainInfo
    organizations: tuple[DatedReference, ...]
    total: int
    clusters: tuple[DatedReference, ...]


def stage_page(graph: CurrentGraph, chain_id: str, stage_id: str) -> StagePage:
    """The page of a stage; a stage also holds where one of its parts holds. Raises `UnknownId`."""
    info, index = chain(chain_id), index_of(graph, chain_id)
    snapshot, size = graph.snapshot(), len(graph.snapshot().organizations.ids)
    nodes, sources = holders(index, stage_id)
    known = [
        (node, source)
        for node, source in zip(nodes.tolist(), sources.tolist(), strict=True)
        if node >= size or not snapshot.organizations.hidden[node]
    ]

    def listed(pairs: list[tuple[int, int]]) -> tuple[DatedReference, ...]:
        return tuple(
            DatedReference(node_ref(snapshot, node), held_fact(index, source)) for node, source in pairs
        )

    organizations = [pair for pair in known if pair[0] < size]
    return StagePage(
        stage=stages()[index.chain.ref(index.chain.stage(stage_id))],
        chain=info,
        organizations=listed(organizations[:MOST]),
        total=len(organizations),
        clusters=listed([pair for pair in known if pair[0] >= size]),
    )
