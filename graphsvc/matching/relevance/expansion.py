"""Query expansion: evidence near to what fits best counts more (pseudo-relevance feedback, Rocchio 1971).

The same description in another language, or in other words, changes what comes second and third more than
what comes first. So the evidence that fits best says once more what is asked for.
"""

from dataclasses import replace

import numpy as np

from graphsvc.arrays import Bools
from graphsvc.matching.relevance.index import RelevanceIndex
from graphsvc.matching.relevance.model import LEAST, EvidenceScores
from graphsvc.matching.relevance.ranking import best_scores

WEIGHT, USUAL = 6.0, 0.2
"""A piece gains `WEIGHT` for each unit of its cosine with the best ones above `USUAL`."""
BEST = 5


def expanded(index: RelevanceIndex, scores: EvidenceScores, allowed: Bools) -> EvidenceScores:
    """Scores with the part `closest` set: how near each piece is to the `BEST` ones of allowed organizations.

    `allowed` is boolean over organizations. Each of the best counts by its odds. Where not even the best
    reaches `LEAST`, the scores stay as they are.
    """
    score = best_scores(index, scores, allowed)
    best = np.lexsort((np.arange(len(score)), -score))[:BEST]
    if not len(best) or score[best[0]] < LEAST:
        return scores
    odds = np.exp(score[best] - score[best[0]])
    asked = (odds / odds.sum()) @ index.vectors.english[best].astype(np.float64)
    cosines = np.round(index.vectors.english @ asked.astype(np.float32), 4)
    return replace(scores, closest=np.round(WEIGHT * (cosines.astype(np.float64) - USUAL), 6))
