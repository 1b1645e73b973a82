"""What people said of suggestions moves the weights of a matching profile, within a bound.

A judgement is a step between two candidates of one list in the space of terms: from the mean of the list to
one that is wanted, or from one that is declined to that mean, over the families its reason speaks of. The
weights w of the projects become w + δ, where δ minimizes
sum over judgements of q · ln(1 + exp(-(w + δ)·step)) plus `RIDGE`/2 · |δ|² on standardized terms,
with |δ| ≤ `MOST` · |w| for each weight: no sign changes, however many judge. A list counts as one question of
the projects at most (q shares it among its judgements), a person as `PERSON` of them.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from graphsvc.arrays import Float64s
from graphsvc.evaluation.training import DIGITS, NEIGHBORS, RIDGE
from graphsvc.taxonomy.matching import MatchingProfile, Term

MOST = 0.05
"""Largest change of a weight, as a share of it; docs/matching.md, "Learning from people", says why."""
PERSON = 10.0
"""How many lists of a person count in full."""

SUBJECT = ("fit", "programme")
PLACE = ("place",)
TEACHES: Mapping[str, tuple[str, ...]] = {
    "not-fitting": SUBJECT,
    "too-far": PLACE,
    "known": (),
    "competitor": (),
}
"""Families of terms that a reason for declining speaks of; any other reason speaks of all."""


@dataclass(frozen=True, eq=False)
class JudgedCandidate:
    """One judgement: `candidate` and `others` are terms of the one judged and the mean of its list.

    `wanted` tells a candidate that was pinned, answered or led to something from one declined for `reason`.
    `question` and `person` name whose list it was and who judged; `projects` is the number of past projects
    of who asks.
    """

    question: str
    person: str
    wanted: bool
    reason: str
    candidate: Float64s
    others: Float64s
    projects: int


def teaches(judged: JudgedCandidate, terms: Sequence[Term]) -> bool:
    """Whether a judgement says anything about whether somebody fits."""
    return bool(_step(judged, terms).any())


def adjust(profile: MatchingProfile, judged: Sequence[JudgedCandidate], spread: Float64s) -> MatchingProfile:
    """The profile with weights moved by judgements, at most by the share `MOST`.

    `spread` is the standard deviation of each term among candidates. Each stratum hears the judgements of its
    own and the adjacent strata, as in learning from projects.
    """
    useful = [one for one in judged if teaches(one, profile.terms)]
    columns = []
    for stratum in range(len(profile.strata) + 1):
        own = [one for one in useful if abs(profile.stratum(one.projects) - stratum) <= NEIGHBORS]
        weight = np.array([term.weights[stratum] for term in profile.terms])
        columns.append(_moved(weight, own, profile.terms, spread).tolist())
    terms = tuple(
        replace(term, weights=tuple(column[i] for column in columns)) for i, term in enumerate(profile.terms)
    )
    return replace(profile, terms=terms)


def _step(judged: JudgedCandidate, terms: Sequence[Term]) -> Float64s:
    step = judged.candidate - judged.others
    if judged.wanted:
        return step
    families = TEACHES.get(judged.reason)
    if families is None:
        return -step
    heard = np.array([term.family in families for term in terms])
    return np.where(heard, -step, 0.0)


def _counted(judged: Sequence[JudgedCandidate]) -> Float64s:
    """The weight of each judgement: a list shares one, and a person's lists share `PERSON`."""
    lists = Counter((one.person, one.question) for one in judged)
    by_question = Counter(question for _, question in lists)
    people = Counter(person for person, _ in lists)
    return np.array(
        [
            min(1.0, PERSON / people[one.person])
            / (lists[one.person, one.question] * by_question[one.question])
            for one in judged
        ]
    )


def _moved(
    weight: Float64s, judged: Sequence[JudgedCandidate], terms: Sequence[Term], spread: Float64s
) -> Float64s:
    if not judged:
        return weight
    from scipy.optimize import minimize

    scale = np.where(spread < 1e-9, 1.0, spread)
    steps = np.stack([_step(one, terms) for one in judged]) / scale
    counted, known = _counted(judged), weight * scale

    def loss(change: Float64s) -> tuple[float, Float64s]:
        margin = steps @ (known + change)
        value = float(counted @ np.logaddexp(0.0, -margin) + RIDGE / 2 * (change @ change))
        pull = counted * np.exp(-np.logaddexp(0.0, margin))
        return value, RIDGE * change - pull @ steps

    most = MOST * np.abs(known)
    result = minimize(
        loss, np.zeros(len(weight)), jac=True, method="L-BFGS-B", bounds=list(zip(-most, most, strict=True))
    )
    unit = 10.0**DIGITS
    change = np.trunc(result.x / scale * unit) / unit  # towards zero, so that the bound holds exactly
    return np.asarray(np.round(weight + change, DIGITS), dtype=np.float64)
