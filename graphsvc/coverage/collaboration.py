"""Collaboration between the suppliers of adjacent stages."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from graphsvc.arrays import Int64s
from graphsvc.coverage.chain_index import ChainIndex
from graphsvc.coverage.selection import Selection
from graphsvc.coverage.suppliers import Suppliers, supplying
from graphsvc.snapshot import links
from graphsvc.taxonomy import Chain

LARGE_PROJECT = 40
"""Projects with more partners are no sign that two of them work together."""


@dataclass(frozen=True)
class StageLink:
    """Two adjacent stages: pairs of suppliers that work together, and suppliers that do both stages."""

    source: str
    target: str
    pairs: int
    both: int

    @property
    def linked(self) -> bool:
        """Whether a pair of suppliers or a common supplier links the two stages."""
        return self.pairs + self.both > 0


@dataclass(frozen=True)
class Connectivity:
    """Links between adjacent required flow stages; `share` of them are linked (1 where there are none)."""

    links: tuple[StageLink, ...]
    share: float


def adjacent(chain: Chain) -> tuple[tuple[int, int], ...]:
    """Pairs of required flow stages (places in the chain) of which the first feeds the second.

    Optional stages between two required ones are passed through.
    """
    pairs = set()
    for stage in chain.stages:
        if not (stage.required and stage.role == "flow"):
            continue
        waiting, seen = list(stage.feeds), set()
        while waiting:
            name = waiting.pop()
            if name in seen:
                continue
            seen.add(name)
            if chain.stage(name).required:
                pairs.add((chain.position[stage.id], chain.position[name]))
            else:
                waiting += chain.stage(name).feeds
    return tuple(sorted(pairs))


def ties(index: ChainIndex, nodes: Int64s) -> sp.csr_array:
    """Nodes × nodes (places in `nodes`): ones where two of them work together, each with itself.

    Working together is a shared project of at most 40 partners or a stated cooperation. A cluster works
    where the organizations that run it do.
    """
    works = _stand_ins(index, nodes)
    small = np.flatnonzero(index.snapshot.projects.size <= LARGE_PROJECT)
    mine = works @ (index.snapshot.participation[:, small] > 0).astype(np.int32)
    met = (mine @ mine.T) + sp.identity(len(nodes), dtype=np.int32, format="csr")
    cooperating = works @ _cooperations(index) @ works.T
    found = sp.csr_array(met + cooperating + cooperating.T + _between(index, nodes))
    found.data = (found.data > 0).astype(np.int32)
    found.eliminate_zeros()
    found.sort_indices()
    return found


def connectivity(
    index: ChainIndex, chosen: Selection, *, strict: bool = False, suppliers: Suppliers | None = None
) -> Connectivity:
    """How far the set's suppliers of adjacent stages work together."""
    found = suppliers or supplying(index, chosen, strict=strict)
    nodes = np.unique(found.node)
    place = np.searchsorted(nodes, found.node)
    tied = ties(index, nodes)
    steps = []
    for source, target in adjacent(index.chain):
        here, there = place[found.stage == source], place[found.stage == target]
        both = len(np.intersect1d(here, there))
        joined = int(tied[here][:, there].sum()) - both if len(here) and len(there) else 0
        names = index.chain.stages[source].id, index.chain.stages[target].id
        steps.append(StageLink(*names, pairs=joined, both=both))
    linked = sum(step.linked for step in steps)
    return Connectivity(tuple(steps), linked / len(steps) if steps else 1.0)


def _stand_ins(index: ChainIndex, nodes: Int64s) -> sp.csr_array:
    """Nodes × organizations: an organization is represented by itself, a cluster by the
    organizations that run it.
    """
    count = index.organization_count
    offices: dict[int, list[int]] = {}
    for organization, cluster in index.offices:
        offices.setdefault(count + cluster, []).append(organization)
    rows, columns = [], []
    for place, node in enumerate(nodes.tolist()):
        for organization in [node] if node < count else offices.get(node, []):
            rows.append(place)
            columns.append(organization)
    ones = np.ones(len(rows), dtype=np.int32)
    return sp.csr_array((ones, (rows, columns)), shape=(len(nodes), count))


def _cooperations(index: ChainIndex) -> sp.csr_array:
    source, target, _ = links.cooperations(index.snapshot)
    inside = (source < index.organization_count) & (target < index.organization_count)
    place = (source[inside], target[inside])
    shape = (index.organization_count, index.organization_count)
    return sp.csr_array((np.ones(int(inside.sum()), dtype=np.int32), place), shape=shape)


def _between(index: ChainIndex, nodes: Int64s) -> sp.csr_array:
    """Cooperations stated between the nodes themselves, clusters among them, in both directions."""
    source, target, _ = links.cooperations(index.snapshot)
    known = np.isin(source, nodes) & np.isin(target, nodes)
    first, second = np.searchsorted(nodes, source[known]), np.searchsorted(nodes, target[known])
    place = (np.concatenate([first, second]), np.concatenate([second, first]))
    ones = np.ones(len(place[0]), dtype=np.int32)
    return sp.csr_array((ones, place), shape=(len(nodes), len(nodes)))
