"""Query expansion: evidence near to what fits best counts more (pseudo-relevance feedback, Rocchio 1971).

The same description in another language, or in other words, changes what comes second and third more than
what comes first. So the evidence that fits best says once more what is asked for.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

import numpy as np

from graphsvc.arrays import Bools
from graphsvc.matching.relevance.index import RelevanceIndex
from graphsvc.matching.relevance.model import LEAST, EvidenceScores
from graphsvc.matching.relevance.ranking import BestEvidence, best_evidence

WEIGHT, USUAL = 6.0, 0.2
"""A piece gains `WEIGHT` for each unit of its cosine with the best ones above `USUAL`."""
BEST, SLIGHT = 5, 5.0
"""How many are the best ones, and how far below `LEAST` their odds are too slight to count."""
CLOSE = 0.47
OWN = 5.5
"""From this cosine with the best ones, and this much meaning and words of its own, a company fits closely.

Chosen on described results whose makers are known (`tests/bench/close_fits.py`) and on companies that a
reader judged (`tests/bench/judged.py`).
"""


def expanded(index: RelevanceIndex, scores: EvidenceScores, allowed: Bools) -> EvidenceScores:
    """Scores with the part `closest` set: how near each piece is to the `BEST` ones of allowed organizations.

    `allowed` is boolean over organizations. Each of the best is of another organization, so that two phases
    of one project count once, and counts by its odds. Where not even the best reaches `LEAST`, none is.
    """
    best = best_evidence(index, scores, allowed, top=BEST, of_one_piece=1, least=LEAST - SLIGHT)
    if not best or best[0].score < LEAST:
        return scores
    odds = np.exp(np.array([one.score - best[0].score for one in best]))
    asked = (odds / odds.sum()) @ index.vectors.english[[one.piece for one in best]].astype(np.float64)
    cosines = np.round(index.vectors.english @ asked.astype(np.float32), 4)
    return replace(scores, closest=np.round(WEIGHT * (cosines.astype(np.float64) - USUAL), 6))


def closely_fitting(found: Sequence[BestEvidence]) -> int:
    """How many companies at the head of a ranking fit closely: those before the first that is only near.

    Where the best pieces are far from each other, none of them agrees with the rest; where they are far
    from the text, others are near to what is far. Then nobody fits closely.
    """
    least = nearness(CLOSE)
    return sum(1 for _ in takewhile(lambda one: one.closest >= least and one.own >= OWN, found))


def nearness(cosine: float) -> float:
    """The part `closest` of a piece of evidence that has this cosine with the best ones."""
    return round(WEIGHT * (cosine - USUAL), 6)
