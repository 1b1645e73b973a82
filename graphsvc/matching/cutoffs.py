"""Similarity cut-offs below which no organization is suggested for a text.

The values were chosen on the results in tests/golden/abstracts.yml; docs/matching.md, "When nobody fits", has
the procedure and the error rates.
"""

import math

import numpy as np

from graphsvc.arrays import Bools, Float32s
from graphsvc.matching.collaboration_graph import top_k
from graphsvc.matching.query import QueryContext

WORDS_COUNT = 1.5
BEST = 3
LEAST_TEXT = 0.192
TENFOLD = 0.063
LEAST_WORDS_ALONE = 0.25
LEAST_PROJECT = 0.28


def resemblance(context: QueryContext) -> Float32s:
    """Similarity of each past project to the text of the query; float32 of shape (projects,).

    Sentence cosine + `WORDS_COUNT` × TF-IDF cosine × share of the text's words (by weight) that occur in the
    projects. The share keeps a text of which a single common word is known from matching.
    """
    share = context.index.words.known(context.query.text)
    return np.asarray(context.meaning + np.float32(WORDS_COUNT * share) * context.cosine)


def has_similar_projects(context: QueryContext, who: Bools) -> bool:
    """Whether the data has projects similar enough to the text to suggest anybody.

    `who` is boolean over organizations. The mean similarity of the `BEST` most similar projects in which one
    of them took part must reach `LEAST_TEXT` + `TENFOLD` · log10(number of such projects), at least
    `LEAST_PROJECT`: among more projects more are similar by chance. Without sentence vectors the threshold is
    `LEAST_WORDS_ALONE`.
    """
    taken = context.index.graph.columns @ who.astype(np.float32) > 0
    value = np.where(taken, resemblance(context), 0)
    best = value[top_k(value, BEST)]
    if not len(best):
        return False
    least = max(LEAST_PROJECT, LEAST_TEXT + TENFOLD * math.log10(np.count_nonzero(taken)))
    if context.vector is None:
        least = LEAST_WORDS_ALONE
    return float(best.mean(dtype=np.float64)) >= least


def similar_projects(context: QueryContext) -> Bools:
    """Projects (boolean) whose participants may be suggested: similarity of at least `LEAST_PROJECT`, or
    `LEAST_WORDS_ALONE` without sentence vectors.
    """
    least = LEAST_PROJECT if context.vector is not None else LEAST_WORDS_ALONE
    return np.asarray(resemblance(context) >= least)
