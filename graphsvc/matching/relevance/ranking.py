"""Organizations ranked by their one best piece of evidence, few of each project."""

import math
from collections import Counter
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from graphsvc.arrays import Bools, Float64s, Int32s
from graphsvc.matching.relevance.index import RelevanceIndex
from graphsvc.matching.relevance.model import LEAST, TOOK_PART, EvidenceScores
from graphsvc.matching.relevance.words import stemmed

OF_ONE_PIECE = 2
COORDINATES = 2


@dataclass(frozen=True, slots=True)
class BestEvidence:
    """An organization (a row) with the piece of evidence that speaks most for it, and its score by parts.

    `others` are rows of further pieces of it that are close enough, the closest first.
    """

    organization: int
    piece: int
    meaning: float
    words: float
    closest: float
    role: float
    text: float
    others: tuple[int, ...] = ()

    @property
    def own(self) -> float:
        """What its evidence and the text have in common, whoever else fits: meaning and words."""
        return math.fsum((self.meaning, self.words))

    @property
    def score(self) -> float:
        """The exact sum of the parts."""
        return math.fsum((self.meaning, self.words, self.closest, self.role, self.text))


def best_evidence(
    index: RelevanceIndex,
    scores: EvidenceScores,
    allowed: Bools,
    *,
    top: int,
    of_one_piece: int | None = OF_ONE_PIECE,
    least: float = LEAST,
) -> list[BestEvidence]:
    """The `top` organizations whose best piece of evidence reaches `least`, best first.

    `allowed` is boolean over organizations. Of one piece at most `of_one_piece` are named (None: all). Equal
    scores stand by piece, then by row, that is by id.
    """
    close = np.flatnonzero(scores.comparable & (scores.total >= least))
    part = sp.coo_array(index.participants[close])
    pieces, rows = close[part.row], part.col
    role = _roles(part.data)
    score = np.round(scores.total[pieces] + role, 6)
    keep = allowed[rows] & (score >= least)
    pieces, rows, role, score = pieces[keep], rows[keep], role[keep], score[keep]
    best: dict[int, tuple[int, float]] = {}
    others: dict[int, list[int]] = {}
    named: Counter[int] = Counter()
    for place in np.lexsort((rows, pieces, -score)).tolist():
        piece, row = int(pieces[place]), int(rows[place])
        if row in best:
            others.setdefault(row, []).append(piece)
            named[piece] += 1
        elif len(best) < top and (of_one_piece is None or named[piece] < of_one_piece):
            best[row] = piece, float(role[place])
            named[piece] += 1
    return [
        BestEvidence(
            organization=row,
            piece=piece,
            meaning=float(scores.meaning[piece]),
            words=float(scores.words[piece]),
            closest=float(scores.closest[piece]),
            role=share,
            text=scores.text,
            others=tuple(others.get(row, ())),
        )
        for row, (piece, share) in best.items()
    ]


def _roles(participants: Int32s) -> Float64s:
    return np.where(participants == COORDINATES, 0.0, TOOK_PART)


def candidates(index: RelevanceIndex, allowed: Bools) -> int:
    """How many of the allowed organizations have any evidence."""
    known = np.bincount(index.participants.indices, minlength=len(allowed)) > 0
    return int(np.count_nonzero(allowed & known))


def shared_words(index: RelevanceIndex, asked: AbstractSet[str], piece: int) -> tuple[str, ...]:
    """Words of a piece whose stems are asked for, as written there, the rarest first; no generic ones."""
    found = {
        stem: word
        for word, stem in reversed(stemmed(index.searched[piece]))
        if stem in asked and not index.words.is_generic(stem)
    }
    order = sorted(found, key=lambda stem: (-index.words.rarity_of(stem), stem))
    return tuple(found[stem] for stem in order)
