"""Stages held by an organization or cluster and holders of a stage, over all value chains."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from graphsvc.arrays import SignedIntegers
from graphsvc.coverage import ChainIndex
from graphsvc.state.chain_info import ChainInfo, StageInfo, chains, stages
from graphsvc.state.chain_selection import held_fact, index_of
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.refs import FactReference
from graphsvc.state.snapshot_tables import entries


@dataclass(frozen=True, slots=True)
class StageFact:
    """A held stage and its evidence."""

    stage: StageInfo
    fact: FactReference


def held_by(
    graph: CurrentGraph, node: int, among: Iterable[ChainInfo] | None = None
) -> tuple[StageFact, ...]:
    """The stages that an organization or cluster (node number) holds, in the order of their chains.

    `among` is the chains to look at; without it all of them.
    """
    found = []
    for info in chains() if among is None else among:
        index = index_of(graph, info.id)
        columns = entries(index.strength, node).tolist()
        sources = index.proof.data[index.proof.indptr[node] : index.proof.indptr[node + 1]].tolist()
        for column, source in sorted(zip(columns, sources, strict=True)):
            stage = stages()[index.chain.ref(index.chain.stages[column])]
            found.append(StageFact(stage, held_fact(index, source)))
    return tuple(found)


def facts_of_stages(graph: CurrentGraph, node: int, wanted: Iterable[str]) -> tuple[StageFact, ...]:
    """The evidence by which an organization or cluster (node number) holds stages (`chain/stage`), in their
    order; those it does not hold itself are left out.
    """
    found = []
    for stage in wanted:
        index = index_of(graph, stage.partition("/")[0])
        column = index.chain.position[index.chain.stage(stage.partition("/")[2]).id]
        if source := int(index.proof[node, column]):
            found.append(StageFact(stages()[stage], held_fact(index, source)))
    return tuple(found)


def holders(index: ChainIndex, stage_id: str) -> tuple[SignedIntegers, SignedIntegers]:
    """The nodes that hold a stage and the sources of their facts (see `held_fact`); firm evidence first.

    Order: confirmed, stated, then inferred by falling confidence; then by node.
    """
    column = index.chain.position[index.chain.stage(stage_id).id]
    strength = index.strength[:, [column]].toarray().ravel()
    nodes = np.flatnonzero(strength)
    sources = index.proof[:, [column]].toarray().ravel()[nodes].astype(np.int64)
    confidence = np.ones(len(nodes))
    told, acts = sources < 0, index.snapshot.activities.evidence.confidence
    confidence[told] = index.inferred.confidence[-1 - sources[told]]
    confidence[~told] = np.nan_to_num(acts[sources[~told] - 1], nan=1.0)
    order = np.lexsort((nodes, -confidence, -strength[nodes].astype(np.int64)))
    return nodes[order], sources[order]
