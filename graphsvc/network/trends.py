"""Indicators by year with bootstrap intervals and their change over the years; incomplete years are cut.

Years are compared within a stretch: consecutive years that the same datasets cover.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal

import numpy as np

from graphsvc.arrays import Bools, Float64s, Int64s
from graphsvc.network.sparse import Matrix, pattern

RESAMPLES = 1_000
LEAST_YEARS = 3
"""Of fewer years nothing is said about a change."""
_CHANCE = 0.01
"""How often a change is claimed where only chance moves the values."""


@dataclass(frozen=True, slots=True)
class CutYear:
    """A year left out of a curve: its edge, the starts in its outer half, and the median of such halves."""

    year: int
    edge: Literal["first", "last"]
    starts: int
    usual: float


@dataclass(frozen=True, slots=True)
class Point:
    """One year: the value, the ends of its 95 % interval, and the number of projects behind it."""

    year: int
    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Change:
    """The straight line through the years of a stretch: its slope a year with its 99 % interval."""

    first: int
    last: int
    slope: float
    low: float
    high: float

    @property
    def direction(self) -> Literal["rises", "falls", "unclear"]:
        """Where the value goes, as far as the interval tells."""
        if self.low > 0:
            return "rises"
        return "falls" if self.high < 0 else "unclear"


@dataclass(frozen=True, slots=True)
class Trend:
    """One indicator by year, the years that were cut, and the change in each stretch that is long enough."""

    indicator: str
    points: tuple[Point, ...]
    cut: tuple[CutYear, ...]
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class ProjectSums:
    """For each project a numerator and a denominator; an indicator of a year is the ratio of the two sums."""

    above: Float64s
    below: Float64s


def stretches(years: Sequence[int], edges: AbstractSet[int] = frozenset()) -> list[list[int]]:
    """Rising years in runs without a gap; a new run begins with each of `edges` too.

    >>> stretches([2014, 2015, 2016, 2019, 2020], {2016})
    [[2014, 2015], [2016], [2019, 2020]]
    """
    found: list[list[int]] = []
    for year in years:
        if found and year == found[-1][-1] + 1 and year not in edges:
            found[-1].append(year)
        else:
            found.append([year])
    return found


def incomplete_years(
    year: Int64s, month: Int64s, edges: AbstractSet[int] = frozenset()
) -> tuple[CutYear, ...]:
    """Name the years at both ends of a stretch that the data covers only in part.

    Rule: the first year is cut while its first half has fewer than half as many project starts as the median
    first half of the later years; the last year is cut likewise by its second half. Repeated until both ends
    hold. A project of unknown year or month (0) is ignored; fewer than three years are never cut.
    """
    known = (year > 0) & (month > 0)
    halves = {
        int(y): (
            int((known & (year == y) & (month <= 6)).sum()),
            int((known & (year == y) & (month > 6)).sum()),
        )
        for y in np.unique(year[known])
    }
    cut = [entry for years in stretches(sorted(halves), edges) for entry in _cut_years(halves, years)]
    return tuple(sorted(cut, key=lambda entry: entry.year))


def _cut_years(halves: Mapping[int, tuple[int, int]], years: Sequence[int]) -> list[CutYear]:
    left = list(years)
    cut: list[CutYear] = []
    while len(left) > 2:
        found = _incomplete(halves, left, "first") or _incomplete(halves, left, "last")
        if found is None:
            break
        cut.append(found)
        left.remove(found.year)
    return cut


def _incomplete(
    halves: Mapping[int, tuple[int, int]], years: list[int], edge: Literal["first", "last"]
) -> CutYear | None:
    half = 0 if edge == "first" else 1
    year, others = (years[0], years[1:]) if edge == "first" else (years[-1], years[:-1])
    usual = float(np.median([halves[other][half] for other in others]))
    starts = halves[year][half]
    return CutYear(year, edge, starts, usual) if starts < usual / 2 else None


def trend(
    indicator: str,
    sums: ProjectSums,
    year: Int64s,
    month: Int64s,
    *,
    edges: AbstractSet[int] = frozenset(),
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Trend:
    """Return the indicator by year of project start with a bootstrap interval over projects.

    `edges` are the years with which other datasets begin. Each resample draws as many projects of the year as
    it has, with replacement; low and high are the 2.5 % and 97.5 % quantiles of the ratio. A year without a
    denominator has no point. The change of a stretch is the slope by least squares; its interval comes from
    the same resamples.

    Reference: B. Efron, R. J. Tibshirani, "An Introduction to the Bootstrap" (1993).
    """
    cut = incomplete_years(year, month, edges)
    gone = {entry.year for entry in cut}
    points: dict[int, Point] = {}
    drawn: dict[int, Float64s] = {}
    for current in (int(one) for one in np.unique(year[year > 0])):
        chosen = np.flatnonzero(year == current)
        above, below = sums.above[chosen], sums.below[chosen]
        if current in gone or below.sum() <= 0:
            continue
        ratios = drawn[current] = _resampled(current, above, below, resamples, seed)
        low, high = np.nanquantile(ratios, [0.025, 0.975])
        counted = int((below > 0).sum())
        points[current] = Point(current, float(above.sum() / below.sum()), float(low), float(high), counted)
    changes = [
        _change([points[one] for one in years], np.array([drawn[one] for one in years]))
        for years in stretches(list(points), edges)
        if len(years) >= LEAST_YEARS
    ]
    return Trend(indicator, tuple(points.values()), cut, tuple(changes))


def _change(points: Sequence[Point], drawn: Float64s) -> Change:
    """The slope over consecutive years; `drawn` holds a row of resampled values for each of them."""
    away = np.arange(len(points)) - (len(points) - 1) / 2
    weights = away / (away @ away)
    low, high = np.nanquantile(weights @ drawn, [_CHANCE / 2, 1 - _CHANCE / 2])
    slope = float(weights @ np.array([point.value for point in points]))
    return Change(points[0].year, points[-1].year, slope, float(low), float(high))


def _resampled(year: int, above: Float64s, below: Float64s, resamples: int, seed: int) -> Float64s:
    """Ratios of resampled projects of a year; not a number where no project with a denominator was drawn."""
    size = len(above)
    random = np.random.default_rng((seed, year))
    ratios = []
    for start in range(0, resamples, 100):
        width = min(100, resamples - start)
        draws = random.multinomial(size, np.full(size, 1.0 / size), size=width).astype(np.float64)
        total = draws @ below
        ratios.append(np.divide(draws @ above, total, out=np.full(width, np.nan), where=total > 0))
    return np.concatenate(ratios)


def partners_per_project(incidence: Matrix) -> ProjectSums:
    """Mean number of organizations in a project."""
    size = _sizes(incidence)
    return ProjectSums(size, (size > 0).astype(np.float64))


def share_of_pairs_apart(incidence: Matrix, places: Int64s) -> ProjectSums:
    """Share of pairs within a project that are in different places, each project counted by its size − 1.

    With countries this is the international share, with regions the supra-regional one, with clusters the
    share across clusters. Organizations of unknown place (-1) are left out.
    """
    known = pattern(incidence)[places >= 0]
    place = places[places >= 0]
    number = int(place.max(initial=-1)) + 1
    belongs = Matrix((np.ones(len(place)), (place, np.arange(len(place)))), shape=(number, len(place)))
    per_place = Matrix(belongs @ known)
    size = np.asarray(per_place.sum(axis=0), dtype=np.float64).ravel()
    same = np.asarray(per_place.power(2).sum(axis=0), dtype=np.float64).ravel()
    pairs = size * (size - 1) / 2
    apart = (size**2 - same) / 2
    weight = np.divide(2.0, size, out=np.zeros(len(size)), where=size > 1)
    counted = pairs * weight
    return ProjectSums(apart * weight, counted)


def share_of_participations(incidence: Matrix, chosen: Bools) -> ProjectSums:
    """Share of participations held by the chosen organizations (companies, small firms, a region's)."""
    members = pattern(incidence)
    held = np.asarray(members[chosen].sum(axis=0), dtype=np.float64).ravel()
    return ProjectSums(held, _sizes(incidence))


def share_of_newcomers(incidence: Matrix, year: Int64s) -> ProjectSums:
    """Share of participations by organizations that were in no project of an earlier year of the data.

    The first years read too high: what came before the data is unknown.
    """
    coo = pattern(incidence).tocoo()
    first = np.full(incidence.shape[0], np.iinfo(np.int64).max)
    dated = year[coo.col] > 0
    np.minimum.at(first, coo.row[dated], year[coo.col[dated]])
    new = (first[coo.row] == year[coo.col]) & dated
    return ProjectSums(
        np.bincount(coo.col[new], minlength=len(year)).astype(np.float64),
        np.bincount(coo.col[dated], minlength=len(year)).astype(np.float64),
    )


def share_of_pairs_met_before(incidence: Matrix, year: Int64s) -> ProjectSums:
    """Share of pairs within a project that were together in a project of an earlier year of the data.

    The first years read too low: what came before the data is unknown.
    """
    members = pattern(incidence)
    above, below = np.zeros(len(year)), np.zeros(len(year))
    met = Matrix((incidence.shape[0], incidence.shape[0]))
    for current in np.unique(year[year > 0]):
        columns = np.flatnonzero(year == current)
        now = Matrix(members[:, columns])
        size = np.asarray(now.sum(axis=0), dtype=np.float64).ravel()
        known = np.asarray((met @ now).multiply(now).sum(axis=0), dtype=np.float64).ravel()
        above[columns], below[columns] = known / 2, size * (size - 1) / 2
        together = Matrix(now @ now.T)
        together.setdiag(0)
        together.eliminate_zeros()
        met = pattern(Matrix(met + together))
    return ProjectSums(above, below)


def _sizes(incidence: Matrix) -> Float64s:
    return np.bincount(incidence.indices, minlength=incidence.shape[1]).astype(np.float64)
