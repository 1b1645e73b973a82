"""Value chains in which organizations or clusters hold stages, those with the best evidence first."""

from collections.abc import Iterable

from graphsvc.coverage.claim_resolution import STATED
from graphsvc.state.chain_info import chains
from graphsvc.state.chain_selection import index_of
from graphsvc.state.graph import CurrentGraph


def chains_of(graph: CurrentGraph, nodes: Iterable[int]) -> tuple[str, ...]:
    """The chains in which organizations or clusters (node numbers) hold stages themselves.

    Order: most stages by stated or confirmed evidence, then most stages at all, then that of `chains`.
    """
    rows = sorted(set(nodes))
    counted: list[tuple[int, int, int, str]] = []
    for place, info in enumerate(chains()):
        held = index_of(graph, info.id).strength[rows]
        if held.nnz:
            counted.append((-int((held.data >= STATED).sum()), -held.nnz, place, info.id))
    return tuple(name for *_, name in sorted(counted))
