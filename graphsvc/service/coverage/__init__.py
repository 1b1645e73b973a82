"""Use cases of value-chain coverage: board, proof, figures and what follows from them."""

from collections.abc import Callable
from functools import partial, update_wrapper
from typing import Concatenate, ParamSpec, TypeVar

from graphsvc.service.coverage.alliances import alliances
from graphsvc.service.coverage.board import board, proof_of
from graphsvc.service.coverage.closers import closers
from graphsvc.service.coverage.compare import compare, pairs
from graphsvc.service.coverage.figures import figures
from graphsvc.service.coverage.report import report
from graphsvc.service.coverage.resilience import resilience
from graphsvc.service.graph import Graph

P = ParamSpec("P")
R = TypeVar("R")


class Coverage:
    """Answers about value chains over the current snapshot; each is the function of the same name."""

    def __init__(self, graph: Graph) -> None:
        self.board = _over(graph, board)
        self.proof = _over(graph, proof_of)
        self.figures = _over(graph, figures)
        self.report = _over(graph, report)
        self.closers = _over(graph, closers)
        self.alliances = _over(graph, alliances)
        self.resilience = _over(graph, resilience)
        self.compare = _over(graph, compare)
        self.complementarity = _over(graph, pairs)


def _over(graph: Graph, answer: Callable[Concatenate[Graph, P], R]) -> Callable[P, R]:
    bound = partial(answer, graph)
    update_wrapper(bound, answer)
    return bound
