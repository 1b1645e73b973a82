"""Share of suggestions that came true by rank, with bootstrap intervals."""

from collections.abc import Sequence

import numpy as np

from graphsvc.arrays import Bools
from graphsvc.taxonomy.matching import Band

BANDS = ((1, 1), (2, 3), (4, 5), (6, 10), (11, 20), (21, 50))
DRAWS = 2_000
DIGITS = 4


def bands(hits: Sequence[Bools], *, seed: int) -> tuple[Band, ...]:
    """Share of suggestions that came true in each band of ranks, with a 95 % interval.

    `hits` has one boolean array per query: whether the suggestion at each rank came true. The interval is a
    bootstrap over queries because suggestions for one query are correlated. Bands without suggestions are
    left out.
    """
    rng = np.random.default_rng(seed)
    drawn = rng.multinomial(len(hits), np.full(len(hits), 1 / len(hits)), size=DRAWS)
    result = []
    for first, last in BANDS:
        shown = np.array([len(one[first - 1 : last]) for one in hits])
        real = np.array([int(one[first - 1 : last].sum()) for one in hits])
        if not shown.sum():
            continue
        shares = (drawn @ real) / np.maximum(drawn @ shown, 1)
        low, high = (round(float(value), DIGITS) for value in np.quantile(shares, (0.025, 0.975)))
        result.append(Band(first, last, int(shown.sum()), int(real.sum()), low, high))
    return tuple(result)
