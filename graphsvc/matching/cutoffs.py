"""Whether past projects resemble a text closely enough to name anybody: the one place of the cut-offs.

How they were chosen, and how often they are right, is in `docs/matching.md`.
"""

import math

import numpy as np

from graphsvc.matching.collaboration_graph import top_k
from graphsvc.matching.history import Flags, Floats
from graphsvc.matching.query import QueryContext

WORDS_COUNT = 1.5
BEST = 3
LEAST_TEXT = 0.192
TENFOLD = 0.063
LEAST_WORDS_ALONE = 0.25
LEAST_PROJECT = 0.28


def resemblance(context: QueryContext) -> Floats:
    """How much each past project resembles the question's text: by meaning and by words.

    The sentence cosine, and `WORDS_COUNT` times the cosine of words multiplied by the share of the text's
    words that are known from the projects: a text of which one common word is known resembles nothing.
    """
    share = context.index.words.known(context.query.text)
    return np.asarray(context.meaning + np.float32(WORDS_COUNT * share) * context.cosine)


def has_similar_projects(context: QueryContext, who: Flags) -> bool:
    """Whether a text has a place here at all.

    It has if the mean of the `BEST` most resembling projects in which somebody of `who` took part reaches the
    least value: `LEAST_TEXT`, and `TENFOLD` more for each tenfold number of such projects, since among more
    projects more resemble by chance; never less than `LEAST_PROJECT`. Without sentence vectors it is
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


def similar_projects(context: QueryContext) -> Flags:
    """Projects whose participants may be named for the text: those of `LEAST_PROJECT` or more."""
    least = LEAST_PROJECT if context.vector is not None else LEAST_WORDS_ALONE
    return np.asarray(resemblance(context) >= least)
