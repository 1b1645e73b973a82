"""From similarities to a score: the log-odds that one who took part in a piece of evidence fits a question.

The weights were learned on described results whose makers are known and on results that nobody fits;
`docs/matching.md`, "Companies for a result", has the error rates;
`tests/bench/relevance_weights.py` learns them anew.
"""

from dataclasses import dataclass

import numpy as np

from graphsvc.arrays import Bools, Float64s
from graphsvc.matching.relevance.similarity import Question, Similarity

ENGLISH, MULTILINGUAL, SHARED = 12.08, 8.46, 4.83
TOOK_PART = -0.48
FIELD, SPREAD = 16.08, 107.65
GERMAN, UNDERSTOOD = -6.26, 16.63
START = -13.05
LEAST = 0.0
"""A company is named only if its score is at least this."""


@dataclass(frozen=True, eq=False)
class EvidenceScores:
    """Parts of the score, which add up to it; six decimals.

    By `meaning`, by shared `words` and by nearness to what fits best (`closest`, see `expansion`) for each
    piece of evidence, and what the `text` alone adds, the same for all. Who took part in a project without
    coordinating it has `TOOK_PART` added. Pieces that are not `comparable` are never named.
    """

    meaning: Float64s
    words: Float64s
    closest: Float64s
    comparable: Bools
    text: float

    @property
    def total(self) -> Float64s:
        """The score of each piece of evidence for who coordinates, six decimals."""
        return np.asarray(np.round(self.meaning + self.words + self.closest + self.text, 6))


def evidence_scores(question: Question, found: Similarity) -> EvidenceScores:
    """Score every piece of evidence for a question; nothing is known yet of the closest."""
    meaning = ENGLISH * found.english + MULTILINGUAL * found.multilingual
    text = START + FIELD * found.field + SPREAD * found.spread
    if question.understood is not None:
        text += GERMAN + UNDERSTOOD * question.understood
    return EvidenceScores(
        meaning=np.round(meaning, 6),
        words=np.round(SHARED * found.shared, 6),
        closest=np.zeros(len(meaning)),
        comparable=found.comparable,
        text=round(text, 6),
    )
