"""Scores: a weighted sum of normalized signals, grouped by family."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graphsvc.arrays import Float32s, Float64s, Int64s
from graphsvc.matching.candidates import Candidates
from graphsvc.taxonomy.matching import SHAPES, MatchingProfile, Shape, Term

# Signals and weights are rounded to this many decimals, which makes their products and sums exact.
DIGITS = 6
LAST_RANK = 400


def shaped(values: Float32s, shape: Shape) -> Float64s:
    """Normalize signals (candidates × signals, or one signal) over all candidates of one query; float64.

    `plain` leaves it; `share` divides by the largest; `root` is the square root of that; `rank` falls from 1
    (first) to 0 (rank 400 and below) with the logarithm of how many are strictly larger. Rounded to six
    digits.
    """
    exact = values.astype(np.float64)
    if shape == "plain":
        return np.asarray(np.round(exact, DIGITS))
    if shape == "rank":
        return np.apply_along_axis(_ranks, 0, exact)
    largest = np.maximum(exact.max(axis=0, initial=0.0), 0.0)
    share = np.maximum(exact, 0.0) / np.where(largest > 0, largest, 1.0)
    return np.asarray(np.round(np.sqrt(share) if shape == "root" else share, DIGITS))


def _ranks(exact: Float64s) -> Float64s:
    if exact.max(initial=0.0) <= 0:
        return np.zeros(len(exact))
    ahead = np.searchsorted(np.sort(-exact), -exact, side="left")
    rank = np.where(exact > 0, np.minimum(ahead, LAST_RANK), LAST_RANK)
    value = 1 - np.log((rank + 5) / 5) / math.log((LAST_RANK + 5) / 5)
    return np.asarray(np.round(value, DIGITS))


def design(pool: Candidates, terms: Sequence[Term]) -> Float64s:
    """Candidates × terms: every term's shaped signal."""
    result = np.zeros((len(pool.rows), len(terms)))
    for shape in SHAPES:
        columns = [place for place, term in enumerate(terms) if term.shape == shape]
        if columns and len(pool.rows):
            values = np.stack([pool.values[terms[place].signal] for place in columns], axis=1)
            result[:, columns] = shaped(values, shape)
    return result


def weights(
    profile: MatchingProfile, projects: int, factors_by_family: Mapping[str, float] | None = None
) -> Float64s:
    """Weight of each term in the stratum of `projects` past projects, times the factor of its family (default
    1).
    """
    place = profile.stratum(projects)
    factors = factors_by_family or {}
    return np.array([term.weights[place] * factors.get(term.family, 1.0) for term in profile.terms])


@dataclass(frozen=True, eq=False)
class Scored:
    """Candidates with the contribution of each family and their sum, in the order of the candidates."""

    pool: Candidates
    families: tuple[str, ...]
    contributions: Float64s
    scores: Float64s


def scored(pool: Candidates, profile: MatchingProfile, weight: Float64s) -> Scored:
    """Add up weighted terms by family; the families' sum is the score.

    Signals and weights count to six digits, so every product and sum is a whole number of 10⁻¹² and exact,
    whatever the order.
    """
    digits = 10.0**DIGITS
    products = _whole(design(pool, profile.terms) * digits) * _whole(weight * digits)
    families = profile.families
    sums = np.zeros((len(pool.rows), len(families)), dtype=np.int64)
    for column, term in enumerate(profile.terms):
        sums[:, families.index(term.family)] += products[:, column]
    unit = digits**2
    return Scored(pool, families, sums / unit, sums.sum(axis=1) / unit)


def _whole(values: Float64s) -> Int64s:
    return np.rint(values).astype(np.int64)


def total(parts: Sequence[float]) -> float:
    """Sum of contributions, rounded to the twelve decimals of scores."""
    return round(math.fsum(parts), 2 * DIGITS)


def order(result: Scored, top: int | None = None) -> npt.NDArray[np.intp]:
    """Indices of the candidates from best to worst (at most `top`); ties go to the smaller id."""
    return np.lexsort((result.pool.rows, -result.scores))[:top]
