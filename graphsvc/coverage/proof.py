"""Proofs of coverage: suppliers of each stage, their evidence, and the members they belong to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from graphsvc.arrays import Int64s
from graphsvc.coverage.chain_index import ChainIndex
from graphsvc.coverage.selection import Selection
from graphsvc.coverage.suppliers import Suppliers, supplying
from graphsvc.snapshot import BASES

_ORDER = {"confirmed": 0, "stated": 1, "inferred": 2}


@dataclass(frozen=True)
class SupplierProof:
    """One supplier of a stage with the firmest evidence; `stage` is the part of it that the evidence names.

    `through` are the members of the set by which the supplier belongs to it; `read_as` and `read_as_de` say
    why words were read as the stage, empty where they name it.
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
    read_as: str = ""
    read_as_de: str = ""


def proofs(
    index: ChainIndex, chosen: Selection, stage: str, *, strict: bool = False
) -> tuple[SupplierProof, ...]:
    """Every supplier of a stage of the set, sorted by basis (confirmed, stated, inferred) and id.

    Raises
    ------
    UnknownId
        If the chain has no such stage.
    """
    column = index.chain.position[index.chain.stage(stage).id]
    found = supplying(index, chosen, strict=strict)
    here = np.flatnonzero(found.stage == column)
    return _sorted(_proofs(index, chosen, found, here))


def every_proof(
    index: ChainIndex, chosen: Selection, *, strict: bool = False
) -> tuple[tuple[SupplierProof, ...], ...]:
    """The proofs of every stage in the order of the chain, as `proofs` gives them one by one."""
    found = supplying(index, chosen, strict=strict)
    stages: list[list[SupplierProof]] = [[] for _ in index.chain.stages]
    made = _proofs(index, chosen, found, np.arange(len(found.stage)))
    for column, proof in zip(found.stage.tolist(), made, strict=True):
        stages[column].append(proof)
    return tuple(_sorted(listed) for listed in stages)


def _sorted(made: Iterable[SupplierProof]) -> tuple[SupplierProof, ...]:
    return tuple(sorted(made, key=lambda proof: (_ORDER[proof.basis], proof.id)))


def _proofs(index: ChainIndex, chosen: Selection, found: Suppliers, rows: Int64s) -> Iterator[SupplierProof]:
    bringing = sp.csr_array(chosen.brings.T)
    bringing.sort_indices()
    clusters = {int(row): place for place, row in enumerate(chosen.cluster) if row >= 0}
    count = index.organization_count
    for node, source in zip(found.node[rows].tolist(), found.source[rows].tolist(), strict=True):
        if node < count:
            places = bringing.indices[bringing.indptr[node] : bringing.indptr[node + 1]].tolist()
        else:
            places = [clusters[node - count]]
        yield _proof(index, node, source, tuple(chosen.ids[place] for place in places))


def _proof(index: ChainIndex, node: int, source: int, through: tuple[str, ...]) -> SupplierProof:
    snapshot, identifier = index.snapshot, index.snapshot.node_id(node)
    if source < 0:
        told = index.inferred
        return SupplierProof(
            id=identifier,
            stage=index.chain.stages[int(told.stage[-1 - source])].id,
            basis="inferred",
            through=through,
            confidence=float(told.confidence[-1 - source]),
            words=told.words[-1 - source],
        )
    row, says = source - 1, snapshot.activities.evidence
    confidence = float(says.confidence[row])
    return SupplierProof(
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
        read_as=snapshot.activities.read_as[row],
        read_as_de=snapshot.activities.read_as_de[row],
    )
