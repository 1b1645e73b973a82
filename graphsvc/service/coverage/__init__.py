"""Use cases of value-chain coverage: board, proof, figures and what follows from them."""

from collections.abc import Sequence
from typing import Any

from graphsvc.service.coverage.board import Board, ProofOfStage, board, proof_of
from graphsvc.service.coverage.figures import Figure, figures
from graphsvc.service.coverage.report import report
from graphsvc.service.graph import Graph


class Coverage:
    """Answers about value chains over the current snapshot."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def board(self, chain: str, of: Sequence[str], **options: Any) -> Board:
        """The board of a set; see `board.board`."""
        return board(self._graph, chain, of, **options)

    def proof(self, chain: str, of: Sequence[str], stage: str, **options: Any) -> ProofOfStage:
        """What proves one stage of a set; see `board.proof_of`."""
        return proof_of(self._graph, chain, of, stage, **options)

    def figures(self, chain: str, of: Sequence[str], **options: Any) -> tuple[Figure, ...]:
        """Figures of a set with their meaning; see `figures.figures`."""
        return figures(self._graph, chain, of, **options)

    def report(self, chain: str, of: Sequence[str], **options: Any) -> dict[str, Any]:
        """Coverage as plain data; see `report.report`."""
        return report(self._graph, chain, of, **options)
