"""Use cases of value-chain coverage: board, proof, figures and what follows from them."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from graphsvc.service.coverage.alliances import alliances
from graphsvc.service.coverage.board import board
from graphsvc.service.coverage.closers import closers
from graphsvc.service.coverage.compare import compare, pairs
from graphsvc.service.coverage.figures import figures
from graphsvc.service.coverage.proof import proof_of
from graphsvc.service.coverage.report import report
from graphsvc.service.coverage.resilience import resilience
from graphsvc.service.graph import Graph

P = ParamSpec("P")
R = TypeVar("R")


class Coverage:
    """Answers about value chains over the current snapshot; each is the function of the same name."""

    def __init__(self, graph: Graph) -> None:
        def over(answer: Callable[Concatenate[Graph, P], R]) -> Callable[P, R]:
            return _over(graph, answer)

        self.board = over(board)
        self.proof = over(proof_of)
        self.figures = over(figures)
        self.report = over(report)
        self.closers = over(closers)
        self.alliances = over(alliances)
        self.resilience = over(resilience)
        self.compare = over(compare)
        self.complementarity = over(pairs)


def _over(graph: Graph, answer: Callable[Concatenate[Graph, P], R]) -> Callable[P, R]:
    @wraps(answer)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        return answer(graph, *args, **kwargs)

    return asked
