"""Use cases of value-chain coverage: board, proof, indicators, gaps, alliances and resilience."""

from functools import partial

from graphsvc.answers.coverage.alliances import alliances
from graphsvc.answers.coverage.board import board
from graphsvc.answers.coverage.closers import closers, complements
from graphsvc.answers.coverage.compare import compare, pairs
from graphsvc.answers.coverage.indicators import figures
from graphsvc.answers.coverage.proof import proof_of
from graphsvc.answers.coverage.report import report
from graphsvc.answers.coverage.resilience import resilience
from graphsvc.answers.coverage.scope import scope_of_all
from graphsvc.state.graph import CurrentGraph


class CoverageAnswers:
    """Answers about value chains over the current snapshot: functions of this package, given the graph."""

    def __init__(self, graph: CurrentGraph) -> None:
        self.board = partial(board, graph)
        self.proof = partial(proof_of, graph)
        self.figures = partial(figures, graph)
        self.report = partial(report, graph)
        self.closers = partial(closers, graph)
        self.complements = partial(complements, graph)
        self.alliances = partial(alliances, graph)
        self.resilience = partial(resilience, graph)
        self.compare = partial(compare, graph)
        self.complementarity = partial(pairs, graph)
        self.scope_of_all = partial(scope_of_all, graph)
