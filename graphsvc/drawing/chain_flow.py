"""A value chain as layers: its flow stages, and how many ties run between neighboring ones."""

from dataclasses import dataclass

import numpy as np

from graphsvc.arrays import Bools
from graphsvc.drawing.filtering import chosen_nodes, chosen_ties, within
from graphsvc.drawing.filters import Filter
from graphsvc.drawing.map_graph import MapGraph
from graphsvc.drawing.scene import Texts
from graphsvc.drawing.views import View
from graphsvc.taxonomy import Chain, ChainStage


@dataclass(frozen=True, slots=True)
class FlowStage:
    """A stage (`chain/stage`), its label, its layer from upstream to downstream, and how many perform it."""

    id: str
    label: Texts
    layer: int
    count: int


@dataclass(frozen=True, slots=True)
class ChainFlow:
    """Stages in chain order, links as (source, target, number of ties), title, digest of the data."""

    title: Texts
    stages: tuple[FlowStage, ...]
    links: tuple[tuple[int, int, int], ...]
    digest: str = ""


def chain_flow(ground: MapGraph, view: View, asked: Filter, chain: Chain) -> ChainFlow:
    """Count for each pair of neighboring flow stages the ties between organizations that perform them.

    An organization that performs both counts as one tie with itself; a pair of organizations counts once.
    The filter chooses organizations, clusters, period and relations as on the map.
    """
    ties = chosen_ties(ground, asked, view.relations)
    chosen = chosen_nodes(ground, asked, ties)
    network = within(ties, chosen).network(ground.size)
    stages = [stage for stage in chain.stages if stage.role == "flow" and stage.parent is None]
    layer = _layers(stages)
    stages.sort(key=lambda stage: (layer[stage.id], chain.position[stage.id]))
    number = {stage.id: place for place, stage in enumerate(stages)}
    holders = [_holders(ground, chain, stage, chosen) for stage in stages]
    links = []
    for stage in stages:
        for fed in stage.feeds:
            if fed not in number:
                continue
            one, other = holders[number[stage.id]], holders[number[fed]]
            pairs = network[np.flatnonzero(one)][:, np.flatnonzero(other)].nnz
            both = one & other
            twice = network[np.flatnonzero(both)][:, np.flatnonzero(both)].nnz // 2
            links.append((number[stage.id], number[fed], int(pairs - twice + both.sum())))
    return ChainFlow(
        chain.title,
        tuple(
            FlowStage(chain.ref(stage), stage.label, layer[stage.id], int(holders[number[stage.id]].sum()))
            for stage in stages
        ),
        tuple(sorted(links)),
        ground.snapshot.digest,
    )


def _holders(ground: MapGraph, chain: Chain, stage: ChainStage, chosen: Bools) -> Bools:
    names = {chain.ref(member) for member in chain.family(stage.id)}
    flags = np.zeros(ground.size, dtype=bool)
    flags[ground.performers(names)] = True
    return flags & chosen


def _layers(stages: list[ChainStage]) -> dict[str, int]:
    """Longest way from a source of the chain."""
    layer = {stage.id: 0 for stage in stages}
    for _ in stages:
        for stage in stages:
            for fed in stage.feeds:
                if fed in layer:
                    layer[fed] = max(layer[fed], layer[stage.id] + 1)
    return layer
