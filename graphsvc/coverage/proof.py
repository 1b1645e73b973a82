"""Why a set covers a stage: who supplies it, on what evidence, and through whom they belong to the set."""

from dataclasses import dataclass

import numpy as np

from graphsvc.coverage.coverage import supplying
from graphsvc.coverage.index import ChainIndex
from graphsvc.coverage.selection import Selection
from graphsvc.snapshot import BASES

_ORDER = {"confirmed": 0, "stated": 1, "inferred": 2}


@dataclass(frozen=True)
class Proof:
    """One supplier of a stage with the firmest evidence; `stage` is the part of it that the evidence names.

    `through` are the members of the set by which the supplier belongs to it.
    """

    id: str
    stage: str
    basis: str
    through: tuple[str, ...]
    citation: str = ""
    date: str = ""
    confidence: float | None = None
    words: str = ""
    by: str = ""
    dataset: str = ""


def proofs(index: ChainIndex, chosen: Selection, stage: str, *, strict: bool = False) -> tuple[Proof, ...]:
    """Every supplier of a stage of the set, sorted by basis (confirmed, stated, inferred) and id.

    Raises
    ------
    UnknownId
        If the chain has no such stage.
    """
    column = index.chain.position[index.chain.stage(stage).id]
    found = supplying(index, chosen, strict=strict)
    here = found.stage == column
    nodes = found.node[here]
    through = _through(index, chosen, nodes)
    made = [
        _proof(index, int(node), int(source), through[int(node)], column)
        for node, source in zip(nodes, found.source[here], strict=True)
    ]
    return tuple(sorted(made, key=lambda proof: (_ORDER[proof.basis], proof.id)))


def _through(
    index: ChainIndex, chosen: Selection, nodes: "np.ndarray[tuple[int], np.dtype[np.int64]]"
) -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = {int(node): [] for node in nodes}
    for place, identifier in enumerate(chosen.ids):
        row = chosen.brings.indices[chosen.brings.indptr[place] : chosen.brings.indptr[place + 1]]
        for node in np.intersect1d(row, nodes).tolist():
            found[node].append(identifier)
        if chosen.cluster[place] >= 0:
            node = index.organization_count + int(chosen.cluster[place])
            if node in found:
                found[node].append(identifier)
    return {node: tuple(ids) for node, ids in found.items()}


def _proof(index: ChainIndex, node: int, source: int, through: tuple[str, ...], column: int) -> Proof:
    snapshot, identifier = index.snapshot, index.snapshot.node_id(node)
    if source < 0:
        told = index.inferred
        return Proof(
            id=identifier,
            stage=index.chain.stages[int(told.stage[-1 - source])].id,
            basis="inferred",
            through=through,
            confidence=float(told.confidence[-1 - source]),
            words=told.words[-1 - source],
        )
    row, says = source - 1, snapshot.activities.evidence
    confidence = float(says.confidence[row])
    return Proof(
        id=identifier,
        stage=snapshot.stages[int(snapshot.activities.stage[row])].partition("/")[2],
        basis=BASES[int(says.basis[row])],
        through=through,
        citation=says.citation[row],
        date=says.date[row],
        confidence=None if np.isnan(confidence) else confidence,
        words=says.words[row],
        by=says.by[row],
        dataset=snapshot.datasets[int(says.dataset[row])].id,
    )
