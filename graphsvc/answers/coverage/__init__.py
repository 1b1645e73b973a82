"""Use cases of value-chain coverage: board, proof, figures and what follows from them."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from graphsvc.answers.coverage.alliances import alliances
from graphsvc.answers.coverage.board import board
from graphsvc.answers.coverage.closers import closers
from graphsvc.answers.coverage.compare import compare, pairs
from graphsvc.answers.coverage.indicators import figures
from graphsvc.answers.coverage.proof import proof_of
from graphsvc.answers.coverage.report import report
from graphsvc.answers.coverage.resilience import resilience
from graphsvc.state.graph import CurrentGraph

P = ParamSpec("P")
R = TypeVar("R")


class CoverageAnswers:
    """Answers about value chains over the current snapshot; each is the function of the same name."""

    def __init__(self, graph: CurrentGraph) -> None:
        def over(answer: Callable[Concatenate[CurrentGraph, P], R]) -> Callable[P, R]:
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


def _over(graph: CurrentGraph, answer: Callable[Concatenate[CurrentGraph, P], R]) -> Callable[P, R]:
    @wraps(answer)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        return answer(graph, *args, **kwargs)

    return asked
