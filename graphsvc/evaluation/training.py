"""Training of the weights of a matching profile from later collaborations.

Listwise softmax (Cao et al., 2007): for a query with candidates c and true answers Y the loss is
-sum over Y of q · ln softmax(w·x)_c with q = sqrt(min(|Y|, 10)) / |Y|, plus `RIDGE`/2 · |w|² on standardized
terms. The model is a weighted sum.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from graphsvc.arrays import Bools, Float64s
from graphsvc.taxonomy.matching import MatchingProfile, Term

RIDGE = 30.0
ROUNDS = 200
NEIGHBORS = 1
DIGITS = 4


@dataclass(frozen=True, eq=False)
class Example:
    """One past query: `design` is candidates × terms, `true` (boolean) the candidates that came true,
    `projects` the number of past projects of the asking organization.
    """

    design: Float64s
    true: Bools
    projects: int


def learn(profile: MatchingProfile, examples: Sequence[Example]) -> MatchingProfile:
    """The profile with weights fitted to examples; each stratum uses its own and the adjacent strata's
    examples.

    Raises `ValueError` when no example has a true answer.
    """
    useful = [example for example in examples if example.true.any()]
    if not useful:
        raise ValueError("none of the questions has a true answer among its candidates")
    place = np.array([profile.stratum(example.projects) for example in useful])
    columns = []
    for stratum in range(len(profile.strata) + 1):
        own = [useful[i] for i in np.flatnonzero(np.abs(place - stratum) <= NEIGHBORS)]
        columns.append(np.round(_fit(own or useful), DIGITS).tolist())
    terms = tuple(
        Term(term.signal, term.shape, tuple(column[i] for column in columns))
        for i, term in enumerate(profile.terms)
    )
    return replace(profile, terms=terms)


def _fit(examples: Sequence[Example]) -> Float64s:
    """Fit weights on standardized terms and return them for the terms as they are."""
    from scipy.optimize import minimize

    design = np.concatenate([example.design for example in examples]).astype(np.float32)
    true = np.concatenate([example.true for example in examples]).astype(np.float64)
    lengths = np.array([len(example.true) for example in examples])
    starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    question = np.repeat(np.arange(len(examples)), lengths)
    spread = design.std(axis=0, dtype=np.float64)
    spread[spread < 1e-9] = np.inf
    design = ((design - design.mean(axis=0, dtype=np.float64)) / spread).astype(np.float32)
    answers = np.add.reduceat(true, starts)
    target = true * (np.sqrt(np.minimum(answers, 10)) / answers)[question]
    total = np.add.reduceat(target, starts)

    def loss(weight: Float64s) -> tuple[float, Float64s]:
        scores = (design @ weight.astype(np.float32)).astype(np.float64)
        scores -= np.maximum.reduceat(scores, starts)[question]
        powers = np.exp(scores)
        sums = np.add.reduceat(powers, starts)
        value = float(total @ np.log(sums) - target @ scores + RIDGE / 2 * (weight @ weight))
        slack = (total[question] * powers / sums[question] - target).astype(np.float32)
        return value, (slack @ design).astype(np.float64) + RIDGE * weight

    start = np.zeros(design.shape[1])
    result = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS})
    return np.asarray(result.x / spread, dtype=np.float64)
