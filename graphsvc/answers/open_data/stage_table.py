"""Which organizations and clusters hold which value-chain stages, as a list."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from graphsvc.answers.open_data.columns import Numbers, Texts, Words
from graphsvc.answers.open_data.tables import ListTable, end_columns, texts_at, whole_table
from graphsvc.arrays import Float64s, Int64s
from graphsvc.coverage import ChainIndex
from graphsvc.coverage.claim_resolution import CONFIRMED, INFERRED, STATED
from graphsvc.snapshot import BASES, Snapshot
from graphsvc.state.snapshot_tables import SnapshotTables

_BASIS = {INFERRED: "inferred", STATED: "stated", CONFIRMED: "confirmed"}


def stages(known: SnapshotTables, indexes: Iterable[ChainIndex]) -> ListTable:
    """Who holds which stage of which chain, by chain, performer and place in the chain."""
    snapshot = known.snapshot
    parts = [_held(snapshot, index) for index in indexes]
    count = [len(part.node) for part in parts]
    names = tuple(part.index.chain.ref(stage) for part in parts for stage in part.index.chain.stages)
    before = np.cumsum([0, *(len(part.index.chain.stages) for part in parts)])
    columns = {
        **end_columns(snapshot, performer=_joined([part.node for part in parts])),
        "chain": Words(np.repeat(np.arange(len(parts)), count), tuple(part.index.chain.id for part in parts)),
        "stage": Words(
            _joined([part.stage + start for part, start in zip(parts, before.tolist(), strict=False)]), names
        ),
        "basis": Words(_joined([part.basis for part in parts]), BASES),
        "confidence": Numbers(np.concatenate([np.empty(0), *(part.confidence for part in parts)])),
        "citation": Texts([text for part in parts for text in part.citation]),
        "date": Texts([text for part in parts for text in part.date]),
        "words": Texts([text for part in parts for text in part.words]),
    }
    return whole_table(columns, sum(count))


@dataclass(frozen=True, eq=False)
class _Held:
    """Held stages of one chain: node, stage column, basis, confidence and the texts of the evidence."""

    index: ChainIndex
    node: Int64s
    stage: Int64s
    basis: Int64s
    confidence: Float64s
    citation: list[str]
    date: list[str]
    words: list[str]


def _held(snapshot: Snapshot, index: ChainIndex) -> _Held:
    proof, strength = index.proof.tocoo(), index.strength.tocoo()
    order = np.lexsort((proof.col, proof.row))
    node, stage, source = (part[order].astype(np.int64) for part in (proof.row, proof.col, proof.data))
    force = strength.data[np.lexsort((strength.col, strength.row))]
    hidden = np.append(np.asarray(snapshot.organizations.hidden), False)
    shown = ~hidden[np.minimum(node, len(hidden) - 1)]
    node, stage, source, force = node[shown], stage[shown], source[shown], force[shown]
    acts, told = snapshot.activities.evidence, index.inferred
    claim, guess = np.where(source > 0, source - 1, -1), np.where(source < 0, -1 - source, -1)
    stated, guessed = np.append(np.asarray(acts.confidence), np.nan), np.append(told.confidence, np.nan)
    basis = np.full(max(_BASIS) + 1, -1)
    basis[list(_BASIS)] = [BASES.index(name) for name in _BASIS.values()]
    return _Held(
        index=index,
        node=node,
        stage=stage,
        basis=basis[force],
        confidence=np.where(claim >= 0, stated[claim], guessed[guess]),
        citation=texts_at(acts.citation, claim),
        date=texts_at(acts.date, claim),
        words=[
            one or other
            for one, other in zip(texts_at(acts.words, claim), texts_at(told.words, guess), strict=True)
        ],
    )


def _joined(parts: Iterable[Int64s]) -> Int64s:
    return np.concatenate([np.empty(0, dtype=np.int64), *parts])
